namespace Gateway.Hal;

/// <summary>A chip's registers behind SPI: full-duplex frames under one chip select.</summary>
public interface IRegisterBus
{
    /// <summary>
    /// Clocks out <paramref name="write"/> and clocks in as many bytes, from index 0.
    /// </summary>
    void Transfer(byte[] write, byte[] read, int count);

    /// <summary>Drives the reset line: true holds the chip in reset.</summary>
    void SetReset(bool asserted);

    /// <summary>Whether the chip's interrupt line is asserted.</summary>
    bool IsInterruptAsserted { get; }
}

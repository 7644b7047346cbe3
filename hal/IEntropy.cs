namespace Gateway.Hal;

/// <summary>
/// The board's source of unpredictable bytes: raw input for a DRBG, not for direct use.
/// </summary>
public interface IEntropy
{
    /// <summary>Fills the range with raw bytes.</summary>
    void Fill(byte[] buffer, int offset, int count);

    /// <summary>Bits of min-entropy that one byte is taken for, 0 to 8.</summary>
    int BitsPerByte { get; }
}

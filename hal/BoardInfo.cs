namespace Gateway.Hal;

/// <summary>
/// What a board is and how it is named on the console; set once by the composition root.
/// </summary>
public sealed class BoardInfo
{
    /// <summary>
    /// The word before a port's number on the console: <c>Ethernet</c> or <c>100GE</c>.
    /// </summary>
    public string PortType { get; set; }

    /// <summary>The host name until the operator sets one.</summary>
    public string FactoryName { get; set; }

    /// <summary>
    /// Board and firmware for <c>display version</c>, such as <c>simulated board</c>.
    /// </summary>
    public string Model { get; set; }

    /// <summary>
    /// Bytes that differ on every chip and survive an erased flash (at least six).
    /// </summary>
    public byte[] ChipId { get; set; }
}

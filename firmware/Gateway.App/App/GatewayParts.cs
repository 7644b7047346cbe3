using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>What a composition root hands to the application; all of it is set
/// unless said otherwise.</summary>
public sealed class GatewayParts
{
    /// <summary>The board's name, port word and chip number.</summary>
    public BoardInfo Board { get; set; }

    /// <summary>Records in SPI flash.</summary>
    public IFlash Flash { get; set; }

    /// <summary>Time.</summary>
    public IClock Clock { get; set; }

    /// <summary>Raw randomness.</summary>
    public IEntropy Entropy { get; set; }

    /// <summary>The line of the console.</summary>
    public ISerialLine Console { get; set; }

    /// <summary>
    /// Columns of the console's screen at the start, 80 unless said otherwise; 0 sends lines
    /// unbroken, as a script wants them.
    /// </summary>
    public int ScreenWidth { get; set; } = Terminal.ScreenWidthDefault;

    /// <summary>The ports, in the order of their numbers.</summary>
    public IEthernetPort[] Ports { get; set; }

    /// <summary>HTTP to the CA.</summary>
    public IHttpTransport Http { get; set; }

    /// <summary>Asks the network for the time; null on a board that cannot.</summary>
    public INetworkTime Time { get; set; }

    /// <summary>Makes and uses keys; null for the portable engine.</summary>
    public IKeyEngine Engine { get; set; }
}

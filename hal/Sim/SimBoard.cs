using System;
using System.Linq;
using System.Security.Cryptography;

namespace Gateway.Hal.Sim;

/// <summary>How a simulated board is made.</summary>
public sealed record SimBoardOptions
{
    /// <summary>The word before a port's number: <see cref="SimBoard.DefaultPortType"/> or
    /// <see cref="SimBoard.RouterPortType"/>.</summary>
    public string PortType { get; init; } = SimBoard.DefaultPortType;

    /// <summary>Determines all random numbers and the chip's id; null takes the host's.</summary>
    public byte[]? Seed { get; init; }

    /// <summary>The network.</summary>
    public AddressMap Map { get; init; } = new();

    /// <summary>The board's time; null takes the host's.</summary>
    public SimClock? Clock { get; init; }
}

/// <summary>The parts of one simulated board, as soldered together.</summary>
public sealed class SimBoard : IDisposable
{
    /// <summary>The port-type word of the gateway.</summary>
    public const string DefaultPortType = "Ethernet";

    /// <summary>The port-type word of the routers whose console this one resembles.</summary>
    public const string RouterPortType = "100GE";

    /// <summary>Bytes of a chip's id.</summary>
    public const int ChipIdSize = 16;

    private const string DefaultName = "Gateway";
    private const string RouterName = "HUAWEI";

    /// <summary>A board with the given flash and serial line, which stay the caller's.</summary>
    /// <exception cref="System.IO.IOException">The folder of the flash cannot be used.</exception>
    public SimBoard(IFlash flash, ISerialLine serial, SimBoardOptions options)
    {
        bool isRouter = options.PortType == RouterPortType;
        if (!isRouter && options.PortType != DefaultPortType)
            throw new ArgumentException($"No board has ports of type '{options.PortType}'.");
        // The chip is born with its id. In a folder it stays what it was, whatever seed comes
        // later.
        byte[] chipId = flash is FolderFlash folder
            ? folder.ChipId(() => NewChipId(options.Seed), ChipIdSize)
            : NewChipId(options.Seed);
        Flash = flash;
        Serial = serial;
        Clock = options.Clock ?? SimClock.FromHost();
        Entropy = new SimEntropy(options.Seed);
        Ports = SimEthernetPort.CreatePair(chipId);
        Http = new SocketHttpTransport(options.Map, () => Ports.Any(p => p.IsLinkUp));
        Time = new UdpNetworkTime(options.Map, () => Ports.Any(p => p.IsLinkUp));
        Info = new BoardInfo
        {
            PortType = options.PortType,
            FactoryName = isRouter ? RouterName : DefaultName,
            Model = "simulated board",
            ChipId = chipId,
        };
    }

    /// <summary>Named records.</summary>
    public IFlash Flash { get; }

    /// <summary>The console's line.</summary>
    public ISerialLine Serial { get; }

    /// <summary>Time.</summary>
    public SimClock Clock { get; }

    /// <summary>Raw random bytes.</summary>
    public SimEntropy Entropy { get; }

    /// <summary>The ports 1/0/1 and 1/0/2.</summary>
    public SimEthernetPort[] Ports { get; }

    /// <summary>HTTP.</summary>
    public SocketHttpTransport Http { get; }

    /// <summary>SNTP.</summary>
    public UdpNetworkTime Time { get; }

    /// <summary>What the board is.</summary>
    public BoardInfo Info { get; }

    /// <summary>
    /// What a restart does to the hardware: the counter of time starts over, the ports have no
    /// address, no exchange is under way. Flash, calendar and links stay.
    /// </summary>
    public void Restart()
    {
        Clock.Restart();
        Http.Reset();
        Time.Restart();
        foreach (SimEthernetPort port in Ports) port.Reset();
    }

    /// <summary>Gives up what is under way on the network.</summary>
    public void Dispose()
    {
        Http.Dispose();
        Time.Dispose();
    }

    private static byte[] NewChipId(byte[]? seed) => seed is null
        ? RandomNumberGenerator.GetBytes(ChipIdSize)
        : SimEntropy.Derive(seed, "chip")[..ChipIdSize];
}

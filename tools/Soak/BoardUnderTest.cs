using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Gateway.App;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;

namespace Gateway.Soak;

/// <summary>
/// A board in simulated time: the application over a flash that survives power cuts. It is made anew
/// at each start, as the firmware of a board is.
/// </summary>
internal sealed class BoardUnderTest
{
    private const int ChipIdSize = 16;

    private readonly SimulatedTime _time;
    private readonly CaLink _link;
    private readonly INetworkTime _networkTime;
    private readonly SimEntropy _entropy;
    private readonly SimEthernetPort[] _ports;
    private readonly LoopbackSerialLine _line = new();
    private readonly BoardInfo _info;
    private readonly byte[] _drain = new byte[256];
    private GatewayApplication? _application;
    private SimClock? _clock;
    private long _startedMs;

    public BoardUnderTest(long seed, SimulatedTime time, CaLink link, INetworkTime networkTime,
        MemoryFlash flash, Action<string> onFlashChange)
    {
        _time = time;
        _link = link;
        _networkTime = networkTime;
        byte[] seedBytes = BitConverter.GetBytes(seed);
        _entropy = new SimEntropy(seedBytes);
        byte[] chipId = SimEntropy.Derive(seedBytes, "chip")[..ChipIdSize];
        _ports = SimEthernetPort.CreatePair(chipId);
        Memory = flash;
        Troubled = new TroubledFlash(flash);
        Counting = new CountingFlash(Troubled, onFlashChange);
        _info = new BoardInfo
        {
            PortType = SimBoard.DefaultPortType,
            FactoryName = "Gateway",
            Model = "simulated board",
            ChipId = chipId,
        };
    }

    /// <summary>What is in flash, however the board is.</summary>
    public MemoryFlash Memory { get; }

    public TroubledFlash Troubled { get; }

    public CountingFlash Counting { get; }

    public byte[] ChipId => _info.ChipId;

    /// <summary>The flash as the application of this start sees it.</summary>
    public PowerCutFlash? Flash { get; private set; }

    /// <summary>Makes and uses its keys, given the board's clock.</summary>
    public required Func<IClock, IKeyEngine> Engine { get; init; }

    public bool IsOn => _application is not null;

    /// <summary>Starts so far.</summary>
    public int Starts { get; private set; }

    public bool WaitsForInput =>
        _application is { IsWaitingForInput: true } && _line.Peer.UnreadBytes == 0;

    public bool WantsRestart => _application is { IsRebootRequested: true };

    /// <summary>When it next has something to do, in the world's milliseconds.</summary>
    public long DueMs => _application is not { } application ? long.MaxValue
        : application.DueMs == long.MaxValue ? long.MaxValue : _startedMs + application.DueMs;

    /// <summary>Gives it power; false when the application cannot start.</summary>
    /// <param name="cutAt">Flash operation at which the power is cut; 0 for none.</param>
    /// <param name="cut">What is left of it.</param>
    public bool Start(long cutAt, PowerCut cut)
    {
        Starts++;
        while (_line.Read(_drain, 0, _drain.Length) > 0)
        {
        }

        foreach (SimEthernetPort port in _ports) port.Reset();
        _clock = SimClock.Unset(_time.Provider);
        _startedMs = _time.NowMs;
        Flash = new PowerCutFlash(Counting, cutAt, cut);
        GatewayApplication application = new(new GatewayParts
        {
            Board = _info,
            Flash = Flash,
            Clock = _clock,
            Entropy = _entropy,
            Console = _line,
            ScreenWidth = 0,
            Ports = _ports,
            Http = _link,
            Time = _networkTime,
            Engine = Engine(_clock),
        });
        if (!application.Start()) return false;
        application.Terminal.IsPagingEnabled = false;
        _application = application;
        return true;
    }

    /// <summary>Takes the power away.</summary>
    public void Stop()
    {
        _application = null;
        _link.Drop();
    }

    public bool Poll() => _application!.Poll();

    public void Type(string line) => _line.Peer.WriteLine(line);

    /// <summary>What the console printed since the last call.</summary>
    public string Hear() => _line.Peer.ReadText();

    /// <summary>Names of the files in flash.</summary>
    public string[] Files() =>
        [.. new FileStore(new RecordStore(Memory)).List().Select(file => file.Name)];

    public bool HasFile(string name) => Files().Contains(name);

    /// <summary>Whether the flash holds a key pair of that name.</summary>
    public bool HasKey(string name)
    {
        RecordStore records = new(Memory.Copy());
        DeviceSecrets? secrets = DeviceSecrets.Open(records, ChipId, FactoryRandom(name));
        return secrets is not null && new KeyStore(records, secrets).Find(name) is not null;
    }

    /// <summary>Whether the saved configuration imports a certificate of that name.</summary>
    public bool Imports(string name) =>
        SavedLines("pki import-certificate ca filename ").Contains(name)
        || LocalImports().Contains(name);

    /// <summary>
    /// Whether nothing of a renewal is left to be done: no transaction, no old certificate, one key
    /// under the name.
    /// </summary>
    public bool IsSettled(string oldCertificate, string keyPair)
    {
        RecordStore records = new(Memory.Copy());
        if (new Journal(records).List().Length > 0) return false;
        if (new CertificateStore(records).Read(CertificateKind.Local, oldCertificate) is not null)
            return false;
        DeviceSecrets? secrets = DeviceSecrets.Open(records, ChipId, FactoryRandom(keyPair));
        KeyStore keys = new(records, secrets);
        return keys.FindAt(keyPair, KeyPlace.Next) is null
            && keys.FindAt(keyPair, KeyPlace.Previous) is null;
    }

    /// <summary>The local certificates that the saved configuration imports.</summary>
    public string[] LocalImports() => SavedLines("pki import-certificate local filename ");

    /// <summary>Whether the saved configuration has a line.</summary>
    public bool SavedLine(string line) => Saved().Contains(line);

    private string[] Saved() =>
        [.. (new ConfigurationStore(new RecordStore(Memory)).Read() ?? "").Split('\n')
            .Select(line => line.TrimEnd())];

    private string[] SavedLines(string start) =>
        [.. Saved().Where(line => line.StartsWith(start, StringComparison.Ordinal))
            .Select(line => line[start.Length..])];

    /// <summary>What a factory does: puts a key pair into flash.</summary>
    public void StoreKey(string name, byte[] privateKey, byte[] publicKey)
    {
        RecordStore records = new(Memory);
        DeviceSecrets secrets = DeviceSecrets.Open(records, ChipId, FactoryRandom(name));
        StoredKey key = new()
        {
            Name = name,
            CreatedUtcSeconds = UtcTime.Unknown,
            PublicKey = publicKey,
        };
        new KeyStore(records, secrets).Write(key, privateKey);
    }

    private HmacDrbg FactoryRandom(string purpose) => new(SHA512.HashData(
        Encoding.ASCII.GetBytes(purpose + Convert.ToHexString(ChipId))), 256, [], ChipId);
}

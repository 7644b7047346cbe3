using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Simulator;
using Gateway.Store;

namespace Gateway.Tests.Procedure;

/// <summary>
/// A simulated board in this process whose flash already holds a key pair, so that a test of an
/// enrolment does not wait for a key generation. Lines are typed, lines come back.
/// </summary>
internal sealed class ConsoleBench : IDisposable
{
    public const string Enrol = "pki cmp initial-request session cmp";

    private static readonly Lazy<byte[]> s_ecKey = new(() =>
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    });

    private static readonly Lazy<byte[]> s_key = new(() =>
    {
        using RSA rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    });

    private static int s_boards;

    private readonly int _number;
    private readonly LoopbackSerialLine _line = new();
    private readonly SimBoard _parts;
    private readonly SimulatedBoard _board;
    private string _prompt = "";

    /// <summary>A new board that reaches the endpoint as 10.3.0.1:8080; nothing else.</summary>
    public ConsoleBench(string endpoint)
        : this(endpoint, new MemoryFlash(), f => f, Interlocked.Increment(ref s_boards), 0)
    {
        GatewayFirmware.Prepare(_parts);
        StoreKey();
    }

    /// <summary>A new board with that engine, whose key pair is one on P-256.</summary>
    public ConsoleBench(string endpoint, IKeyEngine engine)
        : this(endpoint, new MemoryFlash(), f => f, Interlocked.Increment(ref s_boards), 0, null,
            engine)
    {
        StoreKey(s_ecKey.Value, engine);
    }

    /// <summary>
    /// A board with that engine and clock over a flash, with a key pair on P-256 where the flash has
    /// none.
    /// </summary>
    public ConsoleBench(string endpoint, MemoryFlash flash, int number, int entropySkipped,
        SimClock clock, IKeyEngine engine)
        : this(endpoint, flash, f => f, number, entropySkipped, clock, engine)
    {
        if (Keys().Names().Length > 0) return;
        GatewayFirmware.Prepare(_parts);
        StoreKey(s_ecKey.Value, engine);
    }

    /// <summary>The other board, restarted with this flash and endpoint.</summary>
    public ConsoleBench(string endpoint, ConsoleBench other, MemoryFlash? flash = null)
        : this(endpoint, flash ?? other.Flash, f => f, other._number, 0)
    {
    }

    /// <summary>
    /// The other board, restarted with that flash behind something that watches it, its entropy so
    /// many bytes further.
    /// </summary>
    public ConsoleBench(string endpoint, ConsoleBench other, MemoryFlash flash,
        Func<MemoryFlash, IFlash> through, int entropySkipped)
        : this(endpoint, flash, through, other._number, entropySkipped)
    {
    }

    /// <summary>The other board, restarted with this flash and its own time.</summary>
    public ConsoleBench(string endpoint, ConsoleBench other, IFlash flash, TimeProvider time,
        int entropySkipped)
        : this(endpoint, other, flash, SimClock.FromHost(time), entropySkipped)
    {
    }

    /// <summary>The other board, restarted with this flash and its own clock.</summary>
    public ConsoleBench(string endpoint, ConsoleBench other, IFlash flash, SimClock clock,
        int entropySkipped, IKeyEngine? engine = null)
        : this(endpoint, flash as MemoryFlash ?? other.Flash, _ => flash, other._number,
            entropySkipped, clock, engine)
    {
    }

    /// <summary>
    /// The board of a fixed number, whose random numbers are the same in every run, with this flash
    /// and clock. Nothing is put into the flash.
    /// </summary>
    public ConsoleBench(string endpoint, MemoryFlash flash, int number, SimClock clock,
        int entropyBitsPerByte = 8)
        : this(endpoint, flash, f => f, number, 0, clock, entropyBitsPerByte: entropyBitsPerByte)
    {
    }

    // Boards have seeds of their own: a CA must never see a transactionID twice.
    private ConsoleBench(string endpoint, MemoryFlash flash, Func<MemoryFlash, IFlash> through,
        int number, int entropySkipped, SimClock? clock = null, IKeyEngine? engine = null,
        int entropyBitsPerByte = 8)
    {
        _number = number;
        Flash = flash;
        AddressMap map = new();
        string? problem = map.TryAdd("10.3.0.1:8080=" + endpoint);
        if (problem is not null) throw new ArgumentException(problem);
        byte[] seed = BitConverter.GetBytes(number);
        _parts = new SimBoard(through(flash), _line,
            new SimBoardOptions
            {
                Map = map,
                Seed = seed,
                Clock = clock,
                EntropyBitsPerByte = entropyBitsPerByte,
            });
        _parts.Entropy.Fill(new byte[entropySkipped], 0, entropySkipped);
        Http = new TappedHttp(_parts.Http);
        _board = new SimulatedBoard(_parts,
            board => new GatewayFirmware(board, isScripted: true, Http, engine));
    }

    public MemoryFlash Flash { get; }

    public SimBoard Parts => _parts;

    /// <summary>What the board posted and was answered.</summary>
    public TappedHttp Http { get; }

    public LoopbackPeer Peer => _line.Peer;

    /// <summary>Types lines and gives back the transcript, the last prompt included.</summary>
    public string[] Type(params string[] lines)
    {
        List<string> transcript = [];
        ScriptRunner runner = new(_board, _line.Peer, transcript.Add);
        ScriptResult result = runner.Run(
            Script.Of(lines),
            new ScriptOptions { KeepGoing = true, TimeLimit = TimeSpan.FromSeconds(60) },
            CancellationToken.None);
        if (result.End != ScriptEnd.Done)
            throw new TimeoutException(
                $"{result.End} after {result.LinesTyped} lines:\n{string.Join('\n', transcript)}");
        transcript[0] = _prompt + transcript[0];
        _prompt = transcript[^1];
        return [.. transcript];
    }

    /// <summary>One step of the board's main loop.</summary>
    public bool Step() => _board.Step();

    /// <summary>Everything that an enrolment needs, with this secret.</summary>
    public string[] Configure(string secret, string url = "http://10.3.0.1:8080") => Type(
        "system-view", "pki entity user01", "common-name hello", "country cn",
        "ip-address 10.2.0.2", "fqdn test.abc.com", "email user@test.abc.com", "quit",
        "pki cmp session cmp", "cmp-request entity user01",
        $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
        "cmp-request server url " + url, "cmp-request rsa local-key-pair rsa_cmp",
        "cmp-request message-authentication-code 1234 " + secret, "quit", "commit");

    /// <summary>Names of the files in flash.</summary>
    public string[] Files() =>
        [.. new FileStore(new RecordStore(Flash)).List().Select(f => f.Name)
            .Order(StringComparer.Ordinal)];

    /// <summary>The key pairs in flash.</summary>
    public KeyStore Keys()
    {
        RecordStore records = new(Flash);
        HmacDrbg random = new(new byte[48], 384, [], _parts.Info.ChipId);
        return new KeyStore(records, DeviceSecrets.Open(records, _parts.Info.ChipId, random));
    }

    public void Dispose()
    {
        _board.Dispose();
        _line.Dispose();
    }

    private void StoreKey() => StoreKey(s_key.Value, new Cmp.NetKeyEngine());

    private void StoreKey(byte[] privateKey, IKeyEngine engine)
    {
        StoredKey key = new()
        {
            Name = "rsa_cmp",
            CreatedUtcSeconds = UtcTime.Unknown,
            PublicKey = engine.PublicKey(privateKey),
        };
        Keys().Write(key, privateKey);
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Core;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// A board that renews by itself, and its CA, on one simulated time; the messages pass real
/// sockets.
/// </summary>
public class RenewalBench : IAsyncLifetime
{
    /// <summary>Validity of the certificates that the CA issues.</summary>
    protected static readonly TimeSpan Validity = TimeSpan.FromDays(100);

    /// <summary>The discard port of this host, where nobody listens.</summary>
    protected const string NoEndpoint = "127.0.0.1:9";
    private const int StepsMax = 20000;
    private const int IdleSteps = 40;

    private static int s_boards = 5000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");
    private readonly MemoryFlash _flash = new();
    private readonly int _number = Interlocked.Increment(ref s_boards);
    private readonly SimClock _clock;
    private int _starts;

    protected RenewalBench()
    {
        _clock = SimClock.FromHost(Time);
    }

    protected ManualTimeProvider Time { get; } =
        new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    protected LabCaServer Ca { get; private set; } = null!;

    private protected ConsoleBench Board { get; private set; } = null!;

    protected ConcurrentQueue<LabCaLogLine> Log { get; } = new();

    protected RecordStore Records => new(_flash);

    public async ValueTask InitializeAsync()
    {
        Ca = await LabCaServer.StartAsync(new LabCaOptions
        {
            Directory = _folder.FullName,
            Key = CaKeyAlgorithm.P256,
            Clock = Time,
            Validity = ValidityPeriod.Days((int)Validity.TotalDays),
            References = new Dictionary<string, byte[]>
            {
                ["1234"] = Encoding.ASCII.GetBytes(FaultyCa.Secret),
            },
            Log = Log.Enqueue,
        });
        Restart();
        string[] said = Board.Configure(FaultyCa.Secret);
        said = [.. said, .. Board.Type(ConsoleBench.Enrol,
            "pki import-certificate ca filename cmp_ca1.cer", "y", "y",
            "pki import-certificate local filename cmp_ir.cer", "y", "pki cmp session cmp",
            "cmp-request rsa local-key-pair rsa_cmp regenerate",
            "cmp-request authentication-cert cmp_ir.cer", "certificate auto-update enable",
            "certificate update expire-time 80", "quit", "commit")];
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
        Log.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Board.Dispose();
        await Ca.DisposeAsync();
        _folder.Delete(true);
    }

    /// <summary>Cuts the power and starts the board again, its CA there or away.</summary>
    protected void Restart(bool isCaThere = true)
    {
        Board?.Dispose();
        _clock.Restart();
        Board = new ConsoleBench(isCaThere ? Ca.Endpoint.ToString() : NoEndpoint, _flash,
            _number, 64 * _starts++, _clock, new NetKeyEngine());
        Board.Type("display clock");
    }

    /// <summary>Lets time pass in small steps, the board running.</summary>
    protected void Pass(TimeSpan time, TimeSpan step)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Time.Advance(step);
            Rest();
        }
    }

    /// <summary>
    /// Lets the board work until it rests. Time that stands still gives the sockets all they need.
    /// </summary>
    protected void Rest()
    {
        int idle = 0;
        for (int i = 0; i < StepsMax && idle < IdleSteps; i++)
        {
            if (Board.Step()) idle = 0;
            else
            {
                if (!Board.Http.IsPending) idle++;
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>Lets the board work until something is reached, time passing slowly.</summary>
    protected void Until(Func<bool> isReached, TimeSpan step)
    {
        for (int i = 0; !isReached(); i++)
        {
            Assert.True(i < 500, string.Join('\n', i < 500 ? [] : Board.Type(
                "display pki cmp auto-update", "display clock", "display pki cmp statistics"))
                + "\n" + string.Join(' ', Requests()));
            Time.Advance(step);
            Rest();
        }
    }

    /// <summary>The requests that the CA saw, without confirmations and repetitions.</summary>
    protected string[] Requests() => [.. Log.Select(l => l.Request!)];

    /// <summary>The certificate that the saved configuration signs with, and its name.</summary>
    protected (string Name, byte[] Der) Identity()
    {
        string text = new ConfigurationStore(Records).Read();
        string line = text.Split('\n').Single(l => l.StartsWith(
            " cmp-request authentication-cert ", StringComparison.Ordinal));
        string name = line.Split(' ')[^1];
        Assert.Contains("pki import-certificate local filename " + name, text);
        return (name, new CertificateStore(Records).Read(CertificateKind.Local, name));
    }
}

using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>What transactions work with; made once, all of it is set.</summary>
internal sealed class CmpParts
{
    /// <summary>Key pairs.</summary>
    public KeyStore Keys { get; set; }

    /// <summary>What needs which key.</summary>
    public KeyUses Uses { get; set; }

    /// <summary>Imported certificates.</summary>
    public CertificateStore Certificates { get; set; }

    /// <summary>The operator's files.</summary>
    public FileStore Files { get; set; }

    /// <summary>Transactions that are not over.</summary>
    public Journal Journal { get; set; }

    /// <summary>MAC secrets.</summary>
    public SecretService Secrets { get; set; }

    /// <summary>Signs, verifies, makes keys.</summary>
    public IKeyEngine Engine { get; set; }

    /// <summary>Nonces and salts.</summary>
    public IRandom Random { get; set; }

    /// <summary>
    /// Why no request can be made or continued now, one sentence; null when it can.
    /// </summary>
    public string WhyNoRandom()
    {
        RandomSource source = Random as RandomSource;
        return source == null ? null : source.WhyNotReady();
    }

    /// <summary>Time.</summary>
    public BoardClock Clock { get; set; }

    /// <summary>HTTP to the CA.</summary>
    public IHttpTransport Http { get; set; }

    /// <summary>Tells the main loop that a job merely waits.</summary>
    public Activity Activity { get; set; }

    /// <summary>Counters a session.</summary>
    public CmpStatistics Statistics { get; set; }

    /// <summary>What came of renewals a session.</summary>
    public RenewalBook Renewals { get; set; }

    /// <summary>Lines of <c>debugging pki cmp</c>.</summary>
    public CmpTrace Trace { get; set; }

    /// <summary>
    /// The session whose transaction runs in the foreground, or null: its renewal waits.
    /// </summary>
    public string ForegroundSession { get; set; }

    /// <summary>Who may exchange messages now.</summary>
    public CmpTurn Turn { get; set; }

    /// <summary>The configurations; null counts as the factory's.</summary>
    public ConfigurationTransaction Configurations { get; set; }

    /// <summary>
    /// Whether certificates and PKCS #10 requests become files in PEM form. As for requests, the
    /// candidate counts.
    /// </summary>
    public bool WritesPemFiles =>
        Configurations != null && Configurations.Candidate.WritesPemFiles;
}

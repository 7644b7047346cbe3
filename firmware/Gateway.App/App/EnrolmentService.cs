using System.Text;
using Gateway.Cli;
using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Makes enrolments out of settings.</summary>
internal sealed class EnrolmentService : IEnrolmentService
{
    // Longer than an exchange may take, so that the transport says which phase failed.
    private const int ResponseTimeoutMs = HttpTimeouts.TotalMsDefault + 5000;

    private readonly KeyStore _keys;
    private readonly FileStore _files;
    private readonly SecretService _secrets;
    private readonly IKeyEngine _engine;
    private readonly IRandom _random;
    private readonly BoardClock _clock;
    private readonly IHttpTransport _http;
    private readonly Activity _activity;

    public EnrolmentService(KeyStore keys, FileStore files, SecretService secrets,
        IKeyEngine engine, IRandom random, BoardClock clock, IHttpTransport http, Activity activity)
    {
        _keys = keys;
        _files = files;
        _secrets = secrets;
        _engine = engine;
        _random = random;
        _clock = clock;
        _http = http;
        _activity = activity;
    }

    /// <inheritdoc/>
    public string CheckCaName(string caName)
    {
        NameError error = new NameError();
        if (DistinguishedName.FromText(caName, error) != null) return null;
        return CaNameRefused(error);
    }

    /// <inheritdoc/>
    public bool IsTracing { get; set; }

    /// <inheritdoc/>
    public string CheckRevocable(string fileName) => null;

    /// <inheritdoc/>
    public IShellJob Revoke(Configuration configuration, string sessionName, string fileName,
        int reason) => Unsupported();

    /// <inheritdoc/>
    public IShellJob AskGeneral(GeneralKind kind, Configuration configuration,
        string sessionName, string fileName) => Unsupported();

    /// <inheritdoc/>
    public IShellJob CreatePkcs10(Configuration configuration, string sessionName,
        string fileName) => Unsupported();

    /// <inheritdoc/>
    public void PrintSessions(Configuration configuration, string sessionName, ITextSink output)
    {
    }

    /// <inheritdoc/>
    public void PrintStatistics(Configuration configuration, string sessionName,
        ITextSink output)
    {
    }

    /// <inheritdoc/>
    public void ResetStatistics(string sessionName)
    {
    }

    /// <inheritdoc/>
    public string Stop(string sessionName) =>
        "No request of CMP session " + sessionName + " waits for the CA.";

    /// <inheritdoc/>
    public IShellJob Request(RequestKind kind, Configuration configuration, string sessionName)
    {
        SessionSettings session = configuration.FindSession(sessionName);
        bool isSupported = kind == RequestKind.Initial
            && RequestAuthentication.UsesMac(session, kind);
        if (!isSupported) return Unsupported();
        EntitySettings entity = configuration.FindEntity(session.EntityName);
        if (entity == null)
        {
            return new FailedJob("The PKI entity " + session.EntityName + " does not exist.");
        }

        CertificateRequest request = new CertificateRequest();
        CmpSettings settings = new CmpSettings();
        string error = Describe(settings, request, session, entity);
        if (error == null) error = Authenticate(settings, request, session);
        if (error != null) return new FailedJob(error);

        CmpMachine machine = new CmpMachine(settings,
            new CertificateOperation(CertificateRequestKind.Initial, request), _random);
        Bytes.Wipe(request.PrivateKey);
        CmpDriver driver = new CmpDriver(machine, _http, session.ServerUrl, new HttpTimeouts(),
            false);
        return new EnrolmentJob(session.Name, machine, driver, _files, _clock, _activity);
    }

    private static FailedJob Unsupported() =>
        new FailedJob("This request is not supported yet.");

    private static string CaNameRefused(NameError error) => "The CA name cannot be used: "
        + error.Reason + " at character " + (error.Position + 1).ToString() + ".";

    private string Describe(CmpSettings settings, CertificateRequest request, SessionSettings session,
        EntitySettings entity)
    {
        NameError error = new NameError();
        settings.Recipient = DistinguishedName.FromText(session.CaName, error);
        if (settings.Recipient == null) return CaNameRefused(error);
        request.Subject = EntityNames.Subject(entity, out string reason);
        if (request.Subject == null)
        {
            return "The PKI entity " + entity.Name + " cannot be used: " + reason + ".";
        }

        request.SubjectAltName = EntityNames.Alternative(entity);
        settings.ResponseTimeoutMs = ResponseTimeoutMs;
        return null;
    }

    private string Authenticate(CmpSettings settings, CertificateRequest request,
        SessionSettings session)
    {
        settings.KeyEngine = _engine;
        request.PrivateKey = _keys.OpenPrivateKey(session.KeyPairName);
        if (request.PrivateKey == null)
        {
            return "The key pair " + session.KeyPairName
                + " cannot be used on this board; create it with 'pki rsa local-key-pair create "
                + session.KeyPairName + "'.";
        }

        byte[] secret = _secrets.OpenMacSecret(session);
        if (secret != null)
        {
            settings.Protection = new MacProtection(Encoding.UTF8.GetBytes(session.MacReference),
                secret, Parameters(session), CmpLimits.PbmIterationsMaxDefault);
            Bytes.Wipe(secret);
            return null;
        }

        Bytes.Wipe(request.PrivateKey);
        return "The MAC secret of reference " + session.MacReference
            + " cannot be read on this board; enter it again with"
            + " 'cmp-request message-authentication-code " + session.MacReference + "'.";
    }

    // RFC 4210 D.2: authorities that know no SHA-256 know SHA-1.
    private PbmParameters Parameters(SessionSettings session)
    {
        HashAlgorithm hash = session.Integrity == IntegrityAlgorithm.HmacSha1
            ? HashAlgorithm.Sha1 : HashAlgorithm.Sha256;
        PbmParameters parameters = new PbmParameters();
        parameters.Salt = CmpTransaction.Fresh(_random);
        parameters.Owf = hash;
        parameters.Mac = hash;
        parameters.Iterations = CmpLimits.PbmIterationsDefault;
        return parameters;
    }
}

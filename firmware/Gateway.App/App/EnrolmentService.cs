using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Transactions with CAs, as the console sees them.</summary>
internal sealed class EnrolmentService : IEnrolmentService
{
    private readonly CmpParts _parts;
    private readonly TransactionPlanner _planner;
    private readonly BackgroundTransactions _background;
    private readonly RenewalSupervisor _renewals;
    private readonly ConfigurationTransaction _transaction;

    public EnrolmentService(CmpParts parts, BackgroundTransactions background,
        RenewalSupervisor renewals, ConfigurationTransaction transaction)
    {
        _renewals = renewals;
        _parts = parts;
        _planner = new TransactionPlanner(parts);
        _background = background;
        _transaction = transaction;
    }

    /// <inheritdoc/>
    public bool IsTracing
    {
        get => _parts.Trace.IsOn;
        set => _parts.Trace.IsOn = value;
    }

    /// <inheritdoc/>
    public string CheckCaName(string caName)
    {
        CmpMachines.Recipient(caName, out string error);
        return error;
    }

    /// <inheritdoc/>
    public string CheckRevocable(string fileName)
    {
        Certificate certificate = CertificateFiles.Parse(
            CertificateFiles.ReadLocal(_parts.Certificates, _parts.Files, fileName));
        if (certificate == null)
        {
            return "There is no certificate " + fileName + " of this device; 'dir' lists the"
                + " files, 'display pki certificate local' the imported ones.";
        }

        return _parts.Keys.FindOwner(certificate.PublicKeyInfo()) != null ? null
            : "No key pair of this device belongs to the certificate " + fileName
                + "; it can be revoked where its key is, or by the CA.";
    }

    /// <inheritdoc/>
    public IShellJob Request(RequestKind kind, Configuration configuration, string sessionName)
    {
        TransactionPlan plan =
            _planner.Request(kind, configuration, sessionName, out string error);
        if (plan == null) return new FailedJob(error);
        if (_background.IsBusy(sessionName))
        {
            return new FailedJob("Session " + sessionName + " asks the CA just now; try again when"
                + " that is over ('display pki cmp auto-update').");
        }

        bool makesKey = kind == RequestKind.KeyUpdate && plan.Session.RegeneratesKeyPair;
        if (makesKey) error = WhyNoNextKey(plan.Session);
        if (error == null) error = _parts.WhyNoRandom();
        if (error != null) return new FailedJob(error);
        return new TransactionJob(_parts, plan, makesKey ? MakeNextKey(plan) : null, _background);
    }

    /// <inheritdoc/>
    public IShellJob Revoke(Configuration configuration, string sessionName, string fileName,
        int reason) => Job(_planner.Revocation(configuration, sessionName, fileName, reason,
            out string error), error);

    /// <inheritdoc/>
    public IShellJob AskGeneral(GeneralKind kind, Configuration configuration,
        string sessionName, string fileName) => Job(_planner.General(kind, configuration,
            sessionName, fileName, out string error), error);

    /// <inheritdoc/>
    public IShellJob CreatePkcs10(Configuration configuration, string sessionName,
        string fileName)
    {
        string error = _parts.WhyNoRandom();
        if (error != null) return new FailedJob(error);
        SessionSettings session = configuration.FindSession(sessionName);
        return new Pkcs10Job(_parts, session, configuration.FindEntity(session.EntityName),
            fileName);
    }

    /// <inheritdoc/>
    public void PrintSessions(Configuration configuration, string sessionName, ITextSink output)
    {
        TransactionDisplay display = new TransactionDisplay(_parts, _background);
        foreach (SessionSettings session in configuration.Sessions)
        {
            bool isMeant = sessionName == null || RecordName.IsSame(session.Name, sessionName);
            if (isMeant) display.Print(session.Name, output);
        }

        foreach (JournalRecord record in _parts.Journal.List())
        {
            bool isMeant =
                sessionName == null || RecordName.IsSame(record.SessionName, sessionName);
            bool isGone = configuration.FindSession(record.SessionName) == null;
            if (isMeant && isGone) display.Print(record.SessionName, output);
        }
    }

    /// <inheritdoc/>
    public void PrintStatistics(Configuration configuration, string sessionName,
        ITextSink output) => _parts.Statistics.Print(configuration, sessionName, output);

    /// <inheritdoc/>
    public void PrintAutoUpdate(Configuration configuration, string sessionName, ITextSink output)
    {
        foreach (SessionSettings session in configuration.Sessions)
        {
            if (!session.IsAutoUpdateEnabled) continue;
            bool isMeant = sessionName == null || RecordName.IsSame(session.Name, sessionName);
            if (isMeant) _renewals.Print(session, output);
        }
    }

    /// <inheritdoc/>
    public void ResetStatistics(string sessionName) => _parts.Statistics.Reset(sessionName);

    /// <inheritdoc/>
    public string Stop(string sessionName) =>
        _background.Stop(sessionName, _parts.Clock.NowMs);

    private IShellJob Job(TransactionPlan plan, string error)
    {
        if (plan != null) error = _parts.WhyNoRandom();
        if (error != null) return new FailedJob(error);
        return new TransactionJob(_parts, plan, null, _background);
    }

    private NextKey MakeNextKey(TransactionPlan plan)
    {
        int bits = SigningKeys.NextBits(plan.Session, plan.PublicKey);
        return new NextKey(_parts, plan.Session.KeyPairName, bits);
    }

    // A third key would push out one that is needed.
    private string WhyNoNextKey(SessionSettings session)
    {
        string name = session.KeyPairName;
        StoredKey next = _parts.Keys.FindAt(name, KeyPlace.Next);
        string waiting = next == null ? null : _parts.Uses.WaitingSession(next.PublicKey);
        if (waiting != null)
        {
            return "The next key of " + name + " is needed by session " + waiting
                + ", which waits for its CA; end that with 'pki cmp stop session " + waiting
                + "' first.";
        }

        StoredKey previous = _parts.Keys.FindAt(name, KeyPlace.Previous);
        if (previous == null) return null;
        Configuration running = _transaction.Running;
        string user = _parts.Uses.User(previous.PublicKey, running);
        string cause = user == null ? "" : " by the certificate " + user;
        return "The previous key of " + name + " is still needed" + cause + "; let sessions sign"
            + " with the new certificate, delete the old one with 'pki delete-certificate local"
            + " filename' and commit, then update again.";
    }
}

using System.Collections;
using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Which imported CA certificates near their end, and which session asks for their successors: one
/// that updates its certificate by itself and whose certificate leads to them, else one that names
/// that CA. A self-issued one is asked for as a root's update, another one as one of the CA's
/// certificates. Each is asked for once a day, so that an authority that has none yet is left in
/// peace. What was asked when is forgotten at a restart.
/// </summary>
internal sealed class AuthorityRenewal
{
    /// <summary>Percent of its validity after which a successor is asked for.</summary>
    public const int ExpirePercent = 80;

    /// <summary>Between two questions for the same successor.</summary>
    public const long PauseMs = 86400000;

    private const long FirstPauseMs = 120000;

    private readonly CertificateStore _certificates;
    private readonly FileStore _files;
    private readonly AuthorityUse _use;
    private readonly long _startMs;
    private readonly ArrayList _asked = new ArrayList();

    /// <summary>Nothing asked yet; the board's time at the start.</summary>
    public AuthorityRenewal(IKeyEngine engine, CertificateStore certificates, FileStore files,
        long startMs)
    {
        _use = new AuthorityUse(engine, certificates, files);
        _certificates = certificates;
        _files = files;
        _startMs = startMs;
    }

    /// <summary>
    /// The question that is due first, at once or later; null when no certificate has an end that
    /// concerns a session. The time in UTC seconds (a lower bound when it is not known) and on the
    /// board's clock.
    /// </summary>
    public AuthorityPlan Next(Configuration configuration, long utcSeconds, long nowMs)
    {
        AuthorityPlan first = null;
        byte[][] authorities = Authorities(configuration);
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind != CertificateKind.Ca) continue;
            AuthorityPlan plan = Plan(import.FileName, configuration, authorities, utcSeconds,
                nowMs);
            if (plan != null && (first == null || plan.DueMs < first.DueMs)) first = plan;
        }

        return first;
    }

    /// <summary>It was asked, whatever came: the next time is in a day.</summary>
    public void Asked(AuthorityPlan plan, long nowMs)
    {
        Question question = FindAsked(plan.FileName);
        if (question == null)
        {
            if (_asked.Count == ConfigurationSchema.ImportCountMax) _asked.RemoveAt(0);
            question = new Question();
            question.FileName = plan.FileName;
            _asked.Add(question);
        }

        question.AtMs = nowMs;
    }

    /// <summary>
    /// The name of an imported CA certificate that has ended and has an imported successor, so that
    /// nothing needs it any more: no own certificate chains to it. Null when there is none. The
    /// time is one that is sure, for what is removed does not come back.
    /// </summary>
    public string Ended(Configuration configuration, long sureSeconds)
    {
        byte[][] authorities = Authorities(configuration);
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind != CertificateKind.Ca) continue;
            if (configuration.FindUserOfVerification(import.FileName) != null) continue;
            Certificate certificate = Read(import.FileName);
            bool isOver = certificate != null && sureSeconds > certificate.NotAfter
                && HasSuccessor(certificate, authorities)
                && !_use.IsNeeded(certificate, configuration, authorities);
            if (isOver) return import.FileName;
        }

        return null;
    }

    private AuthorityPlan Plan(string fileName, Configuration configuration,
        byte[][] authorities, long utcSeconds, long nowMs)
    {
        // One that has ended can vouch for nothing.
        Certificate certificate = Read(fileName);
        if (certificate == null || utcSeconds > certificate.NotAfter) return null;
        long dueUtc = RenewalSchedule.DueUtc(certificate.NotBefore, certificate.NotAfter,
            ExpirePercent);
        if (dueUtc == UtcTime.Unknown || HasSuccessor(certificate, authorities)) return null;
        string session = SessionFor(certificate, configuration, authorities);
        if (session == null) return null;
        AuthorityPlan plan = new AuthorityPlan();
        plan.SessionName = session;
        plan.FileName = fileName;
        plan.Certificate = certificate.Der;
        plan.Kind = certificate.IsSelfIssued ? GeneralKind.RootCaUpdate
            : GeneralKind.CaCertificates;
        plan.DueMs = DueMs(fileName, dueUtc - utcSeconds, nowMs);
        return plan;
    }

    private long DueMs(string fileName, long waitSeconds, long nowMs)
    {
        Question question = FindAsked(fileName);
        long pauseMs = question == null ? _startMs + FirstPauseMs : question.AtMs + PauseMs;
        long calendarMs = nowMs + (waitSeconds * 1000);
        long dueMs = pauseMs > calendarMs ? pauseMs : calendarMs;
        return dueMs > nowMs ? dueMs : nowMs;
    }

    private string SessionFor(Certificate authority, Configuration configuration,
        byte[][] authorities)
    {
        string named = null;
        foreach (SessionSettings session in configuration.Sessions)
        {
            if (!session.IsAutoUpdateEnabled) continue;
            if (LeadsTo(session.AuthenticationCertificate, authority, authorities))
            {
                return session.Name;
            }

            if (named == null && IsNamed(session.CaName, authority)) named = session.Name;
        }

        return named;
    }

    private bool LeadsTo(string fileName, Certificate authority, byte[][] authorities)
    {
        byte[] der = fileName == null ? null
            : CertificateFiles.ReadLocal(_certificates, _files, fileName);
        Certificate own = CertificateFiles.Parse(der);
        if (own == null) return false;
        if (authority.IsNamedIssuerOf(own)) return true;
        foreach (byte[] issuer in IssuerChain.Of(der, authorities))
        {
            if (authority.IsNamedIssuerOf(CertificateFiles.Parse(issuer))) return true;
        }

        return false;
    }

    private static bool IsNamed(string caName, Certificate authority)
    {
        byte[] name = caName == null ? null : CmpMachines.Recipient(caName, out _);
        return name != null && DistinguishedName.Matches(name, authority.Subject());
    }

    // A CA of the same name that lasts longer.
    private static bool HasSuccessor(Certificate certificate, byte[][] authorities)
    {
        foreach (byte[] der in authorities)
        {
            Certificate other = CertificateFiles.Parse(der);
            if (AuthorityJudge.IsLater(certificate, other)) return true;
        }

        return false;
    }

    private byte[][] Authorities(Configuration configuration) =>
        AuthorityJudge.Imported(_certificates, configuration);

    private Certificate Read(string fileName) =>
        CertificateFiles.Parse(_certificates.Read(CertificateKind.Ca, fileName));

    private Question FindAsked(string fileName)
    {
        foreach (Question question in _asked)
        {
            if (RecordName.IsSame(question.FileName, fileName)) return question;
        }

        return null;
    }

    private sealed class Question
    {
        internal string FileName { get; set; }

        internal long AtMs { get; set; }
    }
}

using Gateway.Cli;
using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Makes plans of transactions out of a configuration; null and the reason where one is not
/// possible.
/// </summary>
internal sealed class TransactionPlanner
{
    private readonly CmpParts _parts;

    public TransactionPlanner(CmpParts parts) => _parts = parts;

    /// <summary>A request for a certificate.</summary>
    public TransactionPlan Request(RequestKind kind, Configuration configuration,
        string sessionName, out string error)
    {
        SessionSettings session = configuration.FindSession(sessionName);
        TransactionPlan plan = Start((TransactionKind)(int)kind, configuration, session, out error);
        if (plan == null) return null;
        error = Name(plan, configuration);
        if (error == null && !RequestAuthentication.UsesMac(session, kind)) error = Sign(plan);
        return error == null ? plan : null;
    }

    /// <summary>A revocation.</summary>
    public TransactionPlan Revocation(Configuration configuration, string sessionName,
        string fileName, int reason, out string error)
    {
        SessionSettings session = configuration.FindSession(sessionName);
        TransactionPlan plan =
            Start(TransactionKind.Revocation, configuration, session, out error);
        if (plan == null) return null;
        plan.Reason = reason;
        plan.FileName = fileName;
        plan.Certificate =
            CertificateFiles.ReadLocal(_parts.Certificates, _parts.Files, fileName);
        if (CertificateFiles.Parse(plan.Certificate) == null) error = Unreadable(fileName);
        else if (!RequestAuthentication.UsesMacForRevocation(session))
        {
            plan.Authentication = plan.Certificate;
        }

        return error == null ? plan : null;
    }

    /// <summary>A general message.</summary>
    public TransactionPlan General(GeneralKind kind, Configuration configuration,
        string sessionName, string fileName, out string error)
    {
        SessionSettings session = configuration.FindSession(sessionName);
        TransactionKind what = (TransactionKind)((int)TransactionKind.CaCertificates + (int)kind);
        TransactionPlan plan = Start(what, configuration, session, out error);
        if (plan == null) return null;
        error = WhyUnnameable(kind, session.Name);
        if (error != null) return null;
        if (fileName != null)
        {
            plan.FileName = fileName;
            plan.Certificate =
                CertificateFiles.ReadAny(_parts.Certificates, _parts.Files, fileName);
            if (CertificateFiles.Parse(plan.Certificate) == null) error = Unreadable(fileName);
        }

        if (error == null && !RequestAuthentication.UsesMacForGeneral(session)) error = Sign(plan);
        return error == null ? plan : null;
    }

    // A file that no command can name could not be imported.
    private static string WhyUnnameable(GeneralKind kind, string sessionName)
    {
        string longest = kind == GeneralKind.CaCertificates
            ? CertificateFiles.ToldAuthorityName(sessionName, CmpLimits.CertificatesMax)
            : kind == GeneralKind.RootCaUpdate ? CertificateFiles.NewRootLinkName(sessionName)
            : CertificateFiles.CrlName(sessionName, CmpLimits.CertificatesMax);
        return ConfigurationSchema.Check("file-name", longest) == null ? null
            : "The name of CMP session " + sessionName + " is too long for the names of the files"
                + " that come; use a session with a shorter name.";
    }

    // What all of them have in common. No second transaction of a session beside one that waits.
    private TransactionPlan Start(TransactionKind kind, Configuration configuration,
        SessionSettings session, out string error)
    {
        TransactionPlan plan = new TransactionPlan(kind, session.Clone());
        error = null;
        JournalRecord record = _parts.Journal.Read(session.Name);
        if (record != null)
        {
            string doing = record.State == JournalState.Waiting ? " waits for the CA already;"
                : " has a request under way already;";
            error = "Session " + session.Name + doing + " 'display pki cmp"
                + " session " + session.Name + "' shows how it stands, 'pki cmp stop session "
                + session.Name + "' ends it.";
            return null;
        }

        plan.Authorities = Authorities(configuration);
        if (session.VerificationCertificate == null) return plan;
        plan.Verification = CertificateFiles.ReadAny(_parts.Certificates, _parts.Files,
            session.VerificationCertificate);
        if (CertificateFiles.Parse(plan.Verification) != null) return plan;
        error = Unreadable(session.VerificationCertificate);
        return null;
    }

    private static string[] Authorities(Configuration configuration)
    {
        int count = 0;
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind == CertificateKind.Ca) count++;
        }

        string[] names = new string[count];
        count = 0;
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind == CertificateKind.Ca) names[count++] = import.FileName;
        }

        return names;
    }

    // Whom the certificate is for, and its key.
    private string Name(TransactionPlan plan, Configuration configuration)
    {
        SessionSettings session = plan.Session;
        EntitySettings entity = configuration.FindEntity(session.EntityName);
        if (entity == null) return "The PKI entity " + session.EntityName + " does not exist.";
        plan.Subject = EntityNames.Subject(entity, out string reason);
        if (plan.Subject == null)
        {
            return "The PKI entity " + entity.Name + " cannot be used: " + reason + ".";
        }

        plan.SubjectAltName = EntityNames.Alternative(entity);
        StoredKey key = _parts.Keys.Find(session.KeyPairName);
        if (key == null)
        {
            return "The key pair " + session.KeyPairName
                + " cannot be used on this board; create it with 'pki rsa local-key-pair create "
                + session.KeyPairName + "'.";
        }

        plan.PublicKey = key.PublicKey;
        return null;
    }

    private string Sign(TransactionPlan plan)
    {
        string name = plan.Session.AuthenticationCertificate;
        if (name == null)
        {
            return "CMP session " + plan.Session.Name + " lacks authentication-cert; set it with"
                + " 'cmp-request' first.";
        }

        plan.Authentication = CertificateFiles.ReadLocal(_parts.Certificates, _parts.Files, name);
        return CertificateFiles.Parse(plan.Authentication) == null ? Unreadable(name) : null;
    }

    private static string Unreadable(string fileName) => "The certificate " + fileName
        + " cannot be read; 'dir' lists the files, 'display pki certificate' the imported ones.";
}

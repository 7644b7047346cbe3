using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Refuses a commit after which a session would sign with a certificate that is gone, or has ended,
/// although it has a good one: a configuration text from before a renewal names the old
/// certificate. Who takes the certificate from the session himself is not hindered.
/// </summary>
internal sealed class IdentityGuard : IConfigurationParticipant
{
    private readonly CmpParts _parts;

    public IdentityGuard(CmpParts parts) => _parts = parts;

    /// <inheritdoc/>
    public string Prepare(Configuration lasting, Configuration candidate)
    {
        foreach (SessionSettings session in candidate.Sessions)
        {
            SessionSettings before = lasting.FindSession(session.Name);
            string reason = WhyDropped(session.AuthenticationCertificate, lasting, candidate);
            if (reason == null && before != null) reason = WhyNot(before, session);
            if (reason != null) return reason;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Apply(Configuration lasting, Configuration candidate)
    {
    }

    /// <inheritdoc/>
    public void Abort()
    {
    }

    private static string WhyDropped(string name, Configuration lasting, Configuration candidate)
    {
        bool isDropped = name != null && lasting.HasImport(CertificateKind.Local, name)
            && !candidate.HasImport(CertificateKind.Local, name);
        return !isDropped ? null : "The certificate " + name + " would be deleted, but a session"
            + " signs with it; enter 'pki import-certificate local filename " + name + "' first.";
    }

    private string WhyNot(SessionSettings before, SessionSettings after)
    {
        string old = before.AuthenticationCertificate;
        string name = after.AuthenticationCertificate;
        if (old == null || name == null || RecordName.IsSame(old, name)) return null;
        string fault = FaultOf(name);
        if (fault == null || FaultOf(old) != null) return null;
        return "Session " + after.Name + " would sign with " + name + ", which " + fault
            + "; enter 'cmp-request authentication-cert " + old + "' in the session first.";
    }

    private string FaultOf(string name)
    {
        Certificate certificate = CertificateFiles.Parse(
            CertificateFiles.ReadLocal(_parts.Certificates, _parts.Files, name));
        if (certificate == null) return "is not on this board";
        if (_parts.Keys.FindOwner(certificate.PublicKeyInfo()) == null)
        {
            return "has no key pair on this board";
        }

        return _parts.Clock.AtLeast() > certificate.NotAfter ? "has ended" : null;
    }
}

using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Gathers what the renewal of a session is decided by.</summary>
internal sealed class RenewalSurvey
{
    private readonly CmpParts _parts;

    public RenewalSurvey(CmpParts parts) => _parts = parts;

    /// <summary>How the renewal of a session stands now; never null.</summary>
    public RenewalStatus Status(SessionSettings session)
    {
        RenewalStatus status = new RenewalStatus();
        status.SessionName = session.Name;
        status.CertificateName = session.AuthenticationCertificate;
        status.History = _parts.Renewals.Of(session.Name);
        status.Facts = Facts(session);
        if (status.Facts != null) status.Next = RenewalSchedule.Next(status.Facts);
        return status;
    }

    /// <summary>
    /// The facts of a session at this moment; null when its certificate cannot be read.
    /// </summary>
    public RenewalFacts Facts(SessionSettings session)
    {
        string name = session.AuthenticationCertificate;
        Certificate certificate = name == null ? null : CertificateFiles.Parse(
            CertificateFiles.ReadLocal(_parts.Certificates, _parts.Files, name));
        RenewalFacts facts = new RenewalFacts();
        if (certificate != null)
        {
            _parts.Clock.CertificateBegins(certificate.NotBefore);
            facts.NotBefore = certificate.NotBefore;
            facts.NotAfter = certificate.NotAfter;
        }
        else
        {
            // One that was never imported is not missing.
            facts.IsLost = name != null
                && _parts.Configurations.Running.HasImport(CertificateKind.Local, name)
                && _parts.Certificates.StateOf(CertificateKind.Local, name)
                    != RecordState.Unreadable;
            if (!facts.IsLost) return null;
        }

        facts.ExpirePercent = session.ExpirePercent;
        facts.UtcNow = _parts.Clock.UtcNow();
        facts.AtLeast = _parts.Clock.AtLeast();
        facts.IsInDoubt = _parts.Clock.IsInDoubt;
        facts.NowMs = _parts.Clock.NowMs;
        facts.CanApplyAnew = facts.Now > facts.NotAfter && HasSecret(session);
        if (!facts.IsLost) TellKey(session, facts);
        _parts.Renewals.Of(session.Name).Tell(facts);
        return facts;
    }

    private void TellKey(SessionSettings session, RenewalFacts facts)
    {
        if (!session.RegeneratesKeyPair) return;
        facts.NeedsKey = true;
        StoredKey current = _parts.Keys.Find(session.KeyPairName);
        if (current == null) return;
        facts.KeyReason = NextKey.WhyNoPlace(_parts, session.KeyPairName);
        facts.NeedsKey = facts.KeyReason == null;
        if (!facts.NeedsKey) return;
        int bits = SigningKeys.NextBits(session, current.PublicKey);
        facts.KeySeconds = SigningKeys.GenerationSeconds(current.PublicKey, bits);
        StoredKey next = _parts.Keys.FindAt(session.KeyPairName, KeyPlace.Next);
        facts.IsKeyReady = next != null
            && SigningKeys.IsLike(next.PublicKey, current.PublicKey, bits);
    }

    private bool HasSecret(SessionSettings session)
    {
        if (session.MacReference == null) return false;
        byte[] secret = _parts.Secrets.OpenMacSecret(session);
        Bytes.Wipe(secret);
        return secret != null;
    }
}

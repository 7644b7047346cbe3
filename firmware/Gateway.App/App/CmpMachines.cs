using System.Text;
using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>
/// Makes machines out of plans: keys and secrets are opened here and given away. Null and the
/// reason where one cannot be made.
/// </summary>
internal sealed class CmpMachines
{
    private const int SecondsPerHour = 3600;

    // Longer than an exchange may take, so that the transport says which phase failed.
    private const int PatienceMs = 20000;

    private readonly CmpParts _parts;

    public CmpMachines(CmpParts parts) => _parts = parts;

    /// <summary>A machine that has not started.</summary>
    public CmpMachine Create(TransactionPlan plan, out string error)
    {
        CmpSettings settings = Settings(plan, out error);
        if (settings == null) return null;
        CmpOperation operation = Operation(plan, out error);
        if (operation != null) return new CmpMachine(settings, operation, _parts.Random);
        settings.Protection.Wipe();
        return null;
    }

    /// <summary>A machine that goes on where a snapshot was taken.</summary>
    public CmpMachine Resume(TransactionPlan plan, byte[] snapshot, out string error)
    {
        CmpSettings settings = Settings(plan, out error);
        if (settings == null) return null;
        CmpMachine machine = CmpMachine.Resume(settings, snapshot, _parts.Random);
        if (machine != null) return machine;
        settings.Protection.Wipe();
        error = "Its record is damaged.";
        return null;
    }

    private CmpSettings Settings(TransactionPlan plan, out string error)
    {
        SessionSettings session = plan.Session;
        CmpSettings settings = new CmpSettings();
        settings.Recipient = Recipient(session.CaName, out error);
        if (settings.Recipient == null) return null;
        settings.KeyEngine = _parts.Engine;
        settings.TrustAnchors = Anchors(plan);
        settings.VerificationCertificate = plan.Verification.Length == 0 ? null : plan.Verification;
        settings.AcceptUnprotectedErrors = session.AcceptsUnprotectedError;
        settings.AcceptSignatureAnswers = session.AcceptsSignatureAnswer;
        settings.AcceptSha1 = session.AcceptsSha1;
        settings.OfferImplicitConfirm = session.OffersImplicitConfirm;
        settings.UsesVersion3 = session.UsesVersion3;
        settings.CertificateProfile = session.CertificateProfile;
        settings.ResponseTimeoutMs = (session.ResponseTimeoutSeconds * 1000) + PatienceMs;
        settings.TotalTimeoutSeconds = session.TotalTimeoutHours * SecondsPerHour;
        settings.RequestAttemptsMax = session.RetryCount + 1;
        settings.TellsTime = !plan.OmitsTime;
        settings.Protection = plan.IsSigned ? Signature(plan, settings.TrustAnchors, out error)
            : Mac(session, out error);
        return settings.Protection == null ? null : settings;
    }

    /// <summary>The DER of a CA's name; null and the reason for the operator.</summary>
    public static byte[] Recipient(string caName, out string error)
    {
        NameError wrong = new NameError();
        byte[] name = DistinguishedName.FromText(caName, wrong);
        error = name != null ? null : "The CA name cannot be used: " + wrong.Reason
            + " at character " + (wrong.Position + 1).ToString() + ".";
        return name;
    }

    private byte[][] Anchors(TransactionPlan plan)
    {
        byte[][] all = new byte[plan.Authorities.Length][];
        int count = 0;
        foreach (string name in plan.Authorities)
        {
            byte[] der = _parts.Certificates.Read(CertificateKind.Ca, name);
            if (der != null) all[count++] = der;
        }

        byte[][] anchors = new byte[count][];
        System.Array.Copy(all, anchors, count);
        return anchors;
    }

    private IMessageProtection Signature(TransactionPlan plan, byte[][] anchors, out string error)
    {
        byte[] der = plan.Authentication;
        Certificate certificate = CertificateFiles.Parse(der);
        byte[] key = certificate == null ? null
            : _parts.Keys.OpenPrivateKeyFor(certificate.PublicKeyInfo());
        error = key != null ? null : "The private key of the certificate that signs the requests"
            + " of CMP session " + plan.Session.Name + " is not on this board; choose another"
            + " certificate with 'cmp-request authentication-cert'.";
        if (key == null) return null;
        IMessageProtection protection = new SignatureProtection(_parts.Engine, key, der,
            IssuerChain.Of(der, anchors),
            SigningKeys.Algorithm(plan.Session, certificate.PublicKeyInfo()));
        Bytes.Wipe(key);
        return protection;
    }

    private IMessageProtection Mac(SessionSettings session, out string error)
    {
        byte[] secret = _parts.Secrets.OpenMacSecret(session);
        error = secret != null ? null : "The MAC secret of reference " + session.MacReference
            + " cannot be read on this board; enter it again with"
            + " 'cmp-request message-authentication-code " + session.MacReference + "'.";
        if (secret == null) return null;
        IMessageProtection protection = new MacProtection(
            Encoding.UTF8.GetBytes(session.MacReference), secret, MacOf(session),
            session.MacIterationsMax);
        Bytes.Wipe(secret);
        return protection;
    }

    private MacParameters MacOf(SessionSettings session)
    {
        byte[] salt = CmpTransaction.Fresh(_parts.Random);
        int iterations = CmpLimits.PbmIterationsDefault;
        switch (session.Integrity)
        {
            case IntegrityAlgorithm.Pbmac1Sha256:
                return Pbmac1Parameters.With(HashAlgorithm.Sha256, salt, iterations);
            case IntegrityAlgorithm.Pbmac1Sha512:
                return Pbmac1Parameters.With(HashAlgorithm.Sha512, salt, iterations);
            default: break;
        }

        PbmParameters parameters = new PbmParameters();
        parameters.Salt = salt;
        parameters.Iterations = iterations;

        // RFC 4210 D.2: SHA-1 for both is what authorities know that know no SHA-256.
        HashAlgorithm hash = HashAlgorithm.Sha256;
        if (session.Integrity == IntegrityAlgorithm.HmacSha1) hash = HashAlgorithm.Sha1;
        if (session.Integrity == IntegrityAlgorithm.HmacSha384) hash = HashAlgorithm.Sha384;
        if (session.Integrity == IntegrityAlgorithm.HmacSha512) hash = HashAlgorithm.Sha512;
        parameters.Owf = hash;
        parameters.Mac = hash;
        return parameters;
    }

    private CmpOperation Operation(TransactionPlan plan, out string error)
    {
        error = null;
        if (TransactionKinds.IsCertificate(plan.Kind)) return CertificateOf(plan, out error);
        switch (plan.Kind)
        {
            case TransactionKind.Revocation:
                return new RevocationOperation(plan.Certificate, plan.Reason);
            case TransactionKind.CaCertificates:
                return new GeneralOperation(GeneralRequest.CaCertificates, null, UtcTime.Unknown);
            case TransactionKind.RootCaUpdate:
                return new GeneralOperation(GeneralRequest.RootCaUpdate, plan.Certificate,
                    UtcTime.Unknown);
            case TransactionKind.CertificateTemplate:
                return new GeneralOperation(GeneralRequest.CertificateTemplate, null,
                    UtcTime.Unknown);
            default:
                return new GeneralOperation(GeneralRequest.Crls,
                    CertificateFiles.Parse(plan.Certificate).Issuer(), UtcTime.Unknown);
        }
    }

    private CmpOperation CertificateOf(TransactionPlan plan, out string error)
    {
        byte[] key = _parts.Keys.OpenPrivateKeyFor(plan.PublicKey);
        error = key != null ? null : "The key pair " + plan.Session.KeyPairName
            + " cannot be used on this board; create it with 'pki rsa local-key-pair create "
            + plan.Session.KeyPairName + "'.";
        if (key == null) return null;
        CertificateRequest request = new CertificateRequest();
        request.Subject = plan.Subject;
        request.SubjectAltName = plan.SubjectAltName;
        request.PrivateKey = key;
        request.SignatureAlgorithm = SigningKeys.Algorithm(plan.Session, plan.PublicKey);
        if (plan.Kind == TransactionKind.KeyUpdate) request.OldCertificate = plan.Authentication;
        CmpOperation operation =
            new CertificateOperation((CertificateRequestKind)(int)plan.Kind, request);
        Bytes.Wipe(key);
        return operation;
    }
}

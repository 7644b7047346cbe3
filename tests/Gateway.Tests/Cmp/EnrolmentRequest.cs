using Gateway.Cmp;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Tests.Cmp;

/// <summary>
/// An enrolment in one object: what the settings, the MAC and the certificate request of a
/// transaction are made from.
/// </summary>
internal sealed class EnrolmentRequest
{
    internal CertificateRequestKind Kind { get; set; } = CertificateRequestKind.Initial;

    internal CmpSettings Settings { get; } = new();

    internal byte[] Subject { get; set; } = [];

    internal byte[]? SubjectAltName { get; set; }

    internal byte[] PrivateKey { get; set; } = [];

    internal SignatureAlgorithm SignatureAlgorithm { get; set; } = SignatureAlgorithm.RsaSha256;

    internal byte[]? OldCertificate { get; set; }

    internal byte[] Reference { get; set; } = [];

    internal byte[] Secret { get; set; } = [];

    internal HashAlgorithm PbmOwf { get; set; } = HashAlgorithm.Sha256;

    internal HashAlgorithm PbmMac { get; set; } = HashAlgorithm.Sha256;

    internal int PbmIterations { get; set; } = CmpLimits.PbmIterationsDefault;

    internal int PbmIterationsMax { get; set; } = CmpLimits.PbmIterationsMaxDefault;

    /// <summary>PBMAC1 with this hash instead of the password-based MAC.</summary>
    internal HashAlgorithm? Pbmac1 { get; set; }

    /// <summary>Signs with this certificate and key instead of a MAC.</summary>
    internal Identity? Signer { get; set; }

    /// <summary>Issuers of the signer's certificate that are sent along.</summary>
    internal byte[][] Chain { get; set; } = [];

    internal SignatureAlgorithm ProtectionAlgorithm { get; set; } = SignatureAlgorithm.RsaSha256;

    /// <summary>Something else than a request for a certificate.</summary>
    internal CmpOperation? Operation { get; set; }

    internal CmpMachine Machine(IRandom random)
    {
        Settings.Protection ??= Protection(random);
        if (Operation != null) return new CmpMachine(Settings, Operation, random);
        CertificateRequest request = new()
        {
            Subject = Subject,
            SubjectAltName = SubjectAltName,
            PrivateKey = PrivateKey,
            SignatureAlgorithm = SignatureAlgorithm,
            OldCertificate = OldCertificate,
        };
        return new CmpMachine(Settings, new CertificateOperation(Kind, request), random);
    }

    internal IMessageProtection Protection(IRandom random)
    {
        if (Signer is { } signer)
        {
            return new SignatureProtection(Settings.KeyEngine, signer.PrivateKey,
                signer.Certificate, Chain, ProtectionAlgorithm);
        }

        byte[] salt = CmpTransaction.Fresh(random);
        MacParameters parameters = Pbmac1 is { } hash
            ? Pbmac1Parameters.With(hash, salt, PbmIterations)
            : new PbmParameters
            {
                Salt = salt, Owf = PbmOwf, Mac = PbmMac, Iterations = PbmIterations,
            };
        return new MacProtection(Reference, Secret, parameters, PbmIterationsMax);
    }
}

/// <summary>Reads the results of an enrolment.</summary>
internal static class MachineResults
{
    internal static CertificateOperation Granted(this CmpMachine machine) =>
        (CertificateOperation)machine.Operation;
}

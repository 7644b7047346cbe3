using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// What RFC 5280 6.1 asks of a single certificate. A check gives the fault, or
/// <see cref="PathResult.Trusted"/> when there is none.
/// </summary>
internal static class PathRules
{
    private const int RsaBitsMin = 2048;
    private const int ShownNameMax = 64;

    /// <summary>6.1.3 (a) (2): whether the time, when it is known, lies in the period.</summary>
    internal static PathResult ValidityFault(Certificate certificate, long utcSeconds)
    {
        if (utcSeconds == UtcTime.Unknown) return PathResult.Trusted;
        if (utcSeconds < certificate.NotBefore) return PathResult.NotYetValid;
        return utcSeconds > certificate.NotAfter ? PathResult.Expired : PathResult.Trusted;
    }

    /// <summary>6.1.4 (o), 6.1.5 (f): whether all critical extensions are known.</summary>
    internal static PathResult CriticalFault(Certificate certificate) =>
        certificate.Extensions.UnknownCriticalCount > 0
            ? PathResult.CriticalExtension
            : PathResult.Trusted;

    /// <summary>6.1.4 (k), (n) and (o): whether it may sign certificates at all.</summary>
    internal static PathResult AuthorityFault(Certificate certificate)
    {
        CertificateExtensions extensions = certificate.Extensions;
        if (certificate.Version != 3 || !extensions.IsCa) return PathResult.NotCa;
        return extensions.Allows(KeyUsages.KeyCertSign)
            ? CriticalFault(certificate)
            : PathResult.KeyUsage;
    }

    /// <summary>Whether the key is long enough; EC keys of the known curves are.</summary>
    internal static PathResult KeyFault(Certificate certificate, bool allowsSha1)
    {
        SubjectPublicKeyInfo key = certificate.PublicKey;
        int least = allowsSha1 ? RsaPkcs1.VerifyModulusBitsMin : RsaBitsMin;
        return key.Kind == PublicKeyKind.Rsa && key.Bits < least
            ? PathResult.WeakAlgorithm
            : PathResult.Trusted;
    }

    /// <summary>Whether a signature can be verified with this key.</summary>
    internal static PathResult IssuerKeyFault(Certificate certificate, bool allowsSha1)
    {
        SubjectPublicKeyInfo key = certificate.PublicKey;
        bool isTooLong = key.Kind == PublicKeyKind.Rsa && key.Bits > RsaPkcs1.ModulusBitsMax;
        return key.Kind == PublicKeyKind.Unknown || isTooLong
            ? PathResult.UnsupportedAlgorithm
            : KeyFault(certificate, allowsSha1);
    }

    /// <summary>Whether the certificate's own signature is one to be verified.</summary>
    internal static PathResult SignatureFault(
        Certificate certificate, IKeyEngine engine, bool allowsSha1)
    {
        SignatureAlgorithm algorithm = certificate.SignatureAlgorithm;
        if (algorithm == SignatureAlgorithm.RsaSha1 && !allowsSha1)
        {
            return PathResult.WeakAlgorithm;
        }

        return algorithm == SignatureAlgorithm.None || !engine.CanVerify(algorithm)
            ? PathResult.UnsupportedAlgorithm
            : PathResult.Trusted;
    }

    /// <summary>What is wrong, as the end of a sentence about the certificate.</summary>
    internal static string Phrase(PathResult fault, Certificate certificate)
    {
        switch (fault)
        {
            case PathResult.NoPath: return "has no known issuer";
            case PathResult.BadSignature: return "does not bear the signature of its issuer";
            case PathResult.NotYetValid: return "is not valid yet";
            case PathResult.Expired: return "has expired";
            case PathResult.NotCa: return "is not the certificate of a CA";
            case PathResult.PathTooLong: return "has more certificates below it than allowed";
            case PathResult.KeyUsage: return "may not sign certificates (key usage)";
            case PathResult.CriticalExtension:
                return "has a critical extension that is not known here ("
                    + certificate.Extensions.FirstUnknownCritical + ")";
            case PathResult.WeakAlgorithm: return "uses SHA-1 or an RSA key that is too short";
            case PathResult.UnsupportedAlgorithm: return "uses an algorithm that is not supported";
            default: return "is trusted";
        }
    }

    /// <summary>A sentence that names the certificate: printable, bounded, without a full stop.
    /// </summary>
    internal static string Text(PathResult fault, Certificate certificate)
    {
        string name = DistinguishedName.ToText(
            certificate.Der, certificate.SubjectOffset, certificate.SubjectLength,
            NameStyle.Comma);
        name = ExtensionText.Printable(name);
        if (name.Length > ShownNameMax) name = name.Substring(0, ShownNameMax) + "...";
        string subject = name.Length == 0 ? "without a name" : "of " + name;
        return "the certificate " + subject + " " + Phrase(fault, certificate);
    }
}

using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Small questions to a certificate.</summary>
internal static class CertificateFacts
{
    private const int DigitalSignatureBit = 0;

    /// <summary>The subject key identifier, null without one.</summary>
    public static byte[]? KeyId(X509Certificate certificate) =>
        Extension(certificate, X509Extensions.SubjectKeyIdentifier) is { } value
            ? SubjectKeyIdentifier.GetInstance(value).GetKeyIdentifier() : null;

    /// <summary>Whether it may sign messages: digitalSignature where keyUsage is present
    /// (RFC 9483 3.5).</summary>
    public static bool MaySign(X509Certificate certificate) =>
        certificate.GetKeyUsage() is not { } usage || usage[DigitalSignatureBit];

    /// <summary>Whether it may issue certificates.</summary>
    public static bool IsCa(X509Certificate certificate) => certificate.GetBasicConstraints() >= 0;

    /// <summary>The hash of its signature algorithm, for certHash (RFC 9810 5.3.18).</summary>
    public static HashAlgorithmName HashOf(X509Certificate certificate)
    {
        AlgorithmIdentifier algorithm = certificate.CertificateStructure.SignatureAlgorithm;
        DerObjectIdentifier oid = algorithm.Algorithm;
        if (oid.Equals(PkcsObjectIdentifiers.IdRsassaPss))
            oid = RsassaPssParameters.GetInstance(algorithm.Parameters).HashAlgorithm.Algorithm;
        if (oid.Equals(X9ObjectIdentifiers.ECDsaWithSha384)
            || oid.Equals(PkcsObjectIdentifiers.Sha384WithRsaEncryption)
            || oid.Equals(NistObjectIdentifiers.IdSha384))
            return HashAlgorithmName.SHA384;
        return oid.Equals(X9ObjectIdentifiers.ECDsaWithSha512)
            || oid.Equals(PkcsObjectIdentifiers.Sha512WithRsaEncryption)
            || oid.Equals(NistObjectIdentifiers.IdSha512)
            ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
    }

    private static Asn1Object? Extension(X509Certificate certificate, DerObjectIdentifier oid) =>
        certificate.GetExtensionValue(oid) is { } wrapped
            ? Asn1Object.FromByteArray(wrapped.GetOctets()) : null;
}

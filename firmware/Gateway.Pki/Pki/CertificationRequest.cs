using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// Writes PKCS #10 requests, RFC 2986 4:
/// <code>
/// CertificationRequest ::= SEQUENCE { certificationRequestInfo, signatureAlgorithm,
///     signature BIT STRING }
/// CertificationRequestInfo ::= SEQUENCE { version INTEGER 0, subject Name,
///     subjectPKInfo SubjectPublicKeyInfo, attributes [0] SET OF Attribute }
/// </code>
/// </summary>
public static class CertificationRequest
{
    /// <summary>Label of its PEM form, RFC 7468 7.</summary>
    public const string PemLabel = "CERTIFICATE REQUEST";

    private const int Version = 0;

    /// <summary>DER of the CertificationRequestInfo, the bytes that the signature is over.
    /// </summary>
    /// <param name="subject">DER of a Name.</param>
    /// <param name="publicKey">DER of a SubjectPublicKeyInfo.</param>
    /// <param name="subjectAltName">DER of GeneralNames, or null.</param>
    public static byte[] Info(byte[] subject, byte[] publicKey, byte[] subjectAltName)
    {
        DerWriter writer = new DerWriter(subject.Length + publicKey.Length + 64);
        writer.Begin(Tag.Sequence);
        writer.Integer(Version);
        writer.Raw(subject);
        writer.Raw(publicKey);
        writer.Begin(Tag.ContextConstructed(0));
        if (subjectAltName != null) WriteExtensionRequest(writer, subject, subjectAltName);
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    /// <summary>DER of the whole request.</summary>
    /// <param name="info">What <see cref="Info"/> gave.</param>
    /// <param name="algorithm">Algorithm of the signature.</param>
    /// <param name="signature">Signature over the info by the subject's key.</param>
    public static byte[] Write(byte[] info, SignatureAlgorithm algorithm, byte[] signature)
    {
        DerWriter writer = new DerWriter(info.Length + signature.Length + 64);
        writer.Begin(Tag.Sequence);
        writer.Raw(info);
        AlgorithmIdentifiers.WriteSignature(writer, algorithm);
        writer.BitString(signature, 0, signature.Length, 0);
        writer.End();
        return writer.ToArray();
    }

    // RFC 2985 5.4.2: Attribute { extensionRequest, SET { Extensions } }.
    private static void WriteExtensionRequest(
        DerWriter writer, byte[] subject, byte[] subjectAltName)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs9(Oids.ExtensionRequest));
        writer.Begin(Tag.Set);
        writer.Begin(Tag.Sequence);
        SubjectAltName.WriteExtension(writer, subjectAltName, subject);
        writer.End();
        writer.End();
        writer.End();
    }
}

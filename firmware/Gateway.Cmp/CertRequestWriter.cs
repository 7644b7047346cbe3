using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// The body of ir, cr and kur: one CertReqMsg, RFC 4211 3 and RFC 9483 4.1.1.
/// <code>
/// CertReqMsg ::= SEQUENCE { certReq CertRequest, popo ProofOfPossession OPTIONAL }
/// CertRequest ::= SEQUENCE { certReqId INTEGER, certTemplate CertTemplate, controls OPTIONAL }
/// CertTemplate ::= SEQUENCE { ..., subject [5] Name, publicKey [6] SubjectPublicKeyInfo, ...,
///     extensions [9] Extensions }   -- IMPLICIT, but subject: a Name is a CHOICE
/// ProofOfPossession ::= CHOICE { ..., signature [1] POPOSigningKey, ... }
/// POPOSigningKey ::= SEQUENCE { poposkInput [0] OPTIONAL,
///     algorithmIdentifier, signature BIT STRING }
/// </code>
/// </summary>
public static class CertRequestWriter
{
    private const int TagSubject = 5;
    private const int TagPublicKey = 6;
    private const int TagExtensions = 9;
    private const int TagSignature = 1;
    private const int DirectoryName = 4;

    /// <summary>DER of the CertRequest, the bytes that the proof of possession signs.</summary>
    /// <param name="certReqId">0, RFC 9483 4.1.1.</param>
    /// <param name="subject">DER of a Name.</param>
    /// <param name="publicKey">DER of a SubjectPublicKeyInfo.</param>
    /// <param name="subjectAltName">DER of GeneralNames, or null.</param>
    /// <param name="oldCertificate">
    /// DER of the certificate that a key update replaces, or null.
    /// </param>
    public static byte[] Request(int certReqId, byte[] subject, byte[] publicKey,
        byte[] subjectAltName, byte[] oldCertificate)
    {
        DerWriter writer = new DerWriter(1024);
        writer.Begin(Tag.Sequence);
        writer.Integer(certReqId);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.ContextConstructed(TagSubject));
        writer.Raw(subject);
        writer.End();
        WritePublicKey(writer, publicKey);
        if (subjectAltName != null)
        {
            writer.Begin(Tag.ContextConstructed(TagExtensions));
            SubjectAltName.WriteExtension(writer, subjectAltName, subject);
            writer.End();
        }

        writer.End();
        if (oldCertificate != null) WriteOldCertId(writer, oldCertificate);
        writer.End();
        return writer.ToArray();
    }

    /// <summary>Writes the body with its context tag.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="bodyType">ir, cr or kur of <see cref="BodyType"/>.</param>
    /// <param name="request">What <see cref="Request"/> gave.</param>
    /// <param name="algorithm">Algorithm of the proof of possession.</param>
    /// <param name="signature">Signature by the new key over the request, RFC 4211 4.1.</param>
    public static void Write(DerWriter writer, int bodyType, byte[] request,
        SignatureAlgorithm algorithm, byte[] signature)
    {
        writer.Begin(Tag.ContextConstructed(bodyType));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Raw(request);
        writer.Begin(Tag.ContextConstructed(TagSignature));
        AlgorithmIdentifiers.WriteSignature(writer, algorithm);
        writer.BitString(signature, 0, signature.Length, 0);
        writer.End();
        writer.End();
        writer.End();
        writer.End();
    }

    // [6] IMPLICIT takes the place of the SEQUENCE tag of the SubjectPublicKeyInfo.
    private static void WritePublicKey(DerWriter writer, byte[] publicKey)
    {
        DerReader reader = new DerReader(publicKey, 0, publicKey.Length);
        reader.Read(Tag.Sequence);
        writer.Element(Tag.ContextConstructed(TagPublicKey), publicKey, reader.ValueOffset,
            reader.ValueLength);
    }

    // RFC 4211 6.5: CertId ::= SEQUENCE { issuer GeneralName, serialNumber INTEGER }.
    private static void WriteOldCertId(DerWriter writer, byte[] der)
    {
        Certificate old = Certificate.Parse(der, new CertificateError());
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.OldCertId);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.ContextConstructed(DirectoryName));
        writer.Raw(der, old.IssuerOffset, old.IssuerLength);
        writer.End();
        writer.Element(Tag.Integer, der, old.SerialOffset, old.SerialLength);
        writer.End();
        writer.End();
        writer.End();
    }
}

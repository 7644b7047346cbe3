using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>Which message asks for a certificate.</summary>
public enum CertificateRequestKind
{
    /// <summary>ir: the first certificate, RFC 9483 4.1.1.</summary>
    Initial = 0,

    /// <summary>cr: a further certificate, RFC 9483 4.1.2.</summary>
    Certification = 1,

    /// <summary>kur: an update of a certificate, RFC 9483 4.1.3.</summary>
    KeyUpdate = 2,

    /// <summary>p10cr: a PKCS #10 request, RFC 9483 4.1.4.</summary>
    Pkcs10 = 3,
}

/// <summary>The certificate that is asked for; filled before the start.</summary>
public sealed class CertificateRequest
{
    /// <summary>The wanted subject: DER of a Name (RFC 5280 4.1.2.4).</summary>
    public byte[] Subject { get; set; }

    /// <summary>
    /// The wanted subjectAltName: DER of GeneralNames (the extension's value, RFC 5280 4.2.1.6), or
    /// null for none.
    /// </summary>
    public byte[] SubjectAltName { get; set; }

    /// <summary>
    /// The new key: PKCS#8; the operation copies it until it has signed, the caller wipes its own.
    /// </summary>
    public byte[] PrivateKey { get; set; }

    /// <summary>Algorithm of the proof of possession; it must fit the key.</summary>
    public SignatureAlgorithm SignatureAlgorithm { get; set; } = SignatureAlgorithm.RsaSha256;

    /// <summary>
    /// The certificate to be updated, DER: its issuer and serial number go into oldCertID. Only of
    /// a key update.
    /// </summary>
    public byte[] OldCertificate { get; set; }
}

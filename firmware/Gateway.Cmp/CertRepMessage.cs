using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// The body of ip, cp and kup as ranges of the receive buffer, RFC 9810 5.3.2 and 5.3.4.
/// <code>
/// CertRepMessage ::= SEQUENCE { caPubs [1] SEQUENCE OF CMPCertificate OPTIONAL,
///     response SEQUENCE OF CertResponse }
/// CertResponse ::= SEQUENCE { certReqId INTEGER, status PKIStatusInfo,
///     certifiedKeyPair CertifiedKeyPair OPTIONAL, rspInfo OCTET STRING OPTIONAL }
/// CertifiedKeyPair ::= SEQUENCE {
///     certOrEncCert CHOICE { certificate [0] CMPCertificate, encryptedCert [1] EncryptedKey },
///     privateKey [0] EncryptedKey OPTIONAL, publicationInfo [1] PKIPublicationInfo OPTIONAL }
/// </code>
/// </summary>
public sealed class CertRepMessage
{
    private const int TagCaPubs = 1;
    private const int TagCertificate = 0;
    private const int TagEncryptedCertificate = 1;
    private const int TagPrivateKey = 0;
    private const int TagPublicationInfo = 1;
    private readonly int[] _certificateOffsets = new int[CmpLimits.CertificatesMax];
    private readonly int[] _certificateLengths = new int[CmpLimits.CertificatesMax];

    private CertRepMessage()
    {
    }

    /// <summary>What is wrong with the encoding.</summary>
    public DerError Error { get; private set; }

    /// <summary>Offset in the buffer of the element that <see cref="Error"/> is about.</summary>
    public int ErrorOffset { get; private set; }

    /// <summary>Whether caPubs is there.</summary>
    public bool HasCaPubs { get; private set; }

    /// <summary>
    /// Certificates in caPubs; those beyond <see cref="CmpLimits.CertificatesMax"/> are dropped.
    /// </summary>
    public int CaPubCount { get; private set; }

    /// <summary>CertResponse elements; the members below are about the first.</summary>
    public int ResponseCount { get; private set; }

    /// <summary>certReqId.</summary>
    public int CertReqId { get; private set; }

    /// <summary>status; null when there is no response.</summary>
    public PkiStatusInfo Status { get; private set; }

    /// <summary>Offset of the certificate.</summary>
    public int CertificateOffset { get; private set; }

    /// <summary>Length of the certificate; 0 when there is none.</summary>
    public int CertificateLength { get; private set; }

    /// <summary>Whether the certificate is encrypted, which is not supported.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Offset of a certificate in caPubs.</summary>
    public int CaPubOffset(int index) => _certificateOffsets[index];

    /// <summary>Length of a certificate in caPubs.</summary>
    public int CaPubLength(int index) => _certificateLengths[index];

    /// <summary>Reads the body's element; never null.</summary>
    public static CertRepMessage Parse(byte[] buffer, int offset, int count)
    {
        CertRepMessage body = new CertRepMessage();
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        body.ReadCaPubs(reader);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            // More than one is against RFC 9483 4.1.1; the caller refuses it by the count.
            if (body.ResponseCount++ == 0) body.ReadResponse(reader);
            else reader.Read(Tag.Sequence);
        }

        reader.Leave();
        reader.Leave();
        reader.End();
        body.Error = reader.Error;
        body.ErrorOffset = reader.ErrorOffset;
        return body;
    }

    private void ReadCaPubs(DerReader reader)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(TagCaPubs))) return;
        HasCaPubs = true;
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.Read(Tag.Sequence);
            if (CaPubCount == CmpLimits.CertificatesMax) continue;
            _certificateOffsets[CaPubCount] = reader.TlvOffset;
            _certificateLengths[CaPubCount] = reader.TlvLength;
            CaPubCount++;
        }

        reader.Leave();
        reader.Leave();
    }

    private void ReadResponse(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        CertReqId = reader.ReadInt32(Tag.Integer);
        Status = new PkiStatusInfo();
        Status.Read(reader);
        if (reader.TryEnter(Tag.Sequence))
        {
            ReadKeyPair(reader);
            reader.Leave();
        }

        reader.TryRead(Tag.OctetString);
        reader.Leave();
    }

    private void ReadKeyPair(DerReader reader)
    {
        if (reader.TryRead(Tag.ContextConstructed(TagEncryptedCertificate)))
        {
            IsEncrypted = true;
        }
        else
        {
            reader.Enter(Tag.ContextConstructed(TagCertificate));
            reader.Read(Tag.Sequence);
            CertificateOffset = reader.TlvOffset;
            CertificateLength = reader.TlvLength;
            reader.Leave();
        }

        reader.TryRead(Tag.ContextConstructed(TagPrivateKey));
        reader.TryRead(Tag.ContextConstructed(TagPublicationInfo));
    }
}

using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// An X.509 certificate (RFC 5280 4.1), checked and indexed in place: ranges point into
/// <see cref="Der"/>, which nobody may change while the object lives.
/// <c>Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }</c>.
/// Read more tolerantly than RFC 5280 where the field is: serial numbers that are zero, negative or
/// up to <see cref="SerialSizeMax"/> octets, DEFAULT values that are spelled out, names with odd
/// strings. Stricter in: limits, no extension twice, extensions in version 3 only.
/// </summary>
public sealed class Certificate
{
    /// <summary>Longest certificate, in octets.</summary>
    public const int SizeMax = 16384;

    /// <summary>Most extensions.</summary>
    public const int ExtensionsMax = 32;

    /// <summary>Longest serial number, in octets.</summary>
    public const int SerialSizeMax = 32;

    private readonly SignatureFields _signature = new SignatureFields();
    private CertificateExtensions _extensions;

    private Certificate()
    {
    }

    /// <summary>The buffer that the ranges point into.</summary>
    public byte[] Der { get; private set; }

    /// <summary>Start of the certificate.</summary>
    public int Offset { get; private set; }

    /// <summary>Length of the certificate.</summary>
    public int Length { get; private set; }

    /// <summary>Start of tbsCertificate: what the signature is over.</summary>
    public int TbsOffset { get; private set; }

    /// <summary>Length of tbsCertificate.</summary>
    public int TbsLength { get; private set; }

    /// <summary>1, 2 or 3.</summary>
    public int Version { get; private set; }

    /// <summary>Start of the serial number: INTEGER contents.</summary>
    public int SerialOffset { get; private set; }

    /// <summary>Length of the serial number.</summary>
    public int SerialLength { get; private set; }

    /// <summary>Signature algorithm; None when it is not known here.</summary>
    public SignatureAlgorithm SignatureAlgorithm => _signature.Algorithm;

    /// <summary>Start of the signature algorithm's object identifier (content octets).</summary>
    public int SignatureOidOffset => _signature.OidOffset;

    /// <summary>Length of the signature algorithm's object identifier.</summary>
    public int SignatureOidLength => _signature.OidLength;

    /// <summary>Start of the issuer (Name).</summary>
    public int IssuerOffset { get; private set; }

    /// <summary>Length of the issuer.</summary>
    public int IssuerLength { get; private set; }

    /// <summary>Start of the subject (Name).</summary>
    public int SubjectOffset { get; private set; }

    /// <summary>Length of the subject.</summary>
    public int SubjectLength { get; private set; }

    /// <summary>First second of validity, UTC.</summary>
    public long NotBefore { get; private set; }

    /// <summary>Last second of validity, UTC.</summary>
    public long NotAfter { get; private set; }

    /// <summary>The public key.</summary>
    public SubjectPublicKeyInfo PublicKey { get; private set; }

    /// <summary>Start of the signature value.</summary>
    public int SignatureOffset => _signature.Offset;

    /// <summary>Length of the signature value.</summary>
    public int SignatureLength => _signature.Length;

    /// <summary>The extensions; an object without any when the certificate has none.</summary>
    public CertificateExtensions Extensions => _extensions;

    /// <summary>Parses a whole array; null with the reason in <paramref name="error"/>.</summary>
    public static Certificate Parse(byte[] der, CertificateError error) =>
        Parse(der, 0, der == null ? 0 : der.Length, error);

    /// <summary>Parses a range that holds nothing else, in place.</summary>
    public static Certificate Parse(byte[] buffer, int offset, int count, CertificateError error)
    {
        if (buffer == null || count > SizeMax)
        {
            error.Set(DerError.OutOfRange, offset, "certificate");
            return null;
        }

        DerReader reader = new DerReader(buffer, offset, count);
        Certificate certificate = new Certificate();
        string field = certificate.Read(reader);
        reader.End();
        error.Set(reader.Error, reader.ErrorOffset, reader.IsOk ? "" : field);
        return reader.IsOk ? certificate : null;
    }

    /// <summary>The whole certificate, copied.</summary>
    public byte[] ToArray() => Bytes.Slice(Der, Offset, Length);

    /// <summary>The subject Name, copied.</summary>
    public byte[] Subject() => Bytes.Slice(Der, SubjectOffset, SubjectLength);

    /// <summary>The issuer Name, copied.</summary>
    public byte[] Issuer() => Bytes.Slice(Der, IssuerOffset, IssuerLength);

    /// <summary>The serial number's contents, copied.</summary>
    public byte[] SerialNumber() => Bytes.Slice(Der, SerialOffset, SerialLength);

    /// <summary>The SubjectPublicKeyInfo, copied.</summary>
    public byte[] PublicKeyInfo() => Bytes.Slice(Der, PublicKey.Offset, PublicKey.Length);

    /// <summary>Whether issuer and subject are the same name.</summary>
    public bool IsSelfIssued => DistinguishedName.Matches(
        Der, IssuerOffset, IssuerLength, Der, SubjectOffset, SubjectLength);

    /// <summary>Whether the time lies within the validity period, ends included.</summary>
    public bool IsValidAt(long utcSeconds) => utcSeconds >= NotBefore && utcSeconds <= NotAfter;

    /// <summary>Whether this one is named as the issuer of another.</summary>
    public bool IsNamedIssuerOf(Certificate other) => DistinguishedName.Matches(
        Der, SubjectOffset, SubjectLength, other.Der, other.IssuerOffset, other.IssuerLength);

    // The field names are RFC 5280's; the one returned is where the reader's error arose.
    private string Read(DerReader reader)
    {
        Der = reader.Buffer;
        Offset = reader.Position;
        if (!reader.Enter(Tag.Sequence)) return "certificate";
        TbsOffset = reader.Position;
        if (!reader.Enter(Tag.Sequence)) return "tbsCertificate";
        if (!ReadVersion(reader)) return "version";
        if (!ReadSerial(reader)) return "serialNumber";
        if (!_signature.ReadInner(reader)) return "signature";
        IssuerOffset = reader.Position;
        if (!DistinguishedName.Read(reader)) return "issuer";
        IssuerLength = reader.Position - IssuerOffset;
        if (!ReadValidity(reader)) return "validity";
        SubjectOffset = reader.Position;
        if (!DistinguishedName.Read(reader)) return "subject";
        SubjectLength = reader.Position - SubjectOffset;
        PublicKey = SubjectPublicKeyInfo.Read(reader);
        if (!reader.IsOk) return "subjectPublicKeyInfo";
        if (!ReadUniqueIdentifiers(reader)) return "uniqueID";
        _extensions = CertificateExtensions.Read(reader, Version);
        if (!reader.IsOk) return "extensions";
        reader.Leave();
        TbsLength = reader.Position - TbsOffset;
        if (!reader.IsOk) return "tbsCertificate";
        string field = _signature.ReadOuter(reader);
        if (field != null) return field;
        reader.Leave();
        Length = reader.Position - Offset;
        return "certificate";
    }

    // version [0] EXPLICIT Version DEFAULT v1.
    private bool ReadVersion(DerReader reader)
    {
        Version = 1;
        if (!reader.TryEnter(Tag.ContextConstructed(0))) return reader.IsOk;
        Version = reader.ReadInt32(Tag.Integer) + 1;
        if (reader.IsOk && (Version < 1 || Version > 3)) return reader.Fail(DerError.Unsupported);
        reader.Leave();
        return reader.IsOk;
    }

    private bool ReadSerial(DerReader reader)
    {
        if (!reader.ReadInteger(Tag.Integer)) return false;
        if (reader.ValueLength > SerialSizeMax) return reader.Fail(DerError.OutOfRange);
        SerialOffset = reader.ValueOffset;
        SerialLength = reader.ValueLength;
        return true;
    }

    // RFC 5280 4.1.2.5: GeneralizedTime without fractions.
    private bool ReadValidity(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        NotBefore = ReadWholeTime(reader);
        NotAfter = ReadWholeTime(reader);
        reader.Leave();
        return reader.IsOk;
    }

    /// <summary>A time without fractions.</summary>
    internal static long ReadWholeTime(DerReader reader)
    {
        long seconds = reader.ReadTime();
        bool hasFraction = reader.ValueTag == Tag.GeneralizedTime
            && reader.ValueLength != DerTime.GeneralizedTimeLength;
        if (hasFraction) reader.Fail(DerError.BadTime);
        return seconds;
    }

    private static bool ReadUniqueIdentifiers(DerReader reader)
    {
        for (int number = 1; number <= 2; number++)
        {
            int tag = Tag.Context(number);
            if (reader.PeekTag() == tag) reader.ReadBitString(tag);
        }

        return reader.IsOk;
    }
}

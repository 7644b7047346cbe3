using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// A certificate revocation list (RFC 5280 5.1), checked and indexed in place: ranges point into
/// <see cref="Der"/>, which nobody may change while the object lives. Whoever uses it verifies the
/// signature and gives it up when <see cref="UnknownCriticalCount"/> is not zero: delta lists,
/// indirect ones and those for part of the certificates say so in a critical extension.
/// </summary>
public sealed class CertificateList
{
    /// <summary>Longest list, in octets.</summary>
    public const int SizeMax = 32768;

    /// <summary>Most revoked certificates.</summary>
    public const int EntriesMax = 1024;

    /// <summary>Most extensions of the list, and of each entry.</summary>
    public const int ExtensionsMax = 16;

    private const int Version2 = 1;
    private const int CrlNumber = 20;
    private const int ReasonCode = 21;
    private const int InvalidityDate = 24;

    private readonly SignatureFields _signature = new SignatureFields();
    private int _revokedOffset;
    private int _revokedLength;

    private CertificateList()
    {
        NextUpdate = UtcTime.Unknown;
    }

    /// <summary>The buffer that the ranges point into.</summary>
    public byte[] Der { get; private set; }

    /// <summary>Start of tbsCertList: what the signature is over.</summary>
    public int TbsOffset { get; private set; }

    /// <summary>Length of tbsCertList.</summary>
    public int TbsLength { get; private set; }

    /// <summary>Start of the issuer (Name).</summary>
    public int IssuerOffset { get; private set; }

    /// <summary>Length of the issuer.</summary>
    public int IssuerLength { get; private set; }

    /// <summary>When it was issued, UTC seconds.</summary>
    public long ThisUpdate { get; private set; }

    /// <summary>When the next one comes at the latest; <see cref="UtcTime.Unknown"/> when it does
    /// not say.</summary>
    public long NextUpdate { get; private set; }

    /// <summary>How many certificates are revoked.</summary>
    public int RevokedCount { get; private set; }

    /// <summary>Critical extensions, of the list and its entries, that are not understood here:
    /// such a list must not be used (5.2, 5.3).</summary>
    public int UnknownCriticalCount { get; private set; }

    /// <summary>Signature algorithm; None when it is not known here.</summary>
    public SignatureAlgorithm SignatureAlgorithm => _signature.Algorithm;

    /// <summary>Start of the signature value.</summary>
    public int SignatureOffset => _signature.Offset;

    /// <summary>Length of the signature value.</summary>
    public int SignatureLength => _signature.Length;

    /// <summary>Parses a whole array; null with the reason in <paramref name="error"/>.</summary>
    public static CertificateList Parse(byte[] der, CertificateError error)
    {
        if (der == null || der.Length > SizeMax)
        {
            error.Set(DerError.OutOfRange, 0, "certificateList");
            return null;
        }

        DerReader reader = new DerReader(der, 0, der.Length);
        CertificateList list = new CertificateList();
        string field = list.Read(reader);
        reader.End();
        error.Set(reader.Error, reader.ErrorOffset, reader.IsOk ? "" : field);
        return reader.IsOk ? list : null;
    }

    /// <summary>The issuer Name, copied.</summary>
    public byte[] Issuer() => Bytes.Slice(Der, IssuerOffset, IssuerLength);

    /// <summary>Whether a certificate of this issuer with that serial number (INTEGER contents) is
    /// revoked.</summary>
    public bool IsRevoked(byte[] serial)
    {
        DerReader reader = new DerReader(Der, _revokedOffset, _revokedLength);
        for (int i = 0; i < RevokedCount; i++)
        {
            reader.Enter(Tag.Sequence);
            reader.ReadInteger(Tag.Integer);
            if (reader.ValueEquals(serial)) return true;
            reader.LeaveRest();
        }

        return false;
    }

    // The field names are RFC 5280's; the one returned is where the reader's error arose.
    private string Read(DerReader reader)
    {
        Der = reader.Buffer;
        if (!reader.Enter(Tag.Sequence)) return "certificateList";
        TbsOffset = reader.Position;
        if (!reader.Enter(Tag.Sequence)) return "tbsCertList";
        bool isVersion2 = reader.PeekTag() == Tag.Integer;
        if (isVersion2 && reader.ReadInt32(Tag.Integer) != Version2)
        {
            reader.Fail(DerError.Unsupported);
            return "version";
        }

        if (!_signature.ReadInner(reader)) return "signature";
        IssuerOffset = reader.Position;
        if (!DistinguishedName.Read(reader)) return "issuer";
        IssuerLength = reader.Position - IssuerOffset;
        ThisUpdate = Certificate.ReadWholeTime(reader);
        if (!reader.IsOk) return "thisUpdate";
        if (IsTime(reader.PeekTag())) NextUpdate = Certificate.ReadWholeTime(reader);
        if (!reader.IsOk) return "nextUpdate";
        if (!ReadRevoked(reader, isVersion2)) return "revokedCertificates";
        if (isVersion2 && reader.TryEnter(Tag.ContextConstructed(0)))
        {
            ReadExtensions(reader);
            reader.Leave();
        }

        if (!reader.IsOk) return "crlExtensions";
        reader.Leave();
        TbsLength = reader.Position - TbsOffset;
        if (!reader.IsOk) return "tbsCertList";
        string field = _signature.ReadOuter(reader);
        if (field != null) return field;
        reader.Leave();
        return "certificateList";
    }

    private static bool IsTime(int tag) => tag == Tag.UtcTime || tag == Tag.GeneralizedTime;

    // SEQUENCE OF SEQUENCE { userCertificate, revocationDate, crlEntryExtensions OPTIONAL }; absent
    // when there is none (5.1.2.6), but an empty one can mean nothing else.
    private bool ReadRevoked(DerReader reader, bool isVersion2)
    {
        if (!reader.TryEnter(Tag.Sequence)) return reader.IsOk;
        _revokedOffset = reader.Position;
        while (!reader.AtEnd)
        {
            if (RevokedCount == EntriesMax) return reader.Fail(DerError.TooMany);
            RevokedCount++;
            reader.Enter(Tag.Sequence);
            reader.ReadInteger(Tag.Integer);
            if (reader.ValueLength > Certificate.SerialSizeMax) reader.Fail(DerError.OutOfRange);
            Certificate.ReadWholeTime(reader);
            if (isVersion2 && reader.PeekTag() == Tag.Sequence) ReadExtensions(reader);
            reader.Leave();
        }

        _revokedLength = reader.Position - _revokedOffset;
        reader.Leave();
        return reader.IsOk;
    }

    private void ReadExtensions(DerReader reader)
    {
        int count = 0;
        reader.Enter(Tag.Sequence);
        do
        {
            if (++count > ExtensionsMax) reader.Fail(DerError.TooMany);
            reader.Enter(Tag.Sequence);
            reader.ReadOid();
            int number =
                Oids.ExtensionNumber(reader.Buffer, reader.ValueOffset, reader.ValueLength);
            bool critical = reader.PeekTag() == Tag.Boolean && reader.ReadBoolean();
            reader.ReadOctetString(Tag.OctetString);
            reader.Leave();
            if (critical && !IsHarmless(number)) UnknownCriticalCount++;
        }
        while (!reader.AtEnd);
        reader.Leave();
    }

    // What does not change the meaning of a whole list: 5.2.1, 5.2.2, 5.2.3, 5.3.1, 5.3.2.
    private static bool IsHarmless(int number)
    {
        switch (number)
        {
            case ExtensionId.AuthorityKeyIdentifier:
            case ExtensionId.IssuerAltName:
            case CrlNumber:
            case ReasonCode:
            case InvalidityDate:
                return true;
            default:
                return false;
        }
    }
}

using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// <c>Extensions ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { extnID, critical DEFAULT FALSE, extnValue
/// OCTET STRING }</c> (RFC 5280 4.1.2.9): the ones that decide something are read, the rest is kept
/// as ranges. Offsets point into the certificate's buffer; an absent one has length 0.
/// </summary>
public sealed class CertificateExtensions
{
    /// <summary>Most key purposes of extKeyUsage.</summary>
    public const int KeyPurposesMax = 32;

    private byte[] _buffer;
    private int[] _oidOffsets;
    private int _count;
    private int _unknownCritical;

    private CertificateExtensions()
    {
        PathLength = -1;
    }

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>Start of the SEQUENCE OF Extension.</summary>
    public int Offset { get; private set; }

    /// <summary>Length of the SEQUENCE OF Extension.</summary>
    public int Length { get; private set; }

    /// <summary>Whether basicConstraints is there.</summary>
    public bool HasBasicConstraints { get; private set; }

    /// <summary>cA of basicConstraints.</summary>
    public bool IsCa { get; private set; }

    /// <summary>pathLenConstraint, or -1.</summary>
    public int PathLength { get; private set; }

    /// <summary>Whether keyUsage is there.</summary>
    public bool HasKeyUsage { get; private set; }

    /// <summary>Bits of <see cref="KeyUsages"/>; 0 when the extension is absent.</summary>
    public int KeyUsage { get; private set; }

    /// <summary>Start of the subject key identifier's octets.</summary>
    public int SubjectKeyIdOffset { get; private set; }

    /// <summary>Length of the subject key identifier.</summary>
    public int SubjectKeyIdLength { get; private set; }

    /// <summary>Start of the authority key identifier's keyIdentifier.</summary>
    public int AuthorityKeyIdOffset { get; private set; }

    /// <summary>Length of the authority key identifier's keyIdentifier.</summary>
    public int AuthorityKeyIdLength { get; private set; }

    /// <summary>Start of subjectAltName's GeneralNames.</summary>
    public int SubjectAltNameOffset { get; private set; }

    /// <summary>Length of subjectAltName's GeneralNames.</summary>
    public int SubjectAltNameLength { get; private set; }

    /// <summary>Start of extKeyUsage's SEQUENCE OF KeyPurposeId.</summary>
    public int ExtendedKeyUsageOffset { get; private set; }

    /// <summary>Length of extKeyUsage's SEQUENCE OF KeyPurposeId.</summary>
    public int ExtendedKeyUsageLength { get; private set; }

    /// <summary>Critical extensions that are not understood here: such a path is invalid.</summary>
    public int UnknownCriticalCount => _unknownCritical;

    /// <summary>Dotted text of the first critical one not understood; null when none is.</summary>
    public string FirstUnknownCritical { get; private set; }

    /// <summary>Whether all these bits are allowed: without the extension they are.</summary>
    public bool Allows(int keyUsages) => !HasKeyUsage || (KeyUsage & keyUsages) == keyUsages;

    /// <summary>Whether extKeyUsage names the purpose (content octets of its OID).</summary>
    public bool HasPurpose(byte[] purpose)
    {
        DerReader reader =
            new DerReader(_buffer, ExtendedKeyUsageOffset, ExtendedKeyUsageLength);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            if (reader.ReadOid() && reader.ValueEquals(purpose)) return true;
        }

        return false;
    }

    /// <summary>Reads the optional <c>extensions [3]</c>; never null.</summary>
    internal static CertificateExtensions Read(DerReader reader, int version)
    {
        CertificateExtensions extensions = new CertificateExtensions();
        extensions._buffer = reader.Buffer;
        if (!reader.TryEnter(Tag.ContextConstructed(3))) return extensions;
        if (version != 3)
        {
            reader.Fail(DerError.BadValue);
            return extensions;
        }

        extensions.ReadAll(reader);
        reader.Leave();
        return extensions;
    }

    private void ReadAll(DerReader reader)
    {
        _oidOffsets = new int[Certificate.ExtensionsMax];
        Offset = reader.Position;
        reader.Enter(Tag.Sequence);
        do
        {
            reader.Enter(Tag.Sequence);
            if (!reader.ReadOid() || !IsNew(reader)) return;
            int number = Oids.ExtensionNumber(_buffer, reader.ValueOffset, reader.ValueLength);
            int oidOffset = reader.ValueOffset;
            int oidLength = reader.ValueLength;
            bool critical = reader.PeekTag() == Tag.Boolean && reader.ReadBoolean();
            if (!reader.ReadOctetString(Tag.OctetString)) return;
            bool known = ReadValue(reader, number);
            if (critical && !known) CountUnknown(oidOffset, oidLength);
            reader.Leave();
        }
        while (!reader.AtEnd);
        reader.Leave();
        Length = reader.Position - Offset;
    }

    // RFC 5280 4.2: no extension twice. OIDs are short, so the octet before is the length.
    private bool IsNew(DerReader reader)
    {
        if (_count == _oidOffsets.Length) return reader.Fail(DerError.TooMany);
        int length = reader.ValueLength;
        for (int i = 0; i < _count; i++)
        {
            int other = _oidOffsets[i];
            if (_buffer[other - 1] == length
                && Bytes.Equal(_buffer, other, _buffer, reader.ValueOffset, length))
            {
                return reader.Fail(DerError.BadValue);
            }
        }

        _oidOffsets[_count++] = reader.ValueOffset;
        return true;
    }

    private void CountUnknown(int oidOffset, int oidLength)
    {
        if (_unknownCritical++ == 0)
        {
            FirstUnknownCritical = Oids.ToText(_buffer, oidOffset, oidLength);
        }
    }

    // The reader stands behind the OCTET STRING; whether the extension is understood.
    private bool ReadValue(DerReader reader, int number)
    {
        switch (number)
        {
            case ExtensionId.BasicConstraints:
                ReadBasicConstraints(reader);
                return true;
            case ExtensionId.KeyUsage:
                ReadKeyUsage(reader);
                return true;
            case ExtensionId.SubjectKeyIdentifier:
                reader.EnterValue();
                reader.ReadOctetString(Tag.OctetString);
                SubjectKeyIdOffset = reader.ValueOffset;
                SubjectKeyIdLength = reader.ValueLength;
                reader.Leave();
                return true;
            case ExtensionId.AuthorityKeyIdentifier:
                ReadAuthorityKeyId(reader);
                return true;
            case ExtensionId.SubjectAltName:
                SubjectAltNameOffset = reader.ValueOffset;
                SubjectAltNameLength = reader.ValueLength;
                GeneralNames.Read(reader);
                return true;
            case ExtensionId.ExtendedKeyUsage:
                ReadExtendedKeyUsage(reader);
                return true;
            default:
                return false;
        }
    }

    // SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }.
    private void ReadBasicConstraints(DerReader reader)
    {
        HasBasicConstraints = true;
        reader.EnterValue();
        reader.Enter(Tag.Sequence);
        IsCa = reader.PeekTag() == Tag.Boolean && reader.ReadBoolean();
        if (reader.PeekTag() == Tag.Integer)
        {
            PathLength = reader.ReadInt32(Tag.Integer);
            if (PathLength < 0) reader.Fail(DerError.OutOfRange);
        }

        reader.Leave();
        reader.Leave();
    }

    private void ReadKeyUsage(DerReader reader)
    {
        HasKeyUsage = true;
        reader.EnterValue();
        reader.ReadBitString(Tag.BitString);
        KeyUsage = KeyUsages.FromBits(_buffer, reader.ValueOffset, reader.ValueLength);
        reader.Leave();
    }

    // SEQUENCE { [0] keyIdentifier, [1] authorityCertIssuer, [2] serial }, all OPTIONAL.
    private void ReadAuthorityKeyId(DerReader reader)
    {
        reader.EnterValue();
        reader.Enter(Tag.Sequence);
        if (reader.TryRead(Tag.Context(0)))
        {
            AuthorityKeyIdOffset = reader.ValueOffset;
            AuthorityKeyIdLength = reader.ValueLength;
        }

        reader.TryRead(Tag.ContextConstructed(1));
        if (reader.PeekTag() == Tag.Context(2)) reader.ReadInteger(Tag.Context(2));
        reader.Leave();
        reader.Leave();
    }

    private void ReadExtendedKeyUsage(DerReader reader)
    {
        ExtendedKeyUsageOffset = reader.ValueOffset;
        ExtendedKeyUsageLength = reader.ValueLength;
        int purposes = 0;
        reader.EnterValue();
        reader.Enter(Tag.Sequence);
        do
        {
            if (++purposes > KeyPurposesMax) reader.Fail(DerError.TooMany);
            reader.ReadOid();
        }
        while (!reader.AtEnd);
        reader.Leave();
        reader.Leave();
    }
}

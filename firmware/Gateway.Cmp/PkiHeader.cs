using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// The header of a received message as ranges of the receive buffer, RFC 9810 5.1.1. A length of 0
/// stands for an absent field; an OCTET STRING that is present but empty reads as absent.
/// <code>
/// PKIHeader ::= SEQUENCE {
///     pvno INTEGER, sender GeneralName, recipient GeneralName,
///     messageTime   [0] GeneralizedTime OPTIONAL, protectionAlg [1] AlgorithmIdentifier OPTIONAL,
///     senderKID     [2] OCTET STRING OPTIONAL,    recipKID      [3] OCTET STRING OPTIONAL,
///     transactionID [4] OCTET STRING OPTIONAL,    senderNonce   [5] OCTET STRING OPTIONAL,
///     recipNonce    [6] OCTET STRING OPTIONAL,    freeText      [7] PKIFreeText OPTIONAL,
///     generalInfo   [8] SEQUENCE OF InfoTypeAndValue OPTIONAL }   -- all tags EXPLICIT
/// </code>
/// </summary>
public sealed class PkiHeader
{
    /// <summary>Number of id-it implicitConfirm, RFC 9810 5.1.1.1.</summary>
    public const int InfoImplicitConfirm = 13;

    internal const int TagMessageTime = 0;
    internal const int TagProtectionAlgorithm = 1;
    internal const int TagSenderKeyId = 2;
    internal const int TagRecipientKeyId = 3;
    internal const int TagTransactionId = 4;
    internal const int TagSenderNonce = 5;
    internal const int TagRecipientNonce = 6;
    internal const int TagFreeText = 7;
    internal const int TagGeneralInfo = 8;

    // Offset and length of field [n] stand at n; for messageTime only whether it is there.
    private readonly int[] _offsets = new int[TagGeneralInfo + 1];
    private readonly int[] _lengths = new int[TagGeneralInfo + 1];

    internal PkiHeader()
    {
    }

    /// <summary>pvno as it stands; whether it is supported is the caller's question.</summary>
    public int Version { get; private set; }

    /// <summary>Offset of the sender, a GeneralName with its tag.</summary>
    public int SenderOffset { get; private set; }

    /// <summary>Length of the sender.</summary>
    public int SenderLength { get; private set; }

    /// <summary>Offset of the recipient, a GeneralName with its tag.</summary>
    public int RecipientOffset { get; private set; }

    /// <summary>Length of the recipient.</summary>
    public int RecipientLength { get; private set; }

    /// <summary>messageTime in UTC seconds, or UtcTime.Unknown.</summary>
    public long MessageTime { get; private set; }

    /// <summary>Offset of protectionAlg, an AlgorithmIdentifier with its tag.</summary>
    public int ProtectionAlgorithmOffset => _offsets[TagProtectionAlgorithm];

    /// <summary>Length of protectionAlg.</summary>
    public int ProtectionAlgorithmLength => _lengths[TagProtectionAlgorithm];

    /// <summary>Offset of the octets of senderKID.</summary>
    public int SenderKeyIdOffset => _offsets[TagSenderKeyId];

    /// <summary>Length of senderKID.</summary>
    public int SenderKeyIdLength => _lengths[TagSenderKeyId];

    /// <summary>Offset of the octets of recipKID.</summary>
    public int RecipientKeyIdOffset => _offsets[TagRecipientKeyId];

    /// <summary>Length of recipKID.</summary>
    public int RecipientKeyIdLength => _lengths[TagRecipientKeyId];

    /// <summary>Offset of the octets of transactionID.</summary>
    public int TransactionIdOffset => _offsets[TagTransactionId];

    /// <summary>Length of transactionID.</summary>
    public int TransactionIdLength => _lengths[TagTransactionId];

    /// <summary>Offset of the octets of senderNonce.</summary>
    public int SenderNonceOffset => _offsets[TagSenderNonce];

    /// <summary>Length of senderNonce.</summary>
    public int SenderNonceLength => _lengths[TagSenderNonce];

    /// <summary>Offset of the octets of recipNonce.</summary>
    public int RecipientNonceOffset => _offsets[TagRecipientNonce];

    /// <summary>Length of recipNonce.</summary>
    public int RecipientNonceLength => _lengths[TagRecipientNonce];

    /// <summary>Offset of freeText, a SEQUENCE OF UTF8String with its tag.</summary>
    public int FreeTextOffset => _offsets[TagFreeText];

    /// <summary>Length of freeText.</summary>
    public int FreeTextLength => _lengths[TagFreeText];

    /// <summary>Offset of generalInfo, a SEQUENCE OF InfoTypeAndValue with its tag.</summary>
    public int GeneralInfoOffset => _offsets[TagGeneralInfo];

    /// <summary>Length of generalInfo.</summary>
    public int GeneralInfoLength => _lengths[TagGeneralInfo];

    /// <summary>Whether generalInfo has implicitConfirm.</summary>
    public bool ImplicitConfirm { get; private set; }

    internal void Read(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        Version = reader.ReadInt32(Tag.Integer);
        ReadGeneralName(reader);
        SenderOffset = reader.TlvOffset;
        SenderLength = reader.TlvLength;
        ReadGeneralName(reader);
        RecipientOffset = reader.TlvOffset;
        RecipientLength = reader.TlvLength;
        MessageTime = UtcTime.Unknown;
        if (reader.TryEnter(Tag.ContextConstructed(TagMessageTime)))
        {
            MessageTime = reader.ReadTime(Tag.GeneralizedTime, Tag.GeneralizedTime);
            reader.Leave();
        }

        ReadField(reader, TagProtectionAlgorithm, Tag.Sequence);
        for (int number = TagSenderKeyId; number <= TagRecipientNonce; number++)
        {
            ReadField(reader, number, Tag.OctetString);
        }

        ReadField(reader, TagFreeText, Tag.Sequence);
        ReadGeneralInfo(reader);
        reader.Leave();
    }

    // RFC 5280 4.2.1.6: one of the context tags [0] to [8]; what is in it is not looked at here.
    private static void ReadGeneralName(DerReader reader)
    {
        int tag = reader.PeekTag();
        if ((tag & 0xC0) != 0x80 || (tag & 0x1F) > 8)
        {
            reader.FailAt(DerError.UnexpectedTag, reader.Position);
            return;
        }

        reader.Read(tag);
    }

    private void ReadField(DerReader reader, int number, int tag)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(number))) return;
        reader.Read(tag);
        bool octets = tag == Tag.OctetString;
        _offsets[number] = octets ? reader.ValueOffset : reader.TlvOffset;
        _lengths[number] = octets ? reader.ValueLength : reader.TlvLength;
        if (octets && reader.ValueLength > CmpLimits.OctetsMax) reader.Fail(DerError.OutOfRange);
        reader.Leave();
    }

    private void ReadGeneralInfo(DerReader reader)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(TagGeneralInfo))) return;
        reader.Enter(Tag.Sequence);
        _offsets[TagGeneralInfo] = reader.TlvOffset;
        _lengths[TagGeneralInfo] = reader.TlvLength;
        for (int count = 0; !reader.AtEnd; count++)
        {
            if (count == CmpLimits.ElementsMax) reader.FailAt(DerError.TooMany, reader.Position);
            reader.Enter(Tag.Sequence);
            reader.ReadOid();
            int type = Oids.InfoTypeNumber(reader.Buffer, reader.ValueOffset, reader.ValueLength);
            if (type == InfoImplicitConfirm) ImplicitConfirm = true;
            if (!reader.AtEnd) reader.ReadAny();
            reader.Leave();
        }

        reader.Leave();
        reader.Leave();
    }
}

using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>Fields of a header to be sent (RFC 9810 5.1.1); what is null is left out.</summary>
public sealed class PkiHeaderWriter
{
    /// <summary>
    /// cmp2000, the version that is sent unless a feature needs 3 (RFC 9483 3.1).
    /// </summary>
    public const int Version2 = 2;

    /// <summary>cmp2021.</summary>
    public const int Version3 = 3;

    private const int DirectoryName = 4;

    /// <summary>pvno.</summary>
    public int Version { get; set; } = Version2;

    /// <summary>The sender as directoryName: DER of a Name.</summary>
    public byte[] Sender { get; set; }

    /// <summary>The recipient as directoryName: DER of a Name.</summary>
    public byte[] Recipient { get; set; }

    /// <summary>messageTime in UTC seconds; UtcTime.Unknown: left out.</summary>
    public long MessageTime { get; set; } = UtcTime.Unknown;

    /// <summary>protectionAlg: DER of an AlgorithmIdentifier.</summary>
    public byte[] ProtectionAlgorithm { get; set; }

    /// <summary>senderKID.</summary>
    public byte[] SenderKeyId { get; set; }

    /// <summary>recipKID.</summary>
    public byte[] RecipientKeyId { get; set; }

    /// <summary>transactionID.</summary>
    public byte[] TransactionId { get; set; }

    /// <summary>senderNonce.</summary>
    public byte[] SenderNonce { get; set; }

    /// <summary>recipNonce.</summary>
    public byte[] RecipientNonce { get; set; }

    /// <summary>freeText: one UTF8String.</summary>
    public string FreeText { get; set; }

    /// <summary>generalInfo: DER of InfoTypeAndValue elements, one after the other.</summary>
    public byte[] GeneralInfo { get; set; }

    /// <summary>Writes the header.</summary>
    public void Write(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Integer(Version);
        Wrap(writer, DirectoryName, Sender);
        Wrap(writer, DirectoryName, Recipient);
        if (MessageTime != UtcTime.Unknown)
        {
            writer.Begin(Tag.ContextConstructed(PkiHeader.TagMessageTime));
            writer.GeneralizedTime(MessageTime);
            writer.End();
        }

        Wrap(writer, PkiHeader.TagProtectionAlgorithm, ProtectionAlgorithm);
        Octets(writer, PkiHeader.TagSenderKeyId, SenderKeyId);
        Octets(writer, PkiHeader.TagRecipientKeyId, RecipientKeyId);
        Octets(writer, PkiHeader.TagTransactionId, TransactionId);
        Octets(writer, PkiHeader.TagSenderNonce, SenderNonce);
        Octets(writer, PkiHeader.TagRecipientNonce, RecipientNonce);
        if (FreeText != null)
        {
            writer.Begin(Tag.ContextConstructed(PkiHeader.TagFreeText));
            writer.Begin(Tag.Sequence);
            writer.Utf8String(FreeText);
            writer.End();
            writer.End();
        }

        if (GeneralInfo != null)
        {
            writer.Begin(Tag.ContextConstructed(PkiHeader.TagGeneralInfo));
            writer.Begin(Tag.Sequence);
            writer.Raw(GeneralInfo);
            writer.End();
            writer.End();
        }

        writer.End();
    }

    private static void Wrap(DerWriter writer, int number, byte[] element)
    {
        if (element == null) return;
        writer.Begin(Tag.ContextConstructed(number));
        writer.Raw(element);
        writer.End();
    }

    private static void Octets(DerWriter writer, int number, byte[] octets)
    {
        if (octets == null) return;
        writer.Begin(Tag.ContextConstructed(number));
        writer.OctetString(octets);
        writer.End();
    }
}

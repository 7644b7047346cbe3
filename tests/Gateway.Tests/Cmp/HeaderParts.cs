using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using BcHeader = Org.BouncyCastle.Asn1.Cmp.PkiHeader;

namespace Gateway.Tests.Cmp;

/// <summary>Fields of a header, to be bent.</summary>
internal sealed class HeaderParts
{
    internal int Version { get; set; } = 2;

    internal GeneralName Sender { get; set; } = new(new X509Name("CN=CA"));

    internal GeneralName Recipient { get; set; } = new(new X509Name("CN=1234"));

    internal DateTime? MessageTime { get; set; }

    internal AlgorithmIdentifier? ProtectionAlgorithm { get; set; }

    internal byte[]? SenderKeyId { get; set; }

    internal byte[]? TransactionId { get; set; }

    internal byte[]? SenderNonce { get; set; }

    internal byte[]? RecipientNonce { get; set; }

    internal InfoTypeAndValue[] GeneralInfo { get; set; } = [];

    /// <summary>The fields of a header that is there.</summary>
    internal static HeaderParts Of(BcHeader header) => new()
    {
        Version = header.Pvno.IntValueExact,
        Sender = header.Sender,
        Recipient = header.Recipient,
        MessageTime = header.MessageTime?.ToDateTime(),
        ProtectionAlgorithm = header.ProtectionAlg,
        SenderKeyId = header.SenderKID?.GetOctets(),
        TransactionId = header.TransactionID?.GetOctets(),
        SenderNonce = header.SenderNonce?.GetOctets(),
        RecipientNonce = header.RecipNonce?.GetOctets(),
        GeneralInfo = header.GetGeneralInfo() ?? [],
    };

    internal BcHeader Build()
    {
        PkiHeaderBuilder builder = new(Version, Sender, Recipient);
        if (MessageTime != null) builder.SetMessageTime(new DerGeneralizedTime(MessageTime.Value));
        if (ProtectionAlgorithm != null) builder.SetProtectionAlg(ProtectionAlgorithm);
        if (SenderKeyId != null) builder.SetSenderKID(SenderKeyId);
        if (TransactionId != null) builder.SetTransactionID(TransactionId);
        if (SenderNonce != null) builder.SetSenderNonce(SenderNonce);
        if (RecipientNonce != null) builder.SetRecipNonce(RecipientNonce);
        if (GeneralInfo.Length > 0) builder.SetGeneralInfo(GeneralInfo);
        return builder.Build();
    }
}

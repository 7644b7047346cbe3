using System;
using System.Globalization;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>How a reply is protected.</summary>
internal sealed record ReplyProtection(PasswordBasedMac Mac, byte[] Secret, string Reference);

/// <summary>A reply that has been decided on but not encoded: it can be sent again.</summary>
internal sealed class CmpReply
{
    /// <summary>The request, null when it could not be parsed.</summary>
    public CmpRequest? Request { get; init; }

    public required PkiBody Body { get; init; }

    public required byte[] SenderNonce { get; init; }

    public ReplyProtection? Protection { get; init; }

    public bool ImplicitConfirm { get; init; }

    /// <summary>Whether the CA's certificate is sent along.</summary>
    public bool WithChain { get; init; }

    public int HttpStatus { get; init; } = 200;

    /// <summary>For the log.</summary>
    public required string Result { get; init; }
}

/// <summary>Writes replies as DER, rightly or with the misbehaviours in force.</summary>
internal sealed class CmpReplyEncoder(CertificateAuthority authority, LabCaOptions options,
    MisbehaviourList misbehaviours)
{
    private const int ExtraCertsMax = 100_000;
    private const int Pvno2 = 2;

    public byte[] Encode(CmpReply reply, out bool chunked)
    {
        chunked = false;
        PkiHeader header = BuildHeader(reply);
        DerBitString? protection = null;
        if (reply.Protection is not null)
        {
            byte[] mac = reply.Protection.Mac.Compute(
                reply.Protection.Secret, new DerSequence(header, reply.Body).GetDerEncoded());
            if (misbehaviours.Take(MisbehaviourKind.WrongMac) is not null)
                mac[^1] ^= 1;
            protection = new DerBitString(mac);
        }

        var certificate = new CmpCertificate(authority.Certificate.CertificateStructure);
        int extra = reply.WithChain ? 1 : 0;
        if (misbehaviours.Take(MisbehaviourKind.OversizedAnswer) is { } oversized)
        {
            extra = Math.Min(ExtraCertsMax, oversized.Number / authority.CertificateDer.Length + 1);
            chunked = oversized.Chunked;
        }

        CmpCertificate[]? extraCerts = extra == 0 ? null
            : [.. Enumerable.Repeat(certificate, extra)];
        return new PkiMessage(header, reply.Body, protection, extraCerts).GetDerEncoded();
    }

    private PkiHeader BuildHeader(CmpReply reply)
    {
        PkiHeader? asked = reply.Request?.Header;
        string now = options.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMddHHmmss'Z'",
            CultureInfo.InvariantCulture);
        int pvno = asked is not null && asked.Pvno.TryGetIntValueExact(out int theirs)
            && theirs == 3 ? 3 : Pvno2;
        PkiHeaderBuilder header = new PkiHeaderBuilder(
                pvno, new GeneralName(authority.Name), asked?.Sender ?? PkiHeader.NULL_NAME)
            .SetMessageTime(new DerGeneralizedTime(now))
            .SetSenderNonce(reply.SenderNonce);
        if (reply.Protection is not null)
            header.SetProtectionAlg(reply.Protection.Mac.Algorithm)
                .SetSenderKID(System.Text.Encoding.UTF8.GetBytes(reply.Protection.Reference));
        if (reply.Request?.TransactionId is { } transactionId)
            header.SetTransactionID(Changed(transactionId, MisbehaviourKind.WrongTransactionId));
        if (reply.Request?.SenderNonce is { } nonce)
            header.SetRecipNonce(Changed(nonce, MisbehaviourKind.WrongNonce));
        if (reply.ImplicitConfirm)
            header.SetGeneralInfo(new InfoTypeAndValue(CmpObjectIdentifiers.it_implicitConfirm,
                DerNull.Instance));
        return header.Build();
    }

    private byte[] Changed(byte[] value, MisbehaviourKind kind)
    {
        if (value.Length == 0 || misbehaviours.Take(kind) is null)
            return value;
        byte[] changed = [.. value];
        changed[0] ^= 0xFF;
        return changed;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Writes replies as DER, rightly or with the misbehaviours in force.</summary>
internal sealed class CmpReplyEncoder(CertificateAuthority authority, LabCaOptions options,
    MisbehaviourList misbehaviours, CmpSigners signers)
{
    private const int ExtraCertsMax = 100_000;
    private const int ShortNonceLength = 8;
    private const int Pvno2 = 2;

    public byte[] Encode(CmpReply reply, out bool chunked)
    {
        ReplyProtection? protector = ChooseProtection(reply);
        PkiHeader header = BuildHeader(reply, protector);
        DerBitString? protection = null;
        if (protector is not null)
        {
            byte[] value = protector.Compute(
                new DerSequence(header, reply.Body).GetDerEncoded());
            if (Takes(MisbehaviourKind.WrongMac))
                value[^1] ^= 1;
            protection = new DerBitString(value);
        }

        CmpCertificate[] extraCerts = ExtraCerts(reply, protector, out chunked);
        return new PkiMessage(header, reply.Body, protection,
            extraCerts.Length == 0 ? null : extraCerts).GetDerEncoded();
    }

    private bool Takes(MisbehaviourKind kind) => misbehaviours.Take(kind) is not null;

    private ReplyProtection? ChooseProtection(CmpReply reply)
    {
        if (reply.Protection is null
            || (reply.IsNegative && Takes(MisbehaviourKind.UnprotectedNegative))
            || (reply.Body.Type == PkiBody.TYPE_CONFIRM
                && Takes(MisbehaviourKind.UnprotectedConfirm)))
            return null;
        if (Takes(MisbehaviourKind.UntrustedSigner))
            return signers.Stranger;
        if (Takes(MisbehaviourKind.ExpiredSigner))
            return signers.Expired;
        if (Takes(MisbehaviourKind.SignerWithoutDigitalSignature))
            return signers.NotForSigning;
        if (options.AnswerBySignature || Takes(MisbehaviourKind.SignatureAnswer))
            return signers.Regular;
        if (misbehaviours.Take(MisbehaviourKind.MacAnswer) is not null
            && options.References.Count > 0)
            return ForeignMac(reply);
        return reply.Protection is MacReplyProtection mac
            && misbehaviours.Take(MisbehaviourKind.Iterations) is { } count
            ? mac.WithIterations(count.Number) : reply.Protection;
    }

    private MacReplyProtection ForeignMac(CmpReply reply)
    {
        KeyValuePair<string, byte[]> first = options.References.First();
        return new MacReplyProtection(PasswordBasedMac.Usual(reply.SenderNonce), first.Value,
            first.Key);
    }

    private CmpCertificate[] ExtraCerts(CmpReply reply, ReplyProtection? protector,
        out bool chunked)
    {
        chunked = false;
        List<X509Certificate> certificates = [.. protector?.Certificates ?? []];
        if (reply.WithChain)
            certificates.AddRange(authority.Chain.Where(one => !certificates.Contains(one)));
        if (misbehaviours.Take(MisbehaviourKind.OversizedAnswer) is { } oversized)
        {
            int count = Math.Min(ExtraCertsMax,
                oversized.Number / authority.CertificateDer.Length + 1);
            while (certificates.Count < count)
                certificates.Add(authority.Certificate);
            chunked = oversized.Chunked;
        }

        return [.. certificates.Select(one => new CmpCertificate(one.CertificateStructure))];
    }

    private PkiHeader BuildHeader(CmpReply reply, ReplyProtection? protector)
    {
        PkiHeader? asked = reply.Request?.Header;
        PkiHeaderBuilder header = new PkiHeaderBuilder(Pvno(asked),
                new GeneralName(protector?.Sender ?? authority.Name),
                asked?.Sender ?? PkiHeader.NULL_NAME)
            .SetMessageTime(new DerGeneralizedTime(MessageTime()));
        SetProtection(header, reply, protector);
        SetNonces(header, reply);
        if (reply.GeneralInfo.Count > 0)
            header.SetGeneralInfo([.. reply.GeneralInfo]);
        return header.Build();
    }

    private int Pvno(PkiHeader? asked)
    {
        if (misbehaviours.Take(MisbehaviourKind.Pvno) is { } wrong)
            return wrong.Number;
        return asked is not null && asked.Pvno.TryGetIntValueExact(out int theirs)
            && theirs == 3 ? 3 : Pvno2;
    }

    private string MessageTime()
    {
        DateTimeOffset now = options.Clock.GetUtcNow();
        if (misbehaviours.Take(MisbehaviourKind.WrongTime) is { } wrong)
            now += wrong.Time;
        return now.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
    }

    private void SetProtection(PkiHeaderBuilder header, CmpReply reply,
        ReplyProtection? protector)
    {
        if (protector is null)
            return;
        header.SetProtectionAlg(Takes(MisbehaviourKind.NoNullParameters)
            ? SignatureReplyProtection.WithoutNull(protector.Algorithm) : protector.Algorithm);
        byte[]? kid = reply.Request?.SenderKid is { } theirs
            && Takes(MisbehaviourKind.ReflectedKid) ? theirs : protector.SenderKid;
        if (kid is not null)
            header.SetSenderKID(kid);
    }

    private void SetNonces(PkiHeaderBuilder header, CmpReply reply)
    {
        if (reply.Request?.TransactionId is { } transactionId)
            header.SetTransactionID(Changed(transactionId, MisbehaviourKind.WrongTransactionId));
        byte[] senderNonce = reply.SenderNonce;
        if (Takes(MisbehaviourKind.ShortSenderNonce))
            senderNonce = senderNonce[..ShortNonceLength];
        if (!Takes(MisbehaviourKind.NoSenderNonce))
            header.SetSenderNonce(senderNonce);
        byte[]? nonce = reply.RecipNonce ?? reply.Request?.SenderNonce;
        if (nonce is not null && !Takes(MisbehaviourKind.NoRecipNonce))
            header.SetRecipNonce(Changed(nonce, MisbehaviourKind.WrongNonce));
    }

    private byte[] Changed(byte[] value, MisbehaviourKind kind)
    {
        if (value.Length == 0 || !Takes(kind))
            return value;
        byte[] changed = [.. value];
        changed[0] ^= 0xFF;
        return changed;
    }
}

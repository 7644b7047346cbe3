using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>
/// A CA's side of the exchange, made of BouncyCastle's classes alone: checks what comes in and
/// builds answers, each detail of which a test can bend.
/// </summary>
internal sealed class BouncyPeer
{
    internal const string Reference = "1234";
    internal const string Secret = "example secret";

    internal List<byte[]> Received { get; } = new();

    /// <summary>The answer to each of <see cref="Received"/>.</summary>
    internal List<byte[]> Sent { get; } = new();

    internal string AnswerSecret { get; set; } = Secret;

    internal string Owf { get; set; } = "2.16.840.1.101.3.4.2.1";

    internal string Mac { get; set; } = "1.3.6.1.5.5.8.1.2";

    internal int Iterations { get; set; } = 500;

    internal byte[] Salt { get; set; } = Encoding.ASCII.GetBytes("peer's salt here");

    internal bool IsProtected { get; set; } = true;

    /// <summary>Instead of the password-based MAC.</summary>
    internal IPeerProtection? Protection { get; set; }

    /// <summary>Bends the header of an answer before it is protected.</summary>
    internal Action<HeaderParts> Bend { get; set; } = _ => { };

    /// <summary>The body for a request; by default grants, confirms, says yes.</summary>
    internal Func<BcMessage, PkiBody> BodyFor { get; set; }

    /// <summary>
    /// Bytes of the body with its tag for a request, instead of <see cref="BodyFor"/>.
    /// </summary>
    internal Func<BcMessage, byte[]?> RawBodyFor { get; set; } = _ => null;

    /// <summary>caPubs; null: only where they belong, in ip.</summary>
    internal byte[][]? CaPubs { get; set; }

    internal byte[][] ExtraCerts { get; set; } = Array.Empty<byte[]>();

    internal Func<CertTemplate, byte[]> Issue { get; set; } = IssueFromTemplate;

    internal int Status { get; set; }

    /// <summary>Of responses; null: the right one.</summary>
    internal int? CertReqId { get; set; }

    /// <summary>What the client was told to do, for the judgement of its messages.</summary>
    internal SentRules Expected { get; } = new();

    internal BouncyPeer()
    {
        BodyFor = DefaultBody;
    }

    /// <summary>Signs like a server whose certificate and chain it sends along.</summary>
    internal static BouncyPeer Signing(Identity signer, string algorithm = "SHA256WITHRSA",
        params Identity[] issuers) => new()
        {
            Protection = new PeerSignature(signer, algorithm),
            CaPubs = [],
            ExtraCerts = [signer.Certificate, .. issuers.Select(i => i.Certificate)],
            Bend = parts =>
            {
                parts.Sender = new GeneralName(X509CertificateStructure
                    .GetInstance(signer.Certificate).Subject);
                parts.SenderKeyId = signer.KeyId();
            },
        };

    /// <summary>Checks a request's protection with BouncyCastle and returns it decoded.</summary>
    internal static BcMessage Open(byte[] der)
    {
        BcMessage message = BcMessage.GetInstance(Asn1Object.FromByteArray(der));
        Assert.Equal(der, message.GetDerEncoded());
        Assert.True(PeerCheck.IsRight(message, Secret));
        return message;
    }

    internal static byte[] IssueFromTemplate(CertTemplate template)
    {
        X509Extension? altName =
            template.Extensions?.GetExtension(X509Extensions.SubjectAlternativeName);
        return TestCa.Issue(template.Subject.GetDerEncoded(), template.PublicKey.GetDerEncoded(),
            altName?.Value.GetOctets());
    }

    /// <summary>Answers a message.</summary>
    internal byte[] Answer(byte[] request)
    {
        Received.Add(request);
        BcMessage message = Open(request);
        byte[]? raw = RawBodyFor(message);
        byte[] answer = raw == null ? Seal(message, BodyFor(message)) : Seal(message, raw);
        Sent.Add(answer);
        Assert.Empty(Expected.BrokenBy(Received, Sent));
        return answer;
    }

    internal PkiBody DefaultBody(BcMessage message)
    {
        if (PeerBodies.IsCertificateRequest(message.Body.Type)) return Grant(message);
        if (message.Body.Type == PkiBody.TYPE_REVOCATION_REQ)
        {
            return PeerBodies.Rp(PeerBodies.Info(0), PeerBodies.RevokedId(message));
        }

        return message.Body.Type == PkiBody.TYPE_GEN_MSG
            ? PeerBodies.GenpFor(message) : PeerBodies.PkiConf;
    }

    internal PkiBody Grant(BcMessage message)
    {
        byte[] issued = Issue(PeerBodies.TemplateOf(message));
        Expected.Issued = issued;
        CertifiedKeyPair pair = new(new CertOrEncCert(PeerBodies.Certificate(issued)));
        int type = message.Body.Type;
        int certReqId = CertReqId ?? (type == PkiBody.TYPE_P10_CERT_REQ ? -1 : 0);
        CertResponse response =
            new(DerInteger.ValueOf(certReqId), new PkiStatusInfo(Status), pair, null);
        byte[][] caPubs = CaPubs
            ?? (type == PkiBody.TYPE_INIT_REQ ? [TestCa.Root.RawData] : []);
        return new PkiBody(PeerBodies.AnswerType(type), new CertRepMessage(
            caPubs.Length == 0 ? null : caPubs.Select(PeerBodies.Certificate).ToArray(),
            new[] { response }));
    }

    internal PkiBody Refuse(int status, string? text, int failInfo) =>
        PeerBodies.Status(PkiBody.TYPE_INIT_REP, CertReqId ?? 0, status, text, failInfo);

    internal static PkiBody Error(int status, string? text, int failInfo, string? details = null)
    {
        PkiStatusInfo info = PeerBodies.Info(status, text, failInfo);
        return new PkiBody(PkiBody.TYPE_ERROR, new ErrorMsgContent(info, DerInteger.ValueOf(77),
            details == null ? null : new PkiFreeText(details)));
    }

    internal byte[] Seal(BcMessage request, PkiBody body) => Seal(request, body.GetDerEncoded());

    /// <summary>The same around any bytes as the body.</summary>
    internal byte[] Seal(BcMessage request, byte[] body)
    {
        HeaderParts parts = new()
        {
            TransactionId = request.Header.TransactionID.GetOctets(),
            SenderNonce = Encoding.ASCII.GetBytes("16 bytes of nonce"[..16]),
            RecipientNonce = request.Header.SenderNonce.GetOctets(),
        };
        IPeerProtection protection =
            Protection ?? new PeerPbm(AnswerSecret, Salt, Owf, Iterations, Mac);
        if (IsProtected) parts.ProtectionAlgorithm = protection.Algorithm;
        Bend(parts);
        byte[] contents = parts.Build().GetDerEncoded().Concat(body).ToArray();
        byte[] rest = Array.Empty<byte>();
        if (IsProtected)
        {
            DerBitString value = new(protection.Protect(Wrap(0x30, contents)));
            rest = new DerTaggedObject(true, 0, value).GetDerEncoded();
        }

        if (ExtraCerts.Length > 0)
        {
            DerSequence extra = PeerBodies.Sequence(ExtraCerts);
            rest = rest.Concat(new DerTaggedObject(true, 1, extra).GetDerEncoded()).ToArray();
        }

        return Wrap(0x30, contents.Concat(rest).ToArray());
    }

    /// <summary>DER of one element around bytes that need not be DER.</summary>
    internal static byte[] Wrap(byte tag, byte[] contents)
    {
        int count = contents.Length;
        byte[] length = count < 0x80 ? new[] { (byte)count }
            : count < 0x100 ? new byte[] { 0x81, (byte)count }
            : new byte[] { 0x82, (byte)(count >> 8), (byte)count };
        return new[] { tag }.Concat(length).Concat(contents).ToArray();
    }
}

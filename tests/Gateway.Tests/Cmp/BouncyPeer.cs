using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cmp;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto;
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

    internal string AnswerSecret { get; set; } = Secret;

    internal string Owf { get; set; } = "2.16.840.1.101.3.4.2.1";

    internal string Mac { get; set; } = "1.3.6.1.5.5.8.1.2";

    internal int Iterations { get; set; } = 500;

    internal byte[] Salt { get; set; } = Encoding.ASCII.GetBytes("peer's salt here");

    internal bool IsProtected { get; set; } = true;

    /// <summary>Bends the header of an answer before it is protected.</summary>
    internal Action<HeaderParts> Bend { get; set; } = _ => { };

    /// <summary>The body for a request; by default grants, then confirms.</summary>
    internal Func<BcMessage, PkiBody> BodyFor { get; set; }

    /// <summary>
    /// Bytes of the body with its tag for a request, instead of <see cref="BodyFor"/>.
    /// </summary>
    internal Func<BcMessage, byte[]?> RawBodyFor { get; set; } = _ => null;

    internal byte[][] CaPubs { get; set; } = { TestCa.Root.RawData };

    internal byte[][] ExtraCerts { get; set; } = Array.Empty<byte[]>();

    internal Func<CertTemplate, byte[]> Issue { get; set; } = IssueFromTemplate;

    internal int Status { get; set; }

    internal int CertReqId { get; set; }

    internal BouncyPeer()
    {
        BodyFor = message => message.Body.Type == PkiBody.TYPE_INIT_REQ
            ? Grant(message)
            : new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance);
    }

    /// <summary>Fields of an answer's header.</summary>
    internal sealed class HeaderParts
    {
        internal int Version { get; set; } = 2;

        internal GeneralName Sender { get; set; } = new(new X509Name("CN=CA"));

        internal GeneralName Recipient { get; set; } = new(new X509Name("CN=1234"));

        internal DateTime? MessageTime { get; set; }

        internal byte[]? TransactionId { get; set; }

        internal byte[]? SenderNonce { get; set; }

        internal byte[]? RecipientNonce { get; set; }

        internal AlgorithmIdentifier? ProtectionAlgorithm { get; set; }

        internal InfoTypeAndValue[] GeneralInfo { get; set; } = Array.Empty<InfoTypeAndValue>();
    }

    /// <summary>Checks a request's protection with BouncyCastle and returns it decoded.</summary>
    internal static BcMessage Open(byte[] der)
    {
        BcMessage message = BcMessage.GetInstance(Asn1Object.FromByteArray(der));
        Assert.Equal(der, message.GetDerEncoded());
        ProtectedPkiMessage isProtected = new(message);
        Assert.True(isProtected.HasPasswordBasedMacProtected);
        Assert.True(isProtected.Verify(new PKMacBuilder(), Secret.ToCharArray()));
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
        return raw == null ? Seal(message, BodyFor(message)) : Seal(message, raw);
    }

    internal PkiBody Grant(BcMessage message)
    {
        CertReqMessages requests = CertReqMessages.GetInstance(message.Body.Content);
        byte[] issued = Issue(requests.ToCertReqMsgArray().Single().CertReq.CertTemplate);
        CertifiedKeyPair pair = new(new CertOrEncCert(Certificate(issued)));
        CertResponse response =
            new(DerInteger.ValueOf(CertReqId), new PkiStatusInfo(Status), pair, null);
        return new PkiBody(PkiBody.TYPE_INIT_REP, new CertRepMessage(
            CaPubs.Length == 0 ? null : CaPubs.Select(Certificate).ToArray(), new[] { response }));
    }

    internal PkiBody Refuse(int status, string? text, int failInfo)
    {
        PkiStatusInfo info = new(status, text == null ? null : new PkiFreeText(text),
            failInfo == 0 ? null : new PkiFailureInfo(failInfo));
        return new PkiBody(PkiBody.TYPE_INIT_REP, new CertRepMessage(null,
            new[] { new CertResponse(DerInteger.ValueOf(CertReqId), info) }));
    }

    internal static PkiBody Error(int status, string? text, int failInfo, string? details = null)
    {
        PkiStatusInfo info = new(status, text == null ? null : new PkiFreeText(text),
            failInfo == 0 ? null : new PkiFailureInfo(failInfo));
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
        PbmParameter parameters = new(Salt, Algorithm(Owf), Iterations, Algorithm(Mac));
        if (IsProtected)
        {
            parts.ProtectionAlgorithm =
                new AlgorithmIdentifier(CmpObjectIdentifiers.passwordBasedMac, parameters);
        }

        Bend(parts);
        byte[] contents = Header(parts).GetDerEncoded().Concat(body).ToArray();
        byte[] rest = Array.Empty<byte>();
        if (IsProtected)
        {
            DerBitString value = new(MacOf(parameters, Wrap(0x30, contents)));
            rest = new DerTaggedObject(true, 0, value).GetDerEncoded();
        }

        if (ExtraCerts.Length > 0)
        {
            DerSequence extra = new(ExtraCerts.Select(Certificate).ToArray<Asn1Encodable>());
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

    private static CmpCertificate Certificate(byte[] der) =>
        CmpCertificate.GetInstance(Asn1Object.FromByteArray(der));

    private static AlgorithmIdentifier Algorithm(string oid) => new(new DerObjectIdentifier(oid));

    private static PkiHeader Header(HeaderParts parts)
    {
        PkiHeaderBuilder builder = new(parts.Version, parts.Sender, parts.Recipient);
        if (parts.MessageTime != null)
        {
            builder.SetMessageTime(new DerGeneralizedTime(parts.MessageTime.Value));
        }

        if (parts.ProtectionAlgorithm != null) builder.SetProtectionAlg(parts.ProtectionAlgorithm);
        if (parts.TransactionId != null) builder.SetTransactionID(parts.TransactionId);
        if (parts.SenderNonce != null) builder.SetSenderNonce(parts.SenderNonce);
        if (parts.RecipientNonce != null) builder.SetRecipNonce(parts.RecipientNonce);
        if (parts.GeneralInfo.Length > 0) builder.SetGeneralInfo(parts.GeneralInfo);
        return builder.Build();
    }

    private byte[] MacOf(PbmParameter parameters, byte[] data)
    {
        IMacFactory factory =
            new PKMacBuilder().SetParameters(parameters).Build(AnswerSecret.ToCharArray());
        IStreamCalculator<IBlockResult> calculator = factory.CreateCalculator();
        calculator.Stream.Write(data, 0, data.Length);
        calculator.Stream.Dispose();
        return calculator.GetResult().Collect();
    }
}

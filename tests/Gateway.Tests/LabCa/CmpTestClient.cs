using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cmp;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Xunit;
using BcPkiHeaderBuilder = Org.BouncyCastle.Cmp.ProtectedPkiMessageBuilder;

namespace Gateway.Tests.LabCa;

/// <summary>A client built from BouncyCastle's parts, whose every field a test can spoil.</summary>
internal sealed class CmpTestClient
{
    internal const string CaName = "C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB";
    internal const string Secret = "Huawei@RSA1234";
    private static readonly HttpClient s_http = new();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal int Pvno { get; set; } = 2;

    internal string Reference { get; set; } = "1234";

    internal string Password { get; set; } = Secret;

    internal byte[]? TransactionId { get; set; } = RandomNumberGenerator.GetBytes(16);

    internal byte[]? SenderNonce { get; set; } = RandomNumberGenerator.GetBytes(16);

    internal byte[]? RecipNonce { get; set; }

    internal string Recipient { get; set; } = CaName;

    internal string? Subject { get; set; } = "CN=hello";

    internal int Iterations { get; set; } = 200;

    internal int SaltLength { get; set; } = 16;

    internal string OneWayFunction { get; set; } = "2.16.840.1.101.3.4.2.1";

    internal string Mac { get; set; } = "1.2.840.113549.2.9";

    internal bool ImplicitConfirm { get; set; }

    internal SubjectPublicKeyInfo? PublicKey { get; set; }

    internal AsymmetricKeyParameter? PopoKey { get; set; }

    internal bool RaVerified { get; set; }

    internal int Requests { get; set; } = 1;

    internal SubjectPublicKeyInfo OwnPublicKey =>
        SubjectPublicKeyInfo.GetInstance(
            Asn1Object.FromByteArray(_key.ExportSubjectPublicKeyInfo()));

    internal AsymmetricKeyParameter OwnKey =>
        PrivateKeyFactory.CreateKey(_key.ExportPkcs8PrivateKey());

    internal byte[] Ir(int bodyType = PkiBody.TYPE_INIT_REQ)
    {
        var template = new CertTemplateBuilder();
        if (Subject is not null)
            template.SetSubject(new X509Name(false, Subject));
        template.SetSubjectPublicKeyInfo(PublicKey ?? OwnPublicKey);
        var request = new CertRequest(0, template.Build(), null);
        ProofOfPossession popo = RaVerified ? new ProofOfPossession() : new ProofOfPossession(
            new PopoSigningKey(null, SignatureAlgorithm,
                new DerBitString(Sign(request.GetDerEncoded()))));
        var message = new CertReqMsg(request, popo, null);
        return Protect(new PkiBody(bodyType,
            new CertReqMessages([.. Enumerable.Repeat(message, Requests)])));
    }

    private AlgorithmIdentifier SignatureAlgorithm =>
        (AlgorithmIdentifier)new Asn1SignatureFactory("SHA256WITHECDSA", PopoKey
            ?? OwnKey).AlgorithmDetails;

    private byte[] Sign(byte[] data)
    {
        IStreamCalculator<IBlockResult> signer =
            new Asn1SignatureFactory("SHA256WITHECDSA", PopoKey ?? OwnKey).CreateCalculator();
        signer.Stream.Write(data, 0, data.Length);
        return signer.GetResult().Collect();
    }

    internal byte[] CertConf(byte[] certificate, int status = 0, byte[]? hash = null)
    {
        PkiStatusInfo? info = status == 0 ? null
            : new PkiStatusInfo(status, new PkiFreeText("not mine"),
                new PkiFailureInfo(PkiFailureInfo.IncorrectData));
        var one = new CertStatus(hash ?? SHA256.HashData(certificate),
            Org.BouncyCastle.Math.BigInteger.Zero, info);
        return Protect(new PkiBody(PkiBody.TYPE_CERT_CONFIRM,
            CertConfirmContent.GetInstance(new DerSequence(one))));
    }

    internal byte[] Protect(PkiBody body)
    {
        var sender = new GeneralName(new X509Name("CN=" + Reference));
        var recipient = new GeneralName(Recipient.Length == 0
            ? X509Name.GetInstance(new DerSequence()) : new X509Name(false, Recipient));
        var builder = new BcPkiHeaderBuilder(Pvno, sender, recipient).SetBody(body)
            .SetSenderKID(Encoding.UTF8.GetBytes(Reference));
        if (TransactionId is not null)
            builder.SetTransactionId(TransactionId);
        if (SenderNonce is not null)
            builder.SetSenderNonce(SenderNonce);
        if (RecipNonce is not null)
            builder.SetRecipNonce(RecipNonce);
        if (ImplicitConfirm)
            builder.AddGeneralInfo(new InfoTypeAndValue(CmpObjectIdentifiers.it_implicitConfirm,
                DerNull.Instance));
        var parameters = new PbmParameter(RandomNumberGenerator.GetBytes(SaltLength),
            new AlgorithmIdentifier(new DerObjectIdentifier(OneWayFunction)), Iterations,
            new AlgorithmIdentifier(new DerObjectIdentifier(Mac), DerNull.Instance));
        IMacFactory mac = new PKMacBuilder().SetParameters(parameters).Build(
            Password.ToCharArray());
        return builder.Build(mac).ToAsn1Message().GetDerEncoded();
    }

    /// <summary>Posts a message; the answer is checked like a client would, and its nonce kept for
    /// the next message.</summary>
    internal async Task<PkiMessage> SendAsync(LabCaServer ca, byte[] message,
        bool isProtected = true)
    {
        byte[] body = await PostBytesAsync(ca, message);
        PkiMessage answer = PkiMessage.GetInstance(Asn1Object.FromByteArray(body));
        Assert.Equal(TransactionId ?? [], answer.Header.TransactionID?.GetOctets() ?? []);
        Assert.Equal(SenderNonce ?? [], answer.Header.RecipNonce?.GetOctets() ?? []);
        Assert.Equal(isProtected, answer.Protection is not null);
        if (isProtected)
            Assert.True(MacFits(answer));
        RecipNonce = answer.Header.SenderNonce.GetOctets();
        SenderNonce = RandomNumberGenerator.GetBytes(16);
        return answer;
    }

    internal bool MacFits(PkiMessage answer) =>
        new ProtectedPkiMessage(new GeneralPkiMessage(answer))
        .Verify(new PKMacBuilder(), Password.ToCharArray());

    internal static async Task<byte[]> PostBytesAsync(LabCaServer ca, byte[] message,
        bool expectOk = true)
    {
        using HttpResponseMessage response = await PostAsync(ca, message);
        if (expectOk)
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    internal static Task<HttpResponseMessage> PostAsync(LabCaServer ca, byte[] message)
    {
        var content = new ByteArrayContent(message);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pkixcmp");
        return s_http.PostAsync(new Uri(ca.Url), content, TestContext.Current.CancellationToken);
    }

    internal static CertResponse Response(PkiMessage answer) =>
        Assert.Single(CertRepMessage.GetInstance(answer.Body.Content).GetResponse());

    internal static byte[] Certificate(PkiMessage answer) =>
        Response(answer).CertifiedKeyPair.CertOrEncCert.Certificate.X509v3PKCert.GetDerEncoded();

    /// <summary>failInfo and text of an error, ip or cp, as <c>ip badPOP: text</c>.</summary>
    internal static string Refusal(PkiMessage answer)
    {
        PkiStatusInfo status = answer.Body.Type == PkiBody.TYPE_ERROR
            ? ErrorMsgContent.GetInstance(answer.Body.Content).PkiStatusInfo
                : Response(answer).Status;
        Assert.Equal(2, status.Status.IntValueExact);
        string names = string.Join(",", CmpFailInfos.Names(status.FailInfo.GetBytes()));
        return string.Create(CultureInfo.InvariantCulture,
            $"{CmpBodies.Name(answer.Body.Type)} {names}");
    }
}

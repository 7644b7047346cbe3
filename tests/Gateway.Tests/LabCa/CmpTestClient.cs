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
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cmp;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
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

    /// <summary>Profile named in the header.</summary>
    internal string? CertProfile { get; set; }

    /// <summary>A signature in place of the MAC, with the certificate it goes with.</summary>
    internal TestSigner? Signer { get; set; }

    /// <summary>PBMAC1 in place of the password-based MAC: PRF, MAC, key length.</summary>
    internal (string Prf, string Mac, int KeyLength)? Pbmac1 { get; set; }

    /// <summary>Control oldCertID: issuer and serial number.</summary>
    internal CertId? OldCertId { get; set; }

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
        Controls? controls = OldCertId is null ? null : new Controls(
            new AttributeTypeAndValue(CmpObjectIdentifiers.regCtrl_oldCertID, OldCertId));
        var request = new CertRequest(0, template.Build(), controls);
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

    internal byte[] CertConf(byte[] certificate, int status = 0, byte[]? hash = null,
        int certReqId = 0)
    {
        PkiStatusInfo? info = status == 0 ? null
            : new PkiStatusInfo(status, new PkiFreeText("not mine"),
                new PkiFailureInfo(PkiFailureInfo.IncorrectData));
        var one = new CertStatus(hash ?? SHA256.HashData(certificate),
            Org.BouncyCastle.Math.BigInteger.ValueOf(certReqId), info);
        return Protect(new PkiBody(PkiBody.TYPE_CERT_CONFIRM,
            CertConfirmContent.GetInstance(new DerSequence(one))));
    }

    internal byte[] Protect(PkiBody body)
    {
        var sender = new GeneralName(Signer?.Sender ?? new X509Name("CN=" + Reference));
        var recipient = new GeneralName(Recipient.Length == 0
            ? X509Name.GetInstance(new DerSequence()) : new X509Name(false, Recipient));
        BcPkiHeaderBuilder builder =
            new BcPkiHeaderBuilder(Pvno, sender, recipient).SetBody(body);
        byte[]? kid = Signer is null ? Encoding.UTF8.GetBytes(Reference) : Signer.Kid;
        if (kid is not null)
            builder.SetSenderKID(kid);
        if (CertProfile is not null)
            builder.AddGeneralInfo(new InfoTypeAndValue(CmpObjectIdentifiers.id_it_certProfile,
                new DerSequence(new DerUtf8String(CertProfile))));
        if (TransactionId is not null)
            builder.SetTransactionId(TransactionId);
        if (SenderNonce is not null)
            builder.SetSenderNonce(SenderNonce);
        if (RecipNonce is not null)
            builder.SetRecipNonce(RecipNonce);
        if (ImplicitConfirm)
            builder.AddGeneralInfo(new InfoTypeAndValue(CmpObjectIdentifiers.it_implicitConfirm,
                DerNull.Instance));
        if (Signer is not null)
            return Signer.Sign(builder);
        if (Pbmac1 is { } pbmac1)
            return builder.Build(new Pbmac1Factory(pbmac1.Prf, pbmac1.Mac, pbmac1.KeyLength,
                Iterations, Encoding.UTF8.GetBytes(Password))).ToAsn1Message().GetDerEncoded();
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
            Assert.True(ProtectionFits(answer));
        RecipNonce = answer.Header.SenderNonce.GetOctets();
        SenderNonce = RandomNumberGenerator.GetBytes(16);
        return answer;
    }

    /// <summary>Whether MAC or signature of an answer verifies; the signature with the first of
    /// extraCerts, which must be the sender's.</summary>
    internal bool ProtectionFits(PkiMessage answer)
    {
        string algorithm = answer.Header.ProtectionAlg.Algorithm.Id;
        if (algorithm == Pbmac1Factory.Oid)
            return Pbmac1Factory.Verify(answer, Encoding.UTF8.GetBytes(Password));
        if (algorithm == CmpObjectIdentifiers.passwordBasedMac.Id)
            return MacFits(answer);
        var signer = new X509Certificate(answer.GetExtraCerts()[0].X509v3PKCert);
        Assert.Equal(signer.SubjectDN.GetDerEncoded(),
            answer.Header.Sender.Name.ToAsn1Object().GetDerEncoded());
        return new ProtectedPkiMessage(new GeneralPkiMessage(answer)).Verify(
            new Asn1VerifierFactoryProvider(signer.GetPublicKey())
                .CreateVerifierFactory(answer.Header.ProtectionAlg));
    }

    /// <summary>Puts any body into a message; a following one names the last nonces.</summary>
    internal byte[] Body(int type, Asn1Encodable content) => Protect(new PkiBody(type, content));

    internal byte[] PollReq(int certReqId) => Body(PkiBody.TYPE_POLL_REQ,
        new PollReqContent(DerInteger.ValueOf(certReqId)));

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

    /// <summary>Enrols to the end and returns the certificate.</summary>
    internal async Task<byte[]> EnrolAsync(LabCaServer ca,
        int bodyType = PkiBody.TYPE_INIT_REQ)
    {
        byte[] certificate = Certificate(await SendAsync(ca, Ir(bodyType)));
        PkiMessage done = await SendAsync(ca, CertConf(certificate));
        Assert.Equal(PkiBody.TYPE_CONFIRM, done.Body.Type);
        return certificate;
    }

    /// <summary>failInfo and text of an error, ip or cp, as <c>ip badPOP: text</c>.</summary>
    internal static string Refusal(PkiMessage answer)
    {
        PkiStatusInfo status = answer.Body.Type switch
        {
            PkiBody.TYPE_ERROR => ErrorMsgContent.GetInstance(answer.Body.Content).PkiStatusInfo,
            PkiBody.TYPE_REVOCATION_REP =>
                RevRepContent.GetInstance(answer.Body.Content).GetStatus()[0],
            _ => Response(answer).Status,
        };
        Assert.Equal(2, status.Status.IntValueExact);
        string names = string.Join(",", CmpFailInfos.Names(status.FailInfo.GetBytes()));
        return string.Create(CultureInfo.InvariantCulture,
            $"{CmpBodies.Name(answer.Body.Type)} {names}");
    }
}

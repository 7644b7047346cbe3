using System;
using System.Linq;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>Ways to fail that show in the CMP message.</summary>
public sealed class LabCaMisbehavingMessageTests : LabCaTestBase
{
    private static async Task<PkiMessage> AskAsync(LabCaServer ca, byte[] message) =>
        PkiMessage.GetInstance(
            Asn1Object.FromByteArray(await CmpTestClient.PostBytesAsync(ca, message)));

    private static void Misbehave(LabCaServer ca, string text)
    {
        Assert.True(MisbehaviourCatalog.TryParse(text, out MisbehaviourOrder order,
            out string reason), reason);
        ca.Misbehave(order.What, order.Answers, order.Skip);
    }

    [Theory]
    [InlineData("pvno=1")]
    [InlineData("pvno=3")]
    [InlineData("no-recip-nonce")]
    [InlineData("wrong-recip-nonce")]
    [InlineData("short-sender-nonce")]
    [InlineData("no-sender-nonce")]
    [InlineData("wrong-transaction-id")]
    [InlineData("late-time=3600")]
    [InlineData("early-time=3600")]
    [InlineData("iterations=77777")]
    public async Task The_header_is_wrong_under_a_right_mac(string what)
    {
        await using LabCaServer ca = await StartAsync();
        Misbehave(ca, what + ",answers=1");
        var client = new CmpTestClient();
        PkiHeader header = (await AskAsync(ca, client.Ir())).Header;
        Assert.True(client.MacFits(await AskAsync(ca, client.Ir(PkiBody.TYPE_CERT_REQ))));
        DateTime time = header.MessageTime.ToDateTime();
        TimeSpan ahead = time - Clock.GetUtcNow().UtcDateTime;
        bool shows = what.Split('=')[0] switch
        {
            "pvno" => header.Pvno.IntValueExact == what[^1] - '0',
            "no-recip-nonce" => header.RecipNonce is null,
            "wrong-recip-nonce" => !header.RecipNonce.GetOctets().SequenceEqual(
                client.SenderNonce!),
            "short-sender-nonce" => header.SenderNonce.GetOctetsLength() == 8,
            "no-sender-nonce" => header.SenderNonce is null,
            "wrong-transaction-id" => !header.TransactionID.GetOctets().SequenceEqual(
                client.TransactionId!),
            "late-time" => ahead > TimeSpan.FromMinutes(59),
            "early-time" => ahead < TimeSpan.FromMinutes(-59),
            _ => PbmParameter.GetInstance(header.ProtectionAlg.Parameters).IterationCount
                .IntValueExact == 77777,
        };
        Assert.True(shows);
    }

    [Theory]
    [InlineData("wrong-cert-req-id")]
    [InlineData("wrong-body")]
    [InlineData("two-responses")]
    [InlineData("another-key")]
    [InlineData("changed-subject=O=Else,CN=who")]
    [InlineData("changed-san=else.example")]
    [InlineData("wrong-cert-signature")]
    [InlineData("encrypted-cert")]
    [InlineData("no-ca-pubs")]
    public async Task The_certificate_response_is_wrong_under_a_right_mac(string what)
    {
        await using LabCaServer ca = await StartAsync();
        Misbehave(ca, what);
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        CertRepMessage content = CertRepMessage.GetInstance(answer.Body.Content);
        CertResponse response = content.GetResponse()[0];
        CmpCertificate? certificate = response.CertifiedKeyPair.CertOrEncCert.Certificate;
        X509CertificateStructure? x509 = certificate?.X509v3PKCert;
        bool shows = what.Split('=')[0] switch
        {
            "wrong-cert-req-id" => response.CertReqID.IntValueExact == 1,
            "wrong-body" => answer.Body.Type == PkiBody.TYPE_CERT_REP,
            "two-responses" => content.GetResponse().Length == 2,
            "another-key" => !x509!.SubjectPublicKeyInfo.Equals(client.OwnPublicKey),
            "changed-subject" => x509!.Subject.ToString() == "O=Else,CN=who"
                && response.Status.Status.IntValueExact == 1,
            "changed-san" => x509!.Extensions.GetExtension(
                X509Extensions.SubjectAlternativeName) is not null
                && response.Status.Status.IntValueExact == 1,
            "wrong-cert-signature" => !new X509Certificate(x509!).IsSignatureValid(
                new X509Certificate(ca.CertificateDer).GetPublicKey()),
            "encrypted-cert" => certificate is null
                && response.CertifiedKeyPair.CertOrEncCert.HasEncryptedCertificate,
            _ => content.GetCAPubs() is null,
        };
        Assert.True(shows);
    }

    [Fact]
    public async Task CaPubs_come_where_they_have_no_place()
    {
        await using LabCaServer ca = await StartAsync();
        Misbehave(ca, "ca-pubs");
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir(PkiBody.TYPE_CERT_REQ));
        Assert.Single(CertRepMessage.GetInstance(answer.Body.Content).GetCAPubs());
    }

    [Fact]
    public async Task Negative_answers_and_confirmations_lose_their_protection()
    {
        await using LabCaServer ca = await StartAsync();
        Misbehave(ca, "unprotected-negative");
        Misbehave(ca, "unprotected-confirm");
        Misbehave(ca, "reject=badPOP,answers=1");
        var client = new CmpTestClient();
        Assert.Equal("ip badPOP",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.Ir(), isProtected: false)));
        Assert.Equal("error badRequest", CmpTestClient.Refusal(
            await client.SendAsync(ca, client.PollReq(0), isProtected: false)));
        client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        PkiMessage done = await client.SendAsync(ca,
            client.CertConf(CmpTestClient.Certificate(answer)), isProtected: false);
        Assert.Equal(PkiBody.TYPE_CONFIRM, done.Body.Type);
    }

    [Theory]
    [InlineData("error=systemFailure", true)]
    [InlineData("unprotected-error=systemFailure", false)]
    public async Task An_error_in_place_of_the_answer(string what, bool isProtected)
    {
        await using LabCaServer ca = await StartAsync();
        Misbehave(ca, what);
        var client = new CmpTestClient();
        Assert.Equal("error systemFailure",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.Ir(), isProtected)));
    }

    [Theory]
    [InlineData("signature-answer", true)]
    [InlineData("untrusted-signer", false)]
    [InlineData("expired-signer", true)]
    [InlineData("signer-without-digital-signature", true)]
    public async Task Another_signer_than_one_may_expect(string what, bool ofCa)
    {
        await using LabCaServer ca = await StartAsync();
        Misbehave(ca, what);
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir()); // The signature holds.
        var signer = new X509Certificate(answer.GetExtraCerts()[0].X509v3PKCert);
        Assert.Equal(ofCa,
            signer.IsSignatureValid(new X509Certificate(ca.CertificateDer).GetPublicKey()));
        Assert.Equal(what != "expired-signer", signer.IsValid(Clock.GetUtcNow().UtcDateTime));
        Assert.Equal(what != "signer-without-digital-signature", signer.GetKeyUsage()[0]);
    }

    [Fact]
    public async Task A_signed_request_gets_a_mac_a_wrong_signature_or_its_own_kid()
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca);
        Misbehave(ca, "mac-answer,answers=1");
        Assert.True(client.MacFits(await AskAsync(ca, client.Ir())));
        Misbehave(ca, "reflected-kid,answers=1");
        PkiMessage answer = await AskAsync(ca, client.Ir(PkiBody.TYPE_CERT_REQ));
        Assert.Equal(client.Signer!.Kid, answer.Header.SenderKID.GetOctets());
        Assert.True(client.ProtectionFits(answer));
        Misbehave(ca, "wrong-mac,answers=1");
        Assert.False(client.ProtectionFits(await AskAsync(ca, client.PollReq(0))));
    }

    [Fact]
    public async Task NULL_parameters_are_left_out()
    {
        await using LabCaServer ca = await StartAsync(key: new CaKeyAlgorithm(2048, null));
        CmpTestClient client = SigningClient(ca);
        byte[] ir = client.Ir();
        PkiMessage right = await AskAsync(ca, ir);
        Assert.Equal(DerNull.Instance, right.Header.ProtectionAlg.Parameters);
        Misbehave(ca, "no-null-parameters");
        PkiMessage wrong = await AskAsync(ca, ir);
        Assert.Null(wrong.Header.ProtectionAlg.Parameters);
        Assert.True(client.ProtectionFits(wrong));
    }
}

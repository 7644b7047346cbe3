using System;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using Gateway.LabCa;
using Gateway.Tests.Support;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>rr, rp and the revocation list.</summary>
public sealed class LabCaRevocationTests : LabCaTestBase
{
    private const int KeyCompromise = 1;

    private static byte[] Rr(CmpTestClient client, X509Certificate which, int? reason = null)
    {
        CertTemplate template = new CertTemplateBuilder().SetIssuer(which.IssuerDN)
            .SetSerialNumber(new DerInteger(which.SerialNumber)).Build();
        X509Extensions? details = null;
        if (reason is { } code)
        {
            var generator = new X509ExtensionsGenerator();
            generator.AddExtension(X509Extensions.ReasonCode, false, new DerEnumerated(code));
            details = generator.Generate();
        }

        return client.Body(PkiBody.TYPE_REVOCATION_REQ,
            new RevReqContent(details is null ? new RevDetails(template)
                : new RevDetails(template, details)));
    }

    private static BigInteger NumberOf(X509Crl list) => DerInteger.GetInstance(
        Asn1Object.FromByteArray(
            list.GetExtensionValue(X509Extensions.CrlNumber).GetOctets())).Value;

    [Fact]
    public async Task A_revoked_certificate_stays_revoked_and_stands_in_the_list()
    {
        X509Certificate certificate;
        BigInteger number;
        await using (LabCaServer ca = await StartAsync())
        {
            number = NumberOf(new X509Crl(ca.CrlDer));
            CmpTestClient client = SigningClient(ca);
            certificate = client.Signer!.Certificate;
            PkiMessage answer = await client.SendAsync(ca, Rr(client, certificate, KeyCompromise));
            RevRepContent rp = RevRepContent.GetInstance(answer.Body.Content);
            Assert.Equal(0, Assert.Single(rp.GetStatus()).Status.IntValueExact);
            CertId revoked = Assert.Single(rp.GetRevCerts());
            Assert.Equal(certificate.SerialNumber, revoked.SerialNumber.Value);
        }

        await using LabCaServer again = await StartAsync();
        Assert.Equal("revoked: keyCompromise", Assert.Single(again.Issued).Reason);
        using var http = new HttpClient();
        byte[] served = await http.GetByteArrayAsync(new Uri($"http://{again.Endpoint}/crl"),
            TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(Path.Combine(CaFolder, "crl.der")), served);
        var list = new X509Crl(served);
        Assert.Equal(number.Add(BigInteger.One), NumberOf(list));
        Assert.True(list.IsRevoked(certificate));

        var second = new CmpTestClient();
        Assert.Equal("rp certRevoked",
            CmpTestClient.Refusal(await second.SendAsync(again, Rr(second, certificate))));
    }

    [Theory]
    [InlineData("unknown", "rp badCertId")]
    [InlineData("other subject", "rp notAuthorized")]
    [InlineData("reason", "rp badRequest")]
    public async Task A_revocation_that_cannot_be_is_refused(string what, string expected)
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca);
        X509Certificate target = client.Signer!.Certificate;
        if (what == "unknown")
            target = new X509Certificate(ca.CertificateDer);
        if (what == "other subject")
            target = SigningClient(ca, "CN=Another").Signer!.Certificate;
        PkiMessage answer = await client.SendAsync(ca,
            Rr(client, target, what == "reason" ? 8 : null));
        Assert.Equal(expected, CmpTestClient.Refusal(answer));
        Assert.DoesNotContain(ca.Issued, one => one.Status == CertificateStatus.Revoked);
    }

    [Fact]
    public async Task A_certificate_that_revoked_itself_polls_for_the_answer_and_does_no_more()
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca);
        X509Certificate certificate = client.Signer!.Certificate;
        ca.Misbehave(Misbehaviour.DelayedDelivery(1), answers: 1);
        PkiMessage answer = await client.SendAsync(ca, Rr(client, certificate));
        Assert.Equal(PkiBody.TYPE_ERROR, answer.Body.Type);
        answer = await client.SendAsync(ca, client.PollReq(-1));
        Assert.Equal(PkiBody.TYPE_POLL_REP, answer.Body.Type);
        answer = await client.SendAsync(ca, client.PollReq(-1));
        Assert.Equal(PkiBody.TYPE_REVOCATION_REP, answer.Body.Type);

        client = new CmpTestClient { Signer = client.Signer, Subject = client.Subject };
        Assert.Equal("error signerNotTrusted",
            CmpTestClient.Refusal(await client.SendAsync(ca, Rr(client, certificate))));
    }

    [Fact]
    public async Task The_issuer_in_rp_can_be_back_to_front()
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca);
        ca.Misbehave(Misbehaviour.ReorderedRdns);
        PkiMessage answer = await client.SendAsync(ca, Rr(client, client.Signer!.Certificate));
        CertId revoked =
            Assert.Single(RevRepContent.GetInstance(answer.Body.Content).GetRevCerts());
        Assert.Equal("CN=BB,OU=BB,O=BB,L=SD,ST=beijing,C=cn",
            revoked.Issuer.Name.ToString());
    }

    [Fact]
    public async Task OpenSsl_reads_the_list_and_rejects_the_certificate()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca);
        string Run(params string[] arguments)
        {
            OpenSsl.Result result = OpenSsl.Run(arguments, workingDirectory: Folder.FullName);
            return result.Text + result.Stderr;
        }

        string serial = ca.Issued[0].Serial;
        Assert.Contains("OK", Run("verify", "-crl_check", "-CRLfile", "ca/crl.der", "-CAfile",
            "ca/ca.pem", $"ca/issued/{serial}.cer"));
        ca.Revoke(serial, KeyCompromise);
        Assert.Contains("verify OK", Run("crl", "-inform", "DER", "-in", "ca/crl.der", "-CAfile",
            "ca/ca.pem", "-noout"));
        Assert.Contains("Key Compromise", Run("crl", "-inform", "DER", "-in", "ca/crl.der",
            "-noout", "-text"));
        Assert.Contains("certificate revoked", Run("verify", "-crl_check", "-CRLfile",
            "ca/crl.der", "-CAfile", "ca/ca.pem", $"ca/issued/{serial}.cer"));
    }

    [Fact]
    public async Task A_list_whose_time_is_over_is_made_anew()
    {
        await using LabCaServer ca = await StartAsync();
        var first = new X509Crl(ca.CrlDer);
        Clock.Advance(TimeSpan.FromDays(8));
        var second = new X509Crl(ca.CrlDer);
        Assert.Equal(NumberOf(first).Add(BigInteger.One), NumberOf(second));
        Assert.True(second.NextUpdate > Clock.GetUtcNow().UtcDateTime);
    }
}

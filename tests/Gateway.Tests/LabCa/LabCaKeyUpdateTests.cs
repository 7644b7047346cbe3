using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>kur and kup.</summary>
public sealed class LabCaKeyUpdateTests : LabCaTestBase
{
    private static CertId IdOf(X509Certificate certificate) =>
        new(new GeneralName(certificate.IssuerDN), new DerInteger(certificate.SerialNumber));

    private static CmpTestClient Updating(LabCaServer ca)
    {
        CmpTestClient client = SigningClient(ca);
        client.OldCertId = IdOf(client.Signer!.Certificate);
        return client;
    }

    private Task<LabCaServer> StartAsync(bool check, bool reuse) => StartAsync(new LabCaOptions
    {
        Directory = CaFolder,
        Key = CaKeyAlgorithm.P256,
        Clock = Clock,
        CheckOldCertId = check,
        KeyUpdateMayReuseKey = reuse,
    });

    [Fact]
    public async Task A_certificate_is_updated_and_the_name_may_be_left_out()
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = Updating(ca);
        client.Subject = null;
        PkiMessage answer =
            await client.SendAsync(ca, client.Ir(PkiBody.TYPE_KEY_UPDATE_REQ));
        Assert.Equal(PkiBody.TYPE_KEY_UPDATE_REP, answer.Body.Type);
        Assert.Null(CertRepMessage.GetInstance(answer.Body.Content).GetCAPubs());
        var renewed = new X509Certificate(CmpTestClient.Certificate(answer));
        Assert.Equal(client.OwnPublicKey, renewed.SubjectPublicKeyInfo);
        Assert.Equal("CN=hello", renewed.SubjectDN.ToString());
        await client.SendAsync(ca, client.CertConf(renewed.GetEncoded()));
        Assert.Equal("confirmed", ca.Issued[1].Reason);
    }

    [Theory]
    [InlineData(true, "missing", "kup badCertId")]
    [InlineData(true, "other", "kup badCertId")]
    [InlineData(false, "other", null)]
    [InlineData(false, "missing", null)]
    public async Task OldCertID_is_the_certificate_that_signs(bool check, string spoiled,
        string? refused)
    {
        await using LabCaServer ca = await StartAsync(check, reuse: true);
        CmpTestClient client = Updating(ca);
        client.OldCertId = spoiled == "missing" ? null
            : IdOf(SigningClient(ca).Signer!.Certificate);
        PkiMessage answer =
            await client.SendAsync(ca, client.Ir(PkiBody.TYPE_KEY_UPDATE_REQ));
        if (refused is null)
            Assert.NotNull(CmpTestClient.Response(answer).CertifiedKeyPair);
        else
            Assert.Equal(refused, CmpTestClient.Refusal(answer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_old_key_is_kept_only_where_that_is_allowed(bool reuse)
    {
        await using LabCaServer ca = await StartAsync(check: true, reuse);
        CmpTestClient client = Updating(ca);
        client.PublicKey = client.Signer!.Certificate.SubjectPublicKeyInfo;
        client.PopoKey = client.Signer.Key;
        PkiMessage answer =
            await client.SendAsync(ca, client.Ir(PkiBody.TYPE_KEY_UPDATE_REQ));
        if (reuse)
            Assert.NotNull(CmpTestClient.Response(answer).CertifiedKeyPair);
        else
            Assert.Equal("kup badCertTemplate", CmpTestClient.Refusal(answer));
    }
}

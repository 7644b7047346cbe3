using System;
using System.Linq;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>genm and genp, certificate profiles, confirmWaitTime.</summary>
public sealed class LabCaInformationTests : LabCaTestBase
{
    private Task<LabCaServer> StartAsync(LabCaTemplate? template = null, int chain = 1,
        string[]? profiles = null, bool confirmTime = false) => StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            Clock = Clock,
            References = References,
            RequestTemplate = template,
            ChainLength = chain,
            CertProfiles = profiles ?? [],
            AnnounceConfirmTime = confirmTime,
        });

    private static async Task<InfoTypeAndValue> AskAsync(LabCaServer ca, DerObjectIdentifier type,
        Asn1Encodable? value = null)
    {
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Body(PkiBody.TYPE_GEN_MSG,
            new GenMsgContent(new InfoTypeAndValue(type, value))));
        Assert.Equal(PkiBody.TYPE_GEN_REP, answer.Body.Type);
        return Assert.Single(
            GenRepContent.GetInstance(answer.Body.Content).ToInfoTypeAndValueArray());
    }

    [Fact]
    public async Task Ca_certificates()
    {
        await using LabCaServer ca = await StartAsync(chain: 2);
        InfoTypeAndValue answer = await AskAsync(ca, CmpObjectIdentifiers.id_it_caCerts);
        Assert.Equal(ca.ChainDer, Asn1Sequence.GetInstance(answer.InfoValue)
            .Select(one => one.GetDerEncoded()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_next_root_is_announced_by_three_certificates(int chain)
    {
        byte[][] update;
        await using (LabCaServer ca = await StartAsync(chain: chain))
        {
            Asn1Object root = Asn1Object.FromByteArray(ca.ChainDer[^1]);
            InfoTypeAndValue none =
                await AskAsync(ca, CmpObjectIdentifiers.id_it_rootCaCert, root);
            Assert.Equal(CmpObjectIdentifiers.id_it_rootCaKeyUpdate, none.InfoType);
            Assert.Null(none.InfoValue);
            update = [.. ca.RollOver()];
            Assert.Equal(update, ca.RollOver());
        }

        await using LabCaServer again = await StartAsync(chain: chain);
        byte[] oldRoot = again.ChainDer[^1];
        InfoTypeAndValue answer = await AskAsync(again, CmpObjectIdentifiers.id_it_rootCaCert,
            Asn1Object.FromByteArray(oldRoot));
        RootCaKeyUpdateContent content = RootCaKeyUpdateContent.GetInstance(answer.InfoValue);
        Assert.Equal(update, new[]
        {
            content.NewWithNew.GetEncoded(), content.NewWithOld.GetEncoded(),
            content.OldWithNew.GetEncoded(),
        });
        var (newWithNew, newWithOld, oldWithNew, old) = (new X509Certificate(update[0]),
            new X509Certificate(update[1]), new X509Certificate(update[2]),
            new X509Certificate(oldRoot));
        Assert.True(newWithNew.IsSignatureValid(newWithNew.GetPublicKey()));
        Assert.True(newWithOld.IsSignatureValid(old.GetPublicKey()));
        Assert.True(oldWithNew.IsSignatureValid(newWithNew.GetPublicKey()));
        Assert.Equal(newWithNew.SubjectPublicKeyInfo, newWithOld.SubjectPublicKeyInfo);
        Assert.Equal(old.SubjectPublicKeyInfo, oldWithNew.SubjectPublicKeyInfo);

        InfoTypeAndValue other = await AskAsync(again, CmpObjectIdentifiers.id_it_rootCaCert,
            Asn1Object.FromByteArray(update[0]));
        Assert.Null(other.InfoValue);
    }

    [Theory]
    [InlineData("rsa:3072", "1.3.6.1.5.5.7.5.1.12")]
    [InlineData("ec:p256", "1.3.6.1.5.5.7.5.1.11")]
    public async Task The_template_of_a_request(string key, string control)
    {
        Assert.True(CaKeyAlgorithm.TryParse(key, out CaKeyAlgorithm algorithm, out _));
        await using LabCaServer ca =
            await StartAsync(new LabCaTemplate("O=BB,OU=Lab", algorithm));
        InfoTypeAndValue answer = await AskAsync(ca, CmpObjectIdentifiers.id_it_certReqTemplate);
        CertReqTemplateContent content = CertReqTemplateContent.GetInstance(answer.InfoValue);
        Assert.Equal("O=BB,OU=Lab,CN=", content.CertTemplate.Subject.ToString());
        Assert.Null(content.CertTemplate.PublicKey);
        AttributeTypeAndValue spec =
            Assert.Single(content.KeySpecControls.ToAttributeTypeAndValueArray());
        Assert.Equal(control, spec.Type.Id);
        if (key == "rsa:3072")
            Assert.Equal(3072, DerInteger.GetInstance(spec.Value).IntValueExact);
        else
            Assert.Equal(SecObjectIdentifiers.SecP256r1,
                AlgorithmIdentifier.GetInstance(spec.Value).Parameters);
    }

    [Fact]
    public async Task Without_a_template_there_is_no_value()
    {
        await using LabCaServer ca = await StartAsync();
        InfoTypeAndValue answer = await AskAsync(ca, CmpObjectIdentifiers.id_it_certReqTemplate);
        Assert.Null(answer.InfoValue);
    }

    [Fact]
    public async Task The_revocation_list_only_to_who_has_an_older_one()
    {
        await using LabCaServer ca = await StartAsync();
        var list = new X509Crl(ca.CrlDer);
        async Task<InfoTypeAndValue> Ask(DateTime? known, X509Name? issuer = null) =>
            await AskAsync(ca, CmpObjectIdentifiers.id_it_crlStatusList, new DerSequence(
                new CrlStatus(new CrlSource(null, new GeneralNames(
                    new GeneralName(issuer ?? list.IssuerDN))),
                    known is { } time ? new Time(time) : null)));

        foreach (DateTime? older in new DateTime?[] { null, list.ThisUpdate.AddSeconds(-1) })
        {
            InfoTypeAndValue answer = await Ask(older);
            Assert.Equal(CmpObjectIdentifiers.id_it_crls, answer.InfoType);
            Assert.Equal(ca.CrlDer,
                Assert.Single(Asn1Sequence.GetInstance(answer.InfoValue)).GetDerEncoded());
        }

        Assert.Null((await Ask(list.ThisUpdate)).InfoValue);
        Assert.Null((await Ask(null, new X509Name("CN=Another"))).InfoValue);
    }

    [Fact]
    public async Task Profiles_are_recorded_and_unknown_ones_refused()
    {
        await using LabCaServer ca = await StartAsync(profiles: ["device", "server"]);
        var client = new CmpTestClient { CertProfile = "device" };
        await client.SendAsync(ca, client.Ir());
        LabCaRequest seen = Assert.Single(ca.Requests);
        Assert.Equal(("ir", "device", "/pkix/"), (seen.Body, seen.CertProfile, seen.Path));
        client = new CmpTestClient { CertProfile = "printer" };
        Assert.Equal("error unacceptedPolicy",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.Ir())));
    }

    [Fact]
    public async Task ConfirmWaitTime_tells_the_deadline()
    {
        await using LabCaServer ca = await StartAsync(confirmTime: true);
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        InfoTypeAndValue info = Assert.Single(answer.Header.GetGeneralInfo());
        Assert.Equal(CmpObjectIdentifiers.it_confirmWaitTime, info.InfoType);
        DateTime until = DerGeneralizedTime.GetInstance(info.InfoValue).ToDateTime();
        Assert.InRange(until - Clock.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(299),
            TimeSpan.FromSeconds(300));
    }
}

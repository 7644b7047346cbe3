using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using X509Certificate = Org.BouncyCastle.X509.X509Certificate;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>Requests and answers under a signature.</summary>
public sealed class LabCaSignatureTests : LabCaTestBase
{
    private const string OtherName = "CN=Another";

    [Theory]
    [InlineData("SHA256WITHRSA")]
    [InlineData("SHA512WITHRSA")]
    [InlineData("SHA256WITHRSAANDMGF1")]
    [InlineData("SHA256WITHECDSA")]
    [InlineData("SHA384WITHECDSA")]
    public async Task A_client_with_a_certificate_signs_its_requests(string algorithm)
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca, algorithm: algorithm);
        PkiMessage answer = await client.SendAsync(ca, client.Ir(PkiBody.TYPE_CERT_REQ));
        Assert.Equal(PkiBody.TYPE_CERT_REP, answer.Body.Type);
        Assert.Null(CertRepMessage.GetInstance(answer.Body.Content).GetCAPubs());
        Assert.Equal(ca.CertificateDer, answer.GetExtraCerts()[0].GetDerEncoded());
        client.Signer!.SendsCertificate = false; // Known from the first message.
        PkiMessage done = await client.SendAsync(ca,
            client.CertConf(CmpTestClient.Certificate(answer)));
        Assert.Equal(PkiBody.TYPE_CONFIRM, done.Body.Type);
        Assert.Equal([CertificateStatus.Valid, CertificateStatus.Valid],
            ca.Issued.Select(one => one.Status));
    }

    [Theory]
    [InlineData("error badMessageCheck", "key")]
    [InlineData("error badMessageCheck", "noCertificate")]
    [InlineData("error badMessageCheck", "sender")]
    [InlineData("error badMessageCheck", "kid")]
    [InlineData("error badAlg", "algorithm")]
    [InlineData("error signerNotTrusted", "revoked")]
    [InlineData("error signerNotTrusted", "expired")]
    [InlineData("error signerNotTrusted", "pending")]
    [InlineData("error signerNotTrusted", "stranger")]
    public async Task A_signature_that_does_not_hold_is_refused(string expected, string spoiled)
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca, algorithm: spoiled == "algorithm"
            ? "SHA1WITHRSA" : "SHA256WITHECDSA",
            validity: spoiled == "expired" ? TimeSpan.FromDays(-1) : null);
        int issued = ca.Issued.Count;
        switch (spoiled)
        {
            case "key":
                client.Signer!.Key = TestSigner.EcKey().Private;
                break;
            case "noCertificate":
                client.Signer!.SendsCertificate = false;
                break;
            case "sender":
                client.Signer!.Sender = new X509Name(OtherName);
                break;
            case "kid":
                client.Signer!.Kid = new byte[20];
                break;
            case "revoked":
                ca.Revoke(ca.Issued[0].Serial, 1);
                break;
            case "pending":
                var first = new CmpTestClient();
                byte[] pending = CmpTestClient.Certificate(
                    await first.SendAsync(ca, first.Ir()));
                client.Signer = new TestSigner(pending, first.OwnKey, "SHA256WITHECDSA");
                issued++;
                break;
            case "stranger":
                client.Signer = await StrangerAsync();
                break;
        }

        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        Assert.Equal(expected, CmpTestClient.Refusal(answer));
        Assert.Equal(issued, ca.Issued.Count);
    }

    private async Task<TestSigner> StrangerAsync(string folder = "stranger")
    {
        await using LabCaServer other = await StartAsync(Options(folder));
        return SigningClient(other).Signer!;
    }

    private LabCaOptions Options(string folder) => new()
    {
        Directory = System.IO.Path.Combine(Folder.FullName, folder),
        Key = CaKeyAlgorithm.P256,
        Clock = Clock,
    };

    [Fact]
    public async Task A_certificate_of_another_authority_may_sign_when_that_one_is_an_anchor()
    {
        byte[] anchor;
        TestSigner signer;
        await using (LabCaServer maker = await StartAsync(Options("maker")))
        {
            anchor = maker.CertificateDer;
            signer = SigningClient(maker, OtherName).Signer!;
        }

        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            Clock = Clock,
            ClientAnchors = [anchor],
        });
        var client = new CmpTestClient { Signer = signer };
        await client.EnrolAsync(ca);
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, false)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, true)]
    [InlineData(X509KeyUsageFlags.None, true)]
    public async Task A_key_usage_must_allow_to_sign(X509KeyUsageFlags usage, bool accepted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Device", key, HashAlgorithmName.SHA256);
        if (usage != X509KeyUsageFlags.None)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        using X509Certificate2 own = request.CreateSelfSigned(
            Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(1));
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            Clock = Clock,
            ClientAnchors = [own.RawData],
        });
        var client = new CmpTestClient
        {
            Signer = new TestSigner(own.RawData,
                PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()), "SHA256WITHECDSA"),
        };
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        if (accepted)
            Assert.NotNull(CmpTestClient.Response(answer).CertifiedKeyPair);
        else
            Assert.Equal("error signerNotTrusted", CmpTestClient.Refusal(answer));
    }

    [Theory]
    [InlineData(false, false, "1.2.840.113549.1.1.11", true)]
    [InlineData(false, true, "1.2.840.113549.1.1.11", false)]
    [InlineData(true, false, "1.2.840.113549.1.1.10", true)]
    public async Task Rsa_answers_with_and_without_pss_and_null(bool pss, bool omitNull, string oid,
        bool hasParameters)
    {
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = new CaKeyAlgorithm(2048, null),
            Clock = Clock,
            References = References,
            AnswerBySignature = true,
            AnswerByPss = pss,
            OmitNullParameters = omitNull,
        });
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        Assert.Equal(oid, answer.Header.ProtectionAlg.Algorithm.Id);
        Assert.Equal(hasParameters, answer.Header.ProtectionAlg.Parameters is not null);
    }

    [Fact]
    public async Task An_ra_signs_in_place_of_the_ca()
    {
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P384,
            Clock = Clock,
            Signer = LabCaSigner.Ra,
            SignerKey = CaKeyAlgorithm.P256,
        });
        CmpTestClient client = SigningClient(ca);
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        CmpCertificate[] certificates = answer.GetExtraCerts();
        var ra = new X509Certificate(certificates[0].X509v3PKCert);
        Assert.Equal(ca.CertificateDer, certificates[1].GetDerEncoded());
        Assert.True(ra.IsSignatureValid(new X509Certificate(ca.CertificateDer).GetPublicKey()));
        Assert.Equal("1.3.6.1.5.5.7.3.28", Assert.Single(ra.GetExtendedKeyUsage()).Id);
        Assert.True(ra.GetKeyUsage()[0]);
        byte[] certificate = CmpTestClient.Certificate(answer);
        byte[] hash = SHA384.HashData(certificate);
        PkiMessage done = await client.SendAsync(ca, client.CertConf(certificate, hash: hash));
        Assert.Equal(PkiBody.TYPE_CONFIRM, done.Body.Type); // P-384 signs with SHA-384.
    }

    [Fact]
    public async Task A_chain_of_four_makes_large_answers()
    {
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            Clock = Clock,
            References = References,
            ChainLength = 4,
            CertificatePadding = 3000,
        });
        var client = new CmpTestClient();
        byte[] raw = await CmpTestClient.PostBytesAsync(ca, client.Ir());
        Assert.InRange(raw.Length, 14 * 1024, 20 * 1024);
        PkiMessage answer = PkiMessage.GetInstance(Asn1Object.FromByteArray(raw));
        X509Certificate[] chain = [.. answer.GetExtraCerts()
            .Select(one => new X509Certificate(one.X509v3PKCert))];
        Assert.Equal(ca.ChainDer, chain.Select(one => one.GetEncoded()));
        Assert.Equal(4, chain.Length);
        for (int i = 0; i < 4; i++)
            Assert.True(chain[i].IsSignatureValid(chain[Math.Min(i + 1, 3)].GetPublicKey()));
        byte[] anchor = Assert.Single(CertRepMessage.GetInstance(answer.Body.Content).GetCAPubs())
            .GetDerEncoded();
        Assert.Equal(ca.ChainDer[3], anchor);
    }

    [Fact]
    public async Task Damaged_bytes_get_an_error_and_never_a_certificate()
    {
        await using LabCaServer ca = await StartAsync();
        CmpTestClient client = SigningClient(ca);
        byte[] ir = client.Ir();
        var random = new Random(20261124);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. ir];
            if (i % 5 == 0)
                damaged = damaged[..random.Next(1, damaged.Length)];
            else
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            byte[] body = await CmpTestClient.PostBytesAsync(ca, damaged, expectOk: false);
            Assert.True(body.Length > 0, Log.Last());
            PkiMessage answer = PkiMessage.GetInstance(Asn1Object.FromByteArray(body));
            Assert.Equal(PkiBody.TYPE_ERROR, answer.Body.Type);
        }

        Assert.Single(ca.Issued);
        Assert.DoesNotContain(Log, line => line.Contains("internal fault"));
        await client.SendAsync(ca, ir);
    }

    [Fact]
    public async Task The_chain_survives_a_restart()
    {
        LabCaOptions options = new()
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            Clock = Clock,
            ChainLength = 3,
        };
        byte[][] chain;
        await using (LabCaServer ca = await StartAsync(options))
            chain = [.. ca.ChainDer];
        await using LabCaServer again = await StartAsync(options);
        Assert.Equal(chain, again.ChainDer);
    }
}

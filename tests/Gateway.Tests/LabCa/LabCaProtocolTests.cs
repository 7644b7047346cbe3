using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>What the lab CA refuses, in CMP and in HTTP, and what it remembers.</summary>
public sealed class LabCaProtocolTests : LabCaTestBase
{
    [Theory]
    [InlineData("1.3.14.3.2.26", "1.3.6.1.5.5.8.1.2", 20)]
    [InlineData("1.3.14.3.2.26", "1.2.840.113549.2.7", 20)]
    [InlineData("2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9", 32)]
    [InlineData("2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10", 48)]
    [InlineData("2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11", 64)]
    [InlineData("2.16.840.1.101.3.4.2.1", "1.3.6.1.5.5.8.1.2", 20)]
    public async Task Enrols_and_answers_under_the_parameters_of_the_request(string owf, string mac,
        int macLength)
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient { OneWayFunction = owf, Mac = mac, Iterations = 321 };
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        PbmParameter parameters = PbmParameter.GetInstance(answer.Header.ProtectionAlg.Parameters);
        Assert.Equal((owf, mac, 321), (parameters.Owf.Algorithm.Id, parameters.Mac.Algorithm.Id,
            parameters.IterationCount.IntValueExact));
        Assert.Equal(macLength, answer.Protection.GetOctets().Length);
        Assert.Equal(CertificateStatus.Pending, Assert.Single(ca.Issued).Status);

        PkiMessage done = await client.SendAsync(ca,
            client.CertConf(CmpTestClient.Certificate(answer)));
        Assert.Equal(PkiBody.TYPE_CONFIRM, done.Body.Type);
        Assert.Equal(parameters.Salt,
            PbmParameter.GetInstance(done.Header.ProtectionAlg.Parameters).Salt);
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);
    }

    [Theory]
    [InlineData("error badMessageCheck", "password")]
    [InlineData("error notAuthorized", "reference")]
    [InlineData("error unsupportedVersion", "pvno")]
    [InlineData("error badDataFormat", "noTransaction")]
    [InlineData("error badDataFormat", "shortTransaction")]
    [InlineData("error badSenderNonce", "noNonce")]
    [InlineData("error badSenderNonce", "shortNonce")]
    [InlineData("error badAlg", "iterationsLow")]
    [InlineData("error badAlg", "iterationsHigh")]
    [InlineData("error badAlg", "salt")]
    [InlineData("error wrongAuthority", "recipientOrder")]
    [InlineData("error wrongAuthority", "recipient")]
    [InlineData("error badRequest", "two")]
    [InlineData("error wrongIntegrity", "kur")]
    [InlineData("ip badPOP", "raVerified")]
    [InlineData("ip badPOP", "popoKey")]
    [InlineData("ip badCertTemplate", "noSubject")]
    [InlineData("ip badCertTemplate", "rsa1024")]
    [InlineData("ip badAlg", "p521")]
    [InlineData("ip badCertTemplate", "unknownKey")]
    public async Task Refuses_what_is_wrong_with_a_request(string expected, string spoiled)
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        Action change = spoiled switch
        {
            "password" => () => client.Password = "wrong",
            "reference" => () => client.Reference = "nobody",
            "pvno" => () => client.Pvno = 1,
            "noTransaction" => () => client.TransactionId = null,
            "shortTransaction" => () => client.TransactionId = new byte[15],
            "noNonce" => () => client.SenderNonce = null,
            "shortNonce" => () => client.SenderNonce = new byte[15],
            "iterationsLow" => () => client.Iterations = 99,
            "iterationsHigh" => () => client.Iterations = 100_001,
            "salt" => () => client.SaltLength = 4,
            "recipientOrder" => () => client.Recipient = "CN=BB,OU=BB,O=BB,L=SD,ST=beijing,C=cn",
            "recipient" => () => client.Recipient = "CN=Other",
            "two" => () => client.Requests = 2,
            "raVerified" => () => client.RaVerified = true,
            "popoKey" => () => client.PopoKey = new CmpTestClient().OwnKey,
            "noSubject" => () => client.Subject = null,
            "rsa1024" => () => client.PublicKey = RsaKey(1024),
            "p521" => () => client.PublicKey = P521Key(),
            "unknownKey" => () => client.PublicKey = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new DerObjectIdentifier("1.2.3.4")), new byte[32]),
            _ => () => { },
        };
        change();
        byte[] message = client.Ir(spoiled == "kur" ? PkiBody.TYPE_KEY_UPDATE_REQ
            : PkiBody.TYPE_INIT_REQ);

        byte[] body = await CmpTestClient.PostBytesAsync(ca, message);
        PkiMessage answer = PkiMessage.GetInstance(Asn1Object.FromByteArray(body));
        Assert.Equal(expected, CmpTestClient.Refusal(answer));
        Assert.Empty(ca.Issued);
        string[] beforeMac = ["reference", "pvno", "noTransaction", "shortTransaction", "noNonce",
            "shortNonce",
            "iterationsLow", "iterationsHigh", "salt"];
        Assert.Equal(!beforeMac.Contains(spoiled), answer.Protection is not null);
        if (spoiled == "password")
            client.Password = CmpTestClient.Secret;
        if (answer.Protection is not null)
            Assert.True(client.MacFits(answer));
    }

    private static SubjectPublicKeyInfo RsaKey(int bits)
    {
        using RSA rsa = RSA.Create(bits);
        return SubjectPublicKeyInfo.GetInstance(
            Asn1Object.FromByteArray(rsa.ExportSubjectPublicKeyInfo()));
    }

    private static SubjectPublicKeyInfo P521Key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        return SubjectPublicKeyInfo.GetInstance(
            Asn1Object.FromByteArray(key.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public async Task An_unprotected_message_is_not_authorized()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        PkiMessage signed = PkiMessage.GetInstance(Asn1Object.FromByteArray(client.Ir()));
        var bare = new PkiMessage(signed.Header, signed.Body);
        PkiMessage answer = await client.SendAsync(ca, bare.GetDerEncoded(), isProtected: false);
        Assert.Equal("error notAuthorized", CmpTestClient.Refusal(answer));
    }

    [Fact]
    public async Task The_same_message_again_gets_the_same_certificate_and_another_one_does_not()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] ir = client.Ir();
        byte[] first = await CmpTestClient.PostBytesAsync(ca, ir);
        byte[] second = await CmpTestClient.PostBytesAsync(ca, ir);
        Assert.Equal(first, second);
        Assert.Single(ca.Issued);

        client.SenderNonce = RandomNumberGenerator.GetBytes(16);
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        Assert.Equal("error transactionIdInUse", CmpTestClient.Refusal(answer));
        Assert.Single(ca.Issued);
    }

    [Theory]
    [InlineData("nonce", "badRecipientNonce", CertificateStatus.Pending)]
    [InlineData("hash", "badCertId", CertificateStatus.Revoked)]
    [InlineData("transaction", "badRequest", CertificateStatus.Pending)]
    [InlineData("reference", "notAuthorized", CertificateStatus.Pending)]
    public async Task A_wrong_certConf_is_refused(string spoiled, string failInfo,
        CertificateStatus left)
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] certificate = CmpTestClient.Certificate(await client.SendAsync(ca, client.Ir()));
        if (spoiled == "nonce")
            client.RecipNonce = new byte[16];
        if (spoiled == "transaction")
            client.TransactionId = new byte[16];
        if (spoiled == "reference")
            (client.Reference, client.Password) = ("5678", "another secret");
        PkiMessage answer = await client.SendAsync(
            ca, client.CertConf(certificate, hash: spoiled == "hash" ? new byte[32] : null));
        Assert.Equal("error " + failInfo, CmpTestClient.Refusal(answer));
        Assert.Equal(left, Assert.Single(ca.Issued).Status);
    }

    [Fact]
    public async Task A_certificate_that_the_client_rejects_is_revoked()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] certificate = CmpTestClient.Certificate(await client.SendAsync(ca, client.Ir()));
        PkiMessage answer = await client.SendAsync(ca, client.CertConf(certificate, status: 2));
        Assert.Equal(PkiBody.TYPE_CONFIRM, answer.Body.Type);
        IssuedCertificate issued = Assert.Single(ca.Issued);
        Assert.Equal(CertificateStatus.Revoked, issued.Status);
        Assert.Equal("rejected by the client: incorrectData, not mine", issued.Reason);

        answer = await client.SendAsync(ca, client.CertConf(certificate));
        Assert.Equal("error certConfirmed", CmpTestClient.Refusal(answer));
    }

    [Fact]
    public async Task A_certificate_that_nobody_confirms_is_revoked_in_time()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        await client.SendAsync(ca, client.Ir());
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(CertificateStatus.Pending, Assert.Single(ca.Issued).Status);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("not confirmed in time", Assert.Single(ca.Issued).Reason);
        Assert.Equal(CertificateStatus.Revoked, Assert.Single(ca.Issued).Status);
    }

    [Fact]
    public async Task Transactions_are_bounded()
    {
        await using LabCaServer ca = await StartAsync(transactionsMax: 2);
        for (int i = 0; i < 2; i++)
        {
            var client = new CmpTestClient();
            await client.SendAsync(ca, client.Ir());
        }

        var third = new CmpTestClient();
        Assert.Equal("error systemUnavail",
            CmpTestClient.Refusal(await third.SendAsync(ca, third.Ir())));
        Clock.Advance(TimeSpan.FromMinutes(5));
        await third.SendAsync(ca, third.Ir());
        Assert.Equal(3, ca.Issued.Count);
    }

    [Fact]
    public async Task A_restart_keeps_the_ca_and_what_it_issued()
    {
        byte[] certificate;
        var client = new CmpTestClient();
        await using (LabCaServer ca = await StartAsync())
        {
            certificate = ca.CertificateDer;
            PkiMessage answer = await client.SendAsync(ca, client.Ir());
            await client.SendAsync(ca, client.CertConf(CmpTestClient.Certificate(answer)));
            var lost = new CmpTestClient();
            await lost.SendAsync(ca, lost.Ir());
            LabCaException busy = await Assert.ThrowsAsync<LabCaException>(() => StartAsync());
            Assert.Contains("in use", busy.Message);
        }

        await using LabCaServer again = await StartAsync();
        Assert.Equal(certificate, again.CertificateDer);
        Assert.Equal([CertificateStatus.Valid, CertificateStatus.Revoked],
            again.Issued.Select(one => one.Status));
        Assert.Equal(File.ReadAllBytes(
            Path.Combine(CaFolder, "issued", again.Issued[0].Serial + ".cer")),
            again.Issued[0].Der);
        Assert.Equal("error transactionIdInUse",
            CmpTestClient.Refusal(await client.SendAsync(again, client.Ir())));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(CaFolder, "ca.key")));
    }

    [Fact]
    public async Task An_existing_folder_is_not_taken_for_another_ca()
    {
        await (await StartAsync()).DisposeAsync();
        LabCaException wrong = await Assert.ThrowsAsync<LabCaException>(() =>
            StartAsync(key: CaKeyAlgorithm.P384));
        Assert.Contains("ec:p256, not ec:p384", wrong.Message);
        File.WriteAllText(Path.Combine(CaFolder, "index.jsonl"), "{\"serial\":");
        wrong = await Assert.ThrowsAsync<LabCaException>(() => StartAsync());
        Assert.Contains("line 1", wrong.Message);
        File.Delete(Path.Combine(CaFolder, "index.jsonl"));
        File.Delete(Path.Combine(CaFolder, "ca.key"));
        wrong = await Assert.ThrowsAsync<LabCaException>(() => StartAsync());
        Assert.Contains("no ca.key", wrong.Message);
    }

    [Fact]
    public async Task Damaged_bytes_get_an_error_and_never_a_certificate()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] ir = client.Ir();
        var random = new Random(20261123);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. ir];
            if (i % 3 == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            else
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            byte[] body = await CmpTestClient.PostBytesAsync(ca, damaged, expectOk: false);
            PkiMessage answer = PkiMessage.GetInstance(Asn1Object.FromByteArray(body));
            Assert.Equal(PkiBody.TYPE_ERROR, answer.Body.Type);
        }

        Assert.Empty(ca.Issued);
        Assert.DoesNotContain(Log, line => line.Contains("internal fault"));
        await client.SendAsync(ca, ir);
    }

    [Fact]
    public async Task Deep_nesting_does_not_end_the_server()
    {
        await using LabCaServer ca = await StartAsync();
        byte[] indefinite = [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 30_000).SelectMany(pair =>
            pair)];
        using HttpResponseMessage response = await CmpTestClient.PostAsync(ca, indefinite);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("badDataFormat", Log.Last());
    }

    [Theory]
    [InlineData("POST", "/other", "application/pkixcmp", 1, 404)]
    [InlineData("POST", "/.well-known/est", "application/pkixcmp", 1, 404)]
    [InlineData("POST", "/.well-known/cmp/p", "application/pkixcmp", 1, 404)]
    [InlineData("POST", "/.well-known/cmp/a/b", "application/pkixcmp", 1, 404)]
    [InlineData("POST", "/.well-known/cmp/p/name/a/b", "application/pkixcmp", 1, 404)]
    [InlineData("POST", "/.well-known/cmp/initialization", "application/pkixcmp", 1, 400)]
    [InlineData("POST", "/.well-known/cmp/p/name", "application/pkixcmp", 1, 400)]
    [InlineData("POST", "/.well-known/cmp/p/name/keyupdate", "application/pkixcmp", 1, 400)]
    [InlineData("POST", "/crl", "application/pkixcmp", 1, 404)]
    [InlineData("GET", "/pkix/", "application/pkixcmp", 0, 405)]
    [InlineData("PUT", "/", "application/pkixcmp", 1, 405)]
    [InlineData("POST", "/", "text/plain", 1, 415)]
    [InlineData("POST", "/pkix/", "application/pkixcmp-poll", 1, 415)]
    [InlineData("POST", "/", "application/pkixcmp", 64 * 1024 + 1, 413)]
    [InlineData("POST", "/", "application/pkixcmp", 0, 400)]
    [InlineData("POST", "/", "application/pkixcmp", 1, 400)]
    [InlineData("POST", "/.well-known/cmp", "APPLICATION/PKIXCMP; x=y", 64 * 1024, 400)]
    public async Task Http_misuse_gets_its_status(string method, string path, string type,
        int length, int status)
    {
        await using LabCaServer ca = await StartAsync();
        using var http = new HttpClient();
        foreach (bool chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method),
                $"http://{ca.Endpoint}{path}");
            if (method != "GET")
            {
                request.Content = new ByteArrayContent(new byte[length]);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                request.Headers.TransferEncodingChunked = chunked;
            }

            using HttpResponseMessage response =
                await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)response.StatusCode);
        }

        Assert.Equal(2, Log.Count);
        Assert.Empty(ca.Issued);
    }
}

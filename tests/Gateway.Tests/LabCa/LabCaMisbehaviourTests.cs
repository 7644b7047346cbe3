using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>Every way to fail shows, counts its answers, and ends.</summary>
public sealed class LabCaMisbehaviourTests : LabCaTestBase
{
    private static PkiMessage Parse(byte[] body) =>
        PkiMessage.GetInstance(Asn1Object.FromByteArray(body));

    [Fact]
    public async Task Header_and_mac_are_spoiled_for_so_many_answers()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] ir = client.Ir();
        ca.Misbehave(Misbehaviour.WrongMac, answers: 1, skip: 1);
        Assert.True(client.MacFits(Parse(await CmpTestClient.PostBytesAsync(ca, ir))));
        Assert.False(client.MacFits(Parse(await CmpTestClient.PostBytesAsync(ca, ir))));
        Assert.True(client.MacFits(Parse(await CmpTestClient.PostBytesAsync(ca, ir))));

        ca.Misbehave(Misbehaviour.WrongNonce);
        PkiMessage answer = Parse(await CmpTestClient.PostBytesAsync(ca, ir));
        Assert.NotEqual(client.SenderNonce, answer.Header.RecipNonce.GetOctets());
        Assert.True(client.MacFits(answer));
        ca.Behave();

        ca.Misbehave(Misbehaviour.WrongTransactionId, answers: 1);
        answer = Parse(await CmpTestClient.PostBytesAsync(ca, ir));
        Assert.NotEqual(client.TransactionId, answer.Header.TransactionID.GetOctets());
        Assert.True(client.MacFits(answer));
        await client.SendAsync(ca, ir);
        Assert.Single(ca.Issued);
    }

    [Fact]
    public async Task The_certificate_is_for_another_key()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        ca.Misbehave(Misbehaviour.CertificateForAnotherKey, answers: 1);
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        CmpCertificate certificate =
            CmpTestClient.Response(answer).CertifiedKeyPair.CertOrEncCert.Certificate;
        Assert.NotEqual(client.OwnPublicKey, certificate.X509v3PKCert.SubjectPublicKeyInfo);
        await client.SendAsync(ca, client.CertConf(certificate.GetDerEncoded(), status: 2));
        Assert.Equal(CertificateStatus.Revoked, Assert.Single(ca.Issued).Status);
    }

    [Fact]
    public async Task Rejections_and_errors()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        ca.Misbehave(Misbehaviour.Reject(CmpFailInfo.DuplicateCertReq, "had it"), answers: 1);
        Assert.Equal("ip duplicateCertReq",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.Ir())));

        client = new CmpTestClient();
        ca.Misbehave(Misbehaviour.ErrorMessage(CmpFailInfo.SystemFailure, "broken"), answers: 1);
        Assert.Equal("error systemFailure",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.Ir())));
        ca.Misbehave(Misbehaviour.UnprotectedError(CmpFailInfo.BadTime, "late"), answers: 1);
        Assert.Equal("error badTime",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.Ir(), isProtected: false)));
        Assert.Empty(ca.Issued);

        ca.Misbehave(Misbehaviour.NoCaPubs, answers: 1);
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        Assert.Empty(CertRepMessage.GetInstance(answer.Body.Content).GetCAPubs() ?? []);
        Assert.Single(ca.Issued);
    }

    [Fact]
    public async Task Answers_are_cut_blown_up_replaced_or_refused()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] ir = client.Ir();
        byte[] whole = await CmpTestClient.PostBytesAsync(ca, ir);

        ca.Misbehave(Misbehaviour.TruncatedAnswer(100), answers: 1);
        Assert.Equal(whole[..100], await CmpTestClient.PostBytesAsync(ca, ir));
        ca.Misbehave(Misbehaviour.GarbageAnswer, answers: 1);
        Assert.All(await CmpTestClient.PostBytesAsync(ca, ir), octet => Assert.Equal(0xA5, octet));
        foreach (bool chunked in new[] { false, true })
        {
            ca.Misbehave(Misbehaviour.OversizedAnswer(25 * 1024, chunked), answers: 1);
            using HttpResponseMessage big = await CmpTestClient.PostAsync(ca, ir);
            Assert.Equal(chunked, big.Headers.TransferEncodingChunked ?? false);
            byte[] body = await big.Content.ReadAsByteArrayAsync(
                TestContext.Current.CancellationToken);
            Assert.InRange(body.Length, 25 * 1024, 40 * 1024);
            Assert.True(client.MacFits(Parse(body)));
        }

        ca.Misbehave(Misbehaviour.HttpStatus(503), answers: 1);
        using HttpResponseMessage refused = await CmpTestClient.PostAsync(ca, ir);
        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Equal(whole, await CmpTestClient.PostBytesAsync(ca, ir));
    }

    [Fact]
    public async Task Connections_break_wait_or_hang()
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] ir = client.Ir();
        ca.Misbehave(Misbehaviour.DropConnection, answers: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() =>
            CmpTestClient.PostBytesAsync(ca, ir));
        ca.Misbehave(Misbehaviour.CutConnection(50), answers: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() =>
            CmpTestClient.PostBytesAsync(ca, ir));
        ca.Misbehave(Misbehaviour.Delay(TimeSpan.FromMilliseconds(50)), answers: 1);
        await client.SendAsync(ca, ir);

        ca.Misbehave(Misbehaviour.NeverAnswer);
        using var patience = new CancellationTokenSource();
        using var http = new HttpClient();
        var content = new ByteArrayContent(ir);
        content.Headers.Add("Content-Type", "application/pkixcmp");
        Task<HttpResponseMessage> hanging =
            http.PostAsync(new Uri(ca.Url), content, patience.Token);
        while (!Log.Any(line => line.Contains("not sent")))
            await Task.Yield();
        Assert.False(hanging.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }
}

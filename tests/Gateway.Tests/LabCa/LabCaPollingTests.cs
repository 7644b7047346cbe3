using System.Linq;
using System.Threading.Tasks;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>Certificates and whole answers that come later.</summary>
public sealed class LabCaPollingTests : LabCaTestBase
{
    private Task<LabCaServer> StartAsync(int polls = 0, int delayed = 0,
        bool firstNonce = false) => StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            Clock = Clock,
            References = References,
            PollCount = polls,
            DelayedPolls = delayed,
            CheckAfterSeconds = 7,
            FinalAnswerToFirstNonce = firstNonce,
        });

    private static void AssertPollRep(PkiMessage answer, int certReqId)
    {
        Assert.Equal(PkiBody.TYPE_POLL_REP, answer.Body.Type);
        PollRepContent content = PollRepContent.GetInstance(answer.Body.Content);
        Assert.Equal(1, content.Count);
        Assert.Equal((certReqId, 7), (content.GetCertReqID(0).IntValueExact,
            content.GetCheckAfter(0).IntValueExact));
    }

    [Fact]
    public async Task A_certificate_comes_after_the_polls()
    {
        await using LabCaServer ca = await StartAsync(polls: 2);
        var client = new CmpTestClient();
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        CertResponse waiting = CmpTestClient.Response(answer);
        Assert.Equal((3, 0), (waiting.Status.Status.IntValueExact,
            waiting.CertReqID.IntValueExact));
        Assert.Empty(ca.Issued);
        AssertPollRep(await client.SendAsync(ca, client.PollReq(0)), 0);
        AssertPollRep(await client.SendAsync(ca, client.PollReq(0)), 0);
        answer = await client.SendAsync(ca, client.PollReq(0));
        Assert.Equal(PkiBody.TYPE_INIT_REP, answer.Body.Type);
        await client.SendAsync(ca, client.CertConf(CmpTestClient.Certificate(answer)));
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);
    }

    [Fact]
    public async Task Polling_for_nothing_or_for_something_else_is_refused()
    {
        await using LabCaServer ca = await StartAsync(polls: 1);
        var client = new CmpTestClient();
        Assert.Equal("error badRequest",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.PollReq(0))));
        client = new CmpTestClient();
        PkiMessage first = await client.SendAsync(ca, client.Ir());
        Assert.Equal("error badRequest",
            CmpTestClient.Refusal(await client.SendAsync(ca, client.PollReq(-1))));
        client.RecipNonce = first.Header.SenderNonce.GetOctets();
        AssertPollRep(await client.SendAsync(ca, client.PollReq(0)), 0);
    }

    [Fact]
    public async Task Every_answer_can_come_later()
    {
        await using LabCaServer ca = await StartAsync(delayed: 1);
        var client = new CmpTestClient();
        PkiMessage answer = await Later(ca, client, client.Ir());
        Assert.Equal(PkiBody.TYPE_INIT_REP, answer.Body.Type);
        answer = await Later(ca, client, client.CertConf(CmpTestClient.Certificate(answer)));
        Assert.Equal(PkiBody.TYPE_CONFIRM, answer.Body.Type);
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);

        client = new CmpTestClient();
        answer = await Later(ca, client, client.Body(PkiBody.TYPE_GEN_MSG,
            new GenMsgContent(new InfoTypeAndValue(CmpObjectIdentifiers.id_it_caCerts))));
        Assert.Equal(PkiBody.TYPE_GEN_REP, answer.Body.Type);
    }

    private static async Task<PkiMessage> Later(LabCaServer ca, CmpTestClient client,
        byte[] message)
    {
        PkiMessage notice = await client.SendAsync(ca, message);
        Assert.Equal(3, ErrorMsgContent.GetInstance(notice.Body.Content).PkiStatusInfo.Status
            .IntValueExact);
        AssertPollRep(await client.SendAsync(ca, client.PollReq(-1)), -1);
        return await client.SendAsync(ca, client.PollReq(-1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_answer_names_the_last_nonce_or_the_first(bool firstNonce)
    {
        await using LabCaServer ca = await StartAsync(polls: 1, firstNonce: firstNonce);
        var client = new CmpTestClient();
        byte[] first = client.SenderNonce!;
        await client.SendAsync(ca, client.Ir());
        await client.SendAsync(ca, client.PollReq(0));
        byte[] last = client.SenderNonce!;
        byte[] body = await CmpTestClient.PostBytesAsync(ca, client.PollReq(0));
        PkiMessage answer = PkiMessage.GetInstance(Asn1Object.FromByteArray(body));
        Assert.Equal(PkiBody.TYPE_INIT_REP, answer.Body.Type);
        Assert.Equal(firstNonce ? first : last, answer.Header.RecipNonce.GetOctets());
    }

    [Fact]
    public async Task Misbehaving_polls()
    {
        await using LabCaServer ca = await StartAsync();
        ca.Misbehave(Misbehaviour.WaitForEver, answers: 1);
        ca.Misbehave(Misbehaviour.WrongPollId, answers: 1);
        var client = new CmpTestClient();
        await client.SendAsync(ca, client.Ir());
        PkiMessage answer = await client.SendAsync(ca, client.PollReq(0));
        Assert.Equal(2, PollRepContent.GetInstance(answer.Body.Content).GetCertReqID(0)
            .IntValueExact);
        foreach (int _ in Enumerable.Range(0, 5))
            AssertPollRepOf(await client.SendAsync(ca, client.PollReq(0)), 1);

        ca.Misbehave(Misbehaviour.HugeCheckAfter, answers: 1);
        client = new CmpTestClient();
        await client.SendAsync(ca, client.Ir());
        AssertPollRepOf(await client.SendAsync(ca, client.PollReq(0)), int.MaxValue);

        ca.Misbehave(Misbehaviour.DelayedDelivery(1), answers: 1);
        client = new CmpTestClient();
        answer = await client.SendAsync(ca, client.Ir());
        Assert.Equal(PkiBody.TYPE_ERROR, answer.Body.Type);
    }

    private static void AssertPollRepOf(PkiMessage answer, int checkAfter) => Assert.Equal(
        checkAfter,
        PollRepContent.GetInstance(answer.Body.Content).GetCheckAfter(0).IntValueExact);
}

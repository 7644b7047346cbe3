using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Gateway.LabCa;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>Ways to fail that show in HTTP, and the list of all ways.</summary>
public sealed class LabCaMisbehavingHttpTests : LabCaTestBase
{
    [Theory]
    [InlineData(400)]
    [InlineData(503)]
    public async Task The_right_answer_comes_under_a_wrong_status(int status)
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient();
        byte[] ir = client.Ir();
        byte[] right = await CmpTestClient.PostBytesAsync(ca, ir);
        ca.Misbehave(Misbehaviour.MessageWithStatus(status), answers: 1);
        using HttpResponseMessage response = await CmpTestClient.PostAsync(ca, ir);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/pkixcmp", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(right, await response.Content.ReadAsByteArrayAsync(
            TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_name_their_path(int status)
    {
        await using LabCaServer ca = await StartAsync();
        ca.Misbehave(Misbehaviour.Redirect(status, "/.well-known/cmp/p/moved"), answers: 1);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var content = new ByteArrayContent(new CmpTestClient().Ir());
        content.Headers.Add("Content-Type", "application/pkixcmp");
        using HttpResponseMessage response = await http.PostAsync(new Uri(ca.Url), content,
            TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("/.well-known/cmp/p/moved", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_body_without_an_end_goes_on_and_on()
    {
        await using LabCaServer ca = await StartAsync();
        ca.Misbehave(Misbehaviour.EndlessBody, answers: 1);
        using var http = new HttpClient();
        var content = new ByteArrayContent(new CmpTestClient().Ir());
        content.Headers.Add("Content-Type", "application/pkixcmp");
        using var request = new HttpRequestMessage(HttpMethod.Post, ca.Url) { Content = content };
        using HttpResponseMessage response = await http.SendAsync(request,
            HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Null(response.Content.Headers.ContentLength);
        using Stream body = await response.Content.ReadAsStreamAsync(
            TestContext.Current.CancellationToken);
        byte[] start = new byte[1024 * 1024];
        await body.ReadExactlyAsync(start, TestContext.Current.CancellationToken);
        Assert.Equal(0xA5, start[^1]);
    }

    [Fact]
    public async Task A_slow_body_arrives_whole()
    {
        await using LabCaServer ca = await StartAsync();
        byte[] ir = new CmpTestClient().Ir();
        byte[] right = await CmpTestClient.PostBytesAsync(ca, ir);
        ca.Misbehave(Misbehaviour.SlowBody(TimeSpan.FromTicks(1)), answers: 1);
        Assert.Equal(right, await CmpTestClient.PostBytesAsync(ca, ir));
        Assert.Contains("slowly", Log.Last());
    }

    [Fact]
    public void Every_way_to_fail_has_a_name_and_a_line_of_help()
    {
        string[] examples =
        [
            .. MisbehaviourCatalog.Names.Select(name => name switch
            {
                "reject" or "error" or "unprotected-error" => name + "=badAlg",
                "changed-subject" => name + "=CN=x,O=y",
                "changed-san" => name + "=x.example",
                "redirect" => name + "=302:http://x:80/y",
                "http-status" or "message-with-status" => name + "=500",
                _ when MisbehaviourCatalog.TryParse(name, out _, out _) => name,
                _ => name + "=1",
            }),
        ];
        MisbehaviourKind[] reached =
        [
            .. examples.Select(text =>
            {
                Assert.True(MisbehaviourCatalog.TryParse(text, out MisbehaviourOrder order,
                    out string reason), reason);
                return order.What.Kind;
            }).Distinct().Order(),
        ];
        Assert.Equal(Enum.GetValues<MisbehaviourKind>(), reached);
        string[] help = MisbehaviourCatalog.Help.Split('\n');
        Assert.Equal(examples.Length, help.Length);
        Assert.All(help, line => Assert.InRange(line.Length, 40, 100));
    }

    [Theory]
    [InlineData("wrong-mac,answers=2,skip=3", 2, 3)]
    [InlineData("poll=4:60,skip=1", null, 1)]
    [InlineData("changed-subject=CN=a,O=b,answers=1", 1, 0)]
    public void Counts_follow_the_name(string text, int? answers, int skip)
    {
        Assert.True(MisbehaviourCatalog.TryParse(text, out MisbehaviourOrder order, out _));
        Assert.Equal((answers, skip), (order.Answers, order.Skip));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("wrong-mac=1")]
    [InlineData("wrong-mac,answers=0")]
    [InlineData("wrong-mac,often=1")]
    [InlineData("poll")]
    [InlineData("poll=0")]
    [InlineData("poll=x")]
    [InlineData("poll=99999999999")]
    [InlineData("reject=badMood")]
    [InlineData("redirect=302")]
    [InlineData("redirect=200:/x")]
    [InlineData("changed-subject=x")]
    [InlineData("http-status=1000")]
    public void What_is_no_misbehaviour_is_told(string text)
    {
        Assert.False(MisbehaviourCatalog.TryParse(text, out _, out string reason));
        Assert.NotEqual("", reason);
    }
}

using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>What an HTTP answer means to CMP (RFC 9811).</summary>
public class CmpHttpTests
{
    [Fact]
    [Rule(40)]
    public void Rule40_A_message_is_processed_with_any_status_of_2xx_4xx_5xx()
    {
        int[] processed = Enumerable.Range(0, 1000)
            .Where(s => CmpHttp.Judge(s, CmpHttp.ContentType, 1) == null).ToArray();
        int[] expected = Enumerable.Range(200, 100).Concat(Enumerable.Range(400, 200)).ToArray();
        Assert.Equal(expected, processed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/html")]
    [InlineData("application/pkixcmp-poll")]
    [InlineData("application/octet-stream")]
    [Rule(39, Breaks = true)]
    public void Rule39_A_success_of_another_type_is_no_answer(string contentType) =>
        CheckLine(200, CmpHttp.Judge(200, contentType, 5));

    [Fact]
    [Rule(40, Breaks = true)]
    public void Rule40_Nothing_else_is_processed_and_one_line_says_why()
    {
        for (int status = 0; status < 1000; status++)
        {
            CheckLine(status, CmpHttp.Judge(status, CmpHttp.ContentType, 0));
            CheckLine(status, CmpHttp.Judge(status, "text/html", 5));
            CheckLine(status, CmpHttp.Judge(status, "", 5));
        }
    }

    [Theory]
    [InlineData(400, "malformed")]
    [InlineData(401, "login")]
    [InlineData(403, "admit")]
    [InlineData(404, "path of the server URL")]
    [InlineData(405, "path of the server URL")]
    [InlineData(407, "proxy")]
    [InlineData(418, "refuses")]
    [InlineData(500, "log")]
    [InlineData(503, "later")]
    [InlineData(504, "gateway")]
    [InlineData(202, "no CMP message")]
    [InlineData(303, "path of the server URL")]
    public void The_status_is_explained(int status, string words) =>
        Assert.Contains(words, CmpHttp.Judge(status, "text/html", 5));

    [Fact]
    public void A_content_type_is_cleaned_and_bounded()
    {
        string line = CmpHttp.Judge(200, "a\u001b[2J\u00e9" + new string('x', 5000), 5);
        CheckLine(0, line);
        Assert.Contains("\"a?[2J?xxx", line);
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(302, true)]
    [InlineData(307, true)]
    [InlineData(308, true)]
    [InlineData(300, false)]
    [InlineData(303, false)]
    [InlineData(304, false)]
    [InlineData(305, false)]
    [InlineData(200, false)]
    [Rule(41)]
    public void Rule41_Few_redirects_keep_the_post(int status, bool keeps) =>
        Assert.Equal(keeps, CmpHttp.KeepsPost(status));

    [Theory]
    [InlineData(302, "http://b/", true, 0, "redirects to http://b/; ", "accept redirect")]
    [InlineData(302, "http://b/", true, CmpHttp.RedirectsMax, "after 3 redirects", "server url")]
    [InlineData(302, "https://b/", false, 0, "https://b/, which is no http://", "server url")]
    [InlineData(302, "", false, 0, "does not say where", "server url")]
    [InlineData(303, "http://b/", true, 0, "another page", "server URL")]
    [Rule(41, Breaks = true)]
    public void Rule41_A_redirect_says_where_to_and_what_to_do(int status, string location,
        bool isUsable, int redirects, string what, string wayOut)
    {
        string line = CmpHttp.JudgeRedirect(status, location, isUsable, redirects);
        CheckLine(status, line);
        Assert.Contains(what, line);
        Assert.Contains(wayOut, line);
    }

    [Fact]
    [Rule(41, Breaks = true)]
    public void Rule41_A_location_is_cleaned_and_bounded()
    {
        string line = CmpHttp.JudgeRedirect(302, "x\u001b]\u0007\n" + new string('y', 5000), false,
            0);
        CheckLine(302, line);
        Assert.Contains("redirects to x?]??yyy", line);
    }

    private static void CheckLine(int status, string line)
    {
        const int CharsMax = 320;
        Assert.InRange(line.Length, 10, CharsMax);
        Assert.DoesNotContain(line, c => c is < ' ' or > '~');
        Assert.False(line.EndsWith('.'));
        if (status != 200 && status != 0) Assert.Contains($"HTTP status {status}: ", line);
    }
}

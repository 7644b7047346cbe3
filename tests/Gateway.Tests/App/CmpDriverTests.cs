using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.App;
using Gateway.Cmp;
using Gateway.Hal;
using Gateway.Tests.Cmp;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>The bytes between machine and transport, whatever the transport brings.</summary>
public class CmpDriverTests
{
    private const string Url = "http://ca:8080/pkix/name?x";

    private readonly ScriptedHttp _http = new();

    public static TheoryData<HttpFailure> Failures =>
        new(Enum.GetValues<HttpFailure>().Where(f => f != HttpFailure.None));

    [Fact]
    public void A_repetition_is_really_sent_though_the_exchange_before_it_never_ended()
    {
        CmpMachine machine = Run(change: r =>
        {
            r.Settings.RequestAttemptsMax = 3;
            r.Settings.ResponseTimeoutMs = 1000;
            r.Settings.RetryDelayMs = 100;
        });
        Assert.Equal(CmpOutcome.Timeout, machine.Outcome);
        Assert.Equal(3, _http.Sent.Count);
        Assert.All(_http.Sent, m => Assert.Equal(_http.Sent[0], m));
        Assert.All(_http.Exchanges, e => Assert.Equal(1, e.Cancelled));
        Assert.Equal(1, _http.IdleCloses);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(400)]
    [InlineData(500)]
    [Rule(40)]
    public void Rule40_A_message_counts_whatever_the_status(int status)
    {
        BouncyPeer peer = new();
        _http.Answer = (_, request) => ScriptedHttp.Message(peer.Answer(request), status);
        Assert.Equal(CmpOutcome.Done, Run().Outcome);
        Assert.Equal([Url, Url], _http.Urls);
        Assert.Equal(1, _http.IdleCloses);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_the_transport_is_the_reason(HttpFailure failure)
    {
        _http.Answer = (_, _) => new ScriptedExchange { Failure = failure };
        CmpMachine machine = Run();
        Assert.Equal(CmpOutcome.TransportFailed, machine.Outcome);
        Assert.Equal($"No answer from the CA: {HttpText.Of(failure)}.", machine.Reason);
    }

    [Fact]
    public void Each_failure_has_a_text_of_its_own()
    {
        HashSet<string> seen = [HttpText.Of(HttpFailure.None)];
        foreach (HttpFailure failure in Failures)
        {
            string text = HttpText.Of(failure);
            Assert.True(seen.Add(text), text);
            Assert.DoesNotContain(text, c => c is < ' ' or > '~');
            Assert.False(text.EndsWith('.'));
            if (failure != HttpFailure.Cancelled) Assert.Contains(';', text);
        }
    }

    [Theory]
    [InlineData(404, "text/html", "404")]
    [InlineData(200, "text/html", "text/html")]
    [InlineData(302, "text/html", "redirects to http://b/")]
    [InlineData(404, CmpHttp.ContentType, "24 KiB")]
    public void A_page_too_long_is_told_by_its_status(int status, string type, string words)
    {
        _http.Answer = (_, _) => new ScriptedExchange
        {
            Failure = HttpFailure.TooLong, Status = status, ContentType = type,
            Location = "http://b/",
        };
        Assert.Contains(words, Run().Reason);
    }

    [Fact]
    public void A_url_that_cannot_be_used_is_told_and_nothing_is_sent()
    {
        Assert.Contains("URL cannot be used", Run(url: "https://ca/").Reason);
        Assert.Empty(_http.Sent);
    }

    [Fact]
    public void Cancelling_frees_exchange_and_connection()
    {
        CmpMachine machine = Enrolling.Machine();
        CmpDriver driver = new(machine, _http, Url, new HttpTimeouts(), false);
        machine.Start(0, TestCa.Now);
        while (_http.Exchanges.Count == 0) driver.Step(0, TestCa.Now);
        driver.Cancel(0);
        Assert.Equal((CmpOutcome.Cancelled, 1, 1),
            (machine.Outcome, _http.Exchanges[0].Cancelled, _http.IdleCloses));
    }

    [Fact]
    [Rule(41, Breaks = true)]
    public void Rule41_A_redirect_is_not_followed_without_leave()
    {
        _http.Answer = (_, _) => ScriptedHttp.Status(307, "../new");
        CmpMachine machine = Run();
        Assert.Single(_http.Urls);
        Assert.Contains("307", machine.Reason);
        Assert.Contains("redirects to http://ca:8080/new;", machine.Reason);
        Assert.Contains("'cmp-request accept redirect'", machine.Reason);
        Assert.Contains("'cmp-request server url'", machine.Reason);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    [Rule(41)]
    public void Rule41_A_redirect_is_followed_with_leave_and_the_same_bytes(int status)
    {
        BouncyPeer peer = new();
        _http.Answer = (url, request) => url == Url
            ? ScriptedHttp.Status(status, "//other/cmp")
            : ScriptedHttp.Message(peer.Answer(request));
        Assert.Equal(CmpOutcome.Done, Run(acceptsRedirect: true).Outcome);
        const string Other = "http://other/cmp";
        // Each message starts at the configured URL.
        Assert.Equal([Url, Other, Url, Other], _http.Urls);
        Assert.Equal(_http.Sent[0], _http.Sent[1]);
        Assert.Equal(_http.Sent[2], _http.Sent[3]);
        Assert.NotEqual(_http.Sent[0], _http.Sent[2]);
    }

    [Fact]
    [Rule(41)]
    public void Rule41_References_count_from_where_they_were_met()
    {
        Queue<string> ways = new(["http://b/one/two", "three", "/four"]);
        _http.Answer = (_, _) => ways.TryDequeue(out string? way)
            ? ScriptedHttp.Status(302, way) : ScriptedHttp.Status(404);
        Assert.Contains("404", Run(acceptsRedirect: true).Reason);
        Assert.Equal([Url, "http://b/one/two", "http://b/one/three", "http://b/four"],
            _http.Urls);
    }

    [Theory]
    [InlineData(303, "http://b/", "303")]
    [InlineData(300, "http://b/", "300")]
    [InlineData(304, "http://b/", "304")]
    [InlineData(302, "https://b/", "no http://")]
    [InlineData(302, "http://user@b/", "no http://")]
    [InlineData(302, "file:///etc/passwd", "no http://")]
    [InlineData(302, "http://b/\u001b[2J", "http://b/?[2J")]
    [InlineData(302, "", "does not say where")]
    [Rule(41, Breaks = true)]
    public void Rule41_Other_redirects_end_even_with_leave(int status, string location,
        string words)
    {
        _http.Answer = (_, _) => ScriptedHttp.Status(status, location);
        CmpMachine machine = Run(acceptsRedirect: true);
        Assert.Equal(CmpOutcome.TransportFailed, machine.Outcome);
        Assert.Contains(words, machine.Reason);
        Assert.Single(_http.Urls);
    }

    [Fact]
    [Rule(41, Breaks = true)]
    public void Rule41_A_circle_of_redirects_ends()
    {
        _http.Answer = (url, _) => ScriptedHttp.Status(302, url);
        Assert.Contains($"after {CmpHttp.RedirectsMax} redirects",
            Run(acceptsRedirect: true).Reason);
        Assert.Equal(1 + CmpHttp.RedirectsMax, _http.Urls.Count);
    }

    [Fact]
    [Rule(41, Breaks = true)]
    public void Rule41_A_message_in_a_redirect_is_not_processed()
    {
        BouncyPeer peer = new();
        _http.Answer = (_, request) => ScriptedHttp.Message(peer.Answer(request), 302);
        Assert.Contains("302", Run().Reason);
    }

    [Fact]
    [Rule(38)]
    public void Rule38_A_repetition_may_be_redirected_as_often_as_the_first()
    {
        _http.Answer = (url, _) => _http.Urls.Count % 4 == 0
            ? new ScriptedExchange { Failure = HttpFailure.NoAnswer }
            : ScriptedHttp.Status(302, "/" + _http.Urls.Count);
        CmpMachine machine = Run(r => r.Settings.RequestAttemptsMax = 2, acceptsRedirect: true);
        Assert.Contains("before an answer came", machine.Reason);
        Assert.Equal(8, _http.Urls.Count);
        Assert.Equal((Url, Url), (_http.Urls[0], _http.Urls[4]));
        Assert.All(_http.Sent, m => Assert.Equal(_http.Sent[0], m));
    }

    private CmpMachine Run(Action<EnrolmentRequest>? change = null, string url = Url,
        bool acceptsRedirect = false)
    {
        const long LimitMs = 600_000;
        CmpMachine machine = Enrolling.Machine(change);
        CmpDriver driver = new(machine, _http, url, new HttpTimeouts(), acceptsRedirect);
        long nowMs = 0;
        machine.Start(nowMs, TestCa.Now);
        while (driver.Step(nowMs, TestCa.Now))
        {
            Assert.True(nowMs < LimitMs);
            if (!driver.HasComputed) nowMs += 50;
        }

        return machine;
    }
}

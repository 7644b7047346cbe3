using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Gateway.Cmp;
using Gateway.Hal;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>HTTP against a raw TCP server: requests, answers and routes.</summary>
public sealed class SocketHttpTransportTests : IDisposable
{
    private const int ResponseBytes = 64;

    private readonly HttpBench _bench = new(ResponseBytes);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("http://10.3.0.1:8080/pkix/?a=b", "/pkix/?a=b", "10.3.0.1:8080")]
    [InlineData("HTTP://CA.example", "/", "ca.example")]
    [InlineData("http://ca.example:80?x=/y#part", "/?x=/y", "ca.example")]
    [InlineData("http://ca.example/.well-known/cmp/p/name", "/.well-known/cmp/p/name",
        "ca.example")]
    [Rule(39)]
    [Rule(42)]
    public async Task Rule39_Sends_the_request_as_told(string url, string target, string host)
    {
        byte[] body = Encoding.ASCII.GetBytes("xxhelloxx");
        IHttpExchange exchange = _bench.Transport.Post(url, "application/pkixcmp", body, 2, 5,
            _bench.Response, new HttpTimeouts());
        Array.Clear(body);
        using HttpPeer peer = await _bench.AcceptAsync();
        string text = await peer.ReadRequestAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await HttpBench.EndAsync(exchange);
        string[] headers = text.Split("\r\n\r\n")[0].Split("\r\n");
        Assert.Equal($"POST {target} HTTP/1.1", headers[0]);
        Array.Sort(headers, 1, headers.Length - 1, StringComparer.Ordinal);
        Assert.Equal(["Content-Length: 5", "Content-Type: application/pkixcmp", $"Host: {host}"],
            headers[1..]);
        Assert.EndsWith("\r\n\r\nhello", text);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nabc")]
    [InlineData("cOnTeNt-LeNgTh:3\r\n\r\nabc")]
    [InlineData("Content-Length: \t 3 \r\n\r\nabc")]
    [InlineData("Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc")]
    [InlineData("Content-Length: 3, 3\r\n\r\nabc")]
    [InlineData("Content-Length: 3\n\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: CHUNKED\r\n\r\n003 ; x=\"y\"\r\nabc\r\n0\r\nX: y\r\n\r\n")]
    [InlineData("Connection: close\r\n\r\nabc")]
    [InlineData("\r\nabc")]
    [Rule(43)]
    public async Task Rule43_Reads_the_answer_however_it_is_framed(string rest)
    {
        IHttpExchange exchange = await _bench.ExchangeAsync(
            "HTTP/1.1 200 OK\r\nCONTENT-type: Application/PKIXCMP; charset=x\r\n" + rest);
        Assert.Equal((HttpFailure.None, 200, "application/pkixcmp"),
            (exchange.Failure, exchange.Status, exchange.ContentType));
        Assert.Equal("abc", _bench.Body(exchange));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(599)]
    public async Task Any_status_is_an_answer(int status)
    {
        IHttpExchange exchange = await _bench.ExchangeAsync($"HTTP/1.1 {status} X\r\n"
            + "Location: http://127.0.0.1:1/\r\nWWW-Authenticate: Basic\r\n"
            + "Content-Length: 2\r\n\r\nab");
        Assert.Equal((HttpFailure.None, status, 2, ""),
            (exchange.Failure, exchange.Status, exchange.Count, exchange.ContentType));
        Assert.Equal("http://127.0.0.1:1/", exchange.Location);
        Assert.False(_bench.HasCaller);
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(304, "Content-Length: 900\r\n")]
    [InlineData(204, "Transfer-Encoding: gzip\r\nContent-Length: 1\r\n")]
    public async Task Some_answers_have_no_body(int status, string fields)
    {
        IHttpExchange exchange =
            await _bench.ExchangeAsync($"HTTP/1.1 {status} X\r\n{fields}\r\nabc");
        Assert.Equal((HttpFailure.None, status, 0),
            (exchange.Failure, exchange.Status, exchange.Count));
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Type: a b;;\r\n\r\nxyz", "a b")]
    [InlineData("HTTP/1.0 200\r\nContent-Length: 3\r\nContent-Type:\r\n\r\nxyz", "")]
    [InlineData("HTTP/1.9 200 \u00e4\r\nContent-Type: A;B\r\nX-\u0021: \u00ff\r\n\r\nxyz", "a")]
    public async Task Old_and_odd_answers_are_tolerated(string answer, string contentType)
    {
        IHttpExchange exchange = await _bench.ExchangeAsync(answer);
        Assert.Equal((HttpFailure.None, 200, contentType),
            (exchange.Failure, exchange.Status, exchange.ContentType));
        Assert.Equal("xyz", _bench.Body(exchange));
    }

    [Theory]
    [InlineData(HttpAnswer.InterimMax, HttpFailure.None)]
    [InlineData(HttpAnswer.InterimMax + 1, HttpFailure.HeadTooLong)]
    public async Task Interim_answers_are_skipped_up_to_a_bound(int count, HttpFailure failure)
    {
        string interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nContent-Length: 9"
            + "\r\nContent-Type: x/y\r\n\r\n";
        string half = "HTTP/1.1 100 Continue\r\n\r\n";
        string before = count % 2 == 0 ? "" : half;
        for (int i = 0; i < count / 2; i++) before += interim;
        IHttpExchange exchange = await _bench.ExchangeAsync(
            before + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        Assert.Equal((failure, ""), (exchange.Failure, exchange.ContentType));
        Assert.Equal(failure == HttpFailure.None ? (200, 1) : (0, 0),
            (exchange.Status, exchange.Count));
    }

    [Theory]
    [InlineData(ResponseBytes, HttpFailure.None)]
    [InlineData(ResponseBytes + 1, HttpFailure.TooLong)]
    [InlineData(CmpLimits.MessageSizeMax, HttpFailure.None)]
    [InlineData(CmpLimits.MessageSizeMax + 1, HttpFailure.TooLong)]
    [Rule(43)]
    [Rule(43, Breaks = true)]
    public async Task Rule43_A_body_fits_or_is_refused(int count, HttpFailure failure)
    {
        using HttpBench bench =
            new(count <= ResponseBytes + 1 ? ResponseBytes : CmpLimits.MessageSizeMax);
        string body = new('b', count);
        string half = new('b', count / 2);
        string rest = new('b', count - half.Length);
        string[] rests =
        [
            $"Content-Length: {count}\r\n\r\n{body}",
            $"\r\n{body}",
            $"Transfer-Encoding: chunked\r\n\r\n{half.Length:x}\r\n{half}\r\n"
                + $"{rest.Length:X}\r\n{rest}\r\n0\r\n\r\n",
        ];
        foreach (string framed in rests)
        {
            IHttpExchange exchange =
                await bench.ExchangeAsync($"HTTP/1.1 500 X\r\nContent-Type: t/x\r\n{framed}");
            Assert.Equal((failure, 500, "t/x"),
                (exchange.Failure, exchange.Status, exchange.ContentType));
            Assert.InRange(exchange.Count, 0, bench.Response.Length);
            if (failure == HttpFailure.None) Assert.Equal(body, bench.Body(exchange));
        }
    }

    [Theory]
    [InlineData("Content-Length: 65")]
    [InlineData("Content-Length: 99999999999999999999999")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n41")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff")]
    [Rule(43, Breaks = true)]
    public async Task Rule43_A_length_beyond_the_buffer_is_refused_before_the_body(string head)
    {
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        await peer.ClosedAsync();
        Assert.Equal((HttpFailure.TooLong, 0),
            ((await HttpBench.EndAsync(exchange)).Failure, exchange.Count));
    }

    [Theory]
    [InlineData("http://10.3.0.9:8080/", HttpFailure.Unreachable)]
    [InlineData("http://10.3.0.1/", HttpFailure.Unreachable)]
    [InlineData("http://192.0.2.1:80/", HttpFailure.Unreachable)]
    [InlineData("http://[2001:db8::1]/", HttpFailure.Unreachable)]
    [InlineData("http://example.com/", HttpFailure.UnknownHost)]
    [InlineData("http://10.3.0.2/", HttpFailure.UnknownHost)]
    [InlineData("https://10.3.0.1:8080/", HttpFailure.BadUrl)]
    [InlineData("http://user:word@10.3.0.1:8080/", HttpFailure.BadUrl)]
    [InlineData("", HttpFailure.BadUrl)]
    [InlineData("http://10.3.0.1:8080/\r\nX: y", HttpFailure.BadUrl)]
    public async Task Nothing_is_sent_without_a_good_url_and_a_route(string url,
        HttpFailure failure)
    {
        IHttpExchange exchange = await HttpBench.EndAsync(_bench.Post(url));
        Assert.Equal((failure, 0, 0), (exchange.Failure, exchange.Status, exchange.Count));
        Assert.False(_bench.HasCaller);
        Assert.Equal(0, _bench.Time.Live);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        string url = $"http://{closed.LocalEndpoint}/";
        closed.Stop();
        Assert.Equal(HttpFailure.Unreachable,
            (await HttpBench.EndAsync(_bench.Post(url))).Failure);
    }

    [Fact]
    public async Task Without_a_link_nothing_is_reachable()
    {
        _bench.IsLinkUp = false;
        Assert.Equal(HttpFailure.Unreachable,
            (await HttpBench.EndAsync(_bench.Post("http://ca.example/"))).Failure);
        _bench.IsLinkUp = true;
        Assert.Equal(HttpFailure.None, (await _bench.ExchangeAsync(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).Failure);
    }
}

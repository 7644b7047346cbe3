using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>HTTP against raw TCP servers that send exactly what a test says.</summary>
public sealed class SocketHttpTransportTests : IDisposable
{
    private const int LongMs = 60_000;
    private const int ResponseBytes = 64;

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly AddressMap _map = new();
    private readonly SocketHttpTransport _transport;
    private readonly byte[] _response = new byte[ResponseBytes];
    private bool _isLinkUp = true;

    public SocketHttpTransportTests()
    {
        _server.Start();
        Assert.Null(_map.TryAdd($"10.3.0.1:8080={_server.LocalEndpoint}"));
        Assert.Null(_map.TryAdd($"ca.example:80={_server.LocalEndpoint}"));
        Assert.Null(_map.TryAdd("10.3.0.2:80=no-such-host.invalid:80"));
        _transport = new SocketHttpTransport(_map, () => _isLinkUp);
    }

    public void Dispose()
    {
        _transport.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Sends_the_request_as_told()
    {
        Task<string> request = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        byte[] body = Encoding.ASCII.GetBytes("xxhelloxx");
        IHttpExchange exchange = _transport.Post("http://10.3.0.1:8080/pkix/?a=b",
            "application/pkixcmp", body, 2, 5, _response, LongMs);
        Array.Clear(body);
        string text = await request;
        await EndAsync(exchange);
        string[] headers = text.Split("\r\n\r\n")[0].Split("\r\n");
        Assert.Equal("POST /pkix/?a=b HTTP/1.1", headers[0]);
        Assert.Equal(
            ["Content-Length: 5", "Content-Type: application/pkixcmp", "Host: 10.3.0.1:8080"],
            Sorted(headers[1..]));
        Assert.EndsWith("\r\n\r\nhello", text);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n")]
    [InlineData("Connection: close\r\n\r\nabc")]
    public async Task Reads_the_answer_however_it_is_framed(string rest)
    {
        IHttpExchange exchange = await ExchangeAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: Application/PKIXCMP; charset=x\r\n" + rest);
        Assert.Equal(HttpFailure.None, exchange.Failure);
        Assert.Equal((200, 3, "application/pkixcmp"),
            (exchange.Status, exchange.Count, exchange.ContentType));
        Assert.Equal("abc", Encoding.ASCII.GetString(_response, 0, 3));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(204)]
    public async Task Any_status_is_an_answer(int status)
    {
        IHttpExchange exchange = await ExchangeAsync($"HTTP/1.1 {status} X\r\n"
            + "Location: http://127.0.0.1:1/\r\nWWW-Authenticate: Basic\r\n"
            + "Content-Length: 0\r\n\r\n");
        Assert.Equal((HttpFailure.None, status, 0, ""),
            (exchange.Failure, exchange.Status, exchange.Count, exchange.ContentType));
    }

    [Fact]
    public async Task Http_1_0_and_odd_content_types_are_tolerated()
    {
        IHttpExchange exchange =
            await ExchangeAsync("HTTP/1.0 200 OK\r\nContent-Type: a b;;\r\n\r\nxyz");
        Assert.Equal((HttpFailure.None, 3, "a b"),
            (exchange.Failure, exchange.Count, exchange.ContentType));
    }

    [Theory]
    [InlineData(ResponseBytes, HttpFailure.None)]
    [InlineData(ResponseBytes + 1, HttpFailure.TooLong)]
    [InlineData(100 * ResponseBytes, HttpFailure.TooLong)]
    public async Task A_body_fits_or_is_refused(int count, HttpFailure failure)
    {
        string body = new('b', count);
        IHttpExchange announced =
            await ExchangeAsync($"HTTP/1.1 200 OK\r\nContent-Length: {count}\r\n\r\n{body}");
        Assert.Equal((failure, 200), (announced.Failure, announced.Status));
        IHttpExchange endless = await ExchangeAsync($"HTTP/1.1 200 OK\r\n\r\n{body}");
        Assert.Equal(failure, endless.Failure);
        Assert.InRange(endless.Count, 0, ResponseBytes);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", HttpFailure.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        HttpFailure.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        HttpFailure.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", HttpFailure.ConnectionLost)]
    [InlineData("", HttpFailure.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        HttpFailure.NotHttp)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", HttpFailure.NotHttp)]
    [InlineData("\u0030\u0082\u0001\u0002 no header at all\r\n\r\n", HttpFailure.NotHttp)]
    [InlineData("HTTP/1.1 abc\r\n\r\n", HttpFailure.NotHttp)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n", HttpFailure.NotHttp)]
    public async Task A_bad_answer_is_told_apart(string answer, HttpFailure failure) =>
        Assert.Equal(failure, (await ExchangeAsync(answer)).Failure);

    [Fact]
    public async Task Endless_headers_are_refused()
    {
        string filler = new('h', 64 * 1024);
        IHttpExchange exchange = await ExchangeAsync($"HTTP/1.1 200 OK\r\nX: {filler}\r\n\r\n");
        Assert.Equal(HttpFailure.NotHttp, exchange.Failure);
    }

    [Theory]
    [InlineData("http://10.3.0.9:8080/", HttpFailure.Unreachable)]
    [InlineData("http://10.3.0.1/", HttpFailure.Unreachable)]
    [InlineData("http://192.0.2.1:80/", HttpFailure.Unreachable)]
    [InlineData("http://[2001:db8::1]/", HttpFailure.Unreachable)]
    [InlineData("http://example.com/", HttpFailure.UnknownHost)]
    [InlineData("http://10.3.0.2/", HttpFailure.UnknownHost)]
    [InlineData("https://10.3.0.1:8080/", HttpFailure.BadUrl)]
    [InlineData("ftp://10.3.0.1/", HttpFailure.BadUrl)]
    [InlineData("http://user:word@10.3.0.1:8080/", HttpFailure.BadUrl)]
    [InlineData("http://10.3.0.1:99999/", HttpFailure.BadUrl)]
    [InlineData("http://10.3.0.1:0/", HttpFailure.BadUrl)]
    [InlineData("http://10.3.1:8080/", HttpFailure.BadUrl)]
    [InlineData("http://0x7f.0.0.1/", HttpFailure.BadUrl)]
    [InlineData("http:///x", HttpFailure.BadUrl)]
    [InlineData("10.3.0.1:8080", HttpFailure.BadUrl)]
    [InlineData("/x", HttpFailure.BadUrl)]
    [InlineData("", HttpFailure.BadUrl)]
    [InlineData("http://10.3.0.1:8080/\r\nX: y", HttpFailure.BadUrl)]
    [InlineData("http://10.3.0.1:8080/a b", HttpFailure.BadUrl)]
    [InlineData("http://\u00fc.example/", HttpFailure.BadUrl)]
    public async Task Nothing_is_sent_without_a_good_url_and_a_route(string url,
        HttpFailure failure)
    {
        IHttpExchange exchange = await EndAsync(Post(url));
        Assert.Equal((failure, 0, 0), (exchange.Failure, exchange.Status, exchange.Count));
        Assert.False(_server.Pending());
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        string url = $"http://{closed.LocalEndpoint}/";
        closed.Stop();
        Assert.Equal(HttpFailure.Unreachable, (await EndAsync(Post(url))).Failure);
    }

    [Fact]
    public async Task Without_a_link_nothing_is_reachable()
    {
        _isLinkUp = false;
        Assert.Equal(HttpFailure.Unreachable, (await EndAsync(Post())).Failure);
        _isLinkUp = true;
        Assert.Equal(HttpFailure.None,
            (await ExchangeAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).Failure);
    }

    [Fact]
    public async Task The_deadline_covers_the_whole_exchange()
    {
        Task<TcpClient> accepted =
            _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        IHttpExchange silent = Post(timeoutMs: 50);
        using TcpClient client = await accepted;
        Assert.Equal(HttpFailure.TimedOut, (await EndAsync(silent)).Failure);

        accepted = _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        IHttpExchange stalled = Post(timeoutMs: 300);
        using TcpClient second = await accepted;
        second.GetStream().Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"u8);
        Assert.Equal(HttpFailure.TimedOut, (await EndAsync(stalled)).Failure);
    }

    [Fact]
    public async Task A_cancelled_exchange_writes_nothing_more()
    {
        Task<TcpClient> accepted =
            _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        IHttpExchange exchange = Post();
        using TcpClient client = await accepted;
        client.ReceiveTimeout = LongMs;
        Assert.False(exchange.IsDone);
        exchange.Cancel();
        exchange.Cancel();
        Assert.Equal((true, HttpFailure.Cancelled), (exchange.IsDone, exchange.Failure));
        try
        {
            client.GetStream().Write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"u8);
            while (client.GetStream().Read(new byte[256]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The transport has closed its side already.
        }

        Assert.Equal((0, 0, HttpFailure.Cancelled),
            (exchange.Status, exchange.Count, exchange.Failure));
        Assert.All(_response, b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_new_exchange_ends_the_one_under_way()
    {
        Task<TcpClient> accepted =
            _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        IHttpExchange first = Post();
        using TcpClient client = await accepted;
        IHttpExchange second = await ExchangeAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(HttpFailure.Cancelled, first.Failure);
        Assert.Equal(200, second.Status);
        first.Cancel();
        Assert.Equal(HttpFailure.None, second.Failure);
    }

    private static string[] Sorted(string[] lines)
    {
        Array.Sort(lines, StringComparer.Ordinal);
        return lines;
    }

    private static async Task<IHttpExchange> EndAsync(IHttpExchange exchange)
    {
        while (!exchange.IsDone) await Task.Delay(1, TestContext.Current.CancellationToken);
        return exchange;
    }

    private IHttpExchange Post(string url = "http://10.3.0.1:8080/", int timeoutMs = LongMs) =>
        _transport.Post(url, "application/pkixcmp", [1, 2, 3], 0, 3, _response, timeoutMs);

    private async Task<IHttpExchange> ExchangeAsync(string answer)
    {
        Task<string> served = ServeAsync(answer);
        IHttpExchange exchange = await EndAsync(Post());
        await served;
        return exchange;
    }

    // Reads one request, answers, and closes its side.
    private async Task<string> ServeAsync(string answer)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using TcpClient client = await _server.AcceptTcpClientAsync(stop);
        NetworkStream stream = client.GetStream();
        StringBuilder request = new();
        byte[] chunk = new byte[4096];
        while (!IsWhole(request.ToString()))
        {
            int count = await stream.ReadAsync(chunk, stop);
            if (count == 0) break;
            request.Append(Encoding.Latin1.GetString(chunk, 0, count));
        }

        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop);
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // The transport saw enough.
        }
        catch (SocketException)
        {
            // Likewise.
        }

        return request.ToString();
    }

    private static bool IsWhole(string request)
    {
        const string LengthHeader = "Content-Length: ";
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int length = request.IndexOf(LengthHeader, StringComparison.Ordinal);
        if (end < 0 || length < 0) return false;
        length += LengthHeader.Length;
        int count = int.Parse(request[length..request.IndexOf('\r', length)]);
        return request.Length - end - 4 >= count;
    }
}

using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>The bounds on each phase of an exchange, and giving up in each.</summary>
public sealed class SocketHttpPhaseTests : IDisposable
{
    private const int BigRequestBytes = 64 * 1024 * 1024;

    private readonly HttpBench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Beginnings =>
        ["H", "HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 100 X\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "HTTP/1.1 200 OK\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n"];

    [Fact]
    public async Task Connecting_is_bounded()
    {
        Task ended = HangConnecting();
        IHttpExchange exchange = _bench.Post();
        await _bench.Time.SetAsync(HttpBench.ConnectMs);
        _bench.Time.Advance(HttpBench.ConnectMs - 1);
        Assert.False(exchange.IsDone);
        _bench.Time.Advance(1);
        Assert.Equal((true, HttpFailure.ConnectTimedOut), (exchange.IsDone, exchange.Failure));
        Assert.Equal(0, _bench.Time.Live);
        await ended;
    }

    [Fact]
    public async Task Sending_is_bounded()
    {
        IHttpExchange exchange = _bench.Post(new byte[BigRequestBytes], totalMs: int.MaxValue);
        using HttpPeer peer = await _bench.AcceptAsync();
        await _bench.Time.SetAsync(HttpBench.IdleMs);
        while (!exchange.IsDone)
        {
            _bench.Time.Advance(HttpBench.IdleMs);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpFailure.SendTimedOut, exchange.Failure);
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task The_wait_for_the_first_byte_is_bounded()
    {
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await _bench.Time.SetAsync(HttpBench.ResponseMs);
        _bench.Time.Advance(HttpBench.ResponseMs - 1);
        Assert.False(exchange.IsDone);
        _bench.Time.Advance(1);
        Assert.Equal((true, HttpFailure.ResponseTimedOut), (exchange.IsDone, exchange.Failure));
        await peer.ClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task A_stop_in_the_answer_is_bounded(string beginning)
    {
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await BeginAsync(peer, beginning);
        _bench.Time.Advance(HttpBench.IdleMs - 1);
        Assert.False(exchange.IsDone);
        _bench.Time.Advance(1);
        Assert.Equal((true, HttpFailure.IdleTimedOut), (exchange.IsDone, exchange.Failure));
        Assert.Equal(0, _bench.Time.Live);
        await peer.ClosedAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    public async Task An_answer_that_drips_is_bounded_in_all(string beginning)
    {
        const int StepMs = HttpBench.IdleMs - 1;
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await BeginAsync(peer, beginning);
        int passedMs = 0;
        for (int bytes = 1; passedMs + StepMs < HttpBench.TotalMs; bytes++)
        {
            _bench.Time.Advance(StepMs);
            passedMs += StepMs;
            await peer.SendAsync("b");
            await _bench.Time.SetAsync(HttpBench.IdleMs, 2 + bytes);
            Assert.False(exchange.IsDone);
        }

        _bench.Time.Advance(HttpBench.TotalMs - passedMs);
        Assert.Equal((true, HttpFailure.TotalTimedOut), (exchange.IsDone, exchange.Failure));
        await peer.ClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task Cancelling_an_answer_frees_the_connection(string beginning)
    {
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await BeginAsync(peer, beginning);
        exchange.Cancel();
        exchange.Cancel();
        int count = exchange.Count;
        byte[] before = (byte[])_bench.Response.Clone();
        Assert.Equal((true, HttpFailure.Cancelled), (exchange.IsDone, exchange.Failure));
        await peer.SendAsync("xyz");
        await peer.ClosedAsync();
        Assert.Equal((count, HttpFailure.Cancelled), (exchange.Count, exchange.Failure));
        Assert.Equal(before, _bench.Response);
    }

    [Fact]
    public async Task Cancelling_the_wait_frees_the_connection()
    {
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await _bench.Time.SetAsync(HttpBench.ResponseMs);
        exchange.Cancel();
        await peer.ClosedAsync();
        Assert.Equal((HttpFailure.Cancelled, 0), (exchange.Failure, exchange.Status));
        Assert.Equal(0, _bench.Time.Live);
    }

    [Fact]
    public async Task Cancelling_the_sending_frees_the_connection()
    {
        IHttpExchange exchange = _bench.Post(new byte[BigRequestBytes]);
        using HttpPeer peer = await _bench.AcceptAsync();
        await _bench.Time.SetAsync(HttpBench.IdleMs);
        exchange.Cancel();
        await peer.ClosedAsync();
        Assert.Equal(HttpFailure.Cancelled, exchange.Failure);
    }

    [Fact]
    public async Task Cancelling_the_connecting_ends_it()
    {
        Task ended = HangConnecting();
        IHttpExchange exchange = _bench.Post();
        await _bench.Time.SetAsync(HttpBench.ConnectMs);
        exchange.Cancel();
        await ended;
        Assert.Equal(HttpFailure.Cancelled, exchange.Failure);
    }

    [Fact]
    public async Task A_new_exchange_ends_the_one_under_way()
    {
        IHttpExchange first = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        IHttpExchange second = await _bench.ExchangeAsync(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(HttpFailure.Cancelled, first.Failure);
        Assert.Equal(200, second.Status);
        first.Cancel();
        Assert.Equal(HttpFailure.None, second.Failure);
        await peer.ClosedAsync();
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, -1)]
    public void A_bound_that_is_none_is_our_own_mistake(int connect, int response, int idle,
        int total)
    {
        HttpTimeouts timeouts = new()
        {
            ConnectMs = connect, ResponseMs = response, IdleMs = idle, TotalMs = total,
        };
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Transport.Post(
            HttpBench.Url, "a/b", [], 0, 0, _bench.Response, timeouts));
    }

    // The task ends when the connecting is given up.
    private Task HangConnecting()
    {
        TaskCompletionSource ended = new();
        _bench.Connect = async (_, token) =>
        {
            using CancellationTokenRegistration told = token.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, token);
            throw new SocketException();
        };
        return ended.Task;
    }

    // Returns when the client has taken it: its sending and this are the first two waits.
    private async Task BeginAsync(HttpPeer peer, string beginning)
    {
        await peer.ReadRequestAsync();
        await peer.SendAsync(beginning);
        await _bench.Time.SetAsync(HttpBench.IdleMs, 2);
    }
}

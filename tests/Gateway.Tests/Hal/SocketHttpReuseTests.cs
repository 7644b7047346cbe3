using System;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>Exchanges one after the other, on one connection or on several.</summary>
public sealed class SocketHttpReuseTests : IDisposable
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";

    private readonly HttpBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Good)]
    [InlineData("HTTP/1.1 204 X\r\n\r\n")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: x, Keep-Alive\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")]
    public async Task A_connection_that_stays_open_carries_the_next_exchange(string answer)
    {
        IHttpExchange first = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(answer);
        Assert.Equal(HttpFailure.None, (await HttpBench.EndAsync(first)).Failure);

        IHttpExchange second = _bench.Post();
        string request = await peer.ReadRequestAsync();
        await peer.SendAsync(Good);
        Assert.StartsWith("POST / ", request);
        Assert.Equal(HttpFailure.None, (await HttpBench.EndAsync(second)).Failure);
        Assert.Equal("abc", _bench.Body(second));
        Assert.False(_bench.HasCaller);
        Assert.Equal(0, _bench.Time.Live);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: keep-alive,close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(Good + "HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 304 X\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 204 X\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task A_connection_that_cannot_be_trusted_is_closed(string answer)
    {
        IHttpExchange first = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(answer);
        Assert.Equal(HttpFailure.None, (await HttpBench.EndAsync(first)).Failure);
        await peer.ClosedAsync();
        Assert.Equal(HttpFailure.None, (await _bench.ExchangeAsync(Good)).Failure);
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_closed_is_replaced()
    {
        Assert.Equal(HttpFailure.None, (await _bench.ExchangeAsync(Good)).Failure);
        Assert.Equal(HttpFailure.None, (await _bench.ExchangeAsync(Good)).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(38)]
    public async Task Rule38_Bytes_that_a_kept_connection_lost_go_out_once_more(bool isReset)
    {
        IHttpExchange first = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(Good);
        await HttpBench.EndAsync(first);

        IHttpExchange second = _bench.Post();
        string lost = await peer.ReadRequestAsync();
        End(peer);
        using HttpPeer next = await _bench.AcceptAsync();
        Assert.Equal(lost, await next.ReadRequestAsync());
        End(next);
        Assert.Equal(HttpFailure.NoAnswer, (await HttpBench.EndAsync(second)).Failure);
        Assert.False(_bench.HasCaller);

        void End(HttpPeer which)
        {
            if (isReset) which.Reset();
            else which.Close();
        }
    }

    [Fact]
    [Rule(38, Breaks = true)]
    public async Task Rule38_An_answer_that_began_on_a_kept_connection_is_not_asked_for_again()
    {
        IHttpExchange first = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(Good);
        await HttpBench.EndAsync(first);

        IHttpExchange second = _bench.Post();
        await peer.ReadRequestAsync();
        await peer.SendAsync("H");
        peer.Close();
        Assert.Equal(HttpFailure.ConnectionLost, (await HttpBench.EndAsync(second)).Failure);
        Assert.False(_bench.HasCaller);
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("reset")]
    [InlineData("other")]
    public async Task A_kept_connection_is_closed_when_nobody_needs_it(string how)
    {
        IHttpExchange first = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(Good);
        await HttpBench.EndAsync(first);
        if (how == "idle") _bench.Transport.CloseIdle();
        else if (how == "reset") _bench.Transport.Reset();
        else _bench.Post("http://ca.example/");
        await peer.ClosedAsync();
        Assert.Equal((HttpFailure.None, 3), (first.Failure, first.Count));
    }

    [Fact]
    public async Task An_early_refusal_is_read_though_the_request_was_not()
    {
        IHttpExchange exchange = _bench.Post(new byte[64 * 1024 * 1024]);
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.SendAsync("HTTP/1.1 413 X\r\nContent-Length: 0\r\n\r\n");
        peer.Dispose();
        Assert.Equal((HttpFailure.None, 413),
            ((await HttpBench.EndAsync(exchange)).Failure, exchange.Status));
    }
}

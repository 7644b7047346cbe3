using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>A transport and a raw TCP server for it on the loopback interface.</summary>
internal sealed class HttpBench : IDisposable
{
    internal const string Url = "http://10.3.0.1:8080/";
    internal const int ConnectMs = 1000;
    internal const int ResponseMs = 2000;
    internal const int IdleMs = 3000;
    internal const int TotalMs = 20_000;

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    internal HttpBench(int responseBytes = 64)
    {
        _server.Start();
        AddressMap map = new();
        Assert.Null(map.TryAdd($"10.3.0.1:8080={_server.LocalEndpoint}"));
        Assert.Null(map.TryAdd($"ca.example:80={_server.LocalEndpoint}"));
        Assert.Null(map.TryAdd("10.3.0.2:80=no-such-host.invalid:80"));
        Transport = new SocketHttpTransport(map, () => IsLinkUp, Time,
            (target, token) => Connect(target, token));
        Response = new byte[responseBytes];
    }

    internal PhaseTime Time { get; } = new();

    internal SocketHttpTransport Transport { get; }

    internal byte[] Response { get; }

    internal bool IsLinkUp { get; set; } = true;

    /// <summary>How sockets are connected; the transport's own way by default.</summary>
    internal Func<DnsEndPoint, CancellationToken, Task<Socket>> Connect { get; set; } =
        SocketHttpTransport.ConnectSocketAsync;

    internal bool HasCaller => _server.Pending();

    public void Dispose()
    {
        Transport.Dispose();
        _server.Dispose();
    }

    internal static async Task<IHttpExchange> EndAsync(IHttpExchange exchange)
    {
        while (!exchange.IsDone) await Task.Delay(1, TestContext.Current.CancellationToken);
        return exchange;
    }

    internal IHttpExchange Post(string url = Url, int totalMs = TotalMs) =>
        Post([1, 2, 3], url, totalMs);

    internal IHttpExchange Post(byte[] request, string url = Url, int totalMs = TotalMs)
    {
        HttpTimeouts timeouts = new()
        {
            ConnectMs = ConnectMs, ResponseMs = ResponseMs, IdleMs = IdleMs, TotalMs = totalMs,
        };
        return Transport.Post(url, "application/pkixcmp", request, 0, request.Length, Response,
            timeouts);
    }

    internal async Task<HttpPeer> AcceptAsync() =>
        new(await _server.AcceptSocketAsync(TestContext.Current.CancellationToken));

    /// <summary>One exchange: reads the request, sends the bytes, closes.</summary>
    internal async Task<IHttpExchange> ExchangeAsync(string answer)
    {
        IHttpExchange exchange = Post();
        using HttpPeer peer = await AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(answer);
        peer.Close();
        return await EndAsync(exchange);
    }

    internal string Body(IHttpExchange exchange) =>
        Encoding.Latin1.GetString(Response, 0, exchange.Count);
}

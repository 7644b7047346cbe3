using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Gateway.Hal.Sim;

/// <summary>
/// HTTP/1.1 over real sockets of the host, through an <see cref="AddressMap"/>: a URL's address is
/// looked up there for where to connect, while the Host header keeps it. An address without a route
/// is refused and nothing is sent. The connection of an exchange that went well is kept for the
/// next one to the same server, as some CMP servers need within a transaction (RFC 9811 leaves it
/// open). When the server closes a kept one before a byte of the answer came, the request goes out
/// once more on a new one (RFC 9112 9.3.1): the same bytes within a transaction do no harm.
/// </summary>
public sealed class SocketHttpTransport : IHttpTransport, IDisposable
{
    private readonly AddressMap _map;
    private readonly Func<bool> _isLinkUp;
    private readonly TimeProvider _time;
    private readonly Func<DnsEndPoint, CancellationToken, Task<Socket>> _connect;
    private SocketHttpExchange? _current;
    private HttpConnection? _kept;

    /// <summary>A transport.</summary>
    /// <param name="map">The network.</param>
    /// <param name="isLinkUp">Whether any port has a link; null means always.</param>
    public SocketHttpTransport(AddressMap map, Func<bool>? isLinkUp = null)
        : this(map, isLinkUp, TimeProvider.System, ConnectSocketAsync)
    {
    }

    internal SocketHttpTransport(AddressMap map, Func<bool>? isLinkUp, TimeProvider time,
        Func<DnsEndPoint, CancellationToken, Task<Socket>> connect)
    {
        _map = map;
        _isLinkUp = isLinkUp ?? (() => true);
        _time = time;
        _connect = connect;
    }

    /// <summary>Whether an exchange is under way.</summary>
    public bool IsBusy => _current is { IsDone: false };

    /// <inheritdoc/>
    public IHttpExchange Post(string url, string contentType, byte[] request, int offset, int count,
        byte[] response, HttpTimeouts timeouts)
    {
        SocketHttpExchange exchange = new(response, timeouts, _time);
        _current?.Cancel();
        _current = exchange;
        if (HttpUrl.Parse(url) is not { } parsed)
        {
            exchange.Fail(HttpFailure.BadUrl);
            return exchange;
        }

        byte[] message = HttpRequest.Post(parsed, contentType, request, offset, count);
        exchange.Start(token => ExchangeAsync(exchange, parsed, message, token));
        return exchange;
    }

    /// <inheritdoc/>
    public void CloseIdle() => Interlocked.Exchange(ref _kept, null)?.Dispose();

    /// <summary>Gives up what is under way and the kept connection.</summary>
    public void Reset()
    {
        _current?.Cancel();
        CloseIdle();
    }

    /// <summary>Gives up what is under way, for good.</summary>
    public void Dispose() => Reset();

    internal static async Task<Socket> ConnectSocketAsync(DnsEndPoint target,
        CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ExchangeAsync(SocketHttpExchange exchange, HttpUrl url, byte[] message,
        CancellationToken token)
    {
        HttpConnection? kept = Interlocked.Exchange(ref _kept, null);
        if (kept is not null && kept.Authority == url.Authority && kept.IsQuiet)
        {
            await RunAsync(exchange, kept, message, token).ConfigureAwait(false);
            if (exchange.IsDone) return;
        }
        else
        {
            kept?.Dispose();
        }

        HttpConnection? fresh = await ConnectAsync(exchange, url, token).ConfigureAwait(false);
        if (fresh is null) return;
        await RunAsync(exchange, fresh, message, token).ConfigureAwait(false);
        exchange.Fail(HttpFailure.NoAnswer);
    }

    // Ends the exchange, except when the connection ended before a byte of the answer came.
    private async Task RunAsync(SocketHttpExchange exchange, HttpConnection connection,
        byte[] message, CancellationToken token)
    {
        bool keeps = false;
        try
        {
            keeps = await connection.CarryAsync(exchange, message, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever cancelled has said why.
        }
        catch (SocketException)
        {
            if (exchange.HasBegun) exchange.Fail(HttpFailure.ConnectionLost);
        }

        // Kept before it is done: the next request may come at once.
        if (keeps) Interlocked.Exchange(ref _kept, connection)?.Dispose();
        else connection.Dispose();
        if (!exchange.IsAnswered) return;
        if (!exchange.Complete() && keeps) CloseIdle();
    }

    // null when it failed, and then the exchange has ended.
    private async Task<HttpConnection?> ConnectAsync(SocketHttpExchange exchange, HttpUrl url,
        CancellationToken token)
    {
        bool isLinkUp = _isLinkUp();
        bool isName = Uri.CheckHostName(url.Host) == UriHostNameType.Dns;
        // The simulated network knows no names but those mapped; the host's resolver is not asked.
        DnsEndPoint? target = isLinkUp ? _map.Resolve(url.Host, url.Port) : null;
        if (target is null)
        {
            exchange.Fail(isName && isLinkUp ? HttpFailure.UnknownHost : HttpFailure.Unreachable);
            return null;
        }

        exchange.Enter(HttpFailure.ConnectTimedOut, exchange.ConnectMs);
        try
        {
            Socket socket = await _connect(target, token).ConfigureAwait(false);
            return new HttpConnection(url.Authority, socket);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (SocketException e)
        {
            exchange.Fail(IsOfName(e) ? HttpFailure.UnknownHost : HttpFailure.Unreachable);
            return null;
        }
    }

    private static bool IsOfName(SocketException e) => e.SocketErrorCode is
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
        or SocketError.NoRecovery;
}

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Gateway.Hal.Sim;

/// <summary>
/// HTTP/1.1 over real sockets of the host, through an <see cref="AddressMap"/>: a URL's address is
/// looked up there for where to connect, while the Host header keeps it. An address without a route
/// is refused and nothing is sent. No proxy, redirect, cookie or compression. The connection of an
/// exchange that went well is kept for the next one to the same server, as some CMP servers need
/// within a transaction (RFC 9811 3 leaves it open); when the server closed it meanwhile, the
/// request goes out once more on a new one.
/// </summary>
public sealed class SocketHttpTransport : IHttpTransport, IDisposable
{
    private readonly AddressMap _map;
    private readonly Func<bool> _isLinkUp;
    private SocketHttpExchange? _current;
    private HttpConnection? _kept;

    /// <summary>A transport.</summary>
    /// <param name="map">The network.</param>
    /// <param name="isLinkUp">Whether any port has a link; null means always.</param>
    public SocketHttpTransport(AddressMap map, Func<bool>? isLinkUp = null)
    {
        _map = map;
        _isLinkUp = isLinkUp ?? (() => true);
    }

    /// <inheritdoc/>
    public IHttpExchange Post(string url, string contentType, byte[] request, int offset, int count,
        byte[] response, int timeoutMs)
    {
        byte[] body = request.AsSpan(offset, count).ToArray();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeoutMs);
        _current?.Cancel();
        SocketHttpExchange exchange = new(response, timeoutMs);
        _current = exchange;
        if (!TryParseUrl(url, out Uri? uri)) exchange.Fail(HttpFailure.BadUrl);
        else exchange.Start(token => ExchangeAsync(exchange, uri!, contentType, body, token));
        return exchange;
    }

    /// <summary>Gives up what is under way and the kept connection.</summary>
    public void Reset()
    {
        _current?.Cancel();
        Interlocked.Exchange(ref _kept, null)?.Dispose();
    }

    /// <summary>Gives up what is under way, for good.</summary>
    public void Dispose() => Reset();

    private static bool TryParseUrl(string url, out Uri? uri)
    {
        const string Scheme = "http://";
        uri = null;
        if (url is null || url.Any(c => c is <= ' ' or > '~')) return false;
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed)) return false;
        if (parsed.Scheme != Uri.UriSchemeHttp || parsed.UserInfo.Length > 0) return false;
        if (parsed.Host.Length == 0 || parsed.Port is < 1 or > IPEndPoint.MaxPort) return false;
        // What the parser had to guess (10.3.1, 0x0a.3.0.1) names no host that anybody meant.
        if (!url.StartsWith(Scheme + parsed.Host, StringComparison.OrdinalIgnoreCase)) return false;
        uri = parsed;
        return true;
    }

    private static string MediaType(HttpContentHeaders headers)
    {
        // As it stands: what is no valid header value says at least what it is.
        string? value = headers.NonValidated.TryGetValues(
            "Content-Type", out HeaderStringValues values)
            ? values.FirstOrDefault()
            : null;
        return value is null ? "" : value.Split(';')[0].Trim().ToLowerInvariant();
    }

    private static HttpFailure Classify(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is NoRouteException noRoute) return noRoute.Failure;
        }

        HttpRequestError error = exception switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError => HttpFailure.UnknownHost,
            HttpRequestError.ConnectionError => HttpFailure.Unreachable,
            HttpRequestError.InvalidResponse => HttpFailure.NotHttp,
            HttpRequestError.HttpProtocolError => HttpFailure.NotHttp,
            HttpRequestError.ConfigurationLimitExceeded => HttpFailure.NotHttp,
            _ => HttpFailure.ConnectionLost,
        };
    }

    private async Task ExchangeAsync(SocketHttpExchange exchange, Uri uri, string contentType,
        byte[] body, CancellationToken token)
    {
        HttpConnection? kept = Interlocked.Exchange(ref _kept, null);
        if (kept is not null && kept.Authority == uri.Authority)
        {
            if (await RunAsync(kept, isKept: true).ConfigureAwait(false)) return;
        }
        else
        {
            kept?.Dispose();
        }

        await RunAsync(new HttpConnection(uri.Authority, ConnectAsync), isKept: false)
            .ConfigureAwait(false);

        // False when the server had closed the kept connection: nothing of an answer came.
        async Task<bool> RunAsync(HttpConnection connection, bool isKept)
        {
            try
            {
                using HttpResponseMessage answer =
                    await connection.SendAsync(uri, contentType, body, token).ConfigureAwait(false);
                await TakeAsync(exchange, connection, answer, token).ConfigureAwait(false);
            }
            catch (Exception e) when (IsOfNetwork(e) || token.IsCancellationRequested)
            {
                connection.Dispose();
                if (isKept && exchange.Status == 0 && !token.IsCancellationRequested) return false;
                // Cancel() has set its failure before; what is left of a cancellation is the
                // deadline.
                exchange.Fail(token.IsCancellationRequested ? HttpFailure.TimedOut : Classify(e));
            }

            return true;
        }
    }

    private async Task TakeAsync(SocketHttpExchange exchange, HttpConnection connection,
        HttpResponseMessage answer, CancellationToken token)
    {
        exchange.TakeHead((int)answer.StatusCode, MediaType(answer.Content.Headers));
        bool fits = answer.Content.Headers.ContentLength is not { } length
            || length <= exchange.Capacity;
        if (!fits || !await ReadBodyAsync(exchange, answer, token).ConfigureAwait(false))
        {
            connection.Dispose();
            exchange.Fail(HttpFailure.TooLong);
            return;
        }

        // Kept before it is done: the next request may come at once.
        Interlocked.Exchange(ref _kept, connection)?.Dispose();
        exchange.Complete();
    }

    private static bool IsOfNetwork(Exception e) =>
        e is HttpRequestException or IOException or SocketException;

    // False when the body does not fit.
    private static async Task<bool> ReadBodyAsync(
        SocketHttpExchange exchange, HttpResponseMessage answer, CancellationToken token)
    {
        const int ChunkBytes = 4096;
        byte[] chunk = new byte[ChunkBytes];
        using Stream stream = await answer.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
        while (true)
        {
            int count = await stream.ReadAsync(chunk, token).ConfigureAwait(false);
            if (count == 0) return true;
            if (!exchange.TakeBody(chunk.AsSpan(0, count))) return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context,
        CancellationToken token)
    {
        DnsEndPoint wanted = context.DnsEndPoint;
        if (!_isLinkUp()) throw new NoRouteException(HttpFailure.Unreachable);
        // The simulated network knows no names but those mapped; the host's resolver is not asked.
        DnsEndPoint target = _map.Resolve(wanted.Host, wanted.Port) ?? throw new NoRouteException(
            Uri.CheckHostName(wanted.Host) == UriHostNameType.Dns
                ? HttpFailure.UnknownHost
                : HttpFailure.Unreachable);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class NoRouteException(HttpFailure failure) : IOException("no route")
    {
        public HttpFailure Failure { get; } = failure;
    }
}

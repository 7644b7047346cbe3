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
/// looked up there for where to connect, while the Host header keeps it. An address without a route is
/// refused and nothing is sent. No proxy, redirect, cookie, compression or reuse of connections.
/// </summary>
public sealed class SocketHttpTransport : IHttpTransport, IDisposable
{
    private const int HeaderKibibytesMax = 16;

    private readonly AddressMap _map;
    private readonly Func<bool> _isLinkUp;
    private SocketHttpExchange? _current;

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

    /// <summary>Gives up what is under way.</summary>
    public void Reset() => _current?.Cancel();

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
        string? value = headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues values)
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
        try
        {
            using HttpClient client = CreateClient(token);
            using HttpRequestMessage message = new(HttpMethod.Post, uri)
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(body),
            };
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            using HttpResponseMessage answer = await client
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token)
                .ConfigureAwait(false);
            exchange.TakeHead((int)answer.StatusCode, MediaType(answer.Content.Headers));
            if (answer.Content.Headers.ContentLength > exchange.Capacity)
            {
                exchange.Fail(HttpFailure.TooLong);
                return;
            }

            using Stream stream = await answer.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            await ReadBodyAsync(exchange, stream, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Cancel() has set its failure before; what is left is the deadline.
            exchange.Fail(HttpFailure.TimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            exchange.Fail(token.IsCancellationRequested ? HttpFailure.TimedOut : Classify(e));
        }
    }

    private static async Task ReadBodyAsync(SocketHttpExchange exchange, Stream stream,
        CancellationToken token)
    {
        const int ChunkBytes = 4096;
        byte[] chunk = new byte[ChunkBytes];
        while (true)
        {
            int count = await stream.ReadAsync(chunk, token).ConfigureAwait(false);
            if (count == 0) break;
            if (exchange.TakeBody(chunk.AsSpan(0, count))) continue;
            exchange.Fail(HttpFailure.TooLong);
            return;
        }

        exchange.Complete();
    }

    // One an exchange: what is shared would finish connecting after a cancellation, and keep it.
    private HttpClient CreateClient(CancellationToken exchangeToken)
    {
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = HeaderKibibytesMax,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, _) => ConnectAsync(context, exchangeToken),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
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

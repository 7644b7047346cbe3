using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Gateway.Hal.Sim;

/// <summary>
/// One connection to one server, for exchanges one after the other. It connects under the token of
/// the exchange that needs it, so that nothing goes on connecting after a cancellation.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private const int HeaderKibibytesMax = 16;

    private readonly HttpClient _client;
    private CancellationToken _token;

    /// <summary>A connection that is made when it is first used.</summary>
    public HttpConnection(string authority,
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        Authority = authority;
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = HeaderKibibytesMax,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, _) => connect(context, _token),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Host and port of the server, as in the URL.</summary>
    public string Authority { get; }

    /// <summary>Sends a POST and reads the answer's head.</summary>
    public async Task<HttpResponseMessage> SendAsync(Uri uri, string contentType, byte[] body,
        CancellationToken token)
    {
        _token = token;
        using HttpRequestMessage message = new(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token)
            .ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>
/// A small CA that speaks CMP over HTTP (RFC 9811) and really issues certificates. For laboratories
/// and tests: the key
/// lies in a file, and anybody who knows a reference and its secret gets any name certified.
/// </summary>
public sealed class LabCaServer : IAsyncDisposable
{
    /// <summary>Longest request body, in bytes.</summary>
    public const int RequestBytesMax = 64 * 1024;

    private const int ConnectionsMax = 256;
    private const string TooLong = "the body is longer than 64 KiB";
    private const string CrlPath = "/crl";
    private const string CrlMediaType = "application/pkix-crl"; // RFC 2585 4

    private readonly LabCaOptions _options;
    private readonly CaStore _store;
    private readonly CertificateAuthority _authority;
    private readonly HttpAnswers _answers;
    private readonly CmpResponder _responder;
    private readonly MisbehaviourList _misbehaviours = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly KestrelServer _server;
    private int _disposed;

    private LabCaServer(LabCaOptions options, CaStore store)
    {
        _options = options;
        _store = store;
        SecureRandom random = SeededRandom.Create(options.RandomSeed);
        _authority = CertificateAuthority.LoadOrCreate(store, options, random);
        _store.ForgetPending();
        _responder = new CmpResponder(options, new CaState(options, store, _authority, random),
            random, _misbehaviours);
        _answers = new HttpAnswers(_misbehaviours, _stopping.Token);

        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize =
            2 * RequestBytesMax; // It counts the frames of chunks too.
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Listen(options.Address, options.Port);
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(kestrel), transport, NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>The URL for clients.</summary>
    public string Url => $"http://{Endpoint}/pkix/";

    /// <summary>Full path of the folder.</summary>
    public string Directory => _store.Directory;

    /// <summary>The CA's certificate.</summary>
    public byte[] CertificateDer => [.. _authority.CertificateDer];

    /// <summary>The CA's certificate first, its root last.</summary>
    public IReadOnlyList<byte[]> ChainDer => [.. _authority.Chain.Select(one => one.GetEncoded())];

    /// <summary>The revocation list in force.</summary>
    public byte[] CrlDer => _responder.Locked(state => state.Revocations.Current.GetEncoded());

    /// <summary>The last messages that clients sent, oldest first.</summary>
    public IReadOnlyList<LabCaRequest> Requests => _responder.Locked(state => state.Requests);

    /// <summary>The CA's name in one line.</summary>
    public string Name => DistinguishedName.Format(_authority.Name);

    /// <summary>All certificates that were ever issued from this folder, oldest first.</summary>
    public IReadOnlyList<IssuedCertificate> Issued => _responder.Issued;

    /// <summary>Opens the folder and starts to listen.</summary>
    /// <exception cref="LabCaException">It cannot; the message is for the user.</exception>
    public static async Task<LabCaServer> StartAsync(LabCaOptions options,
        CancellationToken cancel = default)
    {
        CaStore store = CaStore.Open(options.Directory);
        LabCaServer? server = null;
        try
        {
            server = new LabCaServer(options, store);
            await server._server.StartAsync(new Application(server), cancel).ConfigureAwait(false);
            ICollection<string> addresses =
                server._server.Features.Get<IServerAddressesFeature>()!.Addresses;
            server.Endpoint = new IPEndPoint(options.Address, new Uri(addresses.First()).Port);
            return server;
        }
        catch (Exception error)
        {
            if (server is not null)
                await server.DisposeAsync().ConfigureAwait(false);
            store.Dispose();
            if (error is IOException or SocketException or UnauthorizedAccessException)
                throw new LabCaException(
                    $"cannot listen at {new IPEndPoint(options.Address, options.Port)}: "
                    + error.Message, error);
            throw;
        }
    }

    /// <summary>Makes the CA fail.</summary>
    /// <param name="what">How.</param>
    /// <param name="answers">How many answers it spoils; null: all until <see
    /// cref="Behave"/>.</param>
    /// <param name="skip">How many answers that it could spoil go well before.</param>
    public void Misbehave(Misbehaviour what, int? answers = null, int skip = 0)
    {
        if (answers is < 1 || skip < 0)
            throw new ArgumentOutOfRangeException(answers is < 1 ? nameof(answers) : nameof(skip));
        _misbehaviours.Add(what, answers, skip);
    }

    /// <summary>Ends all misbehaviour.</summary>
    public void Behave() => _misbehaviours.Clear();

    /// <summary>Issues a certificate without a message, valid at once: the one that a client
    /// starts with.</summary>
    /// <param name="subject">Name, for instance <c>O=BB,CN=hello</c>.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    /// <param name="validity">Validity when not that of the CA; negative for a certificate that has
    /// expired already.</param>
    /// <returns>The certificate, DER.</returns>
    public byte[] IssueDirectly(string subject, byte[] publicKey, TimeSpan? validity = null) =>
        _responder.Locked(state => state.IssueDirectly(subject, publicKey, validity));

    /// <summary>Revokes a certificate and publishes the next list.</summary>
    /// <param name="serial">Serial number as in <see cref="IssuedCertificate.Serial"/>.</param>
    /// <param name="reason">CRLReason.</param>
    public void Revoke(string serial, int reason = 0) => _responder.Locked(state =>
    {
        if (!state.IsTaken(serial))
            throw new ArgumentException("no such certificate", nameof(serial));
        state.Revoke(serial, reason);
        return serial;
    });

    /// <summary>Announces the next root key (RFC 9483 4.3.2): newWithNew, newWithOld, oldWithNew,
    /// the same ones at every call.</summary>
    public IReadOnlyList<byte[]> RollOver() => _responder.Locked(state =>
    {
        RootUpdate update = state.RollOver();
        return new[]
        {
            update.NewWithNew.GetEncoded(), update.NewWithOld.GetEncoded(),
            update.OldWithNew.GetEncoded(),
        };
    });

    /// <summary>Stops listening and gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
            await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
        _store.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == CrlPath && HttpMethods.IsGet(context.Request.Method))
        {
            await SendCrlAsync(context).ConfigureAwait(false);
            return;
        }

        (int status, string why) = CheckHttp(context.Request, out CmpPath path);
        if (status != 0)
        {
            await RefuseAsync(context, status, why).ConfigureAwait(false);
            return;
        }

        byte[] body = new byte[RequestBytesMax + 1];
        int length;
        try
        {
            length = await context.Request.Body.ReadAtLeastAsync(
                body, body.Length, throwOnEndOfStream: false,
                    context.RequestAborted).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error)
        {
            await RefuseAsync(context, error.StatusCode,
                "the body cannot be read").ConfigureAwait(false);
            return;
        }

        if (length > RequestBytesMax)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge,
                TooLong).ConfigureAwait(false);
            return;
        }

        CmpAnswer answer = RespondSafely(body[..length], path);
        await _answers.SendAsync(context, answer, note => Log(context, answer.TransactionId,
            answer.Request, answer.Result + note)).ConfigureAwait(false);
    }

    private async Task SendCrlAsync(HttpContext context)
    {
        byte[] list = CrlDer;
        Log(context, "-", "GET " + CrlPath, $"CRL, {list.Length} bytes");
        context.Response.ContentType = CrlMediaType;
        context.Response.ContentLength = list.Length;
        await context.Response.Body.WriteAsync(list, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private static (int Status, string Why) CheckHttp(HttpRequest request,
        out CmpPath path)
    {
        if (!CmpPath.TryParse(request.Path.Value ?? "", out path))
            return (StatusCodes.Status404NotFound,
                "CMP is served at /, /pkix/ and /.well-known/cmp");
        if (!HttpMethods.IsPost(request.Method))
            return (StatusCodes.Status405MethodNotAllowed, "CMP messages come by POST");
        string mediaType = (request.ContentType ?? "").Split(';')[0].Trim();
        if (!mediaType.Equals(HttpAnswers.MediaType, StringComparison.OrdinalIgnoreCase))
            return (StatusCodes.Status415UnsupportedMediaType, "Content-Type must be "
                + HttpAnswers.MediaType);
        if (request.ContentLength > RequestBytesMax)
            return (StatusCodes.Status413PayloadTooLarge, TooLong);
        return (0, "");
    }

    private async Task RefuseAsync(HttpContext context, int status, string why)
    {
        string line = SafeText.OneLine(context.Request.Method, 20) + " "
            + SafeText.OneLine(context.Request.Path, 80);
        Log(context, "-", line, $"HTTP {status}, {why}");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        if (status == StatusCodes.Status405MethodNotAllowed)
            context.Response.Headers.Allow = HttpMethods.Post;
        await context.Response.WriteAsync(why + "\n", context.RequestAborted).ConfigureAwait(false);
    }

    // A fault of the CA itself (a full disk, a bug) must not end the server; the client gets HTTP
    // 500.
    private CmpAnswer RespondSafely(byte[] body, CmpPath path)
    {
        try
        {
            return _responder.Respond(body, path);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new CmpAnswer([], StatusCodes.Status500InternalServerError, "-", "?",
                $"internal fault, {fault.GetType().Name}: {SafeText.OneLine(fault.Message, 200)}");
        }
    }

    private void Log(HttpContext context, string transactionId, string request, string result) =>
        _options.Log?.Invoke(new LabCaLogLine(_options.Clock.GetUtcNow(),
            new IPEndPoint(context.Connection.RemoteIpAddress ?? IPAddress.None,
                context.Connection.RemotePort).ToString(),
            transactionId, request, SafeText.OneLine(result, 400)));

    /// <summary>The bridge to the web server: one context a request, nothing else of a web
    /// framework.</summary>
    private sealed class Application(LabCaServer owner) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) =>
            new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            try
            {
                await owner.ServeAsync(context).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                context.Abort(); // The client went away.
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}

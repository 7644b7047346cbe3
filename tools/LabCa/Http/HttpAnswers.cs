using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Gateway.LabCa;

/// <summary>Sends answers over HTTP, rightly or with the misbehaviours in force.</summary>
internal sealed class HttpAnswers(MisbehaviourList misbehaviours, CancellationToken stopping)
{
    /// <summary>Content-Type of CMP messages (RFC 9811 3.4).</summary>
    public const string MediaType = "application/pkixcmp";

    private const byte GarbageOctet = 0xA5;
    private const int GarbageLength = 200;
    private const int EndlessBytesMax = 256 * 1024 * 1024;
    private const int EndlessPiece = 4096;

    /// <summary>Sends an answer.</summary>
    /// <param name="context">The HTTP exchange.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="log">Called once with the result, before the answer leaves: who has the answer
    /// finds the line.</param>
    public async Task SendAsync(HttpContext context, CmpAnswer answer, Action<string> log)
    {
        CancellationToken gone = context.RequestAborted;
        if (misbehaviours.Take(MisbehaviourKind.Delay) is { } delay)
            await WaitAsync(delay.Time, gone).ConfigureAwait(false);
        if (misbehaviours.Take(MisbehaviourKind.NeverAnswer) is not null)
        {
            log(" (on purpose: not sent)");
            await WaitAsync(Timeout.InfiniteTimeSpan, gone).ConfigureAwait(false);
            context.Abort();
        }
        else if (misbehaviours.Take(MisbehaviourKind.DropConnection) is not null)
        {
            log(" (on purpose: connection dropped)");
            context.Abort();
        }
        else if (!SendsStatusOnly(context.Response, log))
        {
            await SendBodyAsync(context, answer, log).ConfigureAwait(false);
        }
    }

    private bool SendsStatusOnly(HttpResponse response, Action<string> log)
    {
        if (misbehaviours.Take(MisbehaviourKind.HttpStatus) is { } status)
        {
            log($" (on purpose: HTTP {status.Number} instead)");
            response.StatusCode = status.Number;
            return true;
        }

        if (misbehaviours.Take(MisbehaviourKind.Redirect) is not { } redirect)
            return false;
        log($" (on purpose: HTTP {redirect.Number} to {redirect.Text})");
        response.StatusCode = redirect.Number;
        response.Headers.Location = redirect.Text;
        return true;
    }

    private async Task SendBodyAsync(HttpContext context, CmpAnswer answer, Action<string> log)
    {
        CancellationToken gone = context.RequestAborted;
        HttpResponse response = context.Response;
        (byte[] body, string note) = Spoil(answer);
        response.StatusCode = answer.HttpStatus;
        response.ContentType = MediaType;
        if (misbehaviours.Take(MisbehaviourKind.MessageWithStatus) is { } status)
        {
            response.StatusCode = status.Number;
            note = $" (on purpose: under HTTP {status.Number})";
        }

        if (misbehaviours.Take(MisbehaviourKind.EndlessBody) is not null)
        {
            log(" (on purpose: without an end)");
            await SendEndlesslyAsync(response, body, gone).ConfigureAwait(false);
            return;
        }

        if (!answer.Chunked)
            response.ContentLength = body.Length;
        Misbehaviour? slow = misbehaviours.Take(MisbehaviourKind.SlowBody);
        Misbehaviour? cut = misbehaviours.Take(MisbehaviourKind.CutConnection);
        log(cut is not null ? " (on purpose: cut off)"
            : slow is not null ? " (on purpose: slowly)" : note);
        int sent = Math.Min(cut?.Number ?? body.Length, body.Length);
        await SendAsync(response, body.AsMemory(0, sent), slow, gone).ConfigureAwait(false);
        if (cut is null)
            return;
        await response.Body.FlushAsync(gone).ConfigureAwait(false);
        context.Abort();
    }

    private async Task SendAsync(HttpResponse response, ReadOnlyMemory<byte> body,
        Misbehaviour? slow, CancellationToken gone)
    {
        if (slow is null)
        {
            await response.Body.WriteAsync(body, gone).ConfigureAwait(false);
            return;
        }

        for (int i = 0; i < body.Length && !stopping.IsCancellationRequested; i++)
        {
            await response.Body.WriteAsync(body.Slice(i, 1), gone).ConfigureAwait(false);
            await response.Body.FlushAsync(gone).ConfigureAwait(false);
            await WaitAsync(slow.Time, gone).ConfigureAwait(false);
        }
    }

    private async Task SendEndlesslyAsync(HttpResponse response, byte[] body,
        CancellationToken gone)
    {
        await response.Body.WriteAsync(body, gone).ConfigureAwait(false);
        byte[] piece = Enumerable.Repeat(GarbageOctet, EndlessPiece).ToArray();
        for (int sent = 0; sent < EndlessBytesMax && !stopping.IsCancellationRequested;
            sent += piece.Length)
            await response.Body.WriteAsync(piece, gone).ConfigureAwait(false);
    }

    private (byte[] Body, string Note) Spoil(CmpAnswer answer)
    {
        if (misbehaviours.Take(MisbehaviourKind.TruncatedAnswer) is { } truncated)
            return (answer.Body[..Math.Min(truncated.Number, answer.Body.Length)],
                " (on purpose: truncated)");
        if (misbehaviours.Take(MisbehaviourKind.GarbageAnswer) is not null)
            return (Enumerable.Repeat(GarbageOctet, GarbageLength).ToArray(),
                " (on purpose: garbage)");
        return (answer.Body,
            answer.HttpStatus == StatusCodes.Status200OK ? "" : $" (HTTP {answer.HttpStatus})");
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        await Task.Delay(time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using System;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.LabCa;

namespace Gateway.Soak;

/// <summary>Where the power can be cut around a message.</summary>
public enum MessageCut
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Before the request leaves the board.</summary>
    BeforeRequest = 1,

    /// <summary>When the request has left, and the CA will have it.</summary>
    AfterRequest = 2,

    /// <summary>When the answer has reached the board, before it is read.</summary>
    AtAnswer = 3,
}

/// <summary>What happens to one exchange.</summary>
internal sealed record ExchangeFate
{
    /// <summary>It fails so and the CA sees nothing.</summary>
    public HttpFailure NotSent { get; init; }

    /// <summary>The CA sees it and the answer is lost so.</summary>
    public HttpFailure AnswerLost { get; init; }

    /// <summary>Milliseconds that the answer takes.</summary>
    public long DelayMs { get; init; } = CaLink.RoundTripMs;

    public bool CorruptsRequest { get; init; }

    public bool CorruptsAnswer { get; init; }

    public bool IsDuplicated { get; init; }

    public Misbehaviour? CaMood { get; init; }

    public MessageCut Cut { get; init; }

    /// <summary>Whether anything of it is not as it should be.</summary>
    public bool IsTroubled => this != new ExchangeFate();
}

/// <summary>
/// HTTP between the gateway and its CA, in this process and in simulated time: each exchange meets
/// the fate that the world draws for it.
/// </summary>
internal sealed class CaLink(SimulatedTime time, InProcessLabCa authority, SoakRandom random,
    Func<ExchangeFate> draw) : IHttpTransport
{
    /// <summary>From a request to its answer when nothing is in the way.</summary>
    public const long RoundTripMs = 120;

    private const int FlipsMax = 3;
    private const int StatusOk = 200;

    private Exchange? _current;

    /// <summary>Requests so far.</summary>
    public long Posts { get; private set; }

    /// <summary>Whether an exchange is under way.</summary>
    public bool IsBusy => _current is { IsDone: false };

    /// <summary>Cuts the board's power.</summary>
    public Action<string> CutPower { get; set; } = _ => { };

    /// <summary>Told of each request with what came of it, one line.</summary>
    public Action<string> OnEnd { get; set; } = _ => { };

    /// <summary>Told of each request that did not get to the CA.</summary>
    public Action OnUndelivered { get; set; } = () => { };

    /// <summary>Looks at the bytes that leave the board.</summary>
    public Action<byte[]> OnRequest { get; set; } = _ => { };

    public IHttpExchange Post(string url, string contentType, byte[] request, int offset,
        int count, byte[] response, HttpTimeouts timeouts)
    {
        byte[] message = request.AsSpan(offset, count).ToArray();
        Posts++;
        OnRequest(message);
        ExchangeFate fate = draw();
        _current?.Cancel();
        Exchange exchange = new(response);
        _current = exchange;
        if (fate.Cut == MessageCut.BeforeRequest) throw new PowerLossException("before a request");
        if (fate.NotSent != HttpFailure.None)
        {
            long afterMs = fate.NotSent == HttpFailure.ConnectTimedOut
                ? timeouts.ConnectMs : RoundTripMs;
            time.After(afterMs, () =>
            {
                if (!exchange.IsDone) OnUndelivered();
                exchange.Fail(fate.NotSent);
            });
            return exchange;
        }

        if (fate.CorruptsRequest) Flip(message);
        time.After(RoundTripMs / 2, () => Serve(exchange, message, fate, timeouts));
        return exchange;
    }

    public void CloseIdle()
    {
    }

    /// <summary>Forgets what is under way, as a board without power does.</summary>
    public void Drop()
    {
        _current?.Cancel();
        _current = null;
    }

    // The CA works whether or not the board still listens.
    private void Serve(Exchange exchange, byte[] message, ExchangeFate fate,
        HttpTimeouts timeouts)
    {
        if (fate.CaMood is { } mood) authority.Misbehave(mood, answers: 1);
        InProcessAnswer answer = authority.Respond(message);
        authority.Behave();
        if (fate.IsDuplicated) answer = authority.Respond(message);
        if (fate.Cut == MessageCut.AfterRequest)
        {
            CutPower("after a request (" + answer.Request + ")");
            return;
        }

        long restMs = RoundTripMs / 2;
        long lateMs = timeouts.ResponseMs;
        if (fate.AnswerLost != HttpFailure.None)
            time.After(lateMs - restMs, () => End(exchange, fate.AnswerLost));
        else if (fate.DelayMs >= lateMs)
            time.After(lateMs - restMs, () => End(exchange, HttpFailure.ResponseTimedOut));
        else
            time.After(fate.DelayMs - restMs, () => Deliver(exchange, answer, fate));
    }

    private void Deliver(Exchange exchange, InProcessAnswer answer, ExchangeFate fate)
    {
        if (exchange.IsDone) return;
        byte[] body = [.. answer.Body];
        if (fate.CorruptsAnswer) Flip(body);
        exchange.Take(answer.HttpStatus == 0 ? StatusOk : answer.HttpStatus, body);
        OnEnd($"{answer.Request}: {answer.Result}");
        if (fate.Cut == MessageCut.AtAnswer) CutPower("at the answer to " + answer.Request);
    }

    private void End(Exchange exchange, HttpFailure failure)
    {
        if (exchange.IsDone) return;
        exchange.Fail(failure);
        OnEnd($"no answer ({failure})");
    }

    private void Flip(byte[] message)
    {
        if (message.Length == 0) return;
        for (long left = random.Between(1, FlipsMax); left > 0; left--)
            message[random.Between(0, message.Length - 1)] ^= (byte)(1 << (int)random.Between(0, 7));
    }

    private sealed class Exchange(byte[] response) : IHttpExchange
    {
        public bool IsDone { get; private set; }

        public int Status { get; private set; }

        public int Count { get; private set; }

        public string ContentType { get; private set; } = "";

        public string Location => "";

        public HttpFailure Failure { get; private set; }

        public void Cancel() => Fail(HttpFailure.Cancelled);

        public void Fail(HttpFailure failure)
        {
            if (IsDone) return;
            Failure = failure;
            IsDone = true;
        }

        public void Take(int status, byte[] body)
        {
            Status = status;
            ContentType = "application/pkixcmp";
            Count = Math.Min(body.Length, response.Length);
            body.AsSpan(0, Count).CopyTo(response);
            if (body.Length > response.Length) Failure = HttpFailure.TooLong;
            IsDone = true;
        }
    }
}

/// <summary>The power went away at a message.</summary>
internal sealed class PowerLossException(string where) : Exception(where);

using Gateway.Cmp;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>
/// Carries the bytes between an enrolment machine and the HTTP transport, one step a call.
/// </summary>
public sealed class EnrolmentDriver
{
    private readonly CmpMachine _machine;
    private readonly IHttpTransport _http;
    private readonly string _url;
    private readonly int _exchangeTimeoutMs;
    private IHttpExchange _exchange;
    private byte[] _response;

    /// <summary>A driver for one enrolment; each exchange may take so many milliseconds.</summary>
    public EnrolmentDriver(CmpMachine machine, IHttpTransport http, string url,
        int exchangeTimeoutMs)
    {
        _machine = machine;
        _http = http;
        _url = url;
        _exchangeTimeoutMs = exchangeTimeoutMs;
    }

    /// <summary>
    /// Whether the last step computed; when not, the caller may rest for some milliseconds.
    /// </summary>
    public bool HasComputed { get; private set; }

    /// <summary>Does one bounded step; true until the enrolment is over.</summary>
    public bool Step(long nowMs, long utcSeconds)
    {
        HasComputed = !_machine.IsFinished && _machine.Work(nowMs);
        if (!HasComputed) Exchange(nowMs, utcSeconds);
        if (!_machine.IsFinished) return true;
        GiveUpExchange();
        return false;
    }

    /// <summary>Ends the enrolment and frees the connection.</summary>
    public void Cancel(long nowMs)
    {
        _machine.Cancel(nowMs);
        GiveUpExchange();
    }

    private void Exchange(long nowMs, long utcSeconds)
    {
        if (_exchange != null && _exchange.IsDone)
        {
            Deliver(nowMs, utcSeconds);
            return;
        }

        if (_machine.Outgoing != null)
        {
            // Offered again while an exchange is under way: the machine has waited long enough
            // for it.
            GiveUpExchange();
            byte[] message = _machine.Outgoing;

            // Only now: the signature before it needs the heap's largest blocks for itself.
            if (_response == null) _response = new byte[CmpLimits.MessageSizeMax];
            _exchange = _http.Post(_url, CmpHttp.ContentType, message, 0, message.Length, _response,
                _exchangeTimeoutMs);
            _machine.OutgoingTaken(nowMs);
            return;
        }

        _machine.Tick(nowMs);
    }

    private void Deliver(long nowMs, long utcSeconds)
    {
        IHttpExchange done = _exchange;
        _exchange = null;
        if (done.Failure != HttpFailure.None)
        {
            _machine.TransportFailed(HttpText.Of(done.Failure), nowMs);
            return;
        }

        string refused = CmpHttp.Judge(done.Status, done.ContentType, done.Count);
        if (refused != null) _machine.TransportFailed(refused, nowMs);
        else _machine.Receive(_response, 0, done.Count, nowMs, utcSeconds);
    }

    private void GiveUpExchange()
    {
        if (_exchange != null) _exchange.Cancel();
        _exchange = null;
    }
}

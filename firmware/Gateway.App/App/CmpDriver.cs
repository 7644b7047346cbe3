using Gateway.Cmp;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>
/// Carries the bytes between a CMP machine and the HTTP transport, one step a call (RFC 9811).
/// </summary>
public sealed class CmpDriver
{
    private readonly CmpMachine _machine;
    private readonly IHttpTransport _http;
    private readonly HttpUrl _url;
    private readonly HttpTimeouts _timeouts;
    private readonly bool _acceptsRedirect;
    private IHttpExchange _exchange;
    private byte[] _response;
    private byte[] _message;
    private HttpUrl _target;
    private int _redirects;

    /// <summary>A driver for one transaction.</summary>
    /// <param name="machine">What speaks CMP.</param>
    /// <param name="http">What carries it.</param>
    /// <param name="url">The CA's URL.</param>
    /// <param name="timeouts">
    /// Bounds on each exchange. TotalMs is less than the machine's own patience, so that the
    /// operator reads which phase failed.
    /// </param>
    /// <param name="acceptsRedirect">Whether a redirect to another http URL is followed.</param>
    public CmpDriver(CmpMachine machine, IHttpTransport http, string url, HttpTimeouts timeouts,
        bool acceptsRedirect)
    {
        _machine = machine;
        _http = http;
        _url = HttpUrl.Parse(url);
        _timeouts = timeouts;
        _acceptsRedirect = acceptsRedirect;
    }

    /// <summary>
    /// Whether the last step computed; when not, the caller may rest for some milliseconds.
    /// </summary>
    public bool HasComputed { get; private set; }

    /// <summary>
    /// When the next step has something to do, unless an answer arrives before.
    /// </summary>
    public long DueMs
    {
        get
        {
            bool isReady = _machine.NeedsWork || _machine.Outgoing != null
                || (_exchange != null && _exchange.IsDone);
            return isReady ? 0 : _machine.DeadlineMs;
        }
    }

    /// <summary>
    /// Whether the last message was answered by an HTTP response, which need not be the CA's.
    /// </summary>
    public bool WasAnswered { get; private set; }

    /// <summary>
    /// Does one bounded step; true until the transaction is over. It either computes or exchanges:
    /// between a message that was made and its sending the caller has a step's time.
    /// </summary>
    public bool Step(long nowMs, long utcSeconds)
    {
        HasComputed = !_machine.IsFinished && _machine.NeedsWork;
        if (HasComputed) _machine.Work(nowMs);
        ForgetAnswer();
        if (!HasComputed) Exchange(nowMs, utcSeconds);
        if (!_machine.IsFinished) return true;
        Leave();
        return false;
    }

    /// <summary>Ends the transaction and frees the connection.</summary>
    public void Cancel(long nowMs)
    {
        _machine.Cancel(nowMs);
        Leave();
    }

    private void Exchange(long nowMs, long utcSeconds)
    {
        if (_exchange != null && _exchange.IsDone) Deliver(nowMs, utcSeconds);
        else if (_machine.Outgoing != null) Send(nowMs);
        else _machine.Tick(nowMs);
    }

    private void Send(long nowMs)
    {
        // Offered again while an exchange is under way: the machine has waited long enough for it.
        GiveUpExchange();
        WasAnswered = false;
        _message = _machine.Outgoing;
        _target = _url;
        _redirects = 0;
        _machine.OutgoingTaken(nowMs);
        if (_target == null) _machine.TransportFailed(HttpText.Of(HttpFailure.BadUrl), nowMs);
        else Post();
    }

    private void Post()
    {
        if (_response == null) _response = new byte[CmpLimits.MessageSizeMax];
        _exchange = _http.Post(_target.Text, CmpHttp.ContentType, _message, 0, _message.Length,
            _response, _timeouts);
    }

    // The signature of the next message needs the heap's largest blocks for itself.
    private void ForgetAnswer()
    {
        if (_exchange == null && !_machine.ReadsAnswer) _response = null;
    }

    private void Deliver(long nowMs, long utcSeconds)
    {
        IHttpExchange done = _exchange;
        _exchange = null;
        WasAnswered = done.Failure == HttpFailure.None;
        string refused = Refusal(done);
        if (refused != null) _machine.TransportFailed(refused, nowMs);
        else if (CmpHttp.IsRedirect(done.Status)) Follow(done, nowMs);
        else _machine.Receive(_response, 0, done.Count, nowMs, utcSeconds);
    }

    private static string Refusal(IHttpExchange done)
    {
        // What is too long and no CMP message is a web page: its status says more.
        bool isPage = done.Failure == HttpFailure.TooLong && done.Status != 0
            && done.ContentType != CmpHttp.ContentType;
        bool isRedirect = CmpHttp.IsRedirect(done.Status);
        if (done.Failure != HttpFailure.None && !isPage) return HttpText.Of(done.Failure);
        int bodyBytes = isPage ? CmpLimits.MessageSizeMax : done.Count;
        return isRedirect ? null : CmpHttp.Judge(done.Status, done.ContentType, bodyBytes);
    }

    private void Follow(IHttpExchange done, long nowMs)
    {
        bool mayLead = CmpHttp.KeepsPost(done.Status) && done.Location != "";
        HttpUrl next = mayLead ? _target.Resolve(done.Location) : null;
        if (next == null || !_acceptsRedirect || _redirects == CmpHttp.RedirectsMax)
        {
            string location = next == null ? done.Location : next.Text;
            _machine.TransportFailed(
                CmpHttp.JudgeRedirect(done.Status, location, next != null, _redirects), nowMs);
            return;
        }

        _redirects++;
        _target = next;
        Post();
    }

    private void Leave()
    {
        GiveUpExchange();
        _http.CloseIdle();
    }

    private void GiveUpExchange()
    {
        if (_exchange != null) _exchange.Cancel();
        _exchange = null;
        _message = null;
    }
}

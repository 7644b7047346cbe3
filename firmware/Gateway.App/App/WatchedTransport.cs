using Gateway.Hal;

namespace Gateway.App;

/// <summary>
/// HTTP as a transaction of one session uses it: errors are counted, messages traced.
/// </summary>
internal sealed class WatchedTransport : IHttpTransport
{
    private readonly IHttpTransport _http;
    private readonly string _sessionName;
    private readonly CmpStatistics _statistics;
    private readonly CmpTrace _trace;

    public WatchedTransport(IHttpTransport http, string sessionName, CmpStatistics statistics,
        CmpTrace trace)
    {
        _http = http;
        _sessionName = sessionName;
        _statistics = statistics;
        _trace = trace;
    }

    /// <inheritdoc/>
    public IHttpExchange Post(string url, string contentType, byte[] request, int offset,
        int count, byte[] response, HttpTimeouts timeouts)
    {
        _trace.Sent(_sessionName, request, offset, count);
        IHttpExchange exchange =
            _http.Post(url, contentType, request, offset, count, response, timeouts);
        return new WatchedExchange(this, exchange, response);
    }

    /// <inheritdoc/>
    public void CloseIdle() => _http.CloseIdle();

    private void Ended(IHttpExchange exchange, byte[] response)
    {
        const int Ok = 200;
        bool isError = exchange.Failure != HttpFailure.None || exchange.Status != Ok;
        if (isError) _statistics.Of(_sessionName).HttpErrors++;
        _trace.Received(_sessionName, response, exchange);
    }

    private sealed class WatchedExchange : IHttpExchange
    {
        private readonly WatchedTransport _owner;
        private readonly IHttpExchange _exchange;
        private readonly byte[] _response;
        private bool _isTold;

        public WatchedExchange(WatchedTransport owner, IHttpExchange exchange, byte[] response)
        {
            _owner = owner;
            _exchange = exchange;
            _response = response;
        }

        public bool IsDone
        {
            get
            {
                if (!_exchange.IsDone) return false;
                if (!_isTold) _owner.Ended(_exchange, _response);
                _isTold = true;
                return true;
            }
        }

        public int Status => _exchange.Status;

        public int Count => _exchange.Count;

        public string ContentType => _exchange.ContentType;

        public string Location => _exchange.Location;

        public HttpFailure Failure => _exchange.Failure;

        public void Cancel() => _exchange.Cancel();
    }
}

namespace Gateway.Hal;

/// <summary>Why an HTTP exchange ended without a usable answer.</summary>
public enum HttpFailure
{
    /// <summary>It did not fail.</summary>
    None = 0,

    /// <summary>The URL cannot be used (scheme, host or port).</summary>
    BadUrl = 1,

    /// <summary>The host's name could not be resolved.</summary>
    UnknownHost = 2,

    /// <summary>No connection: refused, unreachable or no link.</summary>
    Unreachable = 3,

    /// <summary>The time given to the exchange is over.</summary>
    TimedOut = 4,

    /// <summary>The connection broke before the whole answer was there.</summary>
    ConnectionLost = 5,

    /// <summary>The answer's body is longer than the buffer for it.</summary>
    TooLong = 6,

    /// <summary>What came back is not HTTP.</summary>
    NotHttp = 7,

    /// <summary>The exchange was cancelled.</summary>
    Cancelled = 8,
}

/// <summary>HTTP/1.1 requests with a body; one exchange under way at a time.</summary>
public interface IHttpTransport
{
    /// <summary>
    /// Starts a POST and returns at once. The request range is copied before the call returns; the
    /// answer's body is written into <paramref name="response"/>, which bounds it.
    /// </summary>
    /// <param name="url">Absolute http URL.</param>
    /// <param name="contentType">Value of the Content-Type header.</param>
    /// <param name="request">Holds the request's body.</param>
    /// <param name="offset">Where the body starts.</param>
    /// <param name="count">Bytes of the body.</param>
    /// <param name="response">Takes the answer's body, from index 0.</param>
    /// <param name="timeoutMs">Bound on the whole exchange, in milliseconds.</param>
    IHttpExchange Post(string url, string contentType, byte[] request, int offset, int count,
        byte[] response, int timeoutMs);
}

/// <summary>One request and its answer, under way or done.</summary>
public interface IHttpExchange
{
    /// <summary>
    /// True once <see cref="Status"/> or <see cref="Failure"/> says how it ended.
    /// </summary>
    bool IsDone { get; }

    /// <summary>The HTTP status code, 0 while there is none.</summary>
    int Status { get; }

    /// <summary>Bytes of the answer's body in the response buffer.</summary>
    int Count { get; }

    /// <summary>
    /// The answer's Content-Type without parameters, lower case; "" when it has none.
    /// </summary>
    string ContentType { get; }

    /// <summary>Why there is no usable answer.</summary>
    HttpFailure Failure { get; }

    /// <summary>Gives the exchange up and frees its connection; harmless when it is done.</summary>
    void Cancel();
}

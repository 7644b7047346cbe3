namespace Gateway.Hal;

/// <summary>HTTP/1.1 requests with a body; one exchange under way at a time.</summary>
public interface IHttpTransport
{
    /// <summary>
    /// Starts a POST and returns at once. The request range and the timeouts are copied before the
    /// call returns; the answer's body is written into <paramref name="response"/>, which bounds
    /// it. A redirect is an answer, it is not followed.
    /// </summary>
    /// <param name="url">Absolute http URL, see <see cref="HttpUrl"/>.</param>
    /// <param name="contentType">Value of the Content-Type header.</param>
    /// <param name="request">Holds the request's body.</param>
    /// <param name="offset">Where the body starts.</param>
    /// <param name="count">Bytes of the body.</param>
    /// <param name="response">Takes the answer's body, from index 0.</param>
    /// <param name="timeouts">Bounds on the phases, all of them at least 1 ms.</param>
    IHttpExchange Post(string url, string contentType, byte[] request, int offset, int count,
        byte[] response, HttpTimeouts timeouts);

    /// <summary>
    /// Frees a connection that was kept for the next exchange; harmless when there is none.
    /// </summary>
    void CloseIdle();
}

/// <summary>One request and its answer, under way or done.</summary>
public interface IHttpExchange
{
    /// <summary>
    /// True once <see cref="Status"/> or <see cref="Failure"/> says how it ended. From then on
    /// nothing changes and the response buffer is the caller's again.
    /// </summary>
    bool IsDone { get; }

    /// <summary>
    /// The HTTP status code, 0 while there is none; it stays when the body fails.
    /// </summary>
    int Status { get; }

    /// <summary>Bytes of the answer's body in the response buffer.</summary>
    int Count { get; }

    /// <summary>
    /// The answer's Content-Type without parameters, lower case; "" when it has none.
    /// </summary>
    string ContentType { get; }

    /// <summary>
    /// The answer's Location as it came, one character a byte; "" when it has none.
    /// </summary>
    string Location { get; }

    /// <summary>Why there is no usable answer.</summary>
    HttpFailure Failure { get; }

    /// <summary>Gives the exchange up and frees its connection; harmless when it is done.</summary>
    void Cancel();
}

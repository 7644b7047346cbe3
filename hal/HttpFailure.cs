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

    /// <summary>No connection within <see cref="HttpTimeouts.ConnectMs"/>.</summary>
    ConnectTimedOut = 4,

    /// <summary>The connection broke before the whole answer was there.</summary>
    ConnectionLost = 5,

    /// <summary>The answer's body is longer than the buffer for it.</summary>
    TooLong = 6,

    /// <summary>What came back does not begin as an answer of HTTP/1.x.</summary>
    NotHttp = 7,

    /// <summary>The exchange was cancelled.</summary>
    Cancelled = 8,

    /// <summary>
    /// The server took no byte of the request for <see cref="HttpTimeouts.IdleMs"/>.
    /// </summary>
    SendTimedOut = 9,

    /// <summary>No byte of an answer within <see cref="HttpTimeouts.ResponseMs"/>.</summary>
    ResponseTimedOut = 10,

    /// <summary>
    /// The answer stopped in the middle for <see cref="HttpTimeouts.IdleMs"/>.
    /// </summary>
    IdleTimedOut = 11,

    /// <summary>The exchange was not over within <see cref="HttpTimeouts.TotalMs"/>.</summary>
    TotalTimedOut = 12,

    /// <summary>The connection ended before a byte of an answer came.</summary>
    NoAnswer = 13,

    /// <summary>A header line, or all of them, are longer than is read.</summary>
    HeadTooLong = 14,

    /// <summary>A header line is malformed (RFC 9112 5).</summary>
    BadHeader = 15,

    /// <summary>
    /// What the answer says of its own length is contradictory, unknown or malformed (RFC 9112 6.3,
    /// 7.1).
    /// </summary>
    BadFraming = 16,
}

namespace Gateway.Hal;

/// <summary>Asks a server for the time by SNTP (RFC 5905 14), without blocking.</summary>
public interface INetworkTime
{
    /// <summary>
    /// Sends a request and returns at once; an earlier one that is not done is given up.
    /// </summary>
    /// <param name="server">Dotted IPv4 address.</param>
    /// <param name="timeoutMs">How long the answer is awaited, at least 1 ms.</param>
    void Ask(string server, int timeoutMs);

    /// <summary>Whether no request is under way.</summary>
    bool IsDone { get; }

    /// <summary>
    /// Why the last request brought no time, a phrase without a final stop; null when it did or
    /// none was made.
    /// </summary>
    string Failure { get; }

    /// <summary>
    /// Seconds since 1970-01-01T00:00:00Z at the moment of this call, reckoned from the last
    /// answer; meaningful only when <see cref="IsDone"/> and <see cref="Failure"/> is null.
    /// </summary>
    long UtcSeconds { get; }
}

namespace Gateway.Hal;

/// <summary>
/// Time of the board: one counter that never jumps, one calendar that may be unknown.
/// </summary>
public interface IClock
{
    /// <summary>Milliseconds since start; never goes backwards.</summary>
    long MonotonicMs { get; }

    /// <summary>
    /// Seconds since 1970-01-01T00:00:00Z; meaningful only when <see cref="IsSet"/>.
    /// </summary>
    long UtcSeconds { get; }

    /// <summary>
    /// Whether somebody (network, operator, host) has set the calendar since start.
    /// </summary>
    bool IsSet { get; }

    /// <summary>Sets the calendar, in seconds since 1970-01-01T00:00:00Z.</summary>
    void SetUtc(long utcSeconds);
}

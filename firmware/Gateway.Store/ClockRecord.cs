namespace Gateway.Store;

/// <summary>Who told the time; the numbers stand in flash.</summary>
public enum ClockSource
{
    /// <summary>Nobody: the firmware's build or the gateway's own certificate bounds it.</summary>
    Build = 0,

    /// <summary>The board itself, whose calendar went on.</summary>
    Board = 1,

    /// <summary>A time server, not authenticated.</summary>
    Sntp = 2,

    /// <summary>An authenticated message of the CA.</summary>
    Ca = 3,

    /// <summary>The operator.</summary>
    Operator = 4,
}

/// <summary>The last time that flash keeps, for a board without a clock of its own.</summary>
public sealed class ClockRecord
{
    /// <summary>A time, who told it, the time that is sure and the time that is settled.</summary>
    public ClockRecord(long utcSeconds, ClockSource source, long sureSeconds, long settledSeconds)
    {
        SettledSeconds = settledSeconds;
        UtcSeconds = utcSeconds;
        Source = source;
        SureSeconds = sureSeconds;
    }

    /// <summary>Seconds since 1970; the true time was this or later.</summary>
    public long UtcSeconds { get; }

    /// <summary>Who told it.</summary>
    public ClockSource Source { get; }

    /// <summary>
    /// Seconds since 1970 that the time had reached by the word of the operator or the CA;
    /// <see cref="Gateway.Core.UtcTime.Unknown"/> when neither is known.
    /// </summary>
    public long SureSeconds { get; }

    /// <summary>
    /// Seconds since 1970 that the clock had before it was last moved ahead, as long as that may be
    /// taken back; else the time itself.
    /// </summary>
    public long SettledSeconds { get; }
}

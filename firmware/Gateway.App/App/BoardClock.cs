using Gateway.Core;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>The calendar as the application uses it: seconds, or unknown.</summary>
internal sealed class BoardClock
{
    private readonly IClock _clock;

    public BoardClock(IClock clock) => _clock = clock;

    /// <summary>
    /// Seconds since 1970 UTC, or <see cref="UtcTime.Unknown"/> while nobody set the clock.
    /// </summary>
    public long UtcNow() => _clock.IsSet ? _clock.UtcSeconds : UtcTime.Unknown;

    /// <summary>Milliseconds since start.</summary>
    public long NowMs => _clock.MonotonicMs;

    /// <summary>Where the calendar comes from.</summary>
    public string Source { get; private set; } = "board";

    /// <summary>Sets the calendar by hand.</summary>
    public void Set(long utcSeconds)
    {
        _clock.SetUtc(utcSeconds);
        Source = "operator";
    }
}

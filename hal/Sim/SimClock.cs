using System;
using System.Globalization;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>
/// The board's time over a <see cref="TimeProvider"/>: the system's for a board in real time, a
/// <see cref="ManualTimeProvider"/> for one whose time is simulated.
/// </summary>
public sealed class SimClock : IClock
{
    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
        "yyyyMMdd'T'HHmmssK", "yyyyMMdd'T'HHmmK", "yyyyMMdd",
    ];

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _start;
    private long _calendarStart;
    private long _calendarSeconds;
    private bool _isSet;

    private SimClock(TimeProvider time, long calendarSeconds, bool isSet)
    {
        _time = time;
        _start = _calendarStart = time.GetTimestamp();
        _calendarSeconds = calendarSeconds;
        _isSet = isSet;
    }

    /// <inheritdoc/>
    public long MonotonicMs
    {
        get
        {
            lock (_gate)
            {
                return (long)_time.GetElapsedTime(_start).TotalMilliseconds;
            }
        }
    }

    /// <inheritdoc/>
    public long UtcSeconds
    {
        get
        {
            lock (_gate)
            {
                return _calendarSeconds + (long)_time.GetElapsedTime(_calendarStart).TotalSeconds;
            }
        }
    }

    /// <inheritdoc/>
    public bool IsSet
    {
        get
        {
            lock (_gate)
            {
                return _isSet;
            }
        }
    }

    /// <summary>A clock whose calendar is that of the time provider, the host's by
    /// default.</summary>
    public static SimClock FromHost(TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        return new SimClock(time, time.GetUtcNow().ToUnixTimeSeconds(), isSet: true);
    }

    /// <summary>A clock whose calendar starts at the given seconds since 1970.</summary>
    public static SimClock StartingAt(long utcSeconds, TimeProvider? time = null) =>
        new(time ?? TimeProvider.System, utcSeconds, isSet: true);

    /// <summary>A clock without a calendar, as a board without a battery has it.</summary>
    public static SimClock Unset(TimeProvider? time = null) =>
        new(time ?? TimeProvider.System, 0, isSet: false);

    /// <summary>
    /// Reads an ISO 8601 date, or date and time: <c>2026-01-31</c>, <c>2026-01-31T08:30:00Z</c>,
    /// <c>20260131T083000+0100</c>. Without an offset it is UTC.
    /// </summary>
    public static bool TryParse(string text, out long utcSeconds)
    {
        bool good = DateTimeOffset.TryParseExact(text, s_formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        utcSeconds = good ? time.ToUnixTimeSeconds() : 0;
        return good;
    }

    /// <inheritdoc/>
    public void SetUtc(long utcSeconds)
    {
        lock (_gate)
        {
            _calendarSeconds = utcSeconds;
            _calendarStart = _time.GetTimestamp();
            _isSet = true;
        }
    }

    /// <summary>
    /// What a warm restart of the board does: the counter starts over, the calendar goes on (the
    /// chip's timer survives a reset).
    /// </summary>
    public void Restart()
    {
        lock (_gate)
        {
            _start = _time.GetTimestamp();
        }
    }
}

using System;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>The system's time with leaps.</summary>
public sealed class LeapingTimeProviderTests
{
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);

    private readonly LeapingTimeProvider _time = new();

    [Fact]
    public void Calendar_and_counter_leap_together()
    {
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        long start = _time.GetTimestamp();
        SimClock clock = SimClock.FromHost(_time);
        long utcSeconds = clock.UtcSeconds;
        _time.Leap(s_year);
        _time.Leap(s_year);
        Assert.True(_time.GetUtcNow() >= before + (2 * s_year));
        Assert.True(_time.GetElapsedTime(start) >= 2 * s_year);
        Assert.True(clock.MonotonicMs >= 2 * s_year.TotalMilliseconds);
        Assert.True(clock.UtcSeconds >= utcSeconds + (long)(2 * s_year).TotalSeconds);
        Assert.True(_time.GetUtcNow() <= TimeProvider.System.GetUtcNow() + (2 * s_year));
    }

    [Fact]
    public void Never_leaps_back() => Assert.Throws<ArgumentOutOfRangeException>(
        () => _time.Leap(TimeSpan.FromTicks(-1)));
}

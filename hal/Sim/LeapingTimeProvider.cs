using System;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>The system's time, which can be made to leap forward.</summary>
public sealed class LeapingTimeProvider : TimeProvider
{
    private long _leapTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _leapTicks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        System.GetUtcNow().AddTicks(Interlocked.Read(ref _leapTicks));

    /// <summary>Leaps over a span; timers do not notice it.</summary>
    public void Leap(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        Interlocked.Add(ref _leapTicks, span.Ticks);
    }
}

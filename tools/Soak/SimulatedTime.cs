using System;
using System.Collections.Generic;
using Gateway.Hal.Sim;

namespace Gateway.Soak;

/// <summary>The time of a world, in milliseconds since it began, and what is to happen in
/// it.</summary>
internal sealed class SimulatedTime
{
    private readonly PriorityQueue<Action, (long AtMs, long Number)> _events = new();
    private long _number;

    public SimulatedTime(DateTimeOffset start) => Provider = new ManualTimeProvider(start);

    /// <summary>The same time for whoever wants a time provider.</summary>
    public ManualTimeProvider Provider { get; }

    public long NowMs { get; private set; }

    /// <summary>Seconds since 1970 UTC.</summary>
    public long UtcSeconds => Provider.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>When the next event is due; <see cref="long.MaxValue"/> without one.</summary>
    public long NextMs => _events.TryPeek(out _, out (long AtMs, long Number) key)
        ? key.AtMs : long.MaxValue;

    /// <summary>Plans an event; those of the same moment happen in the order of the plan.</summary>
    public void After(double delayMs, Action what) => _events.Enqueue(what,
        (NowMs + Math.Max(0, (long)delayMs), _number++));

    /// <summary>Leaps to a moment, not beyond the next event.</summary>
    public void LeapTo(long atMs)
    {
        if (atMs <= NowMs) return;
        Provider.Advance(TimeSpan.FromMilliseconds(atMs - NowMs));
        NowMs = atMs;
    }

    /// <summary>Lets happen what is due.</summary>
    public void RunDue()
    {
        while (NextMs <= NowMs) _events.Dequeue()();
    }
}

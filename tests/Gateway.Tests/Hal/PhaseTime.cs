using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>Time that passes when a test says so, and that tells which timers were set.</summary>
internal sealed class PhaseTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<PhaseTimer> _timers = [];
    private long _nowMs;

    /// <summary>How many timers run.</summary>
    public int Live
    {
        get
        {
            lock (_gate) return _timers.Count(t => t.IsLive);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime,
        TimeSpan period)
    {
        lock (_gate)
        {
            int boundMs = (int)dueTime.TotalMilliseconds;
            PhaseTimer timer = new(() => callback(state), boundMs, _nowMs + boundMs);
            _timers.Add(timer);
            return timer;
        }
    }

    /// <summary>Waits until so many timers of this bound have been set since the start.</summary>
    public async Task SetAsync(int boundMs, int times = 1)
    {
        while (Count(boundMs) < times) await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    /// <summary>Lets time pass and the timers that are due go off.</summary>
    public void Advance(int ms)
    {
        PhaseTimer[] due;
        lock (_gate)
        {
            _nowMs += ms;
            due = _timers.Where(t => t.IsLive && t.DueMs <= _nowMs).ToArray();
        }

        foreach (PhaseTimer timer in due) timer.Fire();
    }

    private int Count(int boundMs)
    {
        lock (_gate) return _timers.Count(t => t.BoundMs == boundMs);
    }

    private sealed class PhaseTimer(Action fire, int boundMs, long dueMs) : ITimer
    {
        private int _isOver;

        public int BoundMs => boundMs;

        public long DueMs => dueMs;

        public bool IsLive => Volatile.Read(ref _isOver) == 0;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException();

        public void Dispose() => Interlocked.Exchange(ref _isOver, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal.Sim;

namespace Gateway.Soak;

/// <summary>Which worlds are run.</summary>
/// <param name="First">First seed.</param>
/// <param name="Count">How many seeds.</param>
/// <param name="Years">Simulated years of each.</param>
/// <param name="Jobs">How many at a time.</param>
public sealed record SoakOrder(long First, int Count, double Years = SoakOrder.YearsDefault,
    int Jobs = 1)
{
    /// <summary>Simulated years of a world.</summary>
    public const double YearsDefault = 5;
}

/// <summary>What came of many worlds.</summary>
public sealed class SoakSummary
{
    private readonly List<SoakResult> _failures = [];

    /// <summary>Worlds that were run.</summary>
    public int Seeds { get; private set; }

    /// <summary>Simulated days in all of them.</summary>
    public double Days { get; private set; }

    /// <summary>All that happened in them.</summary>
    public SoakCounts Counts { get; } = new();

    /// <summary>Flash erases a simulated day: the mean over all worlds.</summary>
    public double ErasesPerDay => _wearDays == 0 ? 0 : _wear.Erases / _wearDays;

    /// <summary>Flash writes a simulated day: the mean over all worlds.</summary>
    public double WritesPerDay => _wearDays == 0 ? 0 : _wear.Writes / _wearDays;

    /// <summary>Flash erases a simulated day in the world that has most.</summary>
    public double ErasesPerDayMax { get; private set; }

    /// <summary>Flash writes a simulated day in the world that has most.</summary>
    public double WritesPerDayMax { get; private set; }

    /// <summary>Seconds of processor time that this process took while they ran.</summary>
    public double CpuSeconds { get; internal set; }

    /// <summary>The worlds in which an invariant did not hold.</summary>
    public IReadOnlyList<SoakResult> Failures => _failures;

    private FlashWear _wear;
    private double _wearDays;

    internal void Add(SoakResult result)
    {
        Seeds++;
        Days += result.Days;
        Counts.Add(result.Counts);
        _wear = new FlashWear(_wear.Writes + result.Wear.Writes,
            _wear.Deletes + result.Wear.Deletes, _wear.Bytes + result.Wear.Bytes,
            _wear.Erases + result.Wear.Erases);
        _wearDays += result.WearDays;
        if (result.WearDays > 1)
        {
            ErasesPerDayMax = Math.Max(ErasesPerDayMax, result.Wear.Erases / result.WearDays);
            WritesPerDayMax = Math.Max(WritesPerDayMax, result.Wear.Writes / result.WearDays);
        }

        if (result.Violation is not null) _failures.Add(result);
    }
}

/// <summary>Runs worlds of consecutive seeds.</summary>
public static class SoakRunner
{
    /// <summary>Runs them; the worlds know nothing of each other.</summary>
    /// <param name="order">Which.</param>
    /// <param name="onResult">Called after each, one at a time.</param>
    /// <param name="trace">Told of each event in them; null for none.</param>
    /// <param name="stop">Ends it after the worlds under way.</param>
    public static SoakSummary Run(SoakOrder order, Action<SoakResult>? onResult = null,
        Action<string>? trace = null, CancellationToken stop = default)
    {
        SoakSummary summary = new();
        Lock gate = new();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        ParallelOptions options = new() { MaxDegreeOfParallelism = order.Jobs };
        Parallel.For(order.First, order.First + order.Count, options, (seed, loop) =>
        {
            if (stop.IsCancellationRequested)
            {
                loop.Stop();
                return;
            }

            SoakResult result = new SoakWorld(SoakLife.Draw(seed), trace).Run(order.Years);
            lock (gate)
            {
                summary.Add(result);
                onResult?.Invoke(result);
            }
        });
        TimeSpan spent = Process.GetCurrentProcess().TotalProcessorTime - before;
        summary.CpuSeconds = spent.TotalSeconds;
        return summary;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Gateway.Soak;
using Spectre.Console;

namespace Gateway.Ctl.Soaking;

/// <summary>Shows how worlds fare.</summary>
public sealed class SoakView(IAnsiConsole console, string? folder)
{
    private const int FailuresShownMax = 5;

    private int _failures;

    /// <summary>Runs worlds under a progress bar.</summary>
    public SoakSummary WithProgress(SoakOrder order, Func<Action<SoakResult>, SoakSummary> run) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(),
            new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask("Worlds", maxValue: order.Count);
            return run(result =>
            {
                task.Increment(1);
                Show(result);
            });
        });

    /// <summary>Prints an event.</summary>
    public void Trace(string line) => Print(line);

    /// <summary>Tells of a world that failed.</summary>
    public void Show(SoakResult result)
    {
        if (result.Violation is null) return;
        if (folder is not null)
        {
            File.WriteAllLines(Path.Combine(folder, $"seed-{result.Seed}.txt"),
                [.. result.LastEvents, Sentence(result), Replay(result)]);
        }

        if (++_failures > FailuresShownMax) return;
        foreach (string line in result.LastEvents) Print(line);
        Print(Sentence(result));
        Print("Replay it: " + Replay(result));
    }

    /// <summary>Shows what came of all of them.</summary>
    public void Show(SoakSummary summary)
    {
        Table table = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
        table.Columns[1].RightAligned();
        foreach ((string name, string value) in Rows(summary)) table.AddRow(name, value);
        console.Write(table);
        if (summary.Failures.Count == 0) return;
        string seeds = string.Join(", ", summary.Failures.Take(20).Select(f => f.Seed).Order());
        Print($"Seeds that failed: {seeds}"
            + (summary.Failures.Count > 20 ? " ..." : ""));
    }

    private static IEnumerable<(string Name, string Value)> Rows(SoakSummary summary)
    {
        yield return ("Seeds", Number(summary.Seeds));
        yield return ("Simulated years", Number(summary.Days / SoakLife.DaysOfYear));
        foreach ((string what, long count) in summary.Counts.All)
            yield return (char.ToUpperInvariant(what[0]) + what[1..], Number(count));
        yield return ("Flash writes a day, mean / most",
            $"{Small(summary.WritesPerDay)} / {Small(summary.WritesPerDayMax)}");
        yield return ("Flash erases a day, mean / most",
            $"{Small(summary.ErasesPerDay)} / {Small(summary.ErasesPerDayMax)}");
        yield return ("CPU seconds a seed",
            Small(summary.CpuSeconds / Math.Max(1, summary.Seeds)));
        yield return ("Invariants broken", Number(summary.Failures.Count));
    }

    // As it is: a line of a trace is searched, not wrapped.
    private void Print(string line) => console.Profile.Out.Writer.WriteLine(line);

    private static string Sentence(SoakResult result) =>
        $"Seed {result.Seed}, invariant '{result.Violation!.Invariant}': "
        + result.Violation.Message;

    private static string Replay(SoakResult result) =>
        $"gatewayctl soak --first {result.Seed} --count 1 --trace";

    private static string Number(double value) =>
        value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Small(double value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture);
}

using System;
using System.Linq;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;

namespace Gateway.Tests.Procedure;

/// <summary>Boards without a network whose time is the test's, one after the other.</summary>
internal sealed class TrialBench : IDisposable
{
    private const string Endpoint = "127.0.0.1:9";
    private const string Status = "display configuration trial status";
    private const string NoTrial = " Info: No trial configuration is running.";

    private readonly ManualTimeProvider _time =
        new(new DateTimeOffset(2027, 1, 31, 9, 0, 0, TimeSpan.Zero));

    private readonly ConsoleBench _first = new(Endpoint);

    /// <summary>What the boards' flash held before any of them started.</summary>
    public MemoryFlash Flash => _first.Flash;

    /// <summary>A clock that nobody has set.</summary>
    public SimClock Unset() => SimClock.Unset(_time);

    /// <summary>A clock that shows the bench's time.</summary>
    public SimClock Right() => SimClock.FromHost(_time);

    /// <summary>Gives the board power; it has not started yet.</summary>
    public ConsoleBench Start(IFlash flash, SimClock clock) =>
        new(Endpoint, _first, flash, clock, 0);

    /// <summary>A started board whose configuration "A" is committed.</summary>
    public ConsoleBench Committed(IFlash flash, SimClock clock)
    {
        ConsoleBench board = Start(flash, clock);
        board.Type("system-view", "sysname A", "commit");
        return board;
    }

    public void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass for a board, second by second as its main loop would.</summary>
    public void Pass(ConsoleBench board, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Pass(1);
            while (board.Step())
            {
            }
        }
    }

    /// <summary>What is running and what is saved, by name, and whether it is a trial.</summary>
    public static string State(ConsoleBench board)
    {
        bool isTrial = !board.Type(Status).Contains(NoTrial);
        return Name(board, "display current-configuration") + " "
            + Name(board, "display saved-configuration") + " "
            + (isTrial ? "trial" : "-");
    }

    /// <summary>Records of a trial in flash.</summary>
    public static int Records(IFlash flash) => new RecordStore(flash).List("trial").Length;

    public void Dispose() => _first.Dispose();

    private static string Name(ConsoleBench board, string display) =>
        board.Type(display).FirstOrDefault(l => l.StartsWith("sysname ", StringComparison.Ordinal))
            ?.Substring(8) ?? "nothing";
}

using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// The power fails in each write and deletion of commits and trials, in each way that flash can be
/// left: the board then runs what it ran before that operation or after it, and once the trial is
/// over nothing of it is left.
/// </summary>
public sealed class TrialPowerCutTests : IDisposable
{
    private const int TrialSeconds = 600;

    private readonly TrialBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("commit", 4)]
    [InlineData("commit trial; commit", 9)]
    [InlineData("commit trial; sysname C; commit", 9)]
    [InlineData("commit trial; abort trial", 7)]
    [InlineData("commit trial; pass 600", 16)]
    [InlineData("commit trial; sysname C; commit trial; sysname D; commit", 10)]
    [InlineData("commit trial; sysname A; commit", 7)]
    [InlineData("commit trial; sysname A; commit trial; abort trial", 8)]
    public void After_a_power_cut_the_board_runs_one_configuration_whole(string steps, int count)
    {
        using (ConsoleBench board = _bench.Committed(_bench.Flash, _bench.Unset()))
            board.Type("commit");
        RecordingFlash recording = new(_bench.Flash.Copy());
        using (ConsoleBench whole = _bench.Start(recording, _bench.Unset()))
        {
            whole.Type("system-view", "sysname B");
            foreach (string step in steps.Split("; ")) Do(whole, step);
        }

        // The first two operations are those of the random state.
        Assert.Equal(count, recording.Count);
        string[] states = [.. Enumerable.Range(0, count + 1)
            .Select(i => State(recording.Before(i), out _))];
        Assert.EndsWith("-", states[^1], StringComparison.Ordinal);
        for (int operation = 0; operation < count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                string what = $"{cut} in operation {operation + 1} of {steps}: ";
                MemoryFlash left = recording.AfterCut(operation, cut);
                string state = State(left, out List<string> said);
                Assert.True(state == states[operation] || state == states[operation + 1],
                    what + state);
                AssertSaid(said, state, what);
                AssertSettles(left, what);
            }
        }
    }

    // A warning once where a slot was torn; of a trial, what became of it.
    private static void AssertSaid(List<string> said, string state, string what)
    {
        bool hasTrialLine = said.Exists(l => l.Contains("The trial configuration runs for"));
        Assert.True(hasTrialLine == state.EndsWith("trial", StringComparison.Ordinal),
            what + string.Join('\n', said));
        Assert.False(said.Exists(l => l.StartsWith("Error", StringComparison.Ordinal)), what);
        Assert.True(said.Count <= 2, what + string.Join('\n', said));
    }

    private void AssertSettles(MemoryFlash left, string what)
    {
        using (ConsoleBench board = _bench.Start(left, _bench.Unset()))
        {
            board.Type("system-view");
            _bench.Pass(board, TrialSeconds);
            string[] state = TrialBench.State(board).Split(' ');
            Assert.True(state[0] == state[1] && state[2] == "-", what + string.Join(' ', state));
        }

        Assert.True(TrialBench.Records(left) == 0, what + "a record is left");
        Assert.False(new ConfigurationStore(new RecordStore(left)).IsNewestDamaged, what);
        using ConsoleBench again = _bench.Start(left, _bench.Unset());
        Assert.Equal(["<", "["], again.Type("system-view").Select(l => l[..1]));
    }

    private void Do(ConsoleBench board, string step)
    {
        if (step.StartsWith("pass", StringComparison.Ordinal)) _bench.Pass(board, TrialSeconds);
        else board.Type(step);
    }

    private string State(MemoryFlash flash, out List<string> said)
    {
        using ConsoleBench board = _bench.Start(flash.Copy(), _bench.Unset());
        said = [.. board.Type("system-view").Where(l => l[0] is not '<' and not '[')];
        return TrialBench.State(board);
    }
}

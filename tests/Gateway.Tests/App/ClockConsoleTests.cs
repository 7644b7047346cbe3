using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Gateway.App;
using Gateway.Hal.Sim;
using Gateway.Simulator;
using Gateway.Tests.Hal;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>The clock of a whole gateway whose board has none, on its console.</summary>
public sealed class ClockConsoleTests : IDisposable
{
    private const string Advice = "Set the clock with 'clock datetime', or name a time server with"
        + " 'ntp unicast-server'.";
    private const int TurnsMax = 20000;

    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly MemoryFlash _flash = new();
    private readonly SntpPeer _peer = new();
    private LoopbackSerialLine _line = null!;
    private SimulatedBoard _board = null!;

    public ClockConsoleTests() => Start(isNew: true);

    public void Dispose()
    {
        _board.Dispose();
        _line.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public void An_unknown_time_is_shown_with_its_bound_and_what_to_do()
    {
        Pass(TimeSpan.FromHours(1));
        Assert.Equal(
            [
                "At least 2026-11-01 01:00:00 UTC; the true time is this or later.",
                "Time source: making of the firmware", Advice,
            ],
            Show());
    }

    [Fact]
    public void At_start_the_firmware_bounds_the_time() =>
        Assert.Equal("Time source: making of the firmware", Show()[1]);

    [Fact]
    public void The_operator_sets_it_and_a_restart_makes_it_a_bound()
    {
        Type("clock datetime 10:00:00 2027-05-06");
        Pass(TimeSpan.FromMinutes(12));
        Assert.Equal(
            ["2027-05-06 10:12:00 UTC", "Time source: set by the operator 12 minutes ago"],
            Show());
        Restart();
        Assert.Equal(
            [
                "At least 2027-05-06 10:00:00 UTC; the true time is this or later.",
                "Time source: last persisted, from the operator", Advice,
            ],
            Show());
    }

    [Fact]
    public void The_operator_repairs_a_clock_of_the_future_and_a_restart_keeps_that()
    {
        Type("clock datetime 10:00:00 2077-05-06");
        Restart();
        Assert.Contains(" Warning: The clock goes back by 18262 days 01:00:00.",
            Type("clock datetime 09:00:00 2027-05-07", "y"));
        Assert.Equal("2027-05-07 09:00:00 UTC", Show()[0]);
        Restart();
        Assert.StartsWith("At least 2027-05-07 09:00:00 UTC;", Show()[0]);
    }

    [Fact]
    public void Before_the_firmware_nothing_can_be() =>
        Assert.Contains("Error: The time is before 2026-11-01 00:00:00 UTC, when this firmware was"
            + " made.", Type("clock datetime 10:00:00 2026-10-31"));

    [Fact]
    public void A_time_server_sets_it_after_every_start()
    {
        Type("system-view", "ntp unicast-server " + SntpPeer.Address, "commit");
        ServeUntilTold(new DateTimeOffset(2027, 6, 1, 8, 0, 0, TimeSpan.Zero));
        string[] shown = Show();
        Assert.StartsWith("2027-06-01 08:", shown[0]);
        Assert.StartsWith("Time source: synchronized by SNTP 10.1.0.9 ", shown[1]);
        Assert.StartsWith("Time server: 10.1.0.9, asked again in ", shown[2]);
        Restart();
        shown = Show();
        Assert.StartsWith("At least 2027-06-01 08:", shown[0]);
        Assert.Equal("Time source: last persisted, from SNTP", shown[1]);
        Assert.Equal("Set the clock with 'clock datetime', or wait for the time server.",
            shown[2]);
        ServeUntilTold(new DateTimeOffset(2027, 6, 2, 8, 0, 0, TimeSpan.Zero));
        Assert.StartsWith("2027-06-02 08:", Show()[0]);
    }

    // The host's own time decides nothing: a question that got lost is asked again.
    private void ServeUntilTold(DateTimeOffset time)
    {
        for (int turn = 0; turn < TurnsMax; turn++)
        {
            _board.Step();
            if (_peer.HasQuestion) _peer.Answer(time, _peer.TakeQuestion());
            if (turn % 100 == 99 && Show()[0].StartsWith("20", StringComparison.Ordinal)) return;
            Thread.Sleep(1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Fail("The time server was in vain.");
    }

    private string[] Show()
    {
        string[] lines = Type("display clock");
        return [.. lines.Skip(1).SkipLast(1)];
    }

    private string[] Type(params string[] lines)
    {
        List<string> transcript = [];
        ScriptResult result = new ScriptRunner(_board, _line.Peer, transcript.Add).Run(
            Script.Of(lines),
            new ScriptOptions { KeepGoing = true, TimeLimit = TimeSpan.FromSeconds(60) },
            CancellationToken.None);
        Assert.Equal(ScriptEnd.Done, result.End);
        return [.. transcript];
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        for (int i = 0; i < 10; i++) _board.Step();
    }

    // A cold start: the board's calendar is gone.
    private void Restart()
    {
        for (int i = 0; i < 10; i++) _board.Step();
        _board.Dispose();
        _line.Dispose();
        Start();
    }

    private void Start(bool isNew = false)
    {
        _line = new LoopbackSerialLine();
        SimBoard parts = new(_flash, _line, new SimBoardOptions
        {
            Map = _peer.Map(),
            Seed = [1],
            Clock = SimClock.Unset(_time),
        });
        if (isNew) GatewayFirmware.Prepare(parts);
        _board = new SimulatedBoard(parts,
            board => new GatewayFirmware(board, isScripted: true));
        _board.Step();
    }
}

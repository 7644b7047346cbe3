using System;
using Gateway.Core;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>A configuration on trial on the whole firmware, over time and restarts.</summary>
public sealed class TrialTests : IDisposable
{
    private const string Over = "Warning: The time of the trial configuration is over; what was"
        + " committed before is running again, the trial configuration is the candidate.";
    private const string OverAtStart = "Warning: The time of the trial configuration is over; the"
        + " saved configuration is used.";

    private readonly TrialBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_trial_takes_effect_and_goes_back_in_time_with_a_notice()
    {
        using ConsoleBench board = _bench.Committed(_bench.Flash, _bench.Right());
        string[] said = board.Type("interface Ethernet1/0/1", "ip address 10.2.0.2 24", "quit",
            "sysname B", "commit trial 100");
        Assert.Contains(" Info: The trial configuration runs for 100 seconds, until 2027-01-31"
            + " 09:01:40 UTC; 'commit' keeps it, 'abort trial' ends it.", said);
        Assert.Equal("B A trial", TrialBench.State(board));
        Assert.NotNull(board.Parts.Ports[0].Address);
        Assert.Equal(1, TrialBench.Records(_bench.Flash));

        _bench.Pass(board, 99);
        Assert.Equal("B A trial", TrialBench.State(board));
        board.Type("sysname C");
        _bench.Pass(board, 1);
        Assert.Null(board.Parts.Ports[0].Address);
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
        said = board.Type("display configuration candidate");
        Assert.Contains(said, l => l.EndsWith(Over, StringComparison.Ordinal));
        Assert.Contains("sysname C", said);
        Assert.Equal("[*A] ", said[^1]);
        Assert.Equal("A A -", TrialBench.State(board));
    }

    [Fact]
    public void An_address_that_a_trial_gave_to_the_other_port_comes_back()
    {
        using ConsoleBench board = _bench.Committed(_bench.Flash, _bench.Unset());
        board.Type("interface Ethernet1/0/1", "ip address 10.2.0.2 24", "commit",
            "undo ip address", "interface Ethernet1/0/2", "ip address 10.2.0.2 24",
            "commit trial 60");
        Assert.Null(board.Parts.Ports[0].Address);
        Assert.Equal([10, 2, 0, 2], board.Parts.Ports[1].Address!);
        _bench.Pass(board, 60);
        Assert.Equal([10, 2, 0, 2], board.Parts.Ports[0].Address!);
        Assert.Null(board.Parts.Ports[1].Address);
        Assert.Equal("A A -", TrialBench.State(board));
    }

    [Fact]
    public void A_commit_keeps_the_trial_with_what_was_edited_since()
    {
        using ConsoleBench board = Trial(_bench.Right());
        board.Type("interface Ethernet1/0/2", "shutdown", "commit");
        Assert.Equal("B B -", TrialBench.State(board));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
        _bench.Pass(board, 601);
        Assert.Equal("B B -", TrialBench.State(board));
        using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Unset());
        Assert.Equal("B B -", TrialBench.State(restarted));
        Assert.Contains(" shutdown", restarted.Type("display current-configuration"));
    }

    [Fact]
    public void An_abort_ends_it_at_once()
    {
        using ConsoleBench board = Trial(_bench.Right());
        board.Type("abort trial");
        Assert.Equal("A A -", TrialBench.State(board));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
        using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Unset());
        Assert.Equal("A A -", TrialBench.State(restarted));
    }

    [Fact]
    public void A_second_trial_has_its_own_time_and_the_same_way_back()
    {
        using ConsoleBench board = Trial(_bench.Right());
        _bench.Pass(board, 500);
        board.Type("sysname C", "commit trial 200");
        _bench.Pass(board, 199);
        Assert.Equal("C A trial", TrialBench.State(board));
        _bench.Pass(board, 1);
        Assert.Equal("A A -", TrialBench.State(board));
    }

    [Fact]
    public void A_restart_goes_on_with_the_time_that_was_left_and_costs_a_tenth()
    {
        using (ConsoleBench board = Trial(_bench.Unset())) _bench.Pass(board, 125);
        using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Unset());
        Assert.Contains(" Info: The trial configuration runs for 420 seconds; 'commit' keeps it,"
            + " 'abort trial' ends it.", restarted.Type("system-view"));
        Assert.Equal("B A trial", TrialBench.State(restarted));
        _bench.Pass(restarted, 419);
        Assert.Equal("B A trial", TrialBench.State(restarted));
        _bench.Pass(restarted, 1);
        Assert.Equal("A A -", TrialBench.State(restarted));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
    }

    [Fact]
    public void A_warm_restart_carries_it_on_and_a_commit_still_keeps_it()
    {
        using ConsoleBench board = Trial(_bench.Right());
        string[] said = board.Type("reboot", "y", "system-view");
        Assert.Contains(" Info: The trial configuration runs for 540 seconds, until 2027-01-31"
            + " 09:09:00 UTC; 'commit' keeps it, 'abort trial' ends it.", said);
        Assert.Equal("B A trial", TrialBench.State(board));
        board.Type("commit");
        Assert.Equal("B B -", TrialBench.State(board));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
    }

    [Fact]
    public void A_calendar_that_shows_the_end_at_the_start_ends_it()
    {
        using (ConsoleBench board = Trial(_bench.Right())) Assert.True(board.Flash != null);
        _bench.Pass(600);
        using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Right());
        Assert.Contains(OverAtStart, restarted.Type("system-view"));
        Assert.Equal("A A -", TrialBench.State(restarted));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
    }

    [Fact]
    public void A_calendar_that_is_set_later_ends_it_too()
    {
        using (ConsoleBench board = Trial(_bench.Right())) Assert.True(board.Flash != null);
        using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Unset());
        Assert.Equal("B A trial", TrialBench.State(restarted));
        restarted.Type("clock datetime 09:09:59 2027-01-31");
        Assert.Equal("B A trial", TrialBench.State(restarted));
        _bench.Pass(restarted, 1);
        Assert.Equal("A A -", TrialBench.State(restarted));
    }

    [Fact]
    public void A_clock_that_jumps_does_not_end_a_trial_that_was_counted_throughout()
    {
        using ConsoleBench board = Trial(_bench.Right());
        board.Type("clock datetime 00:00:00 2031-01-01");
        _bench.Pass(board, 599);
        Assert.Equal("B A trial", TrialBench.State(board));
        _bench.Pass(board, 1);
        Assert.Equal("A A -", TrialBench.State(board));
    }

    [Theory]
    [InlineData(600, 10)]
    [InlineData(60, 10)]
    public void A_board_that_restarts_for_ever_comes_back(int seconds, int restarts)
    {
        using (ConsoleBench board = _bench.Committed(_bench.Flash, _bench.Unset()))
        {
            board.Type("sysname B", "commit trial " + seconds);
        }

        for (int i = 1; i < restarts; i++)
        {
            using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Unset());
            Assert.Equal("B A trial", TrialBench.State(restarted));
        }

        using ConsoleBench last = _bench.Start(_bench.Flash, _bench.Unset());
        Assert.Contains(OverAtStart, last.Type("system-view"));
        Assert.Equal("A A -", TrialBench.State(last));
    }

    [Fact]
    public void A_trial_of_a_board_that_saved_nothing_goes_back_to_the_factory()
    {
        using ConsoleBench board = _bench.Start(_bench.Flash, _bench.Unset());
        board.Type("system-view", "sysname B", "commit trial 60");
        Assert.Equal("B nothing trial", TrialBench.State(board));
        using ConsoleBench restarted = _bench.Start(_bench.Flash, _bench.Unset());
        Assert.Equal("B nothing trial", TrialBench.State(restarted));
        _bench.Pass(restarted, 60);
        Assert.Equal("Gateway nothing -", TrialBench.State(restarted));
    }

    [Fact]
    public void A_certificate_that_a_trial_leaves_out_stays_until_the_commit()
    {
        RecordStore records = new(_bench.Flash);
        using ConsoleBench board = _bench.Committed(_bench.Flash, _bench.Unset());
        CertificateStore certificates = new(records);
        certificates.Write(CertificateKind.Ca, "old.cer", [1], 0);
        board.Type("load configuration terminal",
            "pki import-certificate ca filename old.cer", "return", "commit");
        board.Type("pki delete-certificate ca filename old.cer", "commit trial");
        string[] said = board.Type("pki delete-certificate ca filename old.cer");
        Assert.Contains(said, l => l.StartsWith("Error: The certificate old.cer is not imported",
            StringComparison.Ordinal));
        Assert.NotNull(certificates.Read(CertificateKind.Ca, "old.cer"));
        board.Type("abort trial", "clear configuration candidate");
        Assert.Contains("pki import-certificate ca filename old.cer",
            board.Type("display current-configuration"));

        board.Type("pki delete-certificate ca filename old.cer", "commit trial", "commit");
        Assert.Null(certificates.Read(CertificateKind.Ca, "old.cer"));
        ConfigurationStore saved = new(records);
        Assert.DoesNotContain("old.cer", saved.Read());
        Assert.Null(saved.ReadOlder());
    }

    private ConsoleBench Trial(SimClock clock)
    {
        ConsoleBench board = _bench.Committed(_bench.Flash, clock);
        board.Type("sysname B", "commit trial");
        return board;
    }
}

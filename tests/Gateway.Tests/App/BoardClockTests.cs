using System;
using Gateway.App;
using Gateway.Core;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Which source may set the clock, and where to.</summary>
public class BoardClockTests
{
    private const long Day = 86400;
    private const long Year = 365 * Day;
    private const long Build = FirmwareVersion.BuildUtcSeconds;
    private const long Now = Build + Year;

    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Nobody_told_the_time_and_the_build_bounds_it()
    {
        Assert.Equal(Build, UtcTime.FromCivil(2026, 11, 1, 0, 0, 0));
        BoardClock clock = Clock();
        Assert.Equal((UtcTime.Unknown, Build), (clock.UtcNow(), clock.AtLeast()));
        Pass(90);
        Assert.Equal((UtcTime.Unknown, Build + 90), (clock.UtcNow(), clock.AtLeast()));
        Assert.Equal((ClockSource.Build, false), (clock.Source, clock.IsTold));
    }

    [Fact]
    public void What_flash_kept_bounds_the_time_and_tells_none()
    {
        BoardClock clock = Clock(Now, ClockSource.Sntp);
        Pass(10);
        Assert.Equal((UtcTime.Unknown, Now + 10), (clock.UtcNow(), clock.AtLeast()));
        Assert.Equal((ClockSource.Sntp, false), (clock.Source, clock.IsTold));
    }

    [Theory]
    [InlineData(Build - 1)]
    [InlineData(long.MinValue)]
    [InlineData(253402300800)]
    [InlineData(long.MaxValue)]
    public void A_kept_time_that_cannot_be_is_none(long kept) =>
        Assert.Equal(Build, Clock(kept, ClockSource.Operator).AtLeast());

    [Fact]
    public void The_board_may_know_the_time_itself()
    {
        BoardClock clock = new(SimClock.StartingAt(Now, _time));
        Pass(5);
        Assert.Equal((Now + 5, Now + 5), (clock.UtcNow(), clock.AtLeast()));
        Assert.Equal(ClockSource.Board, clock.Source);
    }

    [Fact]
    public void A_board_whose_calendar_is_behind_the_build_or_flash_does_not_know_it()
    {
        Assert.Equal(UtcTime.Unknown, new BoardClock(SimClock.StartingAt(0, _time)).UtcNow());
        ClockRecord last = new(Now, ClockSource.Board, Now, Now);
        BoardClock clock = new(SimClock.StartingAt(Now - Day, _time), last);
        Assert.Equal((UtcTime.Unknown, Now), (clock.UtcNow(), clock.AtLeast()));
    }

    [Theory]
    [InlineData(ClockSource.Sntp)]
    [InlineData(ClockSource.Ca)]
    [InlineData(ClockSource.Operator)]
    public void Any_source_sets_a_clock_that_nobody_set(ClockSource source)
    {
        BoardClock clock = Clock();
        Assert.Null(clock.Tell(source, Now));
        Pass(3);
        Assert.Equal((Now + 3, source), (clock.UtcNow(), clock.Source));
    }

    [Theory]
    [InlineData(ClockSource.Sntp)]
    [InlineData(ClockSource.Ca)]
    [InlineData(ClockSource.Operator)]
    public void No_source_goes_before_the_hard_floor_or_beyond_9999(ClockSource source)
    {
        BoardClock clock = Clock();
        Assert.Equal(
            "The time is before 2026-11-01 00:00:00 UTC, when this firmware was made.",
            clock.Tell(source, Build - 1));
        Assert.Equal("The time is beyond the year 9999.", clock.Tell(source, 253402300800));
        Assert.Equal("The time is beyond the year 9999.", clock.Tell(source, long.MaxValue));
        Assert.NotNull(clock.Tell(source, long.MinValue));
        clock.CertificateBegins(Now);
        Assert.Equal("The time is before 2027-11-01 00:00:00 UTC, when the gateway's own"
            + " certificate begins to be valid.", clock.Tell(source, Now - 1));
        Assert.Equal((UtcTime.Unknown, Now), (clock.UtcNow(), clock.AtLeast()));
        Assert.Null(clock.Tell(source, Now));
        Assert.Equal(Now, clock.UtcNow());
    }

    // Rows: who told before, who tells now, the step in seconds, whether it is taken.
    [Theory]
    [InlineData(ClockSource.Sntp, ClockSource.Sntp, 1000, true)]
    [InlineData(ClockSource.Sntp, ClockSource.Sntp, -301, true)]
    [InlineData(ClockSource.Sntp, ClockSource.Sntp, -1000000, true)]
    [InlineData(ClockSource.Board, ClockSource.Sntp, 1000, true)]
    [InlineData(ClockSource.Board, ClockSource.Sntp, -1000, true)]
    [InlineData(ClockSource.Sntp, ClockSource.Ca, 1000, true)]
    [InlineData(ClockSource.Sntp, ClockSource.Ca, -1000000, true)]
    [InlineData(ClockSource.Ca, ClockSource.Sntp, 1000, false)]
    [InlineData(ClockSource.Ca, ClockSource.Sntp, -1, false)]
    [InlineData(ClockSource.Ca, ClockSource.Ca, 1000, true)]
    [InlineData(ClockSource.Ca, ClockSource.Ca, -1000, false)]
    [InlineData(ClockSource.Ca, ClockSource.Operator, -1000000, true)]
    [InlineData(ClockSource.Operator, ClockSource.Sntp, 1000, false)]
    [InlineData(ClockSource.Operator, ClockSource.Ca, 1000, false)]
    [InlineData(ClockSource.Operator, ClockSource.Ca, -1000, false)]
    [InlineData(ClockSource.Operator, ClockSource.Operator, 1000, true)]
    [InlineData(ClockSource.Operator, ClockSource.Operator, -1000000, true)]
    public void A_source_against_another_of_this_start(ClockSource before, ClockSource after,
        long step, bool isTaken)
    {
        BoardClock clock = Clock();
        Assert.Null(clock.Tell(before, Now));
        Assert.Equal(isTaken, clock.Tell(after, Now + step) == null);
        Assert.Equal(isTaken ? Now + step : Now, clock.UtcNow());
        Assert.Equal(isTaken ? after : before, clock.Source);
    }

    [Theory]
    [InlineData(ClockSource.Sntp, ClockSource.Sntp, 1000, true)]
    [InlineData(ClockSource.Sntp, ClockSource.Sntp, -1000, false)]
    [InlineData(ClockSource.Sntp, ClockSource.Ca, -1000000, true)]
    [InlineData(ClockSource.Ca, ClockSource.Sntp, 1000, true)]
    [InlineData(ClockSource.Ca, ClockSource.Sntp, -1000, false)]
    [InlineData(ClockSource.Operator, ClockSource.Sntp, 1000, true)]
    [InlineData(ClockSource.Operator, ClockSource.Ca, -1000, false)]
    [InlineData(ClockSource.Operator, ClockSource.Operator, -1000000, true)]
    public void A_source_against_another_of_before_the_restart(ClockSource before,
        ClockSource after, long step, bool isTaken)
    {
        BoardClock clock = Clock(Now, before);
        Assert.Equal(isTaken, clock.Tell(after, Now + step) == null);
        Assert.Equal(isTaken ? Now + step : UtcTime.Unknown, clock.UtcNow());
        Assert.Equal(isTaken ? Now + step : Now, clock.AtLeast());
    }

    [Fact]
    public void After_a_day_a_less_trusted_source_corrects_drift()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Operator, Now);
        Pass(Day);
        Assert.Equal("A better source told the time less than a day ago.",
            clock.Tell(ClockSource.Sntp, Now + Day + 7));
        Pass(1);
        Assert.Equal("The time is 16 minutes before the one known by a source that is trusted as"
            + " much or more.",
            clock.Tell(ClockSource.Sntp, Now + Day - 1000));
        Assert.Equal(ClockSource.Operator, clock.Source);
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + Day + 8));
        Assert.Equal((Now + Day + 8, ClockSource.Sntp), (clock.UtcNow(), clock.Source));
    }

    [Fact]
    public void Over_a_small_step_back_the_clock_stands_still()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Sntp, Now);
        Assert.Null(clock.Tell(ClockSource.Sntp, Now - 300));
        Assert.Equal(Now, clock.UtcNow());
        Pass(299);
        Assert.Equal(Now, clock.UtcNow());
        Pass(2);
        Assert.Equal(Now + 1, clock.UtcNow());
    }

    [Fact]
    public void Small_steps_back_never_add_up_to_a_clock_that_goes_back()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Sntp, Now);
        for (int i = 0; i < 50; i++) clock.Tell(ClockSource.Sntp, clock.UtcNow() - 300);
        Assert.Equal(Now, clock.UtcNow());
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void A_better_source_that_agrees_confirms(long step, bool isConfirmed)
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Sntp, Now);
        clock.Hint(Now + step);
        Assert.Equal(isConfirmed ? Now : Now + step, clock.UtcNow());
        Assert.Equal(ClockSource.Ca, clock.Source);
    }

    [Fact]
    public void A_clock_in_doubt_is_unknown_until_the_next_source()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Operator, Now + (10 * Year));
        clock.Doubt();
        Assert.Equal((UtcTime.Unknown, Build), (clock.UtcNow(), clock.AtLeast()));
        Assert.Null(clock.Tell(ClockSource.Sntp, Now));
        Assert.Equal((Now, ClockSource.Sntp), (clock.UtcNow(), clock.Source));
        Assert.False(clock.IsInDoubt);
    }

    [Fact]
    public void A_certificate_that_begins_later_puts_the_clock_in_doubt()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Operator, Now);
        clock.CertificateBegins(Now + 301);
        Assert.Equal((UtcTime.Unknown, Now + 301), (clock.UtcNow(), clock.AtLeast()));
    }

    [Fact]
    public void A_certificate_that_begins_a_little_later_is_the_floor()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Operator, Now);
        clock.CertificateBegins(Now + 300);
        Assert.Equal(Now + 300, clock.UtcNow());
        clock.CertificateBegins(Now - Day);
        clock.CertificateBegins(long.MaxValue);
        Assert.Equal(Now + 300, clock.HardFloor);
        Pass(301);
        Assert.Equal(Now + 301, clock.UtcNow());
    }

    [Fact]
    public void A_lie_of_a_time_server_is_taken_back_by_the_truth_and_no_further()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Ca, Now);
        Pass(2 * Day);
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + (10 * Year)));
        Assert.Equal((Now + (10 * Year), Now + (2 * Day)), (clock.UtcNow(), clock.Sure()));
        Pass(60);
        Assert.NotNull(clock.Tell(ClockSource.Sntp, Now + (2 * Day) + 60 - 301));
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + (2 * Day) + 62));
        Assert.Equal(Now + (2 * Day) + 62, clock.UtcNow());
    }

    [Fact]
    public void A_lie_that_flash_kept_is_taken_back_after_the_restart()
    {
        BoardClock clock = new(SimClock.Unset(_time),
            new ClockRecord(Now + (10 * Year), ClockSource.Sntp, Now, Now));
        Assert.Equal((Now + (10 * Year), Now), (clock.AtLeast(), clock.Sure()));
        Assert.NotNull(clock.Tell(ClockSource.Sntp, Now - 301));
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + 5));
        Assert.Equal((Now + 5, Now), (clock.UtcNow(), clock.Sure()));
    }

    [Fact]
    public void A_time_server_that_lags_behind_puts_nothing_off()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Ca, Now);
        Pass(2 * Day);
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + (2 * Day)));
        Assert.NotNull(clock.Tell(ClockSource.Sntp, Now + Day));
        Assert.Equal(Now + (2 * Day), clock.Settled());

        // Nor after a restart, when it may only take back the time without power.
        BoardClock next = new(SimClock.Unset(_time),
            new ClockRecord(Now, ClockSource.Sntp, Build, Now));
        Assert.NotNull(next.Tell(ClockSource.Sntp, Now - 301));
        Assert.Null(next.Tell(ClockSource.Sntp, Now + 900));
        Assert.Equal(Now, next.Settled());
        Assert.Null(next.Tell(ClockSource.Sntp, Now + 500));
        Assert.NotNull(next.Tell(ClockSource.Sntp, Now - 301));
    }

    [Fact]
    public void A_step_is_settled_after_a_day_without_another()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Sntp, Now);
        Pass(Day);
        clock.Tell(ClockSource.Sntp, Now + Day);
        Assert.Equal(Build + Day, clock.Settled());
        Pass(2);
        clock.Tell(ClockSource.Sntp, Now + Day + 2);
        Assert.Equal(Now + Day + 2, clock.Settled());
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + Year));
        Pass(Day / 2);
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + (2 * Year)));
        Pass(Day - 1);
        Assert.Equal(Now + (5 * Day / 2) + 1, clock.Settled());
        Assert.Null(clock.Tell(ClockSource.Sntp, Now + (5 * Day / 2) + 1));
    }

    [Fact]
    public void Only_the_operator_the_CA_and_the_own_certificate_make_a_time_sure()
    {
        BoardClock clock = new(SimClock.StartingAt(Now, _time));
        Assert.Equal(Build, clock.Sure());
        clock.Tell(ClockSource.Sntp, Now + Day);
        Assert.Equal(Build, clock.Sure());
        clock.CertificateBegins(Now - Day);
        Pass(9);
        Assert.Equal(Now - Day + 9, clock.Sure());
        clock.Hint(Now + Day + 9);
        Assert.Equal(Now + Day + 9, clock.Sure());
        clock.Tell(ClockSource.Operator, Now + (9 * Day));
        Pass(1);
        Assert.Equal(Now + (9 * Day) + 1, clock.Sure());

        // Never later than the time itself.
        clock.Tell(ClockSource.Operator, Now);
        Assert.Equal(Now, clock.Sure());
        clock.Doubt();
        Assert.Equal(Now - Day + 10, clock.Sure());
    }

    [Fact]
    public void A_kept_time_is_not_sure_beyond_itself_or_before_the_build()
    {
        SimClock board = SimClock.Unset(_time);
        Assert.Equal(Now, new BoardClock(board,
            new ClockRecord(Now, ClockSource.Ca, Now + Day, Now)).Sure());
        Assert.Equal(Build, new BoardClock(board,
            new ClockRecord(Now, ClockSource.Sntp, UtcTime.Unknown, Now)).Sure());
    }

    [Fact]
    public void A_certificate_that_was_issued_and_has_ended_puts_the_clock_in_doubt()
    {
        BoardClock clock = Clock();
        clock.Tell(ClockSource.Ca, Now + Year);
        clock.CertificateIssued(Now, Now + Year);
        Assert.False(clock.IsInDoubt);
        clock.CertificateIssued(Now + 1, Now + Year - 1);
        Assert.Equal((UtcTime.Unknown, Now + 1), (clock.UtcNow(), clock.AtLeast()));
    }

    [Fact]
    public void In_doubt_the_bound_goes_on_with_the_counter()
    {
        BoardClock clock = Clock();
        clock.CertificateBegins(Now);
        clock.Tell(ClockSource.Operator, Now + Year);
        Pass(Day);
        clock.Doubt();
        Assert.Equal(Now + Day, clock.AtLeast());
        Pass(400 * Day);
        Assert.Equal((UtcTime.Unknown, Now + (401 * Day)), (clock.UtcNow(), clock.AtLeast()));
    }

    [Fact]
    public void The_calendar_of_the_board_is_known_beside_what_the_operator_set()
    {
        BoardClock clock = new(SimClock.StartingAt(Now, _time));
        clock.Tell(ClockSource.Operator, Now + Year);
        Pass(7);
        Assert.Equal((Now + Year + 7, Now + 7), (clock.UtcNow(), clock.OwnCalendar()));
        Assert.Equal(UtcTime.Unknown, Clock().OwnCalendar());
    }

    [Fact]
    public void A_warm_restart_keeps_the_time_in_the_board()
    {
        SimClock board = SimClock.Unset(_time);
        new BoardClock(board).Tell(ClockSource.Operator, Now);
        Pass(20);
        board.Restart();
        Assert.Equal(Now + 20, new BoardClock(board).UtcNow());
    }

    private BoardClock Clock() => new(SimClock.Unset(_time));

    private BoardClock Clock(long kept, ClockSource source) =>
        new(SimClock.Unset(_time), new ClockRecord(kept, source, kept, kept));

    private void Pass(long seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}

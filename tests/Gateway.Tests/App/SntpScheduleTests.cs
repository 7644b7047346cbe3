using System.Collections.Generic;
using Gateway.App;
using Gateway.Config;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>When a time server is asked, and what becomes of its answer.</summary>
public class SntpScheduleTests
{
    private const string Server = "10.1.0.9";
    private const long Now = FirmwareVersion.BuildUtcSeconds + 1000000;

    private readonly ManualTimeProvider _time = new(System.DateTimeOffset.UnixEpoch);
    private readonly ScriptedTime _network = new();
    private readonly ConfigurationTransaction _transaction = 
        new(new Configuration("Gateway", []));
    private readonly BoardClock _clock;
    private readonly SntpSchedule _schedule;

    public SntpScheduleTests()
    {
        _clock = new BoardClock(SimClock.Unset(_time));
        _schedule = new SntpSchedule(_network, _transaction, _clock);
    }

    [Fact]
    public void Without_a_server_nothing_is_due()
    {
        Assert.False(Poll());
        Assert.Equal(long.MaxValue, _schedule.DueMs);
        Assert.Empty(_network.Asked);
        SntpSchedule none = new(null!, _transaction, _clock);
        Name(Server);
        Assert.Equal(long.MaxValue, none.DueMs);
        Assert.False(none.Poll(0));
    }

    [Fact]
    public void A_silent_server_is_asked_ever_less_often()
    {
        Name(Server);
        _network.Failure = "the server did not answer";
        List<long> pauses = [];
        long last = 0;
        for (int i = 0; i < 8; i++)
        {
            Question();
            pauses.Add((_schedule.DueMs - last) / 1000);
            last = _schedule.DueMs;
            PassMs(_schedule.DueMs - _clock.NowMs);
        }

        Assert.Equal([64, 128, 256, 512, 1024, 1024, 1024, 1024], pauses);
        Assert.Equal("the server did not answer", _schedule.Failure);
        Assert.Null(_schedule.AnsweredBy);
        _network.Failure = null;
        _network.UtcSeconds = Now;
        Question();
        _network.Failure = "the server did not answer";
        PassMs(SntpSchedule.AnsweredMs);
        Question();
        Assert.Equal(_clock.NowMs + 64000, _schedule.DueMs);
    }

    [Theory]
    [InlineData(36000)]
    [InlineData(-36000)]
    [InlineData(-90000000)]
    public void An_answer_that_disagrees_is_asked_for_again_before_long(int error)
    {
        Name(Server);
        _network.UtcSeconds = Now;
        Question();
        PassMs(SntpSchedule.AnsweredMs);
        _network.UtcSeconds = Now + error;
        Question();
        Assert.Equal(_clock.NowMs + SntpSchedule.PauseMaxMs, _schedule.DueMs);

        // The truth comes back within that time, and is trusted after a day without a dispute.
        PassMs(SntpSchedule.PauseMaxMs);
        _network.UtcSeconds = Now + (_clock.NowMs / 1000);
        Question();
        Assert.Equal(_network.UtcSeconds, _clock.UtcNow());
        for (int i = 0; i < 90; i++)
        {
            PassMs(_schedule.DueMs - _clock.NowMs);
            _network.UtcSeconds = Now + (_clock.NowMs / 1000);
            Question();
        }

        Assert.Equal(_clock.NowMs + SntpSchedule.AnsweredMs, _schedule.DueMs);
    }

    [Fact]
    public void An_answer_sets_the_clock_and_the_next_question_is_in_four_hours()
    {
        Name(Server);
        _network.UtcSeconds = Now;
        Question();
        Assert.Equal((Now, ClockSource.Sntp), (_clock.UtcNow(), _clock.Source));
        Assert.Equal((Server, (string?)null), (_schedule.AnsweredBy, _schedule.Failure));
        Assert.Equal(SntpSchedule.AnsweredMs, _schedule.DueMs);
        PassMs(SntpSchedule.AnsweredMs - 1);
        Poll();
        Assert.Single(_network.Asked);
        PassMs(1);
        Poll();
        Assert.Equal(2, _network.Asked.Count);
        Assert.All(_network.TimeoutsMs, t => Assert.Equal(5000, t));
    }

    [Fact]
    public void While_it_waits_it_is_due_and_asks_nothing_else()
    {
        Name(Server);
        _network.IsDone = false;
        Poll();
        for (int i = 0; i < 5; i++) Poll();
        Assert.Single(_network.Asked);
        Assert.Equal(0, _schedule.DueMs);
    }

    [Theory]
    [InlineData(FirmwareVersion.BuildUtcSeconds - 1, "when this firmware was made")]
    [InlineData(253402300800, "beyond the year 9999")]
    public void A_time_that_cannot_be_is_refused(long told, string reason)
    {
        Name(Server);
        _network.UtcSeconds = told;
        Question();
        Assert.False(_clock.IsTold);
        Assert.StartsWith("its time is not taken: The time is be", _schedule.Failure);
        Assert.EndsWith(reason, _schedule.Failure);
        Assert.Equal(SntpSchedule.AnsweredMs, _schedule.DueMs);
    }

    [Fact]
    public void Another_server_is_asked_at_once()
    {
        Name(Server);
        _network.IsDone = false;
        Poll();
        Name("10.1.0.10");
        Assert.Equal(0, _schedule.DueMs);
        Poll();
        Assert.Equal([Server, "10.1.0.10"], _network.Asked);
        Name(null);
        Poll();
        Assert.Equal(long.MaxValue, _schedule.DueMs);
    }

    [Fact]
    public void An_exhausted_heap_puts_the_question_off()
    {
        Name(Server);
        Poll();
        _schedule.Postpone(_clock.NowMs);
        Assert.Equal(1024000, _schedule.DueMs);
    }

    private bool Poll() => _schedule.Poll(_clock.NowMs);

    private void Question()
    {
        int before = _network.Asked.Count;
        Poll();
        Assert.Equal(before + 1, _network.Asked.Count);
        Poll();
    }

    private void Name(string? server)
    {
        _transaction.Candidate.TimeServer = server!;
        Assert.Null(_transaction.Commit());
    }

    private void PassMs(long ms) => _time.Advance(System.TimeSpan.FromMilliseconds(ms));

    private sealed class ScriptedTime : INetworkTime
    {
        public List<string> Asked { get; } = [];

        public List<int> TimeoutsMs { get; } = [];

        public bool IsDone { get; set; } = true;

        public string? Failure { get; set; }

        public long UtcSeconds { get; set; }

        public void Ask(string server, int timeoutMs)
        {
            Asked.Add(server);
            TimeoutsMs.Add(timeoutMs);
        }
    }
}

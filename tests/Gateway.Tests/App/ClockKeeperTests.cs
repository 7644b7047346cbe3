using System;
using Gateway.App;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>When the time is written to flash, and what.</summary>
public class ClockKeeperTests
{
    private const long Day = 86400;
    private const long Now = FirmwareVersion.BuildUtcSeconds + (365 * Day);

    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly PowerCutFlash _flash = new(new MemoryFlash());
    private BoardClock _clock;
    private ClockKeeper _keeper;

    public ClockKeeperTests() => (_clock, _keeper) = Start();

    [Fact]
    public void The_first_source_of_a_start_is_written_at_once()
    {
        Assert.False(Poll());
        _clock.Tell(ClockSource.Sntp, Now);
        Assert.Equal(0, _keeper.DueMs);
        Assert.True(Poll());
        Assert.Equal((Now, ClockSource.Sntp), Kept());
        Assert.False(Poll());
    }

    [Theory]
    [InlineData(3600, 0)]
    [InlineData(3601, 1)]
    public void Unless_it_moved_by_no_more_than_an_hour(long moved, long writes)
    {
        _clock.Tell(ClockSource.Sntp, Now);
        Poll();
        (_clock, _keeper) = Start();
        long before = _flash.Operations;
        _clock.Tell(ClockSource.Sntp, Now + moved);
        Assert.Equal(writes == 1, Poll());
        Assert.Equal(writes, _flash.Operations - before);
        Pass(3600);
        Assert.False(Poll());
    }

    [Fact]
    public void One_write_a_day_whatever_the_server_says()
    {
        long before = _flash.Operations;
        for (int hour = 0; hour < 240; hour++)
        {
            // An hour more than passed each time.
            _clock.Tell(ClockSource.Sntp, Now + (hour * 7200));
            Poll();
            Pass(3600);
        }

        Assert.Equal(10, _flash.Operations - before);
    }

    [Fact]
    public void Leaping_to_the_due_time_meets_every_write()
    {
        _clock.Tell(ClockSource.Operator, Now);
        Poll();
        for (int day = 1; day <= 5; day++)
        {
            long dueMs = _keeper.DueMs;
            Assert.Equal(day * Day * 1000, dueMs);
            Pass((dueMs - _clock.NowMs) / 1000);
            Assert.True(Poll());
            Assert.Equal((Now + (day * Day), ClockSource.Operator), Kept());
        }
    }

    [Fact]
    public void Uptime_alone_raises_the_bound()
    {
        Pass(Day);
        Assert.True(Poll());
        Assert.Equal((FirmwareVersion.BuildUtcSeconds + Day, ClockSource.Build), Kept());
        (_clock, _keeper) = Start();
        Assert.Equal(FirmwareVersion.BuildUtcSeconds + Day, _clock.AtLeast());
    }

    [Fact]
    public void A_wrong_time_that_was_kept_is_put_right_by_a_better_source()
    {
        _clock.Tell(ClockSource.Sntp, Now + (3650 * Day));
        Poll();
        (_clock, _keeper) = Start();
        _clock.Hint(Now);
        Assert.Equal(Now, _clock.UtcNow());
        Assert.True(Poll());
        Assert.Equal((Now, ClockSource.Ca), Kept());
        (_clock, _) = Start();
        Assert.Equal(Now, _clock.AtLeast());
    }

    [Fact]
    public void A_wrong_time_that_was_kept_is_put_right_by_an_honest_server()
    {
        _clock.Tell(ClockSource.Operator, Now);
        Poll();
        Pass(Day + 1);
        _clock.Tell(ClockSource.Sntp, Now + (3650 * Day));
        Assert.True(Poll());
        (_clock, _keeper) = Start();
        Assert.Equal((Now + (3650 * Day), Now + Day + 1), (_clock.AtLeast(), _clock.Sure()));
        Assert.Null(_clock.Tell(ClockSource.Sntp, Now + Day + 9));
        Assert.True(Poll());
        Assert.Equal((Now + Day + 9, ClockSource.Sntp), Kept());
    }

    [Fact]
    public void What_becomes_sure_is_written_though_the_time_stays()
    {
        _clock.Tell(ClockSource.Sntp, Now);
        Poll();
        _clock.Hint(Now + 1);
        Assert.True(Poll());
        Assert.Equal((Now, ClockSource.Ca), Kept());
        (_clock, _) = Start();
        Assert.Equal(Now, _clock.Sure());
    }

    [Fact]
    public void The_operator_puts_the_operator_right()
    {
        _clock.Tell(ClockSource.Operator, Now + (3650 * Day));
        Poll();
        _clock.Tell(ClockSource.Operator, Now);
        Assert.Equal(0, _keeper.DueMs);
        Assert.True(Poll());
        Assert.Equal((Now, ClockSource.Operator), Kept());
    }

    [Fact]
    public void A_time_in_doubt_is_not_written()
    {
        _clock.Tell(ClockSource.Operator, Now);
        Poll();
        _clock.Doubt();
        Pass(2 * Day);
        Assert.Equal(long.MaxValue, _keeper.DueMs);
        Assert.False(Poll());
        Assert.Equal((Now, ClockSource.Operator), Kept());
    }

    [Fact]
    public void Flash_that_refuses_is_tried_again_in_an_hour()
    {
        ClockStore full = new(new RecordStore(new MemoryFlash(0)));
        ClockKeeper keeper = new(_clock, full, null!);
        _clock.Tell(ClockSource.Operator, Now);
        Assert.True(keeper.Poll(_clock.NowMs));
        Assert.False(keeper.Poll(_clock.NowMs));
        Assert.Equal(3600000, keeper.DueMs);
        Pass(3600);
        Assert.True(keeper.Poll(_clock.NowMs));
    }

    [Fact]
    public void A_record_of_another_form_is_none()
    {
        RecordStore records = new(_flash);
        ClockStore store = new(records);
        Assert.Null(store.Read());
        byte[] good = [1, 4, 0, 0, 0, 0, 0x6A, 0xE6, 0x8D, 0];
        Assert.Equal(FlashResult.Ok, records.Write("clock", good));
        Assert.Equal((0x6AE68D00L, ClockSource.Operator), Kept());

        // Of version 1 the source tells whether it is sure.
        Assert.Equal(0x6AE68D00L, store.Read().SureSeconds);
        records.Write("clock", [1, 2, .. good[2..]]);
        Assert.Equal(UtcTime.Unknown, store.Read().SureSeconds);
        records.Write("clock", [2, 2, .. good[2..], 0, 0, 0, 0, 0x6A, 0xE6, 0x8D, 1,
            0, 0, 0, 0, 0x6A, 0xE6, 0x8C, 0xFF]);
        Assert.Equal((0x6AE68D00L, ClockSource.Sntp), Kept());
        Assert.Equal((0x6AE68D01L, 0x6AE68CFFL),
            (store.Read().SureSeconds, store.Read().SettledSeconds));
        foreach (byte[] bad in new byte[][]
            { [], [.. good, 0], good[..9], [2, .. good[1..]], [1, 5, .. good[2..]] })
        {
            records.Write("clock", bad);
            Assert.Null(store.Read());
        }
    }

    private (BoardClock Clock, ClockKeeper Keeper) Start()
    {
        ClockStore store = new(new RecordStore(_flash));
        ClockRecord last = store.Read();
        BoardClock clock = new(SimClock.Unset(_time), last);
        return (clock, new ClockKeeper(clock, store, last));
    }

    private bool Poll() => _keeper.Poll(_clock.NowMs);

    private (long UtcSeconds, ClockSource Source) Kept()
    {
        ClockRecord record = new ClockStore(new RecordStore(_flash)).Read();
        return (record.UtcSeconds, record.Source);
    }

    private void Pass(long seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}

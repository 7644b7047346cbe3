using System;
using System.Linq;
using Gateway.App;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>The weekly look at flash of a board that does not restart.</summary>
public class FlashScrubTests
{
    private const long WeekMs = 604800000;
    private readonly MemoryFlash _flash = new();
    private readonly RecordStore _records;
    private readonly ConfigurationStore _configurations;

    public FlashScrubTests()
    {
        _records = new RecordStore(_flash);
        _configurations = new ConfigurationStore(_records);
        _records.Keep("key-a", [1]);
        _records.Keep("local-a", [2]);
        _records.Keep("file-a", [3]);
        _configurations.Keep("# text\n");
    }

    [Fact]
    public void Rot_that_strikes_one_copy_after_the_other_over_the_weeks_costs_nothing()
    {
        FlashScrub scrub = new(_records, _configurations, 0);
        for (int week = 1; week <= 4; week++)
        {
            string end = week % 2 == 0 ? ".a" : ".b";
            foreach (string slot in _flash.List().Where(n => n.EndsWith(end, StringComparison.Ordinal)))
                new RottingFlash(_flash).Rot(slot, 130);
            Run(scrub, week * WeekMs);
            Assert.All(_records.List(""), name => Assert.True(_records.IsTwofold(name), name));
        }

        Assert.Equal([1], _records.Read("key-a"));
        Assert.Equal("# text\n", _configurations.Read());
    }

    [Fact]
    public void It_is_due_once_a_week_takes_one_record_a_turn_and_writes_nothing_needless()
    {
        PowerCutFlash watched = new(_flash);
        RecordStore records = new(watched);
        FlashScrub scrub = new(records, new ConfigurationStore(records), 5);
        Assert.Equal(WeekMs + 5, scrub.DueMs);
        Assert.False(scrub.Poll(WeekMs + 4));

        // The configuration, three records, the end of the list.
        Assert.Equal(5, Run(scrub, WeekMs + 5));
        Assert.Equal((2 * WeekMs) + 5, scrub.DueMs);
        Assert.Equal(0, watched.Operations);
    }

    [Fact]
    public void What_is_lost_or_cannot_be_read_is_left_alone()
    {
        new RottingFlash(_flash).Rot("key-a.a", 130);
        new RottingFlash(_flash).Rot("key-a.b", 130);
        PowerCutFlash watched = new(_flash);
        UnreadableFlash flash = new(watched)
        {
            IsUnreadable = n => n is "local-a.a" or "configuration.b",
        };
        RecordStore records = new(flash);
        Run(new FlashScrub(records, new ConfigurationStore(records), 0), WeekMs);
        Assert.Equal(0, watched.Operations);
        Assert.Equal(8, _flash.List().Length);
    }

    private static int Run(FlashScrub scrub, long nowMs)
    {
        int turns = 0;
        while (scrub.DueMs <= nowMs)
        {
            Assert.True(scrub.Poll(nowMs));
            Assert.True(++turns < 100);
        }

        return turns;
    }
}

using System.Collections.Generic;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>What wears a flash out is counted, what does not is not.</summary>
public sealed class CountingFlashTests
{
    [Fact]
    public void Writes_and_deletions_are_counted_and_told()
    {
        List<string> told = [];
        CountingFlash flash = new(new MemoryFlash(quotaBytes: 100), told.Add);
        Assert.Equal(FlashResult.Ok, flash.Write("a", new byte[40], 0, 40));
        Assert.Equal(FlashResult.Ok, flash.Write("a", new byte[30], 10, 20));
        Assert.Equal(FlashResult.Full, flash.Write("b", new byte[90], 0, 90));
        Assert.Equal(FlashResult.NotFound, flash.Delete("b"));
        Assert.Equal(20, flash.Read("a").Length);
        Assert.Equal(FlashResult.Ok, flash.Delete("a"));
        Assert.Empty(flash.List());
        Assert.Equal(["a", "a", "a"], told);
        Assert.Equal(2, flash.WritesOf["a"]);
        Assert.Equal(new FlashWear(2, 1, 60, 0), flash.Wear);
    }

    [Fact]
    public void Long_records_take_whole_blocks()
    {
        CountingFlash flash = new(new MemoryFlash());
        flash.Write("a", new byte[CountingFlash.BlockBytes + 1], 0, CountingFlash.BlockBytes + 1);
        Assert.Equal(2, flash.Wear.Erases);
    }

    [Fact]
    public void Short_records_fill_a_log()
    {
        CountingFlash flash = new(new MemoryFlash());
        for (int i = 0; i < 100; i++) flash.Write("a", new byte[59], 0, 59);
        FlashWear first = flash.Wear;
        Assert.Equal(4, first.Erases);
        for (int i = 0; i < 100; i++) flash.Write("a", new byte[59], 0, 59);
        Assert.Equal(100, (flash.Wear - first).Writes);
        Assert.Equal(5900, (flash.Wear - first).Bytes);
    }
}

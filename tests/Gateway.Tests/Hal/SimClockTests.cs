using System;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>Time of the simulated board.</summary>
public class SimClockTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(1));

    [Fact]
    public void Both_times_pass_and_only_the_calendar_jumps()
    {
        SimClock clock = SimClock.StartingAt(1000, _time);
        _time.Advance(TimeSpan.FromMilliseconds(2500));
        Assert.Equal((2500, 1002), (clock.MonotonicMs, clock.UtcSeconds));
        clock.SetUtc(5);
        Assert.Equal((2500, 5), (clock.MonotonicMs, clock.UtcSeconds));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((3500, 6), (clock.MonotonicMs, clock.UtcSeconds));
    }

    [Fact]
    public void A_calendar_is_set_by_host_argument_or_operator()
    {
        Assert.True(SimClock.StartingAt(0, _time).IsSet);
        Assert.Equal(86400, SimClock.FromHost(_time).UtcSeconds);
        SimClock clock = SimClock.Unset(_time);
        Assert.False(clock.IsSet);
        clock.SetUtc(1);
        Assert.True(clock.IsSet);
    }

    [Fact]
    public void A_restart_keeps_the_calendar()
    {
        SimClock clock = SimClock.StartingAt(1000, _time);
        _time.Advance(TimeSpan.FromSeconds(3));
        clock.Restart();
        Assert.Equal((0, 1003), (clock.MonotonicMs, clock.UtcSeconds));
    }

    [Theory]
    [InlineData("1970-01-02", 86400)]
    [InlineData("1970-01-01T00:01Z", 60)]
    [InlineData("1970-01-01T00:01:01Z", 61)]
    [InlineData("1970-01-01T00:01:01", 61)]
    [InlineData("1970-01-01T01:01:01+01:00", 61)]
    [InlineData("19700101T000101Z", 61)]
    [InlineData("2026-01-31T08:30:00Z", 1769848200)]
    public void Reads_dates(string text, long seconds)
    {
        Assert.True(SimClock.TryParse(text, out long parsed));
        Assert.Equal(seconds, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026")]
    [InlineData("2026-02-30")]
    [InlineData("2026-01-01T25:00:00Z")]
    [InlineData("01/02/2026")]
    [InlineData("2026-01-01 00:00:00")]
    public void Refuses_what_is_no_date(string text) =>
        Assert.False(SimClock.TryParse(text, out _));
}

/// <summary>Entropy of the simulated board.</summary>
public class SimEntropyTests
{
    [Fact]
    public void A_seed_determines_the_stream_however_it_is_read()
    {
        byte[] whole = new byte[100];
        new SimEntropy([1, 2]).Fill(whole, 0, 100);
        byte[] parts = new byte[102];
        SimEntropy entropy = new([1, 2]);
        for (int at = 0, size = 0; at < 100; at += size, size++)
            entropy.Fill(parts, at + 1, Math.Min(size, 100 - at));
        Assert.Equal(whole, parts[1..101]);
        Assert.Equal((0, 0), (parts[0], parts[101]));
        byte[] other = new byte[100];
        new SimEntropy([1, 3]).Fill(other, 0, 100);
        Assert.NotEqual(whole, other);
        Assert.Equal(8, entropy.BitsPerByte);
    }

    [Fact]
    public void Without_a_seed_it_is_new_each_time()
    {
        byte[] one = new byte[32];
        byte[] two = new byte[32];
        new SimEntropy().Fill(one, 0, 32);
        new SimEntropy().Fill(two, 0, 32);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void The_first_block_is_as_documented()
    {
        byte[] block = new byte[32];
        new SimEntropy([0xAB]).Fill(block, 0, 32);
        byte[] key = System.Security.Cryptography.HMACSHA256.HashData([0xAB], "entropy"u8);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData([.. key, 0, 0, 0, 0, 0, 0, 0, 0]),
            block);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("0g", false)]
    [InlineData("0x01", false)]
    [InlineData(" 01", false)]
    [InlineData("01", true)]
    [InlineData("aBcD", true)]
    public void Reads_seeds(string text, bool isGood) =>
        Assert.Equal(isGood, SimEntropy.TryParseSeed(text, out _));

    [Fact]
    public void A_seed_has_a_limit()
    {
        Assert.True(SimEntropy.TryParseSeed(new string('a', 128), out byte[] seed));
        Assert.Equal(64, seed.Length);
        Assert.False(SimEntropy.TryParseSeed(new string('a', 130), out _));
    }
}

using System;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>The record of the configuration on trial.</summary>
public sealed class TrialStoreTests
{
    private readonly RecordStore _records = new(new MemoryFlash());
    private readonly TrialStore _store;

    public TrialStoreTests() => _store = new TrialStore(_records);

    [Fact]
    public void The_record_has_the_bits_of_the_specification()
    {
        Assert.False(_store.HasTrace);
        Assert.Equal(FlashResult.Ok, _store.Delete());
        Assert.Equal(FlashResult.Ok, _store.Write(Record()));
        Assert.Equal("01" + "0000000000000258" + "000000000000003C" + "0000000000000005"
            + "0003AABBCC" + "0002230A", Convert.ToHexString(_records.Read("trial")));

        TrialRecord read = _store.Read();
        Assert.Equal((600, 60, 5), (read.TotalSeconds, read.SecondsLeft, read.EndUtc));
        Assert.Equal("#\n", read.Text);
        Assert.Equal([0xaa, 0xbb, 0xcc], read.Base);
        Assert.True(_store.HasTrace);
        Assert.Equal(FlashResult.Ok, _store.Delete());
        Assert.Null(_store.Read());
        Assert.False(_store.HasTrace);
    }

    [Theory]
    [InlineData("02", "0000000000000258", "000000000000003C", "0000000000000005")]
    [InlineData("01", "0000000000000000", "0000000000000000", "0000000000000005")]
    [InlineData("01", "0000000000010000", "000000000000003C", "0000000000000005")]
    [InlineData("01", "0000000000000258", "0000000000000259", "0000000000000005")]
    [InlineData("01", "0000000000000258", "FFFFFFFFFFFFFFFF", "0000000000000005")]
    [InlineData("01", "0000000000000258", "000000000000003C", "FFFFFFFFFFFFFFFF")]
    [InlineData("01", "0000000000000258", "000000000000003C", "7FFFFFFFFFFFFFFF")]
    public void A_record_out_of_bounds_is_none(string version, string total, string left,
        string end)
    {
        string hex = version + total + left + end + "00000002230A";
        _records.Write("trial", Convert.FromHexString(hex));
        Assert.Null(_store.Read());
        Assert.True(_store.HasTrace);
    }

    [Fact]
    public void A_record_that_is_cut_or_longer_is_none()
    {
        _store.Write(Record());
        byte[] payload = _records.Read("trial");
        for (int length = 0; length < payload.Length; length++)
        {
            _records.Write("trial", payload[..length]);
            Assert.Null(_store.Read());
        }

        _records.Write("trial", [.. payload, 0]);
        Assert.Null(_store.Read());
    }

    [Fact]
    public void The_longest_text_that_fits_is_kept()
    {
        int length = 30000;
        while (TrialStore.Fits(new string('a', length + 1))) length++;
        TrialRecord record = Record();
        record.EndUtc = UtcTime.Unknown;
        record.Base = new byte[32];
        record.Text = new string('a', length);
        Assert.Equal(FlashResult.Ok, _store.Write(record));
        Assert.Equal(record.Text, _store.Read().Text);
        record.Text += "a";
        Assert.Equal(FlashResult.OutOfRange, _store.Write(record));
    }

    private static TrialRecord Record() => new()
    {
        Text = "#\n", TotalSeconds = 600, SecondsLeft = 60, EndUtc = 5, Base = [0xaa, 0xbb, 0xcc],
    };
}

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>
/// Records in two slots: what is read is always a payload that was written whole.
/// </summary>
public class RecordStoreTests
{
    private static readonly byte[] Old = Encoding.ASCII.GetBytes("the old payload");
    private static readonly byte[] New =
        Encoding.ASCII.GetBytes("a new payload, longer than the old");

    [Fact]
    public void The_slot_has_the_bits_of_the_specification()
    {
        MemoryFlash flash = new();
        new RecordStore(flash).Write("name", Encoding.ASCII.GetBytes("123456789"));

        byte[] slot = flash.Read("name.a")!;
        byte[] header = slot[..12];
        Assert.Equal(new byte[] { 0x47, 0x57, 1, 0, 0, 0, 0, 1, 0, 0, 0, 9 }, header);
        Assert.Equal(ZipCrc(header.Concat(slot[16..]).ToArray()), slot[12..16]);
        Assert.Equal("123456789", Encoding.ASCII.GetString(slot, 16, 9));
    }

    // A gzip member ends in the CRC-32 of what it holds, little-endian (RFC 1952 2.3.1).
    private static byte[] ZipCrc(byte[] data)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest)) zip.Write(data);
        byte[] all = packed.ToArray();
        return all[^8..^4].Reverse().ToArray();
    }

    [Fact]
    public void Crc32_has_its_published_check_value() =>
        // Rocksoft model catalogue, CRC-32/ISO-HDLC: check value of "123456789".
        Assert.Equal(0xCBF43926,
            ~Crc32.Update(Crc32.Start, Encoding.ASCII.GetBytes("123456789"), 0, 9));

    [Fact]
    public void Writes_alternate_between_the_slots_and_the_newest_counts()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        for (byte i = 1; i <= 5; i++)
        {
            Assert.Equal(FlashResult.Ok, records.Write("r", new[] { i }));
            Assert.Equal(new[] { i }, records.Read("r"));
            Assert.Equal(i % 2 == 1 ? i : (byte)(i - 1),
                flash.Read("r.a")![RecordStore.HeaderSize]);
        }
    }

    [Theory]
    [InlineData(PowerCut.Before)]
    [InlineData(PowerCut.TornShort)]
    [InlineData(PowerCut.TornGarbage)]
    [InlineData(PowerCut.TornGone)]
    [InlineData(PowerCut.TornEmpty)]
    [InlineData(PowerCut.After)]
    public void A_power_cut_in_a_write_leaves_the_old_payload_or_the_new_one(PowerCut cut)
    {
        for (int before = 1; before <= 4; before++)
        {
            MemoryFlash flash = new();
            RecordStore records = new(flash);
            for (int i = 0; i < before; i++) records.Write("r", Old);

            Assert.Throws<PowerCutException>(() =>
                new RecordStore(new PowerCutFlash(flash, 1, cut)).Write("r", New));

            Assert.Equal(cut == PowerCut.After ? New : Old, records.Read("r"));
            Assert.Equal(FlashResult.Ok, records.Write("r", New));
            Assert.Equal(New, records.Read("r"));
        }
    }

    [Fact]
    public void A_power_cut_in_a_deletion_leaves_the_record_or_nothing_and_never_an_older_payload()
    {
        foreach (PowerCut cut in Enum.GetValues<PowerCut>())
        {
            for (int operation = 1; operation <= 2; operation++)
            {
                MemoryFlash flash = new();
                RecordStore records = new(flash);
                records.Write("r", Old);
                records.Write("r", New);

                Assert.Throws<PowerCutException>(() =>
                    new RecordStore(new PowerCutFlash(flash, operation, cut)).Delete("r"));

                byte[]? left = records.Read("r");
                if (left != null) Assert.Equal(New, left);
                records.Delete("r");
                Assert.Null(records.Read("r"));
            }
        }
    }

    [Fact]
    public void Every_changed_bit_of_a_slot_is_noticed()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        records.Write("r", Old);
        records.Write("r", New);
        byte[] good = flash.Read("r.b")!;
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] rotten = (byte[])good.Clone();
            rotten[bit / 8] ^= (byte)(1 << (bit % 8));
            flash.Write("r.b", rotten, 0, rotten.Length);
            byte[] read = records.Read("r");

            // Byte 3 is reserved and covered by the CRC as all others.
            Assert.Equal(Old, read);
        }
    }

    [Fact]
    public void Every_truncation_of_a_slot_is_noticed()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        records.Write("r", Old);
        records.Write("r", New);
        byte[] good = flash.Read("r.b")!;
        for (int length = 0; length < good.Length; length++)
        {
            flash.Write("r.b", good, 0, length);
            Assert.Equal(Old, records.Read("r"));
        }
    }

    [Fact]
    public void A_full_flash_keeps_the_old_payload()
    {
        MemoryFlash flash = new(quotaBytes: 200);
        RecordStore records = new(flash);
        Assert.Equal(FlashResult.Ok, records.Write("r", Old));
        Assert.Equal(FlashResult.Full, records.Write("r", new byte[190]));
        Assert.Equal(Old, records.Read("r"));
    }

    [Fact]
    public void A_payload_over_the_limit_is_refused()
    {
        RecordStore records = new(new MemoryFlash());
        Assert.Equal(FlashResult.OutOfRange,
            records.Write("r", new byte[RecordStore.PayloadSizeMax + 1]));
        Assert.Equal(FlashResult.Ok, records.Write("r", new byte[RecordStore.PayloadSizeMax]));
    }

    [Fact]
    public void List_names_each_record_once()
    {
        RecordStore records = new(new MemoryFlash());
        records.Write("key-a", Old);
        records.Write("key-a", New);
        records.Write("key-b", Old);
        records.Write("file-a", Old);
        Assert.Equal(new[] { "key-a", "key-b" }, records.List("key-").Order());
    }

    [Fact]
    public void A_damaged_slot_is_told_and_mended()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        records.Write("r", Old);
        Assert.Equal(Old, records.Read("r", out bool isDamaged));
        Assert.False(isDamaged);
        records.Write("r", New);
        new RottingFlash(flash).Rot("r.b", 140);
        Assert.Equal(Old, records.Read("r", out isDamaged));
        Assert.True(isDamaged);

        Assert.Equal(RecordState.Damaged, records.Mend("r", false));
        Assert.Equal(Old, records.Read("r", out isDamaged));
        Assert.False(isDamaged);
        new RottingFlash(flash).Rot("r.a", 140);
        Assert.Equal(Old, records.Read("r"));
        PowerCutFlash watched = new(flash);
        records.Mend("r", false);
        Assert.Equal(RecordState.Sound, new RecordStore(watched).Mend("r", true));
        Assert.Equal(0, watched.Operations);
    }

    [Fact]
    public void What_both_slots_lost_is_told_and_removed_and_what_was_never_whole_is_removed()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        records.WriteBoth("r", Old);
        flash.Write("torn.a", [1], 0, 1);
        new RottingFlash(flash).Rot("r.a", 140);
        new RottingFlash(flash).Rot("r.b", 140);
        Assert.Equal(RecordState.Lost, records.Mend("r", true));
        Assert.Equal(RecordState.Lost, records.StateOf("torn"));
        Assert.Equal(3, flash.List().Length);
        Assert.False(records.RemoveLost("torn", true));
        Assert.True(records.RemoveLost("r", true));
        Assert.Equal(["r.a", "r.b"], flash.List().Order());
        Assert.True(records.RemoveLost("r", false));
        Assert.Empty(flash.List());
        Assert.Equal(RecordState.Absent, records.StateOf("r"));
    }

    [Fact]
    public void A_single_copy_gets_a_second_one_and_an_older_payload_where_it_must_not_stay()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        records.Write("r", Old);
        Assert.Equal(RecordState.Damaged, records.Mend("r", false));
        Assert.True(records.IsTwofold("r"));
        records.Write("r", New);
        Assert.Equal(RecordState.Sound, records.Mend("r", false));
        Assert.Equal(Old, records.ReadOlder("r"));
        Assert.Equal(RecordState.Sound, records.Mend("r", true));
        Assert.Equal(New, records.ReadOlder("r"));
    }

    [Theory]
    [InlineData("r.a")]
    [InlineData("r.b")]
    [InlineData("r.")]
    public void A_slot_that_cannot_be_read_is_not_taken_for_one_that_is_gone(string slot)
    {
        MemoryFlash kept = new();
        new RecordStore(kept).Keep("r", Old);
        PowerCutFlash watched = new(kept);
        UnreadableFlash flash = new(watched)
        {
            IsUnreadable = n => n.StartsWith(slot, StringComparison.Ordinal),
        };
        RecordStore records = new(flash);
        Assert.Equal(RecordState.Unreadable, records.Mend("r", true));
        Assert.False(records.RemoveLost("r", false));
        Assert.True(records.HasTrace("r"));
        bool isWhole = slot.Length == 2;
        if (isWhole) Assert.Equal(FlashResult.Failed, records.Write("r", New));
        if (isWhole) Assert.Null(records.Read("r"));
        else Assert.Equal(Old, records.Read("r"));
        Assert.Equal(0, watched.Operations);
        flash.IsUnreadable = _ => false;
        Assert.Equal(Old, records.Read("r"));
    }

    [Fact]
    public void Beside_a_slot_that_cannot_be_read_the_only_copy_is_not_overwritten()
    {
        foreach (string lost in new[] { "r.a", "r.b" })
        {
            MemoryFlash kept = new();
            new RecordStore(kept).Keep("r", Old);
            UnreadableFlash flash = new(kept) { IsUnreadable = n => n == lost };
            byte[] good = flash.Read(lost == "r.a" ? "r.b" : "r.a");

            // The slot cannot be read back either, so the write is none.
            Assert.Equal(FlashResult.Failed, new RecordStore(flash).Write("r", New));
            Assert.Equal(good, kept.Read(lost == "r.a" ? "r.b" : "r.a"));
        }

        MemoryFlash single = new();
        new RecordStore(single).Write("r", Old);
        UnreadableFlash broken = new(single) { IsUnreadable = n => n == "r.a" };
        Assert.Equal(FlashResult.Failed, new RecordStore(broken).Write("r", New));
        Assert.Equal(["r.a"], single.List());
    }

    [Fact]
    public void Writing_both_slots_leaves_no_old_payload_and_erasing_leaves_none_at_all()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        records.Write("r", Old);
        records.Write("r", Old);
        Assert.Equal(FlashResult.Ok, records.WriteBoth("r", New));
        Assert.All(flash.List(), slot => Assert.Equal(New, flash.Read(slot)[16..]));
        Assert.Equal(FlashResult.Ok, records.Erase("r"));
        Assert.Empty(flash.List());
        PowerCutFlash watched = new(flash);
        Assert.Equal(FlashResult.NotFound, new RecordStore(watched).Erase("r"));
        Assert.Empty(flash.List());
    }

    [Fact]
    public void A_full_flash_erases_all_the_same()
    {
        FullFlash flash = new(new MemoryFlash());
        RecordStore records = new(flash);
        records.Write("r", Old);
        flash.IsFull = true;
        Assert.Equal(FlashResult.Full, records.Write("other", Old));
        Assert.Equal(FlashResult.Ok, records.Erase("r"));
        Assert.Empty(flash.List());
    }
}

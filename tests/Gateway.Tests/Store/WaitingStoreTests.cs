using System;
using System.Linq;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>Records of transactions that wait for their CA.</summary>
public class WaitingStoreTests
{
    [Fact]
    public void What_was_written_is_read_again_by_the_name_in_any_case()
    {
        WaitingStore store = new(new RecordStore(new MemoryFlash()));
        Assert.Null(store.Read("cmp"));
        Assert.Equal(FlashResult.Ok, store.Write(Record("Cmp")));
        WaitingRecord read = store.Read("cMP");
        Assert.Equal("Cmp", read.SessionName);
        Assert.Equal(5, read.StartedUtcSeconds);
        Assert.Equal(6, read.CheckAfterSeconds);
        Assert.Equal(7, read.PollCount);
        Assert.Equal([9], read.TransactionId);
        Assert.Equal([1], read.PublicKey);
        Assert.Equal([2, 2], read.SigningPublicKey);
        Assert.Equal([3, 3, 3], read.Plan);
        Assert.Equal([4], read.Snapshot);
        Assert.Equal(FlashResult.Ok, store.Delete("CMP"));
        Assert.Empty(store.List());
    }

    [Fact]
    public void The_record_has_the_bits_of_the_specification()
    {
        MemoryFlash flash = new();
        new WaitingStore(new RecordStore(flash)).Write(Record("Cmp"));
        Assert.Equal("010003436D70000000000000000500000000000000060000000000000007000109000101000202"
            + "020003030303000104", Convert.ToHexString(new RecordStore(flash).Read("wait-cmp")));
    }

    [Fact]
    public void No_more_than_eight_wait_and_no_record_is_over_its_limits()
    {
        WaitingStore store = new(new RecordStore(new MemoryFlash()));
        for (int i = 0; i < WaitingStore.CountMax; i++)
            Assert.Equal(FlashResult.Ok, store.Write(Record("s" + i)));
        Assert.Equal(FlashResult.OutOfRange, store.Write(Record("another")));
        Assert.Equal(FlashResult.Ok, store.Write(Record("s3")));
        Assert.Equal(WaitingStore.CountMax, store.List().Length);

        WaitingRecord large = Record("s3");
        large.Plan = new byte[WaitingRecord.PlanSizeMax + 1];
        Assert.Equal(FlashResult.OutOfRange, store.Write(large));
        large = Record("s3");
        large.Snapshot = new byte[WaitingRecord.SnapshotSizeMax + 1];
        Assert.Equal(FlashResult.OutOfRange, store.Write(large));
        large.Snapshot = new byte[WaitingRecord.SnapshotSizeMax];
        Assert.Equal(FlashResult.Ok, store.Write(large));
        large.Plan = new byte[WaitingRecord.PlanSizeMax];
        Assert.Equal(FlashResult.OutOfRange, store.Write(large));
        large.Snapshot = [];
        Assert.Equal(FlashResult.Ok, store.Write(large));
        Assert.NotNull(store.Read("s3"));
    }

    [Fact]
    public void What_cannot_be_read_is_dropped_and_the_others_stay()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        WaitingStore store = new(records);
        store.Write(Record("good"));
        byte[] good = records.Read("wait-good");
        byte[] otherVersion = (byte[])good.Clone();
        otherVersion[0] = 2;
        records.Write("wait-version", otherVersion);
        records.Write("wait-short", good[..^1]);
        records.Write("wait-long", [.. good, 0]);
        records.Write("wait-empty", []);
        store.Write(Record("torn"));
        flash.Write("wait-torn.a", [0x47], 0, 1);
        Assert.Single(store.List());
        Assert.Equal(5, store.DropBroken());
        Assert.Equal(0, store.DropBroken());
        Assert.Equal("good", Assert.Single(store.List()).SessionName);
        Assert.Equal(["wait-good.a"], flash.List());
    }

    [Fact]
    public void Every_truncation_and_changed_byte_gives_a_record_or_none()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        WaitingStore store = new(records);
        store.Write(Record("cmp"));
        byte[] good = records.Read("wait-cmp");
        for (int length = 0; length < good.Length; length++)
        {
            records.Write("wait-cmp", good[..length]);
            Assert.Null(store.Read("cmp"));
        }

        for (int at = 0; at < good.Length; at++)
        {
            byte[] changed = (byte[])good.Clone();
            changed[at] ^= 0x80;
            records.Write("wait-cmp", changed);
            WaitingRecord read = store.Read("cmp");
            if (at == 0) Assert.Null(read);
            if (read != null) Assert.True(read.CheckAfterSeconds >= 0);
        }
    }

    [Fact]
    public void A_power_cut_leaves_the_record_before_or_after()
    {
        MemoryFlash start = new();
        new WaitingStore(new RecordStore(start)).Write(Record("cmp"));
        RecordingFlash recording = new(start.Copy());
        WaitingStore store = new(new RecordStore(recording));
        WaitingRecord polled = Record("cmp");
        polled.PollCount = 8;
        store.Write(polled);
        store.Delete("cmp");
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                WaitingStore left = new(new RecordStore(recording.AfterCut(operation, cut)));
                int count = left.Read("cmp")?.PollCount ?? -1;
                int[] allowed = operation == 0 ? [7, 8] : [8, -1];
                Assert.Contains(count, allowed);
            }
        }
    }

    private static WaitingRecord Record(string session) => new()
    {
        SessionName = session,
        StartedUtcSeconds = 5,
        CheckAfterSeconds = 6,
        PollCount = 7,
        TransactionId = [9],
        PublicKey = [1],
        SigningPublicKey = [2, 2],
        Plan = [3, 3, 3],
        Snapshot = [4],
    };
}

using System;
using System.Linq;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>Records of transactions that are not over.</summary>
public class JournalTests
{
    [Fact]
    public void What_was_written_is_read_again_by_the_name_in_any_case()
    {
        Journal store = new(new RecordStore(new MemoryFlash()));
        Assert.Null(store.Read("cmp"));
        Assert.Equal(FlashResult.Ok, store.Write(Record("Cmp")));
        JournalRecord read = store.Read("cMP");
        Assert.Equal("Cmp", read.SessionName);
        Assert.Equal(5, read.StartedUtcSeconds);
        Assert.Equal(6, read.CheckAfterSeconds);
        Assert.Equal(7, read.PollCount);
        Assert.Equal(8, read.CheckUtcSeconds);
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
        new Journal(new RecordStore(flash)).Write(Record("Cmp"));
        Assert.Equal("0202000003436D70000000000000000500000000000000060000000000000007000109000101000202"
            + "0200030303030001040000000000000008", Convert.ToHexString(new RecordStore(flash).Read("txn-cmp")));
    }

    [Theory]
    [InlineData(JournalState.Requested, false)]
    [InlineData(JournalState.Received, true)]
    [InlineData(JournalState.Confirmed, true)]
    public void Every_state_comes_back(JournalState state, bool isAutomatic)
    {
        Journal journal = new(new RecordStore(new MemoryFlash()));
        JournalRecord record = Record("cmp");
        record.State = state;
        record.IsAutomatic = isAutomatic;
        journal.Write(record);
        Assert.Equal(state, journal.Read("cmp").State);
        Assert.Equal(isAutomatic, journal.Read("cmp").IsAutomatic);
    }

    [Fact]
    public void An_unknown_state_or_flag_is_no_record()
    {
        RecordStore records = new(new MemoryFlash());
        Journal journal = new(records);
        journal.Write(Record("cmp"));
        byte[] good = records.Read("txn-cmp");
        foreach ((int at, byte value) in new (int, byte)[] { (1, 0), (1, 5), (2, 2), (2, 255) })
        {
            byte[] changed = (byte[])good.Clone();
            changed[at] = value;
            records.Write("txn-cmp", changed);
            Assert.Null(journal.Read("cmp"));
        }
    }

    [Fact]
    public void Records_of_version_1_are_taken_over_at_whatever_moment_the_power_fails()
    {
        // wait-cmp and wait-b as version 1 wrote them, and one that it could not read itself.
        MemoryFlash start = new();
        RecordStore old = new(start);
        old.Write("wait-cmp", Convert.FromHexString("010003436D700000000000000005000000000000"
            + "00060000000000000007000109000101000202020003030303000104"));
        old.Write("wait-bad", [1, 2]);
        RecordingFlash recording = new(start.Copy());
        Assert.Equal(FlashResult.Ok, new Journal(new RecordStore(recording)).TakeOverWaiting());
        Assert.Equal(6, recording.Count);
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                RecordStore records = new(recording.AfterCut(operation, cut));
                Journal journal = new(records);
                Assert.Equal(FlashResult.Ok, journal.TakeOverWaiting());
                JournalRecord taken = Assert.Single(journal.List());
                Assert.Equal(("Cmp", JournalState.Waiting, 7),
                    (taken.SessionName, taken.State, taken.PollCount));
                Assert.Empty(records.List("wait-"));
            }
        }
    }

    [Fact]
    public void No_more_than_eight_wait_and_no_record_is_over_its_limits()
    {
        Journal store = new(new RecordStore(new MemoryFlash()));
        for (int i = 0; i < Journal.CountMax; i++)
            Assert.Equal(FlashResult.Ok, store.Write(Record("s" + i)));
        Assert.Equal(FlashResult.OutOfRange, store.Write(Record("another")));
        Assert.Equal(FlashResult.Ok, store.Write(Record("s3")));
        Assert.Equal(Journal.CountMax, store.List().Length);

        JournalRecord large = Record("s3");
        large.Plan = new byte[JournalRecord.PlanSizeMax + 1];
        Assert.Equal(FlashResult.OutOfRange, store.Write(large));
        large = Record("s3");
        large.Snapshot = new byte[JournalRecord.SnapshotSizeMax + 1];
        Assert.Equal(FlashResult.OutOfRange, store.Write(large));
        large.Snapshot = new byte[JournalRecord.SnapshotSizeMax];
        Assert.Equal(FlashResult.Ok, store.Write(large));
        large.Plan = new byte[JournalRecord.PlanSizeMax];
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
        Journal store = new(records);
        store.Write(Record("good"));
        byte[] good = records.Read("txn-good");
        byte[] otherVersion = (byte[])good.Clone();
        otherVersion[0] = 3;
        records.Write("txn-version", otherVersion);
        records.Write("txn-short", good[..^1]);
        records.Write("txn-long", [.. good, 0]);
        records.Write("txn-empty", []);
        store.Write(Record("torn"));
        flash.Write("txn-torn.a", [0x47], 0, 1);
        flash.Write("txn-torn.b", [0x47], 0, 1);
        Assert.Single(store.List());
        Assert.Equal(5, store.DropBroken());
        Assert.Equal(0, store.DropBroken());
        Assert.Equal("good", Assert.Single(store.List()).SessionName);
        Assert.Equal(["txn-good.a", "txn-good.b"], flash.List());
    }

    [Fact]
    public void Every_truncation_and_changed_byte_gives_a_record_or_none()
    {
        MemoryFlash flash = new();
        RecordStore records = new(flash);
        Journal store = new(records);
        store.Write(Record("cmp"));
        byte[] good = records.Read("txn-cmp");
        for (int length = 0; length < good.Length; length++)
        {
            records.Write("txn-cmp", good[..length]);
            Assert.Null(store.Read("cmp"));
        }

        for (int at = 0; at < good.Length; at++)
        {
            byte[] changed = (byte[])good.Clone();
            changed[at] ^= 0x80;
            records.Write("txn-cmp", changed);
            JournalRecord read = store.Read("cmp");
            if (at == 0) Assert.Null(read);
            if (read != null) Assert.True(read.CheckAfterSeconds >= 0);
        }
    }

    [Fact]
    public void A_power_cut_leaves_the_record_before_or_after()
    {
        MemoryFlash start = new();
        new Journal(new RecordStore(start)).Write(Record("cmp"));
        RecordingFlash recording = new(start.Copy());
        Journal store = new(new RecordStore(recording));
        JournalRecord polled = Record("cmp");
        polled.PollCount = 8;
        store.Write(polled);
        store.Delete("cmp");
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                Journal left = new(new RecordStore(recording.AfterCut(operation, cut)));
                int count = left.Read("cmp")?.PollCount ?? -1;
                int[] allowed = operation == 0 ? [7, 8] : [8, -1];
                Assert.Contains(count, allowed);
            }
        }
    }

    [Fact]
    public void A_transaction_that_is_over_is_overwritten_before_it_is_deleted()
    {
        RecordingFlash recording = new(new MemoryFlash());
        Journal store = new(new RecordStore(recording));
        store.Write(Record("cmp"));
        Assert.Equal(2, recording.Count);
        Assert.Equal(FlashResult.Ok, store.Delete("cmp"));
        Assert.Equal(6, recording.Count);
        MemoryFlash overwritten = recording.Before(4);
        Assert.Equal(2, overwritten.List().Length);
        Assert.All(overwritten.List(), slot =>
            Assert.Equal(RecordStore.HeaderSize, overwritten.Read(slot).Length));
        Assert.Empty(recording.List());
    }

    private static JournalRecord Record(string session) => new()
    {
        SessionName = session,
        State = JournalState.Waiting,
        StartedUtcSeconds = 5,
        CheckAfterSeconds = 6,
        PollCount = 7,
        TransactionId = [9],
        PublicKey = [1],
        SigningPublicKey = [2, 2],
        Plan = [3, 3, 3],
        Snapshot = [4],
        CheckUtcSeconds = 8,
    };
}

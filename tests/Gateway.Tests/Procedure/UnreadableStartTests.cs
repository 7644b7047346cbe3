using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Simulator;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// A flash that does not give a record for the length of a start: nothing that it holds is deleted,
/// overwritten or made anew, and the next start has all of it.
/// </summary>
public sealed class UnreadableStartTests : RenewalBench
{
    // They go on at every start.
    private static readonly string[] s_moving = ["clock", "random-state"];

    private UnreadableFlash? _left;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_cannot_be_read_at_a_start_is_still_there_afterwards(bool isWaiting)
    {
        if (isWaiting) Wait();
        Dictionary<string, string> before = Payloads();
        Assert.Contains("key-rsa_cmp", before.Keys);
        Assert.Equal(isWaiting, before.ContainsKey("txn-cmp"));
        string[] slots = Board.Flash.List();
        int count = 0;
        foreach (string name in before.Keys.Concat(s_moving))
        {
            string[][] sets = [[name + ".a"], [name + ".b"], [name + ".a", name + ".b"]];
            foreach (string[] set in sets.Where(s => s.Intersect(slots).Any()))
            {
                StartWith(f => set.Contains(f), name);
                AssertSame(before, name);
                count++;
            }
        }

        Assert.True(count > 20, count.ToString());
    }

    [Fact]
    public void A_flash_that_lists_nothing_for_a_while_is_not_taken_for_an_empty_one()
    {
        Dictionary<string, string> before = Payloads();
        using LoopbackSerialLine line = new();
        using SimBoard parts = new(new Silent(Board.Flash), line, new SimBoardOptions());
        IOException e = Assert.Throws<IOException>(
            () => new GatewayFirmware(parts, isScripted: true).Start(0));
        Assert.StartsWith("Error: The gateway cannot start: the flash cannot be read.", e.Message,
            StringComparison.Ordinal);
        AssertSame(before, "list");
        Restart();
        Assert.NotNull(Identity().Der);
    }

    private void Wait()
    {
        Ca.Misbehave(Misbehaviour.Poll(1000, 60));
        Time.Advance(Validity * 0.8);
        Until(() => Requests().Length >= 2, TimeSpan.FromMinutes(1));
        Rest();
    }

    private void StartWith(Func<string, bool> isUnreadable, string name)
    {
        UnreadableFlash flash = new(Board.Flash.Copy()) { IsUnreadable = isUnreadable };
        _left = flash;
        using ConsoleBench board = new(NoEndpoint, Board, flash, SimClock.FromHost(Time),
            6400, new NetKeyEngine());
        try
        {
            for (int i = 0; i < 300; i++) board.Step();
            Time.Advance(TimeSpan.FromMinutes(2));
            for (int i = 0; i < 300; i++) board.Step();
        }
        catch (IOException e)
        {
            // Without its version nothing of the volume may be touched.
            Assert.Equal("volume", name);
            Assert.Contains("cannot be read", e.Message, StringComparison.Ordinal);
        }

        flash.IsUnreadable = _ => false;
    }

    private void AssertSame(Dictionary<string, string> before, string name)
    {
        Dictionary<string, string> after = Payloads();
        foreach ((string record, string payload) in before)
        {
            Assert.True(after.TryGetValue(record, out string? now), name + " cost " + record);
            Assert.True(payload == now, name + " changed " + record);
        }
    }

    private Dictionary<string, string> Payloads()
    {
        RecordStore records = _left == null ? Records : new RecordStore(_left);
        return records.List("").Except(s_moving)
            .ToDictionary(n => n, n => Convert.ToHexString(records.Read(n) ?? []));
    }

    private sealed class Silent(MemoryFlash flash) : IFlash
    {
        public byte[] Read(string name) => null!;

        public FlashResult Write(string name, byte[] data, int offset, int count) =>
            flash.Write(name, data, offset, count);

        public FlashResult Delete(string name) => flash.Delete(name);

        public string[] List() => null!;
    }
}

using System;
using System.Linq;
using System.Text;
using Gateway.App;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>The volume as a whole: its version, its birth, its migration.</summary>
public class VolumeTests
{
    private static readonly byte[] Chip = [1, 2, 3];
    private static readonly string[] Moving = ["random-state", "mac-", "volume"];

    [Fact]
    public void An_empty_flash_is_told_once_and_gets_the_record_of_the_specification()
    {
        MemoryFlash flash = new();
        Assert.Equal(VolumeState.Empty, Open(flash).State);
        Assert.Equal(VolumeState.Ready, Open(flash).State);
        FieldReader fields = new(new RecordStore(flash).Read("volume"));
        Assert.Equal(2, fields.Byte());
        Assert.Equal(77, fields.Int64());
        Assert.Equal(16, fields.Range().Length);
        Assert.True(fields.IsComplete);
        Assert.Equal(["volume.a", "volume.b"], flash.List().Order());
    }

    [Fact]
    public void A_newer_volume_is_not_touched()
    {
        MemoryFlash flash = RecordedFlash.Load("v1");
        new RecordStore(flash).Write("volume", [3, 0]);
        PowerCutFlash watched = new(flash);
        Assert.Equal(VolumeState.Newer, Open(watched).State);
        Assert.Equal("A newer firmware wrote the flash.",
            Provisioning.StoreMacSecret(watched, new SimEntropy([1]), Chip, "r", [1], false));
        Assert.Equal(0, watched.Operations);
    }

    [Fact]
    public void A_flash_that_takes_nothing_is_told_and_tried_again()
    {
        FullFlash full = new(new MemoryFlash()) { IsFull = true };
        Volume volume = Open(full);
        Assert.Equal(VolumeState.Empty, volume.State);
        Assert.Equal(FlashResult.Full, volume.Result);
        MemoryFlash old = RecordedFlash.Load("v1");
        full = new FullFlash(old) { IsFull = true };
        Assert.Equal(VolumeState.NotWritten, Open(full).State);
        full.IsFull = false;
        Assert.Equal(VolumeState.Ready, Open(full).State);
    }

    [Fact]
    public void A_power_cut_at_any_operation_of_the_migration_ends_in_the_same_volume()
    {
        RecordingFlash recording = new(RecordedFlash.Load("v1"));
        Assert.Equal(VolumeState.Ready, Open(recording).State);
        string[] whole = Content(recording);

        // Random state, the MAC secret, the transaction under its new name and the volume's own
        // record in both slots, the deletion of both slots of the old transaction; the second copy
        // of the key pair, two certificates and a file.
        Assert.Equal(14, recording.Count);
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                MemoryFlash left = recording.AfterCut(operation, cut);
                Assert.Equal(VolumeState.Ready, Open(left).State);
                Assert.Equal(whole, Content(left));
                PowerCutFlash again = new(left);
                Assert.Equal(VolumeState.Ready, Open(again).State);
                Assert.Equal(0, again.Operations);
            }
        }
    }

    [Fact]
    public void No_rot_of_one_slot_brings_the_old_form_back()
    {
        MemoryFlash migrated = RecordedFlash.Load("v1");
        Open(migrated);
        string[] whole = Content(migrated);
        string[] slots = [.. migrated.List().Where(n => Moving.Any(m => n.StartsWith(m,
            StringComparison.Ordinal)))];
        Assert.Equal(6, slots.Length);
        foreach (string slot in slots)
        {
            MemoryFlash flash = migrated.Copy();
            new RottingFlash(flash).Rot(slot, 200);
            Open(flash);
            Assert.Equal(whole, Content(flash));
        }
    }

    [Fact]
    public void A_lost_volume_record_is_made_again_and_nothing_else_changes()
    {
        MemoryFlash flash = RecordedFlash.Load("v1");
        Open(flash);
        string[] whole = Content(flash);
        flash.Delete("volume.a");
        flash.Delete("volume.b");
        PowerCutFlash watched = new(flash);
        Assert.Equal(VolumeState.Ready, Open(watched).State);
        Assert.Equal(whole, Content(flash));
        Assert.Equal(2, watched.Operations);
    }

    [Fact]
    public void Damaged_slots_are_mended_or_removed_at_a_start()
    {
        MemoryFlash flash = new();
        Open(flash);
        RecordStore records = new(flash);
        FileStore files = new(records);
        RottingFlash rotting = new(flash);
        for (int i = 0; i < 2; i++)
        {
            files.Write("good", [1], 0);
            files.Write("lost", [2], 0);
        }

        rotting.Rot("file-good.b", 5);
        rotting.Rot("file-lost.a", 5);
        rotting.Rot("file-lost.b", 5);
        flash.Write("file-torn.a", [1], 0, 0);

        // The torn one never was there; the other was.
        Assert.Equal(1, Open(flash).LostCount);
        Assert.Equal(["file-good.a", "file-good.b"],
            flash.List().Where(n => n.StartsWith("file-", StringComparison.Ordinal)).Order());
        Assert.Equal([1], files.Read("good"));
        rotting.Rot("file-good.a", 5);
        Assert.Equal([1], files.Read("good"));
        Assert.Equal(0, Open(flash).LostCount);
    }

    // Payloads, but for what a start makes anew: the volume's id and its birth.
    private static string[] Content(IFlash flash)
    {
        RecordStore records = new(flash);
        return
        [
            .. records.List("").Order(StringComparer.Ordinal).Select(name => name + " "
                + (name == "volume" ? "2" : Convert.ToHexString(records.Read(name)))),
        ];
    }

    private static Volume Open(IFlash flash) =>
        Volume.Open(new RecordStore(flash), new SimEntropy([1]), Chip, 77);
}

using System;
using System.Linq;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>
/// What a volume withstands: one rotten slot of any record between two starts, and a flash that
/// gives some of its records now and then not.
/// </summary>
public class RotTests
{
    private static readonly byte[] Chip = [1, 2, 3];

    [Fact]
    public void One_rotten_slot_of_any_record_costs_nothing()
    {
        MemoryFlash volume = Whole();
        string[] content = Content(volume);
        Assert.True(content.Length >= 9);
        foreach (string slot in volume.List())
        {
            MemoryFlash flash = volume.Copy();
            for (int times = 0; times < 2; times++)
            {
                new RottingFlash(flash).Rot(slot, 131);
                Assert.Equal(0, Open(flash).LostCount);
                if (slot.StartsWith("configuration", StringComparison.Ordinal))
                    new ConfigurationStore(new RecordStore(flash)).Repair();
                Assert.Equal(content, Content(flash));
            }
        }
    }

    [Fact]
    public void Records_of_an_earlier_firmware_get_their_second_copy_at_a_start()
    {
        MemoryFlash flash = RecordedFlash.Load("v1");
        Assert.DoesNotContain("local-cmp_ir.cer.b", flash.List());
        Open(flash);
        RecordStore records = new(flash);
        new ConfigurationStore(records).Repair();
        Assert.All(records.List(""), name => Assert.True(records.IsTwofold(name), name));
        PowerCutFlash again = new(flash);
        Open(again);
        Assert.Equal(0, again.Operations);
    }

    [Fact]
    public void A_second_copy_that_the_flash_refuses_is_made_at_a_start()
    {
        MemoryFlash flash = new();
        Open(flash);
        SecondRefused refusing = new(flash);
        CertificateStore store = new(new RecordStore(refusing));
        Assert.Equal(FlashResult.Ok, store.Write(CertificateKind.Local, "c", [1, 2], 0));
        Assert.Equal(RecordState.Damaged, store.StateOf(CertificateKind.Local, "c"));
        Open(flash);
        Assert.Equal(RecordState.Sound, store.StateOf(CertificateKind.Local, "c"));
        Assert.Equal([1, 2], store.Read(CertificateKind.Local, "c"));
    }

    [Fact]
    public void A_certificate_of_the_device_that_is_lost_is_not_one_that_never_was()
    {
        MemoryFlash flash = Whole();
        CertificateStore store = new(new RecordStore(flash));
        Assert.Equal(RecordState.Absent, store.StateOf(CertificateKind.Local, "other"));
        new RottingFlash(flash).Rot("local-own.cer.a", 200);
        new RottingFlash(flash).Rot("local-own.cer.b", 200);
        Assert.Equal(1, Open(flash).LostCount);
        Assert.Equal(RecordState.Lost, store.StateOf(CertificateKind.Local, "own.cer"));
        Assert.Null(store.Read(CertificateKind.Local, "own.cer"));
        Assert.Equal(FlashResult.Ok, store.Write(CertificateKind.Local, "own.cer", [9], 0));
        Assert.Equal(0, Open(flash).LostCount);
        Assert.Equal([9], store.Read(CertificateKind.Local, "own.cer"));
    }

    [Theory]
    [InlineData(".a")]
    [InlineData(".b")]
    [InlineData("")]
    public void A_start_changes_nothing_of_what_cannot_be_read(string end)
    {
        MemoryFlash volume = Whole();
        string[] content = Content(volume);
        foreach (string name in new RecordStore(volume).List(""))
        {
            MemoryFlash kept = volume.Copy();
            PowerCutFlash watched = new(kept);
            UnreadableFlash flash = new(watched)
            {
                IsUnreadable = n => n.StartsWith(name + end, StringComparison.Ordinal),
            };
            Volume opened = Open(flash);
            RecordStore records = new(flash);
            Assert.Equal(0, opened.LostCount);
            Assert.Equal(0, new Journal(records).DropBroken());
            new ConfigurationStore(records).Repair();
            Assert.Equal(0, watched.Operations);
            Assert.Equal(content, Content(kept));
            bool isVolume = name == "volume" && end.Length == 0;
            Assert.Equal(isVolume ? VolumeState.Unreadable : VolumeState.Ready, opened.State);
            bool isCounted = name != "configuration" && !isVolume;
            Assert.Equal(isCounted ? 1 : 0, opened.UnreadableCount);
        }
    }

    [Fact]
    public void A_volume_of_which_something_cannot_be_read_is_not_migrated()
    {
        foreach (string name in new[] { "random-state", "mac-", "wait-" })
        {
            MemoryFlash kept = RecordedFlash.Load("v1");
            UnreadableFlash flash = new(kept)
            {
                IsUnreadable = n => n.StartsWith(name, StringComparison.Ordinal),
            };
            Assert.Equal(VolumeState.NotWritten, Open(flash).State);
            Assert.DoesNotContain("volume.a", kept.List());
            flash.IsUnreadable = _ => false;
            Assert.Equal(VolumeState.Ready, Open(flash).State);
            Assert.Single(new Journal(new RecordStore(flash)).List());
        }
    }

    [Fact]
    public void Keys_are_not_written_from_what_may_be_an_older_copy()
    {
        MemoryFlash kept = Whole();
        byte[] before = kept.Read("key-k.a");
        UnreadableFlash flash = new(kept) { IsUnreadable = n => n == "key-k.a" };
        RecordStore records = new(flash);
        KeyStore keys = new(records, Device(flash));
        Assert.NotNull(keys.Find("k"));
        Assert.Equal(FlashResult.Failed, keys.WriteNext(Key(), [2]));
        Assert.Equal(FlashResult.Failed, keys.Write(Key(), [2]));
        Assert.Equal(before, kept.Read("key-k.a"));
    }

    private static MemoryFlash Whole()
    {
        MemoryFlash flash = new();
        Open(flash);
        RecordStore records = new(flash);
        DeviceSecrets secrets = Device(flash);
        new KeyStore(records, secrets).Write(Key(), [1]);
        CertificateStore certificates = new(records);
        certificates.Write(CertificateKind.Local, "own.cer", [1, 2, 3], 0);
        certificates.Write(CertificateKind.Ca, "ca.cer", [4, 5, 6], 0);
        new FileStore(records).Write("a.cer", [7], 0);
        new MacSecretStore(records, secrets).Write("1234", [8], false);
        new ConfigurationStore(records).Keep("# the text\n");
        records.Keep("random-state", new RandomState(1, new byte[32]).ToPayload());
        new Journal(records).Write(new JournalRecord
        {
            SessionName = "cmp", State = JournalState.Requested,
        });
        return flash;
    }

    private static StoredKey Key() => new() { Name = "k", PublicKey = [0x30, 0] };

    private static DeviceSecrets Device(IFlash flash) => DeviceSecrets.Open(
        new RecordStore(flash), Chip, new Gateway.Crypto.HmacDrbg(new byte[48], 384, [], Chip));

    private static string[] Content(IFlash flash)
    {
        RecordStore records = new(flash);
        return
        [
            .. records.List("").Order(StringComparer.Ordinal).Select(name =>
                name + " " + Convert.ToHexString(records.Read(name))),
        ];
    }

    private static Volume Open(IFlash flash) =>
        Volume.Open(new RecordStore(flash), new SimEntropy([1]), Chip, 77);

    private sealed class SecondRefused(IFlash flash) : IFlash
    {
        private int _writes;

        public byte[] Read(string name) => flash.Read(name);

        public FlashResult Write(string name, byte[] data, int offset, int count) =>
            ++_writes == 2 ? FlashResult.Full : flash.Write(name, data, offset, count);

        public FlashResult Delete(string name) => flash.Delete(name);

        public string[] List() => flash.List();
    }
}

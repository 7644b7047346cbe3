using System.Globalization;
using System.Linq;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>What operators and CAs may fill the flash with.</summary>
public class StoreLimitsTests
{
    private static readonly byte[] Chip = [1];

    [Fact]
    public void Files_have_a_number_and_replacing_does_not_count()
    {
        FileStore files = new(new RecordStore(new MemoryFlash()));
        for (int i = 0; i < StoreLimits.FileCountMax; i++)
            Assert.Equal(FlashResult.Ok, files.Write(Name(i), [1], 0));
        Assert.Equal(FlashResult.Full, files.Write("more", [1], 0));
        Assert.Equal(FlashResult.Ok, files.Write(Name(0), [2, 2], 0));
        files.Delete(Name(1));
        Assert.Equal(FlashResult.Ok, files.Write("more", [1], 0));
        Assert.StartsWith("the flash is full, but for what is kept free",
            FlashText.Of(FlashResult.Full));
    }

    [Fact]
    public void Files_have_a_size_together_whatever_their_kind_of_neighbours()
    {
        MemoryFlash flash = new();
        FileStore files = new(new RecordStore(flash));
        byte[] quarter = new byte[StoreLimits.FileBytesMax / 4];
        for (int i = 0; i < 4; i++)
            Assert.Equal(FlashResult.Ok, files.Write(Name(i), quarter, 0));
        Assert.Equal(FlashResult.Full, files.Write("more", [1], 0));
        Assert.Equal(FlashResult.Ok, files.Write(Name(3), quarter[..^4096], 0));
        Assert.Equal(FlashResult.Ok, files.Write("more", [1], 0));
        Assert.Equal(quarter.Length - 4096,
            files.List().Single(f => f.Name == Name(3)).SizeBytes);
        new RecordStore(flash).Write("configuration", new byte[30000]);
        Assert.Equal(5, files.List().Length);
    }

    [Fact]
    public void All_kinds_share_one_quota_that_leaves_room_for_a_renewal_and_the_reserves()
    {
        MemoryFlash flash = new(StoreLimits.VolumeBytesAssumed);
        RecordStore records = new(flash);
        KeyStore keys = new(records, DeviceSecrets.Open(records, Chip,
            new HmacDrbg(new byte[48], 384, [], Chip)));
        FileStore files = new(records);
        CertificateStore certificates = new(records);
        MacSecretStore secrets = new(records, DeviceSecrets.Open(records, Chip,
            new HmacDrbg(new byte[48], 384, [], Chip)));
        Assert.Equal(FlashResult.Ok, keys.Write(Key("k"), new byte[2400]));
        Assert.True(keys.HasSpace("more"));
        int count = 0;
        while (files.Write(Name(count), new byte[3900], 0) == FlashResult.Ok) count++;
        while (keys.Write(Key(Name(count)), new byte[2400]) == FlashResult.Ok) count++;

        // 96 KiB for files and key pairs, each in two blocks.
        Assert.Equal(11, count);
        Assert.False(keys.HasSpace("more"));
        Assert.True(keys.HasSpace("k"));
        Assert.Equal(FlashResult.Full, secrets.Write("1234", [1], false));
        Assert.Equal(FlashResult.Full, new TrialStore(records).Write(
            new TrialRecord { Text = "text", TotalSeconds = 60 }));

        // What a renewal brings, and no more than that.
        Assert.Equal(FlashResult.Ok, keys.WriteNext(Key("k"), new byte[2400]));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(FlashResult.Ok,
                certificates.Write(CertificateKind.Local, Name(i), new byte[3900], 0));
        }

        Assert.Equal(FlashResult.Full,
            certificates.Write(CertificateKind.Ca, Name(0), new byte[3900], 0));
        Assert.Equal(FlashResult.Ok,
            certificates.Write(CertificateKind.Local, Name(1), new byte[4000], 0));
        Assert.Equal(FlashResult.Ok, keys.Promote("k"));

        // The reserves, beside a full quota.
        string text = "#" + new string('x', (StoreLimits.ConfigurationReserveBytes / 2) - 100);
        Assert.Equal(FlashResult.Ok, new ConfigurationStore(records).WriteTwice(text));
        Journal journal = new(records);
        Assert.Equal(FlashResult.Ok, journal.Write(new JournalRecord
        {
            SessionName = "s", State = JournalState.Received, Plan = new byte[4000],
            Snapshot = new byte[8000],
        }));
        Assert.True(records.IsTwofold("txn-s"));
        Assert.Equal(FlashResult.Ok,
            new ClockStore(records).Write(new ClockRecord(1, ClockSource.Ca, 1, 1)));
        Assert.Equal(FlashResult.Ok, records.WriteBoth("random-state", new byte[60]));
    }

    [Fact]
    public void Key_pairs_have_a_number_and_overwriting_does_not_count()
    {
        RecordStore records = new(new MemoryFlash());
        KeyStore keys = new(records, DeviceSecrets.Open(records, Chip,
            new HmacDrbg(new byte[48], 384, [], Chip)));
        for (int i = 0; i < StoreLimits.KeyPairCountMax; i++)
        {
            Assert.True(keys.HasRoom(Name(i)));
            Assert.Equal(FlashResult.Ok, keys.Write(Key(Name(i)), [1]));
        }

        Assert.False(keys.HasRoom("more"));
        Assert.Equal(FlashResult.Full, keys.Write(Key("more"), [1]));
        Assert.True(keys.HasRoom("N3"));
        Assert.Equal(FlashResult.Ok, keys.Write(Key("N3"), [1]));
        Assert.Equal(FlashResult.Ok, keys.WriteNext(Key("n4"), [1]));
    }

    private static string Name(int i) => "n" + i.ToString(CultureInfo.InvariantCulture);

    private static StoredKey Key(string name) => new() { Name = name, PublicKey = [0x30, 0] };
}

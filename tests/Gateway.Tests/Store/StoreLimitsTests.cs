using System.Globalization;
using System.Linq;
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
        Assert.StartsWith("the flash is full, or has its 64 files or 96 KiB of them; delete",
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
        Assert.Equal(FlashResult.Ok, files.Write(Name(3), quarter[1..], 0));
        Assert.Equal(FlashResult.Ok, files.Write("more", [1], 0));
        Assert.Equal(quarter.Length - 1,
            files.List().Single(f => f.Name == Name(3)).SizeBytes);
        new RecordStore(flash).Write("configuration", new byte[30000]);
        Assert.Equal(5, files.List().Length);
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

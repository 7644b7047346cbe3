using System.Security.Cryptography;
using System.Text;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>The saved configuration: versions, both slots, what is damaged.</summary>
public sealed class ConfigurationStoreTests
{
    private const string Name = "configuration";
    private const string Old = "#\nsysname old\n#\nreturn\n";
    private const string New = "#\nsysname new\n#\nreturn\n";

    private readonly MemoryFlash _flash = new();
    private readonly RecordStore _records;
    private readonly ConfigurationStore _store;

    public ConfigurationStoreTests()
    {
        _records = new RecordStore(_flash);
        _store = new ConfigurationStore(_records);
    }

    [Fact]
    public void Nothing_is_saved_on_a_new_board()
    {
        Assert.Null(_store.Read());
        Assert.Null(_store.ReadOlder());
        Assert.Empty(_store.Digest());
        Assert.False(_store.IsBroken || _store.IsNewestDamaged || _store.IsForeign);
        Assert.Equal(FlashResult.Ok, _store.Repair());
        Assert.Empty(_flash.List());
    }

    [Fact]
    public void The_payload_is_the_version_and_the_text()
    {
        _store.Write(Old);
        Assert.Equal("\u0002" + Old, Encoding.UTF8.GetString(_records.Read(Name)));
        Assert.True(_store.IsSaved(Old));
        Assert.False(_store.IsSaved(New));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Old)), _store.Digest());
    }

    [Fact]
    public void The_text_before_stays_until_the_next_write()
    {
        _store.Write(Old);
        Assert.Null(_store.ReadOlder());
        _store.Write(New);
        Assert.Equal((New, Old), (_store.Read(), _store.ReadOlder()));
        _store.Write(New);
        Assert.Equal((New, null), (_store.Read(), _store.ReadOlder()));
    }

    [Fact]
    public void A_text_written_twice_leaves_no_other_one()
    {
        _store.WriteTwice(Old);
        Assert.Equal(2, _flash.List().Length);
        _store.WriteTwice(New);
        Assert.Equal((New, null), (_store.Read(), _store.ReadOlder()));
        byte[] before = _flash.Read(Name + ".a");
        _store.WriteTwice(New);
        Assert.Equal(before, _flash.Read(Name + ".a"));

        _store.Write(Old);
        _store.WriteTwice(Old);
        Assert.Equal((Old, null), (_store.Read(), _store.ReadOlder()));
    }

    [Fact]
    public void A_text_without_version_is_read_and_rewritten_once()
    {
        _records.Write(Name, Encoding.UTF8.GetBytes(Old));
        Assert.Equal(Old, _store.Read());
        Assert.False(_store.IsSaved(Old));
        Assert.Equal(FlashResult.Ok, _store.Repair());
        Assert.True(_store.IsSaved(Old));
        Assert.Equal("\u0002" + Old, Encoding.UTF8.GetString(_records.ReadOlder(Name)));
        Assert.Null(_store.ReadOlder());
        byte[] a = _flash.Read(Name + ".a");
        Assert.Equal(FlashResult.Ok, _store.Repair());
        Assert.Equal(a, _flash.Read(Name + ".a"));
    }

    [Theory]
    [InlineData("#\nip route-static 0.0.0.0 0.0.0.0 10.2.0.1\n#\nreturn\n", "#\n#\nreturn\n")]
    [InlineData("#\n ip route-static kept\nlast line", "#\n ip route-static kept\nlast line")]
    [InlineData("#\nsysname a\r\n", "#\nsysname a\r\n")]
    public void Lines_of_an_older_version_become_those_of_today(string old, string now)
    {
        _records.Write(Name, Encoding.UTF8.GetBytes(old));
        Assert.Equal(now, _store.Read());
        Assert.Equal(old, ConfigurationMigration.ToCurrent(ConfigurationStore.Version, old));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(255)]
    public void A_payload_of_another_version_is_not_taken_and_not_overwritten(byte version)
    {
        _store.Write(Old);
        _records.Write(Name, [version, (byte)'#']);
        Assert.True(_store.IsForeign);
        Assert.Equal((Old, null), (_store.Read(), _store.ReadOlder()));
        Assert.False(_store.IsSaved(Old));
        byte[] payload = _records.Read(Name);
        Assert.Equal(FlashResult.Ok, _store.Repair());
        Assert.Equal(payload, _records.Read(Name));

        _store.Write(New);
        Assert.False(_store.IsForeign);
        Assert.Equal((New, null), (_store.Read(), _store.ReadOlder()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_slot_is_told_until_it_is_written_again(bool isGone)
    {
        _store.Write(Old);
        _store.Write(Old);
        _store.Write(New);
        Damage(Name + ".a", isGone);
        Assert.True(_store.IsNewestDamaged);
        Assert.Equal((Old, null), (_store.Read(), _store.ReadOlder()));
        Assert.False(_store.IsBroken);
        Assert.Equal(FlashResult.Ok, _store.Repair());
        Assert.False(_store.IsNewestDamaged);
        Assert.Equal(Old, _store.Read());

        Damage(Name + ".a", false);
        Damage(Name + ".b", false);
        Assert.True(_store.IsBroken);
        Assert.Null(_store.Read());
        Assert.False(_store.IsNewestDamaged);
    }

    [Fact]
    public void A_text_fits_with_its_version()
    {
        Assert.True(ConfigurationStore.Fits(new string('a', RecordStore.PayloadSizeMax - 1)));
        Assert.False(ConfigurationStore.Fits(new string('a', RecordStore.PayloadSizeMax)));
    }

    private void Damage(string slot, bool isGone)
    {
        byte[] record = _flash.Read(slot);
        if (isGone) _flash.Delete(slot);
        else _flash.Write(slot, record, 0, record.Length / 2);
    }
}

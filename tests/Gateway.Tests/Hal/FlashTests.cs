using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>What every flash promises, on both flashes of the simulation.</summary>
public abstract class FlashContract : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gateway-flash-");

    protected string Folder => Path.Combine(_root.FullName, "flash");

    public virtual void Dispose() => _root.Delete(recursive: true);

    protected abstract IFlash Open(long quotaBytes = long.MaxValue);

    [Fact]
    public void A_record_comes_back_as_it_was_written()
    {
        IFlash flash = Open();
        byte[] data = [9, 1, 2, 3, 9];
        Assert.Equal(FlashResult.Ok, flash.Write("a.cer", data, 1, 3));
        data[1] = 0;
        Assert.Equal([1, 2, 3], flash.Read("a.cer"));
        flash.Read("a.cer")[0] = 77;
        Assert.Equal([1, 2, 3], flash.Read("a.cer"));
    }

    [Fact]
    public void A_record_is_replaced_and_deleted()
    {
        IFlash flash = Open();
        Write(flash, "a", 100);
        Write(flash, "a", 3);
        Assert.Equal(3, flash.Read("a").Length);
        Assert.Equal(FlashResult.Ok, flash.Delete("a"));
        Assert.Null(flash.Read("a"));
        Assert.Equal(FlashResult.NotFound, flash.Delete("a"));
        Assert.Empty(flash.List());
    }

    [Fact]
    public void Names_differ_by_case()
    {
        IFlash flash = Open();
        Assert.Equal(FlashResult.Ok, flash.Write("Key", [1], 0, 1));
        Assert.Null(flash.Read("key"));
        Assert.Equal(FlashResult.NotFound, flash.Delete("KEY"));
        Assert.Equal(["Key"], flash.List());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".chip")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a:b")]
    [InlineData("ä")]
    public void Refuses_what_is_no_name(string name)
    {
        IFlash flash = Open();
        Assert.Equal(FlashResult.OutOfRange, flash.Write(name, [1], 0, 1));
        Assert.Equal(FlashResult.OutOfRange, flash.Delete(name));
        Assert.Null(flash.Read(name));
        Assert.Empty(flash.List());
    }

    [Fact]
    public void Holds_the_limits_exactly()
    {
        IFlash flash = Open();
        string longest = new('n', FlashLimits.NameLengthMax);
        byte[] data = new byte[FlashLimits.RecordSizeMax + 1];
        Assert.Equal(FlashResult.OutOfRange, flash.Write(longest, data, 0, data.Length));
        Assert.Equal(FlashResult.Ok, flash.Write(longest, data, 1, FlashLimits.RecordSizeMax));
        Assert.Equal(FlashLimits.RecordSizeMax, flash.Read(longest).Length);
        Assert.Equal(FlashResult.OutOfRange, flash.Write(longest + "n", data, 0, 1));
        Assert.Equal(FlashResult.Ok, flash.Write("empty", data, 0, 0));
        Assert.Empty(flash.Read("empty"));
    }

    [Fact]
    public void A_full_volume_changes_nothing()
    {
        IFlash flash = Open(quotaBytes: 100);
        Write(flash, "a", 60);
        Assert.Equal(FlashResult.Full, flash.Write("b", new byte[41], 0, 41));
        Assert.Null(flash.Read("b"));
        // Old and new exist side by side until the new one is closed.
        Assert.Equal(FlashResult.Full, flash.Write("a", new byte[41], 0, 41));
        Assert.Equal(60, flash.Read("a").Length);
        Write(flash, "a", 40);
        Write(flash, "b", 60);
    }

    protected static void Write(IFlash flash, string name, int count) =>
        Assert.Equal(FlashResult.Ok, flash.Write(name, new byte[count], 0, count));
}

/// <summary>The flash in memory.</summary>
public sealed class MemoryFlashTests : FlashContract
{
    [Fact]
    public void A_copy_goes_its_own_way()
    {
        MemoryFlash flash = new();
        Write(flash, "a", 1);
        MemoryFlash copy = flash.Copy();
        flash.Delete("a");
        Assert.Equal(["a"], copy.List());
    }

    protected override IFlash Open(long quotaBytes = long.MaxValue) => new MemoryFlash(quotaBytes);
}

/// <summary>The flash in a folder.</summary>
public sealed class FolderFlashTests : FlashContract
{
    private FolderFlash? _flash;

    public override void Dispose()
    {
        _flash?.Dispose();
        base.Dispose();
    }

    [Fact]
    public void Records_outlive_the_process_and_leftovers_do_not()
    {
        IFlash flash = Open();
        Write(flash, "a", 5);
        _flash!.Dispose();
        File.WriteAllBytes(Path.Combine(Folder, ".tmp-7"), [1]);
        Assert.Equal(5, Open().Read("a").Length);
        Assert.False(File.Exists(Path.Combine(Folder, ".tmp-7")));
    }

    [Fact]
    public void One_board_at_a_time()
    {
        Open();
        IOException e = Assert.Throws<IOException>(() => new FolderFlash(Folder));
        Assert.Contains("in use", e.Message);
        _flash!.Dispose();
        Open();
    }

    [Fact]
    public void Sees_only_what_is_a_record()
    {
        IFlash flash = Open();
        Directory.CreateDirectory(Path.Combine(Folder, "folder"));
        File.WriteAllBytes(Path.Combine(Folder, "no name"), [1]);
        File.WriteAllBytes(Path.Combine(Folder, "huge"), new byte[FlashLimits.RecordSizeMax + 1]);
        Write(flash, "a", 1);
        Assert.Equal(["a", "huge"], flash.List().Order());
        Assert.Null(flash.Read("huge"));
        Assert.Null(flash.Read("folder"));
        Assert.Equal(FlashResult.NotFound, flash.Delete("folder"));
        Assert.Equal(FlashResult.Failed, flash.Write("folder", [1], 0, 1));
        Assert.Empty(Directory.EnumerateFiles(Folder, ".tmp-*"));
    }

    [Fact]
    public void A_file_is_no_flash()
    {
        File.WriteAllText(Folder + "-file", "mine");
        IOException e =
            Assert.Throws<IOException>(() => new FolderFlash(Folder + "-file"));
        Assert.Contains("is a file", e.Message);
    }

    [Fact]
    public void Records_are_their_owners_even_in_an_open_folder()
    {
        // Windows has no such modes: there the folder's own list of rights counts.
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        FolderFlash flash = (FolderFlash)Open();
        Assert.Equal(FlashResult.Ok, flash.Write("key", [1], 0, 1));
        flash.ChipId(() => [1, 2], 2);
        foreach (string name in new[] { "key", ".chip" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(Folder, name)));
        }
    }

    [Fact]
    public void Follows_no_link_out_of_the_folder()
    {
        IFlash flash = Open();
        string outside = Folder + ".secret";
        File.WriteAllText(outside, "secret");
        File.CreateSymbolicLink(Path.Combine(Folder, "link"), outside);
        Assert.Null(flash.Read("link"));
        Assert.Empty(flash.List());
        Write(flash, "link", 1);
        Assert.Equal("secret", File.ReadAllText(outside));
        Assert.Single(flash.Read("link"));
    }

    [Fact]
    public void The_chip_keeps_its_id_when_the_flash_is_erased()
    {
        FolderFlash flash = (FolderFlash)Open();
        byte[] id = flash.ChipId(() => [1, 2, 3], 3);
        Write(flash, "a", 1);
        foreach (string name in flash.List()) flash.Delete(name);
        flash.Dispose();
        flash = (FolderFlash)Open();
        Assert.Equal(id, flash.ChipId(() => [7, 7, 7], 3));
        Assert.Empty(flash.List());
        Assert.Throws<IOException>(() => flash.ChipId(() => [], 4));
    }

    [Fact]
    public async Task Listing_from_outside_sees_whole_records_only()
    {
        const int Rounds = 200;
        IFlash flash = Open();
        using CancellationTokenSource stop = new();
        Task<int> reader = Task.Run(() =>
        {
            int torn = 0;
            while (!stop.IsCancellationRequested)
            {
                foreach (string file in Directory.GetFiles(Folder, "a"))
                {
                    if (new FileInfo(file) is { Exists: true, Length: not (10 or 2000) }) torn++;
                }
            }

            return torn;
        });
        for (int i = 0; i < Rounds; i++) Write(flash, "a", i % 2 == 0 ? 10 : 2000);
        stop.Cancel();
        Assert.Equal(0, await reader);
        Assert.Equal(2000, flash.Read("a").Length);
    }

    protected override IFlash Open(long quotaBytes = long.MaxValue) =>
        _flash = new FolderFlash(Folder, quotaBytes);
}

/// <summary>Cutting the power.</summary>
public sealed class PowerCutFlashTests
{
    private readonly MemoryFlash _flash = new();

    [Theory]
    [InlineData(PowerCut.Before, new byte[] { 1, 1 })]
    [InlineData(PowerCut.TornShort, new byte[] { 2, 2 })]
    [InlineData(PowerCut.TornEmpty, new byte[0])]
    [InlineData(PowerCut.TornGone, null)]
    [InlineData(PowerCut.After, new byte[] { 2, 2, 2, 2 })]
    public void A_cut_write_leaves_what_was_asked_for(PowerCut cut, byte[]? left)
    {
        _flash.Write("a", [1, 1], 0, 2);
        PowerCutFlash flash = new(_flash, 2, cut);
        Assert.Equal(FlashResult.Ok, flash.Write("b", [3], 0, 1));
        Assert.Throws<PowerCutException>(() => flash.Write("a", [2, 2, 2, 2], 0, 4));
        Assert.Equal(left, _flash.Read("a"));
        Assert.Equal([3], _flash.Read("b"));
    }

    [Fact]
    public void Garbage_keeps_the_length_and_spares_no_byte_of_the_second_half()
    {
        byte[] data = new byte[301];
        byte[] first = Spoil();
        Assert.Equal(first, Spoil());
        Assert.Equal(301, first.Length);
        Assert.All(first[..150], b => Assert.Equal(0, b));
        Assert.DoesNotContain((byte)0, first[150..]);

        byte[] Spoil()
        {
            PowerCutFlash flash = new(_flash, 1, PowerCut.TornGarbage);
            Assert.Throws<PowerCutException>(() => flash.Write("a", data, 0, data.Length));
            return _flash.Read("a");
        }
    }

    [Theory]
    [InlineData(PowerCut.Before, true)]
    [InlineData(PowerCut.TornShort, true)]
    [InlineData(PowerCut.TornGarbage, true)]
    [InlineData(PowerCut.TornEmpty, true)]
    [InlineData(PowerCut.TornGone, false)]
    [InlineData(PowerCut.After, false)]
    public void A_cut_deletion_is_done_or_not(PowerCut cut, bool isThere)
    {
        _flash.Write("a", [1], 0, 1);
        PowerCutFlash flash = new(_flash, 1, cut);
        Assert.Throws<PowerCutException>(() => flash.Delete("a"));
        Assert.Equal(isThere, _flash.Read("a") is not null);
    }

    [Fact]
    public void A_board_without_power_does_nothing()
    {
        PowerCutFlash flash = new(_flash, 1);
        Assert.False(flash.IsCut);
        Assert.Throws<PowerCutException>(() => flash.Write("a", [1], 0, 1));
        Assert.True(flash.IsCut);
        Assert.Throws<PowerCutException>(() => flash.Write("b", [1], 0, 1));
        Assert.Throws<PowerCutException>(() => flash.Delete("b"));
        Assert.Throws<PowerCutException>(() => flash.Read("b"));
        Assert.Throws<PowerCutException>(() => flash.List());
        Assert.Equal(1, flash.Operations);
        Assert.Empty(_flash.List());
    }

    [Fact]
    public void Only_changes_are_counted()
    {
        PowerCutFlash flash = new(_flash);
        flash.Write("a", [1], 0, 1);
        flash.Read("a");
        flash.List();
        flash.Delete("a");
        flash.Delete("a");
        Assert.Equal(3, flash.Operations);
        Assert.False(flash.IsCut);
    }
}

/// <summary>Rot and fullness.</summary>
public sealed class FaultyFlashTests
{
    private readonly MemoryFlash _flash = new();

    [Fact]
    public void One_bit_of_one_record_rots()
    {
        RottingFlash flash = new(_flash);
        flash.Write("a", [0, 0], 0, 2);
        flash.Write("b", [0, 0], 0, 2);
        flash.Rot("a", 9);
        Assert.Equal([0, 2], flash.Read("a"));
        Assert.Equal([0, 0], _flash.Read("b"));
        Assert.Throws<ArgumentException>(() => flash.Rot("a", 16));
        Assert.Throws<ArgumentException>(() => flash.Rot("c", 0));
    }

    [Fact]
    public void A_full_flash_takes_nothing_that_grows()
    {
        FullFlash flash = new(_flash);
        Assert.Equal(FlashResult.Ok, flash.Write("a", [1, 1], 0, 2));
        flash.IsFull = true;
        Assert.Equal(FlashResult.Full, flash.Write("a", [2, 2, 2], 0, 3));
        Assert.Equal(FlashResult.Full, flash.Write("b", [], 0, 0));
        Assert.Equal([1, 1], flash.Read("a"));
        Assert.Equal(FlashResult.Ok, flash.Write("a", [2, 2], 0, 2));
        Assert.Equal(FlashResult.Ok, flash.Delete("a"));
        Assert.Empty(flash.List());
    }
}

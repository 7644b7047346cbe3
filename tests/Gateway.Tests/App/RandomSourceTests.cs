using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.App;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>
/// The random generator over its boots: what seeds it, what it refuses, and that it never repeats
/// itself.
/// </summary>
public class RandomSourceTests
{
    private const int BootCount = 6;
    private static readonly byte[] Chip = [1, 2, 3];
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    // A board whose chip gives the same worthless bytes at each start.
    private static readonly IEntropy Worthless = new Constant(0);

    [Fact]
    public void Good_hardware_seeds_alone_and_any_quality_of_it()
    {
        for (int bits = 1; bits <= 8; bits++)
        {
            RandomSource random = Start(new MemoryFlash(), new SimEntropy([1], bits));
            Assert.True(random.IsSeeded);
            Assert.Null(random.WhyNotReady());
            Assert.Equal(1, random.Boots);
            Assert.Equal("the hardware source", random.Origin);
        }
    }

    [Fact]
    public void A_board_without_a_source_refuses_until_it_is_given_a_seed()
    {
        MemoryFlash flash = new();
        RandomSource random = Start(flash, Worthless);
        Assert.False(random.IsSeeded);
        Assert.Contains("'pki random-seed'", random.WhyNotReady());
        Assert.Throws<InvalidOperationException>(() => random.Fill(new byte[1], 0, 1));
        Assert.Empty(flash.List());
        random.AddJitter(12345);
        Assert.False(random.IsSeeded);

        Assert.Equal(FlashResult.Ok, random.AddSeed(Seed));
        Assert.Null(random.WhyNotReady());
        Assert.Equal("the console", random.Origin);
        byte[] first = Draw(random);

        RandomSource next = Start(flash, Worthless);
        Assert.True(next.IsSeeded);
        Assert.Equal(2, next.Boots);
        Assert.Equal("the last start", next.Origin);
        Assert.NotEqual(first, Draw(next));
    }

    [Fact]
    public void A_provisioned_seed_is_used_once_and_is_gone_then()
    {
        MemoryFlash flash = new();
        new RecordStore(flash).Write("random-seed", Seed);
        RandomSource random = Start(flash, Worthless);
        Assert.True(random.IsSeeded);
        Assert.Equal("provisioning", random.Origin);
        Assert.Equal(["random-state.a", "random-state.b"], flash.List().Order());
        Assert.True(Start(flash, Worthless).IsSeeded);

        MemoryFlash tooShort = new();
        new RecordStore(tooShort).Write("random-seed", Seed[..31]);
        Assert.False(Start(tooShort, Worthless).IsSeeded);
    }

    [Fact]
    public void A_factory_seeds_a_board_without_a_source()
    {
        const string NotReady = "The board's random generator or device key cannot be set up.";
        MemoryFlash flash = new();
        Assert.StartsWith(NotReady + " The random generator has no seed;",
            Provisioning.Prepare(flash, Worthless, Chip, null!, 0));
        Assert.Equal(NotReady, Provisioning.Prepare(flash, Worthless, Chip, Seed[..31], 0));
        Assert.Null(Provisioning.Prepare(flash, Worthless, Chip, Seed, 0));
        Assert.Null(Provisioning.StoreMacSecret(flash, Worthless, Chip, "1234", [1, 2], true));
        Assert.Equal(["device-key", "mac-03AC674216F3E15C761EE1A5E255F067", "random-state",
            "volume"], new RecordStore(flash).List("").Order());
        DeviceSecrets secrets = DeviceSecrets.Open(new RecordStore(flash), Chip, null!);
        Assert.Equal([1, 2], new MacSecretStore(new RecordStore(flash), secrets).Open("1234"));
        Assert.Null(secrets.Seal("purpose", [1]));
        Assert.Null(secrets.SealForConfiguration([1]));
    }

    [Fact]
    public void The_state_has_the_bits_of_the_specification_and_both_slots_hold_it()
    {
        MemoryFlash flash = new();
        Start(flash, new SimEntropy([1]));
        Start(flash, new SimEntropy([1]));
        FieldReader fields = new(new RecordStore(flash).Read("random-state"));
        Assert.Equal(2, fields.Byte());
        Assert.Equal(2, fields.Int64());
        Assert.Equal(32, fields.Range().Length);
        Assert.True(fields.IsComplete);
        Assert.Equal(flash.Read("random-state.a")[16..], flash.Read("random-state.b")[16..]);
    }

    // The generator itself is held to NIST's vectors elsewhere.
    [Fact]
    public void Its_output_is_that_of_the_generator_with_these_inputs()
    {
        MemoryFlash flash = new();
        byte[] state = [.. Enumerable.Repeat((byte)7, 32)];
        new RecordStore(flash).Write("random-state", new RandomState(4, state).ToPayload());
        RandomSource random = Start(flash, Worthless);

        HmacDrbg expected = new([.. new byte[64], .. state], 256, [0, 0, 0, 0, 0, 0, 0, 5], Chip);
        byte[] kept = new byte[32];
        expected.Fill(kept, 0, 32);
        byte[] output = new byte[32];
        expected.Fill(output, 0, 32);
        Assert.Equal(output, Draw(random));
        Assert.Equal(kept, RandomState.Parse(new RecordStore(flash).Read("random-state")).Secret);
        random.AddJitter(1);
        expected.Fill(output, 0, 32);
        Assert.NotEqual(output, Draw(random));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flash_that_does_not_take_the_state_stops_a_board_without_a_source(bool isGood)
    {
        MemoryFlash flash = new();
        new RecordStore(flash).Write("random-state", new RandomState(4, Seed).ToPayload());
        FullFlash full = new(flash) { IsFull = true };
        RandomSource random = Start(full, isGood ? new SimEntropy([1]) : Worthless);
        Assert.Equal(isGood, random.IsSeeded);
        if (isGood) return;
        Assert.StartsWith("The random generator cannot keep its state: the flash is full",
            random.WhyNotReady());
        Assert.Throws<InvalidOperationException>(() => random.Fill(new byte[1], 0, 1));
        full.IsFull = false;
        Assert.Equal(FlashResult.Ok, random.AddSeed(Seed));
        Assert.True(random.IsSeeded);
    }

    [Fact]
    public void Reseeding_asks_the_hardware_and_not_the_flash()
    {
        PowerCutFlash flash = new(new MemoryFlash());
        RandomSource random = Start(flash, new SimEntropy([1]));
        long before = flash.Operations;
        object generator = typeof(RandomSource).GetField("_generator",
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .GetValue(random)!;
        typeof(HmacDrbg).GetProperty(nameof(HmacDrbg.ReseedCounter))!
            .SetValue(generator, HmacDrbg.ReseedIntervalMax + 1);
        Draw(random);
        Assert.Equal(2, ((HmacDrbg)generator).ReseedCounter);
        Assert.Equal(before, flash.Operations);
    }

    [Fact]
    public void Jitter_is_left_alone_where_the_hardware_is_good()
    {
        RandomSource one = Start(new MemoryFlash(), new SimEntropy([1]));
        RandomSource other = Start(new MemoryFlash(), new SimEntropy([1]));
        other.AddJitter(99);
        Assert.Equal(Draw(one), Draw(other));
    }

    [Fact]
    public void No_power_cut_and_no_rot_of_one_slot_makes_it_repeat_itself()
    {
        MemoryFlash start = new();
        new RecordStore(start).Write("random-seed", Seed);
        int operations = 0;
        foreach (PowerCut cut in Enum.GetValues<PowerCut>())
        {
            for (int at = 0; at <= operations || at == 0; at++)
            {
                MemoryFlash flash = start.Copy();
                HashSet<string> seen = [];
                long done = 0;
                for (int boot = 0; boot < BootCount; boot++)
                {
                    long cutAt = at > done ? at - done : 0;
                    PowerCutFlash power = new(flash, cutAt, cut);
                    try
                    {
                        Add(seen, Start(power, Worthless));
                    }
                    catch (PowerCutException)
                    {
                        Assert.Equal(cutAt, power.Operations);
                    }

                    done += power.Operations;
                    if (power.IsCut) done = int.MaxValue;
                    Rot(flash, boot);
                }

                Assert.Equal(at == 0 ? BootCount : BootCount - 1, seen.Count);
                if (at == 0) operations = (int)done;
            }
        }

        // The seed's own boot: state, and four operations to erase it; then the state at each.
        Assert.Equal((2 * BootCount) + 4, operations);
    }

    [Fact]
    public void Nothing_that_flash_gave_or_took_is_left_in_memory()
    {
        MemoryFlash flash = new();
        new RecordStore(flash).Write("random-seed", Seed);
        KeptFlash kept = new(flash);
        for (int boot = 0; boot < 2; boot++)
        {
            RandomSource random = Start(kept, Worthless);
            Assert.NotNull(DeviceSecrets.Open(new RecordStore(kept), Chip, random));
        }

        Assert.True(kept.Buffers.Count > 20);
        Assert.All(kept.Buffers, b => Assert.All(b, octet => Assert.Equal(0, octet)));
    }

    // One slot of the state, another one each time, and never beside a torn one.
    private static void Rot(MemoryFlash flash, int boot)
    {
        byte[]? state = new RecordStore(flash).Read("random-state", out bool isDamaged);
        string[] slots = ["random-state.a", "random-state.b"];
        if (state == null || isDamaged || slots.Any(s => flash.Read(s) == null)) return;
        new RottingFlash(flash).Rot(slots[boot % 2], 130 + boot);
    }

    private static void Add(HashSet<string> seen, RandomSource random)
    {
        Assert.True(random.IsSeeded);
        Assert.True(seen.Add(Convert.ToHexString(Draw(random))), "it repeats itself");
    }

    private static byte[] Draw(RandomSource random)
    {
        byte[] output = new byte[32];
        random.Fill(output, 0, output.Length);
        return output;
    }

    private static RandomSource Start(IFlash flash, IEntropy entropy) =>
        RandomSource.Start(new RecordStore(flash), entropy, Chip);

    private sealed class KeptFlash(IFlash flash) : IFlash
    {
        public List<byte[]> Buffers { get; } = [];

        public byte[] Read(string name)
        {
            byte[] record = flash.Read(name);
            if (record != null) Buffers.Add(record);
            return record!;
        }

        public FlashResult Write(string name, byte[] data, int offset, int count)
        {
            Buffers.Add(data);
            return flash.Write(name, data, offset, count);
        }

        public FlashResult Delete(string name) => flash.Delete(name);

        public string[] List() => flash.List();
    }

    private sealed class Constant(byte value) : IEntropy
    {
        public int BitsPerByte => 0;

        public void Fill(byte[] buffer, int offset, int count) =>
            buffer.AsSpan(offset, count).Fill(value);
    }
}

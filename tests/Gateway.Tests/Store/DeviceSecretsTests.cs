using System.Text;
using Gateway.Crypto;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>The device key: what it seals, and what happens when it is gone.</summary>
public class DeviceSecretsTests
{
    private static readonly byte[] Chip = { 1, 2, 3, 4, 5, 6 };
    private static readonly byte[] OtherChip = { 1, 2, 3, 4, 5, 7 };
    private static readonly byte[] Plain = Encoding.ASCII.GetBytes("a secret");

    [Fact]
    public void What_was_sealed_opens_after_a_restart_on_the_same_chip_alone()
    {
        MemoryFlash flash = new();
        byte[] sealedBytes = Open(flash, Chip).Seal("purpose", Plain);
        Assert.Equal(Plain, Open(flash, Chip).Open("purpose", sealedBytes));
        Assert.Null(Open(flash, Chip).Open("another purpose", sealedBytes));
        Assert.Null(Open(flash, OtherChip).Open("purpose", sealedBytes));
        Assert.Null(Open(new MemoryFlash(), Chip, entropy: 1).Open("purpose", sealedBytes));
    }

    [Fact]
    public void A_cipher_text_of_the_configuration_survives_an_erased_flash_on_the_same_chip()
    {
        byte[] sealedBytes = Open(new MemoryFlash(), Chip).SealForConfiguration(Plain);
        Assert.Equal(Plain, Open(new MemoryFlash(), Chip).OpenFromConfiguration(sealedBytes));
        Assert.Null(Open(new MemoryFlash(), OtherChip).OpenFromConfiguration(sealedBytes));
    }

    [Theory]
    [InlineData("device-key.a")]
    [InlineData("device-key.b")]
    public void One_rotten_slot_does_not_cost_the_key(string slot)
    {
        MemoryFlash flash = new();
        byte[] sealedBytes = Open(flash, Chip).Seal("purpose", Plain);
        Rot(flash, slot);
        DeviceSecrets after = Open(flash, Chip);
        Assert.Equal(Plain, after.Open("purpose", sealedBytes));
        Assert.False(after.HasLostSecrets);
    }

    [Fact]
    public void A_lost_device_key_is_told_where_secrets_depended_on_it()
    {
        MemoryFlash flash = new();
        new MacSecretStore(new RecordStore(flash), Open(flash, Chip))
            .Write("1234", Plain, false);
        Rot(flash, "device-key.a");
        Rot(flash, "device-key.b");
        Assert.True(Open(flash, Chip).HasLostSecrets);
        Assert.False(Open(new MemoryFlash(), Chip).HasLostSecrets);
    }

    [Theory]
    [InlineData("device-key")]
    [InlineData("")]
    public void A_device_key_that_cannot_be_read_is_not_replaced(string unreadable)
    {
        MemoryFlash kept = new();
        byte[] sealedBytes = Open(kept, Chip).Seal("purpose", Plain);
        PowerCutFlash watched = new(kept);
        UnreadableFlash flash = new(watched)
        {
            IsUnreadable = n => n.StartsWith(unreadable, System.StringComparison.Ordinal),
        };
        DeviceSecrets secrets = Open(flash, Chip);
        Assert.True(secrets.IsUnreadable);
        Assert.False(secrets.HasLostSecrets);
        Assert.Null(secrets.Seal("purpose", Plain));
        Assert.Null(secrets.Open("purpose", sealedBytes));
        Assert.Equal(0, watched.Operations);
        Assert.Equal(Plain, Open(kept, Chip).Open("purpose", sealedBytes));
    }

    [Fact]
    public void No_device_key_is_made_while_something_stands_that_another_one_sealed()
    {
        MemoryFlash flash = new();
        MacSecretStore stored = new(new RecordStore(flash), Open(flash, Chip));
        stored.Write("1234", Plain, false);
        flash.Delete("device-key.a");
        flash.Delete("device-key.b");
        DeviceSecrets lost = Open(flash, Chip);
        Assert.True(lost.HasLostSecrets);
        Assert.Null(lost.Seal("purpose", Plain));
        Assert.DoesNotContain("device-key.a", flash.List());
        stored.Delete("1234");
        Assert.NotNull(Open(flash, Chip).Seal("purpose", Plain));
        Assert.Contains("device-key.b", flash.List());
    }

    private static DeviceSecrets Open(Gateway.Hal.IFlash flash, byte[] chip, byte entropy = 0)
    {
        byte[] raw = new byte[48];
        raw[0] = entropy;
        return DeviceSecrets.Open(new RecordStore(flash), chip, new HmacDrbg(raw, 384, [], chip));
    }

    private static void Rot(MemoryFlash flash, string slot)
    {
        byte[] record = flash.Read(slot)!;
        record[^1] ^= 1;
        flash.Write(slot, record, 0, record.Length);
    }
}

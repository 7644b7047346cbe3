using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>
/// Provisioned secrets: the ones that serve once, and that nothing of them is left.
/// </summary>
public class MacSecretStoreTests
{
    private static readonly byte[] Chip = [4, 5];
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("for one certificate");

    [Fact]
    public void The_record_has_the_bits_of_the_specification()
    {
        MemoryFlash flash = new();
        Open(flash).Write("1234", Secret, true);
        RecordStore records = new(flash);
        FieldReader fields = new(records.Read(Assert.Single(records.List("mac-"))));
        Assert.Equal(2, fields.Byte());
        Assert.Equal(1, fields.Byte());
        Assert.Equal("1234", fields.Text());
        Assert.NotEmpty(fields.Range());
        Assert.True(fields.IsComplete);
    }

    [Fact]
    public void A_one_time_secret_is_known_as_such()
    {
        MacSecretStore secrets = Open(new MemoryFlash());
        secrets.Write("once", Secret, true);
        secrets.Write("always", Secret, false);
        Assert.True(secrets.IsOneTime("once"));
        Assert.False(secrets.IsOneTime("always"));
        Assert.False(secrets.IsOneTime("absent"));
        Assert.Equal(Secret, secrets.Open("once"));
        secrets.Write("once", Secret, false);
        Assert.False(secrets.IsOneTime("once"));
    }

    [Fact]
    public void The_secret_of_a_confirmed_certificate_is_erased_when_it_serves_once()
    {
        MemoryFlash flash = new();
        MacSecretStore secrets = Open(flash);
        SecretService service = new(Device(flash), secrets);
        secrets.Write("once", Secret, true);
        secrets.Write("always", Secret, false);
        Assert.True(service.EraseOneTime(new SessionSettings("s") { MacReference = "once" }));
        Assert.False(secrets.Has("once"));
        Assert.False(service.EraseOneTime(new SessionSettings("s") { MacReference = "once" }));
        Assert.False(service.EraseOneTime(new SessionSettings("s")));
        Assert.False(service.EraseOneTime(new SessionSettings("s") { MacReference = "always" }));

        // A secret of the configuration is not in a record.
        Assert.False(service.EraseOneTime(new SessionSettings("s")
        {
            MacReference = "always", MacCipherText = "%@%#x%@%#", ErasesMacSecret = true,
        }));
        Assert.True(secrets.Has("always"));
        Assert.True(service.EraseOneTime(new SessionSettings("s")
        {
            MacReference = "always", ErasesMacSecret = true,
        }));
        Assert.False(secrets.Has("always"));
    }

    [Fact]
    public void A_power_cut_at_any_operation_of_an_erasure_leaves_the_secret_or_nothing()
    {
        MemoryFlash start = new();
        MacSecretStore first = Open(start);
        first.Write("once", Secret, true);
        first.Write("once", Secret, true);
        RecordingFlash recording = new(start.Copy());
        Open(recording).Delete("once");

        // Both slots overwritten, then deleted.
        Assert.Equal(4, recording.Count);
        bool[] isThere = new bool[recording.Count];
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                MemoryFlash left = recording.AfterCut(operation, cut);
                bool has = Open(left).Has("once");
                isThere[operation] |= has;
                Volume.Open(new RecordStore(left), new SimEntropy([1]), Chip, 0);
                Assert.Equal(has, Open(left).Has("once"));
                if (!has)
                {
                    Assert.DoesNotContain(left.List(),
                        n => n.StartsWith("mac-", StringComparison.Ordinal));
                }
            }
        }

        Assert.Equal([true, false, false, false], isThere);
    }

    [Fact]
    public void There_is_a_limit_which_replacing_does_not_reach()
    {
        MacSecretStore secrets = Open(new MemoryFlash());
        for (int i = 0; i < StoreLimits.MacSecretCountMax; i++)
        {
            string reference = i.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(FlashResult.Ok, secrets.Write(reference, Secret, false));
        }

        Assert.Equal(FlashResult.Full, secrets.Write("more", Secret, false));
        Assert.Equal(FlashResult.Ok, secrets.Write("0", Secret, true));
        secrets.Delete("0");
        Assert.Equal(FlashResult.Ok, secrets.Write("more", Secret, false));
    }

    private static DeviceSecrets Device(IFlash flash) => DeviceSecrets.Open(
        new RecordStore(flash), Chip, new HmacDrbg(new byte[48], 384, [], Chip));

    // The device key is there before anything is recorded.
    private static MacSecretStore Open(IFlash flash) => new(new RecordStore(flash), Device(flash));
}

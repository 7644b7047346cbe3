using System;
using System.Linq;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Simulator;
using Gateway.Store;
using Gateway.Tests.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>What a board does that finds its flash empty, older, newer or without a seed.</summary>
public sealed class VolumeStartTests(FaultyCa ca) : IClassFixture<FaultyCa>
{
    private const string Empty = "Warning: The flash is empty: the board is new, or identity lost,"
        + " volume reformatted. Provision the board, or create a key pair with 'pki rsa"
        + " local-key-pair create' and apply for a certificate with 'pki cmp initial-request'.";
    private const string Seed =
        "pki random-seed 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void An_empty_flash_is_told_once()
    {
        MemoryFlash flash = new();
        using ConsoleBench first = new(Endpoint, flash, 7, RecordedFlash.Clock());
        Assert.Equal(Empty, first.Type("dir")[0]);
        using ConsoleBench second = new(Endpoint, flash, 7, RecordedFlash.Clock());
        Assert.DoesNotContain(Empty, second.Type("dir"));
        MemoryFlash prepared = new();
        using ConsoleBench third = new(Endpoint, prepared, 7, RecordedFlash.Clock());
        GatewayFirmware.Prepare(third.Parts);
        Assert.DoesNotContain(Empty, third.Type("dir"));
    }

    [Fact]
    public void The_flash_of_version_1_goes_on_with_everything_that_it_held()
    {
        MemoryFlash flash = RecordedFlash.Load("v1");
        using ConsoleBench board =
            new(Endpoint, flash, RecordedFlash.BoardNumber, RecordedFlash.Clock());
        string[] said = board.Type("system-view", "display current-configuration", "dir",
            "display pki rsa local-key-pair public",
            "display pki certificate ca filename cmp_ca1.cer",
            "display pki certificate local filename cmp_ir.cer",
            "display pki cmp session cmp", "display pki random");
        Assert.DoesNotContain(said, l => l.StartsWith("Warning", StringComparison.Ordinal)
            || l.StartsWith("Error", StringComparison.Ordinal));
        Assert.Equal(2, said.Count(l => l == "Certificate:"));
        Assert.Contains("   State                : waiting", said);
        Assert.Contains(said, l => l.EndsWith("  cmp_ca1.cer", StringComparison.Ordinal));
        Assert.Contains("   Seeded so far        : 2 times, at starts and at provisioning", said);
        AssertSecretsOpen(board, flash);
        Assert.Equal(2, new RecordStore(flash).Read("volume")[0]);
    }

    [Fact]
    public void A_newer_flash_is_left_alone()
    {
        MemoryFlash flash = RecordedFlash.Load("v1");
        new RecordStore(flash).Write("volume", [3]);
        PowerCutFlash watched = new(flash);
        using LoopbackSerialLine line = new();
        using SimBoard parts = new(watched, line, new SimBoardOptions());
        GatewayFirmware firmware = new(parts, isScripted: true);
        System.IO.IOException e = Assert.Throws<System.IO.IOException>(() => firmware.Start(0));
        Assert.Equal("Error: The gateway cannot start: a newer firmware wrote the flash. Nothing"
            + " was changed; install that firmware again.", e.Message);
        Assert.Equal(0, watched.Operations);
    }

    [Fact]
    public void A_board_without_randomness_runs_its_console_and_refuses_what_needs_it()
    {
        MemoryFlash flash = new();
        using ConsoleBench board = new(Endpoint, flash, 8, RecordedFlash.Clock(), 0);
        string[] said = board.Type("system-view");
        Assert.Contains(said, l => l.StartsWith(
            "Warning: The random generator has no seed;", StringComparison.Ordinal));
        Refuses("pki rsa local-key-pair create k modulus 2048");
        board.Type("pki cmp session s", "quit", "pki entity e", "common-name c", "quit");
        board.Type("pki cmp session s");
        Refuses("cmp-request message-authentication-code 1234 secret");
        board.Type("quit", "commit");
        Assert.DoesNotContain(flash.List(), n => n.StartsWith("device", StringComparison.Ordinal));

        said = board.Type(Seed, "display pki random");
        Assert.Contains(" Info: The random generator is seeded, and stays so after a restart.",
            said);
        Assert.Contains("   Seeded by            : the console", said);
        Assert.Contains("device-key.a", flash.List());
        using ConsoleBench again = new(Endpoint, flash, 8, RecordedFlash.Clock(), 0);
        said = again.Type("system-view", "pki cmp session s",
            "cmp-request message-authentication-code 1234 secret", "display pki random");
        Assert.DoesNotContain(said, l => l.Contains("seed;", StringComparison.Ordinal));
        Assert.Contains("   Seeded by            : the last start", said);
        Assert.Contains("   Seeded so far        : 2 times, at starts and at provisioning", said);

        void Refuses(string command) => Assert.Contains(board.Type(command), l =>
            l.StartsWith("Error: The random generator has no seed;", StringComparison.Ordinal));
    }

    [Fact]
    public void A_flash_that_does_not_give_the_device_key_costs_no_key()
    {
        MemoryFlash flash = RecordedFlash.Load("v1");
        UnreadableFlash unreadable = new(flash)
        {
            IsUnreadable = n => n.StartsWith("device-key", StringComparison.Ordinal)
                || n.StartsWith("local-", StringComparison.Ordinal),
        };
        byte[] before = flash.Read("device-key.a");
        using (ConsoleBench owner = new(Endpoint, new MemoryFlash(), RecordedFlash.BoardNumber,
            RecordedFlash.Clock()))
        {
            using ConsoleBench board =
                new(Endpoint, owner, unreadable, RecordedFlash.Clock(), 0);
            string[] said = board.Type("system-view", "commit", "dir");
            Assert.Contains("Warning: The flash does not give 2 of its records now; nothing of them"
                + " was changed. Restart; if it stays so, replace the board.", said);
            Assert.Contains("Warning: The device key cannot be read now, the stored key pairs and"
                + " MAC secrets cannot be used; nothing was changed. Restart; if it stays so,"
                + " replace the board.", said);
        }

        Assert.Equal(before, flash.Read("device-key.a"));
        using ConsoleBench again =
            new(Endpoint, flash, RecordedFlash.BoardNumber, RecordedFlash.Clock());
        Assert.DoesNotContain(again.Type("dir"),
            l => l.StartsWith("Warning", StringComparison.Ordinal));
        AssertSecretsOpen(again, flash);
    }

    private string Endpoint => ca.Server.Endpoint.ToString();

    private static void AssertSecretsOpen(ConsoleBench board, MemoryFlash flash)
    {
        KeyStore keys = board.Keys();
        foreach (KeyPlace place in new[] { KeyPlace.Current, KeyPlace.Next })
        {
            StoredKey key = keys.FindAt("rsa_cmp", place);
            Assert.NotNull(keys.OpenPrivateKeyFor(key.PublicKey));
        }

        RecordStore records = new(flash);
        DeviceSecrets secrets = DeviceSecrets.Open(records, board.Parts.Info.ChipId, null!);
        Assert.Equal(FaultyCa.Secret, System.Text.Encoding.ASCII.GetString(
            new MacSecretStore(records, secrets).Open(RecordedFlash.Provisioned)));
    }
}

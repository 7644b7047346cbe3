using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Simulator;
using Gateway.Store;
using Gateway.Tests.House;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>
/// A board's flash as a firmware of an earlier format left it, one file a slot, in
/// <c>tests/Vectors/Flash</c>. With RECORD_VECTORS=1 in the environment the present firmware makes
/// one: seed and time are fixed, so its bytes are the same each time.
/// </summary>
internal static class RecordedFlash
{
    /// <summary>The number of the board, which determines its chip and all its keys.</summary>
    public const int BoardNumber = 0x5EED0001;

    /// <summary>Reference of the provisioned secret.</summary>
    public const string Provisioned = "1234";

    /// <summary>Reference of the secret in the configuration.</summary>
    public const string Typed = "5678";

    private static readonly DateTimeOffset Start =
        new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(FaultyCa.Secret);

    /// <summary>
    /// A board with a certificate, its key pair and its CA's certificate, a file, both kinds of MAC
    /// secret, and an update that waits for the CA with a key of its own.
    /// </summary>
    public static MemoryFlash Load(string version)
    {
        MemoryFlash flash = new();
        foreach (string file in Directory.EnumerateFiles(FolderOf(version)))
        {
            byte[] slot = File.ReadAllBytes(file);
            flash.Write(Path.GetFileName(file), slot, 0, slot.Length);
        }

        return flash;
    }

    /// <summary>The board's clock at the recording, or so much later.</summary>
    public static SimClock Clock(TimeSpan later = default) =>
        SimClock.FromHost(new ManualTimeProvider(Start + later));

    /// <summary>Lets the present firmware leave such a flash.</summary>
    public static async Task<MemoryFlash> MakeAsync(string caFolder)
    {
        ManualTimeProvider time = new(Start);
        await using LabCaServer ca = await LabCaServer.StartAsync(new LabCaOptions
        {
            Directory = caFolder,
            Key = new CaKeyAlgorithm(2048, null),
            References = new Dictionary<string, byte[]>
            {
                [Provisioned] = Secret, [Typed] = Secret,
            },
            Clock = time,
            RandomSeed = [1],
        });
        MemoryFlash flash = new();
        using ConsoleBench board =
            new(ca.Endpoint.ToString(), flash, BoardNumber, SimClock.FromHost(time));
        GatewayFirmware.ProvisionMacSecret(board.Parts, Provisioned, Secret);
        Enrol(board);
        ca.Misbehave(Misbehaviour.Poll(1000, 3600));
        RefuseErrors(board.Type("pki cmp keyupdate-request session cmp"));
        return flash;
    }

    /// <summary>Replaces the recording of a version.</summary>
    public static void Save(string version, MemoryFlash flash)
    {
        string folder = Path.Combine(Repository.Root, "tests", "Vectors", "Flash", version);
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder)) File.Delete(old);
        foreach (string slot in flash.List())
            File.WriteAllBytes(Path.Combine(folder, slot), flash.Read(slot));
    }

    private static void Enrol(ConsoleBench board)
    {
        RefuseErrors(board.Type("system-view",
            "pki rsa local-key-pair create rsa_cmp modulus 2048"));
        RefuseErrors(board.Type([
            "pki entity user01", "common-name hello", "quit",
            .. Session("cmp", "cmp-request message-authentication-code " + Provisioned),
            .. Session("spare",
                "cmp-request message-authentication-code " + Typed + " " + FaultyCa.Secret),
            ConsoleBench.Enrol, "pki import-certificate ca filename cmp_ca1.cer", "y", "n",
            "pki import-certificate local filename cmp_ir.cer", "y", "pki cmp session cmp",
            "cmp-request authentication-cert cmp_ir.cer", "quit", "commit",
        ]));
    }

    private static string[] Session(string name, string secret) =>
    [
        "pki cmp session " + name, "cmp-request entity user01",
        $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
        "cmp-request server url http://10.3.0.1:8080",
        "cmp-request rsa local-key-pair rsa_cmp regenerate", secret, "quit",
    ];

    private static void RefuseErrors(string[] said) =>
        Assert.DoesNotContain(said, l => l.StartsWith("Error", StringComparison.Ordinal));

    private static string FolderOf(string version) =>
        Path.Combine(AppContext.BaseDirectory, "Vectors", "Flash", version);
}

/// <summary>The recordings of flash.</summary>
public sealed class RecordedFlashTests
{
    // The version that the present firmware writes.
    private const string Present = "v2";

    private static readonly bool IsRecording =
        Environment.GetEnvironmentVariable("RECORD_VECTORS") == "1";

    [Fact]
    public async Task The_recording_holds_every_kind_of_record()
    {
        if (IsRecording) await RecordAsync();
        RecordStore records = new(RecordedFlash.Load("v1"));
        Assert.Equal(
        [
            "ca-cmp_ca1.cer", "configuration", "device-key", "file-cmp_ca1.cer", "key-rsa_cmp",
            "local-cmp_ir.cer", "mac-03AC674216F3E15C761EE1A5E255F067", "random-state", "wait-cmp",
        ], records.List("").Order(StringComparer.Ordinal));
        Assert.All(records.List(""), name =>
        {
            Assert.NotNull(records.Read(name, out bool isDamaged));
            Assert.False(isDamaged);
        });
    }

    private static async Task RecordAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gateway-tests-");
        try
        {
            RecordedFlash.Save(Present, await RecordedFlash.MakeAsync(folder.FullName));
        }
        finally
        {
            folder.Delete(true);
        }
    }
}

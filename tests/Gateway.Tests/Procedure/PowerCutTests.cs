using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// The power fails in each write and each deletion of the whole procedure, in each way that flash
/// can be left: the board starts again, shows the state before that operation or the one after it,
/// and the procedure can be brought to its end.
/// </summary>
public sealed class PowerCutTests(FaultyCa ca) : IClassFixture<FaultyCa>
{
    private const string ImportCa = "pki import-certificate ca filename cmp_ca1.cer";
    private const string ImportLocal = "pki import-certificate local filename cmp_ir.cer";

    // There was no older configuration to fall back to, and the start says so.
    private const int FirstCommit = 3;
    private const string NothingSavedYet =
        "Warning: The saved configuration cannot be read; the board starts without one.";

    // The discard port of this host, where nobody listens.
    private const string NoEndpoint = "127.0.0.1:9";
    private const int StepsMax = 20000;

    // Nothing was sent yet, and the start says that too.
    private const int Request = 5;
    private const string RequestLost = "Warning: The record of a transaction that waited for the CA"
        + " cannot be read and is dropped; run the request again.";

    // The second commit: the first one is still there, or a copy of its own.
    private const int SecondCommit = 28;
    private const string OneBefore =
        "Warning: A saved configuration cannot be read (a write was interrupted, or the flash is"
        + " damaged); the newest one that can be read is used.";

    // Every board's random numbers are its own, or the CA would see a transactionID twice.
    private const int EntropyPerCase = 64;

    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void The_procedure_survives_a_power_cut_at_any_operation()
    {
        ca.Server.Behave();
        using ConsoleBench first = new(Endpoint);
        RecordingFlash? recording = null;
        using ConsoleBench whole =
            new(Endpoint, first, first.Flash.Copy(), f => recording = new(f), 0);
        Assert.DoesNotContain(whole.Configure(FaultyCa.Secret), IsError);
        Assert.DoesNotContain(
            whole.Type(ConsoleBench.Enrol, ImportCa, "y", "y", ImportLocal, "y", "commit"),
            IsError);

        // The time, twice, and in both slots: random state, configuration; the request, the certificate
        // before and after its confirmation; two files; the transaction's record, overwritten and
        // deleted; two imports, each followed by the deletion of the file; configuration.
        int operations = recording!.Count;
        Assert.Equal(30, operations);
        string[] states =
            [.. Enumerable.Range(0, operations + 1).Select(i => State(first, recording.Before(i)))];
        Assert.Equal(10, states.Distinct().Count());

        int number = 1;
        for (int operation = 0; operation < operations; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                string what = $"{cut} in operation {operation + 1}";
                MemoryFlash left = recording.AfterCut(operation, cut);
                string state = State(first, left.Copy());
                if (operation == FirstCommit) state = state.Replace(NothingSavedYet + "\n", "");
                if (operation == Request) state = state.Replace(RequestLost + "\n", "");
                if (operation is FirstCommit + 1 or SecondCommit or SecondCommit + 1)
                    state = state.Replace(OneBefore + "\n", "");
                Assert.True(state == states[operation] || state == states[operation + 1],
                    $"{what}:\n{state}");
                Complete(first, left, EntropyPerCase * number++, what);
            }
        }
    }

    [Fact]
    public void The_first_start_survives_a_power_cut_at_any_operation()
    {
        using ConsoleBench first = new(Endpoint);
        RecordingFlash? recording = null;
        using ConsoleBench whole =
            new(Endpoint, first, new MemoryFlash(), f => recording = new(f), 0);
        string[] started = whole.Type("display saved-configuration");

        // Volume, random state, device key, each in both slots, and the time; the warning of an
        // empty flash comes until the volume's record is there.
        Assert.Equal(7, recording!.Count);
        Assert.StartsWith("Warning: The flash is empty", started[0]);
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                using ConsoleBench again = new(Endpoint, first, recording.AfterCut(operation, cut));
                Assert.Equal(started.SkipWhile(IsError),
                    again.Type("display saved-configuration").SkipWhile(IsError));
            }
        }
    }

    private string Endpoint => ca.Server.Endpoint.ToString();

    // All that an operator can see after a start, what the start itself says included. The CA is
    // away: what is repeated by itself must not come in between. Time stands still, as a start may
    // write the files of a certificate that came before the power failed, and their time is shown.
    private string State(ConsoleBench board, MemoryFlash flash)
    {
        using ConsoleBench started = new(NoEndpoint, board, flash, SimClock.FromHost(_time), 0);
        return string.Join('\n', started.Type("display current-configuration", "dir",
            "display pki rsa local-key-pair public",
            "display pki certificate ca filename cmp_ca1.cer",
            "display pki certificate local filename cmp_ir.cer"));
    }

    // What an operator does who finds the board restarted: looks what is there, and goes on from
    // there.
    private void Complete(ConsoleBench board, MemoryFlash flash, int entropySkipped, string what)
    {
        using ConsoleBench restarted = new(Endpoint, board, flash, f => f, entropySkipped);
        List<string> said = [];
        WaitForBackground(restarted, flash);
        bool isConfigured = restarted.Type("display current-configuration")
            .Contains("pki cmp session cmp");
        if (!isConfigured) said.AddRange(restarted.Configure(FaultyCa.Secret));
        else restarted.Type("system-view");
        bool isEnrolled = restarted.Type("display pki certificate local filename cmp_ir.cer")
                .Contains("Certificate:")
            || restarted.Files().Contains("cmp_ir.cer");
        if (!isEnrolled) said.AddRange(restarted.Type(ConsoleBench.Enrol));

        // Whether the file is to be deleted is asked only where there is one.
        string[] shownFirst = restarted.Type("display current-configuration");
        string[] keepCa = restarted.Files().Contains("cmp_ca1.cer") ? ["n"] : [];
        string[] keepLocal = restarted.Files().Contains("cmp_ir.cer") ? ["n"] : [];
        if (!shownFirst.Contains(ImportCa))
        {
            said.AddRange(restarted.Type([ImportCa, "y", .. keepCa]));
        }

        if (!shownFirst.Contains(ImportLocal))
        {
            said.AddRange(restarted.Type([ImportLocal, .. keepLocal]));
        }

        said.AddRange(restarted.Type("commit"));
        Assert.False(said.Exists(IsError), $"{what}:\n{string.Join('\n', said)}");

        using ConsoleBench last = new(Endpoint, board, flash);
        string[] shown = last.Type("display current-configuration",
            "display pki certificate ca filename cmp_ca1.cer",
            "display pki certificate local filename cmp_ir.cer");
        Assert.False(Array.Exists(shown, IsError), what);
        Assert.Equal(2, shown.Count(l => l == "Certificate:"));
        Assert.Contains(ImportCa, shown);
        Assert.Contains(ImportLocal, shown);
    }

    // Real sockets: the count only bounds a test that fails.
    private static void WaitForBackground(ConsoleBench board, MemoryFlash flash)
    {
        Journal journal = new(new RecordStore(flash));
        for (int step = 0; step == 0 || journal.List().Length > 0; step++)
        {
            Assert.True(step < StepsMax, "the transaction does not end");
            if (!board.Step()) Thread.Sleep(1);
        }
    }

    private static bool IsError(string line) => line.StartsWith("Error", StringComparison.Ordinal)
        || line.StartsWith("Warning", StringComparison.Ordinal);
}

using System;
using System.Collections.Generic;
using System.Text;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Store;
using Gateway.Tests.Cli;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>What a start makes of the saved configurations that it finds.</summary>
public sealed class RestoreTests : IDisposable
{
    private const string Name = "configuration";
    private const string Foreign = "Warning: The saved configuration is one of a newer firmware;"
        + " the board starts ";

    private readonly TrialBench _bench = new();
    private readonly RecordStore _records;
    private readonly ConfigurationStore _store;

    public RestoreTests()
    {
        _records = new RecordStore(_bench.Flash);
        _store = new ConfigurationStore(_records);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_text_of_an_older_version_is_taken_and_kept_in_the_form_of_today()
    {
        const string Text = "#\nsysname A\nip route-static 0.0.0.0 0.0.0.0 10.0.0.1\n#\nreturn\n";
        _records.Write(Name, Encoding.UTF8.GetBytes(Text));
        using ConsoleBench board = Start();
        Assert.Equal(["<A> system-view", "[~A] "], board.Type("system-view"));
        Assert.True(_store.IsSaved("#\nsysname A\n#\nreturn\n"));
    }

    [Fact]
    public void A_line_that_is_refused_is_told_and_the_rest_is_taken()
    {
        _store.Write("#\nsysname A\nno such command\ninterface Ethernet1/0/1\n shutdown\nreturn\n");
        using ConsoleBench board = Start();
        string[] said = board.Type("display current-configuration");
        Assert.StartsWith("Error: Line 3: ", said[0], StringComparison.Ordinal);
        Assert.Contains("sysname A", said);
        Assert.Contains(" shutdown", said);
        Assert.Contains("no such command", _store.Read());
    }

    [Theory]
    [InlineData(true, "with the one before, 'commit' replaces it.", "A")]
    [InlineData(false, "without one, 'commit' replaces it.", "Gateway")]
    public void The_configuration_of_a_newer_firmware_stays_until_a_commit(bool hasOlder,
        string consequence, string name)
    {
        if (hasOlder) _store.Write("#\nsysname A\nreturn\n");
        _records.Write(Name, [3, 3]);
        using ConsoleBench board = Start();
        string[] said = board.Type("system-view");
        Assert.Equal([Foreign + consequence, $"<{name}> system-view", $"[~{name}] "], said);
        Assert.Equal([3, 3], _records.Read(Name));
        board.Type("sysname B", "commit");
        Assert.False(_store.IsForeign);
        Assert.Contains("sysname B", _store.Read());
    }

    [Fact]
    public void A_damaged_copy_is_told_once_and_written_again()
    {
        _store.Write("#\nsysname A\nreturn\n");
        _store.Write("#\nsysname B\nreturn\n");
        byte[] slot = _bench.Flash.Read(Name + ".b");
        slot[^1] ^= 1;
        _bench.Flash.Write(Name + ".b", slot, 0, slot.Length);
        using (ConsoleBench board = Start())
        {
            Assert.Equal(["Warning: A saved configuration cannot be read (a write was interrupted,"
                + " or the flash is damaged); the newest one that can be read is used.",
                "<A> system-view", "[~A] "], board.Type("system-view"));
        }

        using ConsoleBench again = Start();
        Assert.Equal(["<A> system-view", "[~A] "], again.Type("system-view"));
    }

    [Fact]
    public void A_trial_above_another_saved_text_is_over()
    {
        Trial();
        _store.Write("#\nsysname C\nreturn\n");
        using ConsoleBench board = Start();
        Assert.Equal([" Info: The trial configuration is over; the saved configuration is used.",
            "<C> system-view", "[~C] "], board.Type("system-view"));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
    }

    [Fact]
    public void A_trial_that_cannot_take_effect_is_over()
    {
        Trial();
        TrialStore trials = new(_records);
        TrialRecord record = trials.Read();
        record.Text = "#\nsysname Z\nreturn\n";
        trials.Write(record);
        (string name, string[] said) = Restore();
        Assert.Equal("A", name);
        Assert.Equal(["Error: The trial configuration did not take effect: No Z."], said);
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
    }

    [Fact]
    public void A_trial_that_cannot_be_read_is_dropped()
    {
        Trial();
        _records.Write("trial", [7]);
        using ConsoleBench board = Start();
        Assert.Equal(["<A> system-view", "[~A] "], board.Type("system-view"));
        Assert.Equal(0, TrialBench.Records(_bench.Flash));
    }

    // A board that refuses the name Z: the name that runs, and what was said.
    private (string Name, string[] Said) Restore()
    {
        ShellHarness shell = new();
        Lines lines = new();
        TrialSupervisor trials = new(new TrialStore(_records), _store, shell.Transaction,
            new BoardClock(_bench.Unset()), lines);
        ConfigurationRestore restore = new(_store, trials, shell.Transaction, shell.Terminal,
            shell.Settings, lines);
        Assert.True(restore.RestoreSaved() || lines.All.Count == 0);
        shell.Transaction.Add(new NoZ());
        restore.RestoreTrial();
        return (shell.Transaction.Running.SystemName, [.. lines.All]);
    }

    private ConsoleBench Start() => _bench.Start(_bench.Flash, _bench.Unset());

    private void Trial()
    {
        using ConsoleBench board = _bench.Committed(_bench.Flash, _bench.Unset());
        board.Type("sysname B", "commit trial");
    }

    private sealed class Lines : ITextSink
    {
        public List<string> All { get; } = [];

        // The texts name the ports of another board.
        public void Line(string text)
        {
            if (!text.StartsWith("Error: Line ", StringComparison.Ordinal)) All.Add(text);
        }
    }

    private sealed class NoZ : IConfigurationParticipant
    {
        public string Prepare(Configuration running, Configuration candidate) =>
            candidate.SystemName == "Z" ? "No Z." : null!;

        public void Apply(Configuration running, Configuration candidate)
        {
        }

        public void Abort()
        {
        }
    }
}

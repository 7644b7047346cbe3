using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>What the device changes by itself, and the time of a trial, on their own.</summary>
public sealed class UnattendedCommitTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> _notices = [];
    private readonly RefusingFlash _flash = new();

    [Fact]
    public void A_change_is_saved_and_in_effect_beside_what_the_operator_edits()
    {
        Board board = NewBoard(_flash);
        board.Transaction.Candidate.SystemName = "edited";
        board.Transaction.MarkEdited();
        Assert.Null(board.Unattended.Apply(Import));
        Assert.Contains("new.cer", board.Store.Read());
        Assert.DoesNotContain("edited", board.Store.Read());
        Assert.True(board.Transaction.Running.HasImport(CertificateKind.Local, "new.cer"));
        Assert.Equal("edited", board.Transaction.Candidate.SystemName);
        Assert.True(board.Transaction.HasUncommittedChanges);
        Assert.Null(board.Store.ReadOlder());
        Assert.Null(board.Unattended.DropOlder());
    }

    [Fact]
    public void A_change_that_cannot_be_saved_is_not_made()
    {
        Board board = NewBoard(_flash);
        _flash.Refused = "configuration";
        Assert.Equal("The configuration was not saved: the flash failed; try again, and replace the"
            + " board if it stays so.", board.Unattended.Apply(Import));
        Assert.False(board.Transaction.Running.HasImport(CertificateKind.Local, "new.cer"));
        Assert.False(board.Transaction.Candidate.HasImport(CertificateKind.Local, "new.cer"));
    }

    [Fact]
    public void The_configuration_of_a_newer_firmware_is_left_to_the_operator()
    {
        Board board = NewBoard(_flash);
        new RecordStore(_flash).Write("configuration", [9]);
        Assert.Contains("newer firmware", board.Unattended.Apply(Import));
        Assert.Contains("newer firmware", board.Unattended.DropOlder());
        Assert.True(board.Store.IsForeign);
    }

    [Fact]
    public void A_change_in_a_trial_outlives_either_end_at_any_power_cut()
    {
        Board before = NewBoard(_flash);
        before.Transaction.Candidate.SystemName = "trial";
        Assert.Null(before.Trials.Commit(600));
        RecordingFlash recording = new(_flash.Inner.Copy());
        Board board = Again(recording, before);
        int first = recording.Count;
        Assert.Null(board.Unattended.Apply(Import));
        Assert.Equal(first + 4, recording.Count);
        Assert.Contains("new.cer", new TrialStore(new RecordStore(recording)).Read().Text);
        int aliveCount = 0;
        for (int operation = first; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                RecordStore records = new(recording.AfterCut(operation, cut));
                ConfigurationStore store = new(records);
                TrialRecord? trial = new TrialStore(records).Read();
                bool isSaved = store.Read().Contains("new.cer", StringComparison.Ordinal);
                bool isAlive = trial != null && Bytes.Equal(trial.Base, store.Digest());

                // Either nothing was done, or it lasts; a trial that goes on has it too.
                if (isAlive) aliveCount++;
                Assert.True(operation == first || isSaved);
                if (!isSaved) Assert.True(isAlive);
                if (isAlive) Assert.Equal(isSaved, trial!.Text.Contains("new.cer"));
                if (isAlive) Assert.Contains("sysname trial", trial!.Text);
            }
        }

        // All cuts of the first copy of the saved text but the one after it, none of its second one,
        // of the trial's first copy the cut after it, and all of its second one.
        Assert.Equal(12, aliveCount);
        Assert.Null(board.Trials.Abort());
        Assert.True(board.Transaction.Running.HasImport(CertificateKind.Local, "new.cer"));
        Assert.Equal("A", board.Transaction.Running.SystemName);
    }

    [Fact]
    public void The_supervisor_says_exactly_when_it_is_due()
    {
        Board board = NewBoard(_flash);
        Assert.Equal(long.MaxValue, board.Trials.DueMs);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        board.Transaction.Candidate.SystemName = "trial";
        Assert.Null(board.Trials.Commit(1200));
        List<long> due = [];
        while (board.Transaction.IsTrial)
        {
            long dueMs = board.Trials.DueMs;
            due.Add(dueMs);
            Assert.False(board.Trials.Poll(dueMs - 1));
            _time.Advance(TimeSpan.FromMilliseconds(dueMs - board.Clock.MonotonicMs));
            Assert.True(board.Trials.Poll(dueMs));
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(i => 500 + (i * 120_000L)), due);
        Assert.Equal(long.MaxValue, board.Trials.DueMs);
        Assert.Single(_notices);
        Assert.False(new TrialStore(new RecordStore(_flash)).HasTrace);
    }

    [Fact]
    public void A_port_that_refuses_to_go_back_is_asked_every_minute()
    {
        Board board = NewBoard(_flash);
        Port port = new();
        board.Transaction.Add(port);
        Assert.Null(board.Trials.Commit(60));
        port.Refusal = "The port is stuck.";
        for (int minute = 1; minute <= 3; minute++)
        {
            Assert.Equal(minute * 60_000, board.Trials.DueMs);
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(board.Trials.Poll(board.Clock.MonotonicMs));
            Assert.Equal(0, board.Trials.SecondsLeft);
            Assert.True(board.Transaction.IsTrial);
        }

        Assert.Equal("Error: The time of the trial configuration is over, but it cannot be left:"
            + " The port is stuck. That is tried again every minute.", Assert.Single(_notices));
        Assert.False(new TrialStore(new RecordStore(_flash)).HasTrace);
        port.Refusal = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(board.Trials.Poll(board.Clock.MonotonicMs));
        Assert.False(board.Transaction.IsTrial);
    }

    [Fact]
    public void A_record_that_cannot_be_deleted_is_deleted_later()
    {
        Board board = NewBoard(_flash);
        board.Transaction.Candidate.SystemName = "trial";
        Assert.Null(board.Trials.Commit(60));
        _flash.Refused = "trial";
        Assert.Equal("The trial configuration was not ended: the flash failed; try again, and"
            + " replace the board if it stays so.", board.Trials.Abort());
        Assert.True(board.Transaction.IsTrial);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(board.Trials.Poll(board.Clock.MonotonicMs));
        Assert.False(board.Transaction.IsTrial);
        Assert.Equal(120_000, board.Trials.DueMs);
        _flash.Refused = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(board.Trials.Poll(board.Clock.MonotonicMs));
        Assert.Equal(long.MaxValue, board.Trials.DueMs);
        Assert.False(new TrialStore(new RecordStore(_flash)).HasTrace);
    }

    [Fact]
    public void A_trial_that_flash_does_not_take_does_not_begin()
    {
        Board board = NewBoard(_flash);
        _flash.Refused = "trial";
        Assert.StartsWith("The trial was not started: ", board.Trials.Commit(60));
        Assert.False(board.Transaction.IsTrial);
        _flash.Refused = null;
        board.Transaction.Candidate.SystemName = new string('a', RecordStore.PayloadSizeMax);
        Assert.Contains("longer than the flash takes", board.Trials.Commit(60));
        Assert.False(board.Transaction.IsTrial);
    }

    [Fact]
    public void A_certificate_stays_while_an_older_saved_text_names_it()
    {
        Board board = NewBoard(_flash);
        RecordStore records = new(_flash);
        CertificateStore certificates = new(records);
        certificates.Write(CertificateKind.Local, "new.cer", [1], 0);
        board.Transaction.AddLasting(new CertificateParticipant(certificates, board.Store));
        SavingParticipant saving = new(new ConfigurationSaver(board.Store), board.Trials);
        board.Transaction.AddLasting(saving);
        Import(board.Transaction.Candidate);
        Assert.Null(board.Transaction.Commit());

        // The second copy is refused: the commit is good, the certificate stays behind.
        board.Transaction.Candidate.RemoveImport(CertificateKind.Local, "new.cer");
        _flash.Refused = "configuration";
        _flash.PassedFirst = 1;
        Assert.Null(board.Transaction.Commit());
        Assert.DoesNotContain("new.cer", board.Store.Read());
        Assert.Contains("new.cer", board.Store.ReadOlder());
        Assert.NotNull(certificates.Read(CertificateKind.Local, "new.cer"));
        _flash.Refused = null;

        Import(board.Transaction.Candidate);
        Assert.Null(board.Transaction.Commit());
        board.Transaction.Candidate.RemoveImport(CertificateKind.Local, "new.cer");
        Assert.Null(board.Transaction.Commit());
        Assert.Null(board.Store.ReadOlder());
        Assert.Null(certificates.Read(CertificateKind.Local, "new.cer"));
    }

    private static void Import(Configuration configuration) =>
        configuration.AddImport(CertificateKind.Local, "new.cer");

    private Board NewBoard(IFlash flash)
    {
        Board board = new(flash, _time, _notices, new Configuration("A", ["P1"]));
        board.Store.Write(ConfigurationText.ToText(board.Transaction.Running));
        return board;
    }

    // The same configurations over another flash, the trial resumed.
    private Board Again(IFlash flash, Board before)
    {
        Board board = new(flash, _time, _notices, before.Transaction.Lasting.Clone());
        board.Transaction.Replace(before.Transaction.Running.Clone());
        Assert.Null(board.Trials.Resume(new TrialStore(new RecordStore(flash)).Read(), 600));
        return board;
    }

    private sealed class Board
    {
        public Board(IFlash flash, TimeProvider time, List<string> notices, Configuration running)
        {
            RecordStore records = new(flash);
            Clock = SimClock.Unset(time);
            Store = new ConfigurationStore(records);
            Transaction = new ConfigurationTransaction(running);
            Trials = new TrialSupervisor(new TrialStore(records), Store, Transaction,
                new BoardClock(Clock), new Notices(notices));
            Unattended = new UnattendedCommit(Transaction, Store, Trials);
        }

        public SimClock Clock { get; }

        public ConfigurationStore Store { get; }

        public ConfigurationTransaction Transaction { get; }

        public TrialSupervisor Trials { get; }

        public UnattendedCommit Unattended { get; }
    }

    private sealed class Notices(List<string> lines) : ITextSink
    {
        public void Line(string text) => lines.Add(text);
    }

    private sealed class Port : IConfigurationParticipant
    {
        public string? Refusal { get; set; }

        public string Prepare(Configuration running, Configuration candidate) => Refusal!;

        public void Apply(Configuration running, Configuration candidate)
        {
        }

        public void Abort()
        {
        }
    }

    // Refuses to change the records whose name starts so, after it passed some writes.
    private sealed class RefusingFlash : IFlash
    {
        public MemoryFlash Inner { get; } = new();

        public string? Refused { get; set; }

        public int PassedFirst { get; set; }

        public byte[] Read(string name) => Inner.Read(name);

        public FlashResult Write(string name, byte[] data, int offset, int count) =>
            Refuses(name) ? FlashResult.Failed : Inner.Write(name, data, offset, count);

        public FlashResult Delete(string name) =>
            Refuses(name) ? FlashResult.Failed : Inner.Delete(name);

        public string[] List() => Inner.List();

        private bool Refuses(string name) => Refused != null
            && name.StartsWith(Refused, StringComparison.Ordinal) && PassedFirst-- <= 0;
    }
}

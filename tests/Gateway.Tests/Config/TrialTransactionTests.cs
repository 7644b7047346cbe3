using System.Collections.Generic;
using Gateway.Config;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Config;

/// <summary>A candidate on trial, and what takes part in it.</summary>
public sealed class TrialTransactionTests
{
    private readonly List<string> _log = [];
    private readonly ConfigurationTransaction _transaction = new(new Configuration("A", ["P1"]));
    private readonly Logger _always;
    private readonly Logger _lasting;

    public TrialTransactionTests()
    {
        _always = new Logger("always", _log);
        _lasting = new Logger("lasting", _log);
        _transaction.Add(_always);
        _transaction.AddLasting(_lasting);
    }

    [Fact]
    public void A_trial_is_running_and_what_lasts_stays()
    {
        Try("B");
        Assert.Equal(["always A B", "keep A B"], Taken());
        Assert.Equal(("B", "A", true), State());
        Assert.False(_transaction.HasUncommittedChanges);

        // Another trial has the same way back.
        Try("C");
        Assert.Equal(["always B C", "keep A C"], Taken());
        Assert.Equal(("C", "A", true), State());
    }

    [Fact]
    public void A_commit_keeps_the_trial_and_compares_with_what_lasted()
    {
        Try("B");
        Taken();
        Assert.Null(_transaction.Commit());
        Assert.Equal(["always B B", "lasting A B"], Taken());
        Assert.Equal(("B", "B", false), State());
    }

    [Fact]
    public void An_abort_goes_back_and_keeps_the_candidate()
    {
        Assert.NotNull(_transaction.AbortTrial(Keep));
        Try("B");
        _transaction.Candidate.SystemName = "C";
        Taken();
        Assert.Null(_transaction.AbortTrial(Keep));
        Assert.Equal(["always B A", "keep A -"], Taken());
        Assert.Equal(("A", "A", false), State());
        Assert.Equal("C", _transaction.Candidate.SystemName);
        Assert.True(_transaction.HasUncommittedChanges);
        _transaction.Discard();
        Assert.Equal("A", _transaction.Candidate.SystemName);

        _transaction.MarkEdited();
        Assert.Null(_transaction.CommitTrial(Keep));
        Assert.Null(_transaction.AbortTrial(null));
        Assert.False(_transaction.HasUncommittedChanges);
    }

    [Fact]
    public void Whoever_refuses_leaves_everything_as_it_was()
    {
        Edit("B");
        _always.Refusal = "No port.";
        Assert.Equal("No port.", _transaction.CommitTrial(Keep));
        _always.Refusal = null;
        Assert.Equal("No flash.", _transaction.CommitTrial((_, _) => "No flash."));
        Assert.Equal(("A", "A", false), State());
        Assert.True(_transaction.HasUncommittedChanges);
        Assert.Equal(["abort always"], Taken());

        Try("B");
        Taken();
        Assert.Equal("No flash.", _transaction.AbortTrial((_, _) => "No flash."));
        _always.Refusal = "No port.";
        Assert.Equal("No port.", _transaction.AbortTrial(Keep));
        Assert.Equal("No port.", _transaction.Commit());
        _always.Refusal = null;
        _lasting.Refusal = "Not saved.";
        Assert.Equal("Not saved.", _transaction.Commit());
        Assert.Equal(("B", "A", true), State());
        Assert.Equal(["abort always", "abort always"], Taken());
    }

    [Fact]
    public void The_device_changes_trial_and_what_lasts_alike()
    {
        Try("B");
        _transaction.Candidate.SystemName = "C";
        Taken();
        Assert.Null(_transaction.EditBehindOperator(
            c => c.AddImport(CertificateKind.Local, "new.cer"), Keep));
        Assert.Equal(["keep A B"], Taken());
        Assert.Equal(("B", "A", true), State());
        Assert.True(_transaction.Candidate.HasImport(CertificateKind.Local, "new.cer"));
        Assert.True(_transaction.Running.HasImport(CertificateKind.Local, "new.cer"));
        Assert.Null(_transaction.AbortTrial(Keep));
        Assert.True(_transaction.Running.HasImport(CertificateKind.Local, "new.cer"));
        Assert.Equal("C", _transaction.Candidate.SystemName);
    }

    [Fact]
    public void An_import_counts_in_the_trial_and_in_what_lasts()
    {
        _transaction.Candidate.AddImport(CertificateKind.Ca, "old.cer");
        Assert.False(_transaction.NamesImport(CertificateKind.Ca, "old.cer"));
        Assert.Null(_transaction.Commit());
        _transaction.Candidate.RemoveImport(CertificateKind.Ca, "old.cer");
        _transaction.Candidate.AddImport(CertificateKind.Ca, "new.cer");
        Assert.Null(_transaction.CommitTrial(Keep));
        Assert.True(_transaction.NamesImport(CertificateKind.Ca, "old.cer"));
        Assert.True(_transaction.NamesImport(CertificateKind.Ca, "NEW.cer"));
        Assert.False(_transaction.NamesImport(CertificateKind.Local, "new.cer"));
    }

    private (string Running, string Lasting, bool IsTrial) State() =>
        (_transaction.Running.SystemName, _transaction.Lasting.SystemName, _transaction.IsTrial);

    private string Keep(Configuration lasting, Configuration trial)
    {
        _log.Add("keep " + lasting.SystemName + " " + (trial?.SystemName ?? "-"));
        return null!;
    }

    private void Edit(string name)
    {
        _transaction.Candidate.SystemName = name;
        _transaction.MarkEdited();
    }

    private void Try(string name)
    {
        Edit(name);
        Assert.Null(_transaction.CommitTrial(Keep));
    }

    private string[] Taken()
    {
        string[] taken = [.. _log];
        _log.Clear();
        return taken;
    }

    private sealed class Logger(string name, List<string> log) : IConfigurationParticipant
    {
        private string _change = "";

        public string? Refusal { get; set; }

        public string Prepare(Configuration running, Configuration candidate)
        {
            _change = running.SystemName + " " + candidate.SystemName;
            if (Refusal == null) log.Add(name + " " + _change);
            return Refusal!;
        }

        public void Apply(Configuration running, Configuration candidate) =>
            Assert.Equal(_change, running.SystemName + " " + candidate.SystemName);

        public void Abort()
        {
            log.RemoveAt(log.Count - 1);
            log.Add("abort " + name);
        }
    }
}

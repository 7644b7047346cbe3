using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>
/// A CA that wants to be asked again: the job hands over to the background, flash carries the
/// transaction over a restart, and its end is told above the prompt.
/// </summary>
public sealed class BackgroundTransactionsTests : IClassFixture<FaultyCa>, IDisposable
{
    private const string HandedOver = " Info: The CA has not decided yet; it is asked again by"
        + " itself. 'display pki cmp session cmp' shows how it stands, 'pki cmp stop session cmp'"
        + " ends it.";
    private const string Come = " Info: The certificate of session cmp has come: cmp_ir.cer;"
        + " 'pki import-certificate local' puts it to use.";
    private const string Display = "display pki cmp session cmp";
    private const int StepsMax = 20000;

    // The discard port of this host, where nobody listens.
    private const string NoEndpoint = "127.0.0.1:9";

    private readonly FaultyCa _ca;
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ConsoleBench _first;

    public BackgroundTransactionsTests(FaultyCa ca)
    {
        _ca = ca;
        _ca.Server.Behave();
        _ca.Log.Clear();
        _first = new ConsoleBench(Endpoint);
    }

    private string Endpoint => _ca.Server.Endpoint.ToString();

    public void Dispose()
    {
        _ca.Time = TimeProvider.System;
        _first.Dispose();
    }

    [Fact]
    public void The_background_asks_when_it_is_due_and_tells_the_end()
    {
        using ConsoleBench board = Board(_first.Flash);
        board.Configure(FaultyCa.Secret);
        _ca.Server.Misbehave(Misbehaviour.Poll(2, 60));
        string[] said = board.Type(ConsoleBench.Enrol, Display);
        Assert.Equal(HandedOver, said[1]);
        Assert.Contains("   State                : waiting", said);
        Assert.Contains("   Operation            : initial-request", said);
        Assert.Contains("   Polls so far         : 1", said);
        Assert.Contains("   Next poll in         : 60 s", said);
        Assert.Empty(board.Files());
        Assert.NotNull(Waiting(board.Flash));

        _time.Advance(TimeSpan.FromSeconds(59));
        StepTimes(board, 50);
        Assert.Equal(["ir", "pollReq"], Requests());
        _time.Advance(TimeSpan.FromSeconds(1));
        StepUntil(board, () => Waiting(board.Flash) is { PollCount: 2 });
        Assert.Empty(board.Files());
        _time.Advance(TimeSpan.FromSeconds(60));
        StepUntil(board, () => Waiting(board.Flash) == null);
        Assert.Equal(["cmp_ca1.cer", "cmp_ir.cer"], board.Files());
        Assert.Equal(["ir", "pollReq", "pollReq", "pollReq", "certConf"], Requests());

        said = board.Type(Display, "display pki cmp statistics session cmp");
        Assert.Contains(said, l => l.EndsWith(Come, StringComparison.Ordinal));
        Assert.Contains("   State                : idle", said);
        Assert.Contains("   Initial requests     : 1", said);
        Assert.Contains("   Succeeded            : 1", said);
        Assert.Contains("   Failed               : 0", said);
        Assert.Contains("   Polls                : 3", said);
    }

    [Fact]
    public void A_restart_carries_a_transaction_on_though_nothing_was_committed()
    {
        using ConsoleBench board = Board(_first.Flash);
        string[] configuration = board.Configure(FaultyCa.Secret);
        Assert.NotEmpty(configuration);
        _ca.Server.Misbehave(Misbehaviour.Poll(1, 60));
        board.Type("pki cmp session other", "cmp-request entity user01",
            $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
            "cmp-request server url http://10.3.0.1:8080", "cmp-request rsa local-key-pair rsa_cmp",
            "cmp-request message-authentication-code 1234 " + FaultyCa.Secret, "quit",
            "pki cmp initial-request session other");
        Assert.NotNull(Waiting(board.Flash, "other"));

        using ConsoleBench restarted = Board(board.Flash);
        string[] shown = restarted.Type(Display.Replace("cmp session cmp", "cmp session other"));
        Assert.Contains("   State                : waiting", shown);
        _time.Advance(TimeSpan.FromSeconds(60));
        StepUntil(restarted, () => Waiting(board.Flash, "other") == null);
        Assert.Contains("other_ir.cer", restarted.Files());
        Assert.Contains(restarted.Type("dir"), l => l.EndsWith(
            " Info: The certificate of session other has come: other_ir.cer;"
                + " 'pki import-certificate local' puts it to use.",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_pause_goes_on_while_the_power_is_off()
    {
        _ca.Time = _time;
        using ConsoleBench board = Board(_first.Flash);
        board.Configure(FaultyCa.Secret);
        _ca.Server.Misbehave(Misbehaviour.Poll(1, 3600));
        board.Type(ConsoleBench.Enrol);
        using ConsoleBench early = Board(board.Flash);
        _time.Advance(TimeSpan.FromSeconds(3400));
        StepTimes(early, 50);
        Assert.Equal(["ir", "pollReq"], Requests());

        // The second start would begin the pause anew without a clock.
        using ConsoleBench late = Board(board.Flash);
        StepTimes(late, 50);
        Assert.Equal(["ir", "pollReq"], Requests());
        _time.Advance(TimeSpan.FromSeconds(300));
        StepUntil(late, () => Waiting(board.Flash) == null);
        Assert.Equal(["ir", "pollReq", "pollReq", "certConf"], Requests());
    }

    [Fact]
    public void A_second_request_is_refused_and_stop_ends_the_first()
    {
        using ConsoleBench board = Board(_first.Flash);
        board.Configure(FaultyCa.Secret);
        Misbehave(3600);
        board.Type(ConsoleBench.Enrol);
        string[] said = board.Type(ConsoleBench.Enrol, "pki cmp stop session cmp",
            "pki cmp stop session cmp", Display);
        Assert.Equal("Error: Session cmp waits for the CA already; 'display pki cmp session cmp'"
            + " shows how it stands, 'pki cmp stop session cmp' ends it.", said[1]);
        Assert.Contains(" Info: The request of CMP session cmp was ended.", said);
        Assert.Contains("Error: No request of CMP session cmp is under way.", said);
        Assert.Contains("   State                : idle", said);
        Assert.Null(Waiting(board.Flash));

        _ca.Server.Behave();
        board.Type(ConsoleBench.Enrol);
        Assert.Equal(["cmp_ca1.cer", "cmp_ir.cer"], board.Files());
    }

    [Fact]
    public void A_rejection_after_waiting_is_told_and_ends_it()
    {
        using ConsoleBench board = Board(_first.Flash);
        board.Configure(FaultyCa.Secret);
        Misbehave(60);
        board.Type(ConsoleBench.Enrol);
        _ca.Server.Behave();
        _ca.Server.Misbehave(Misbehaviour.ErrorMessage(CmpFailInfo.SystemFailure, "no paper"));
        _time.Advance(TimeSpan.FromSeconds(60));
        StepUntil(board, () => Waiting(board.Flash) == null);
        Assert.Empty(board.Files());
        string told = Assert.Single(board.Type("dir"),
            l => l.Contains("Error: Session cmp: ", StringComparison.Ordinal));
        Assert.Contains("no paper", told);
    }

    [Fact]
    public void A_short_wait_stays_in_the_foreground()
    {
        using ConsoleBench board = new(Endpoint, _first);
        board.Configure(FaultyCa.Secret);
        _ca.Server.Misbehave(Misbehaviour.Poll(1, 1));
        string[] said = board.Type(ConsoleBench.Enrol);
        Assert.Equal([$"[~Gateway] {ConsoleBench.Enrol}", "[~Gateway] "], said);
        Assert.Equal(["cmp_ca1.cer", "cmp_ir.cer"], board.Files());
        Assert.Null(Waiting(board.Flash));
    }

    [Fact]
    public void A_damaged_snapshot_gives_the_transaction_up_with_the_reason()
    {
        using ConsoleBench board = Board(_first.Flash);
        board.Configure(FaultyCa.Secret);
        Misbehave(60);
        board.Type(ConsoleBench.Enrol);
        Journal store = new(new RecordStore(board.Flash));
        JournalRecord record = store.Read("cmp");
        record.Snapshot = [0x30, 0];
        store.Write(record);
        _time.Advance(TimeSpan.FromSeconds(60));
        StepUntil(board, () => Waiting(board.Flash) == null);
        Assert.Contains(board.Type("dir"), l => l.EndsWith("Error: The transaction of session cmp"
            + " that waited for the CA is given up. Its record is damaged.",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_dropped_with_one_line()
    {
        RecordStore records = new(_first.Flash);
        records.Write("txn-a", [9]);
        new Journal(records).Write(new JournalRecord { SessionName = "b", State = JournalState.Waiting, Plan = [99] });
        using ConsoleBench board = Board(_first.Flash);
        string[] said = board.Type("dir");
        Assert.Equal(2, said.Count(l => l == "Warning: The record of a transaction that waited for"
            + " the CA cannot be read and is dropped; run the request again."));
        Assert.Empty(records.List("txn-"));
    }

    [Fact]
    public void A_power_cut_at_any_operation_of_a_wait_leaves_a_board_that_can_go_on()
    {
        using ConsoleBench board = Board(_first.Flash);
        board.Configure(FaultyCa.Secret);
        _ca.Server.Misbehave(Misbehaviour.Poll(1, 60));
        RecordingFlash recording = new(board.Flash.Copy());
        using ConsoleBench whole = new(Endpoint, board, recording, _time, 64);
        Assert.Contains(HandedOver, whole.Type("system-view", ConsoleBench.Enrol));
        _time.Advance(TimeSpan.FromSeconds(60));
        StepUntil(whole, () => new RecordStore(recording).List("txn-").Length == 0);

        string[] end = whole.Type("dir");
        Assert.True(end.Any(l => l.EndsWith(Come, StringComparison.Ordinal)),
            string.Join('\n', end));

        // In both slots: random state, the record four times (requested, waiting, received,
        // confirmed), both files, the erasure of the record; the deletion of its two slots. Once
        // the time that the CA's answer made sure.
        Assert.Equal(19, recording.Count);
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                MemoryFlash left = recording.AfterCut(operation, cut);
                using ConsoleBench again = new(NoEndpoint, _first, left, _time, 0);
                string[] said = again.Type(Display);
                Assert.DoesNotContain(said, l => l.StartsWith("Error", StringComparison.Ordinal));
                JournalRecord? record = Waiting(left);
                Assert.Equal(record == null, said.Contains("   State                : idle"));
                bool hasCertificate = again.Files().Contains("cmp_ir.cer");
                if (operation < 4) continue;
                Assert.True(record != null || hasCertificate, $"{cut} in {operation}");
            }
        }
    }

    // The lab CA counts polls: a great number waits for as long as a test needs.
    private void Misbehave(int checkAfter)
    {
        _ca.Server.Behave();
        _ca.Server.Misbehave(Misbehaviour.Poll(1000, checkAfter));
    }

    private ConsoleBench Board(MemoryFlash flash) => new(Endpoint, _first, flash, _time, 0);

    private string[] Requests() => [.. _ca.Log.Select(l => l.Request!)];

    private static JournalRecord? Waiting(MemoryFlash flash, string session = "cmp") =>
        new Journal(new RecordStore(flash)).Read(session);

    private static void StepTimes(ConsoleBench board, int count)
    {
        for (int i = 0; i < count; i++) board.Step();
    }

    // Real sockets: the count only bounds a test that fails.
    private static void StepUntil(ConsoleBench board, Func<bool> isReached)
    {
        for (int step = 0; !isReached(); step++)
        {
            Assert.True(step < StepsMax, "it does not come");
            if (!board.Step()) Thread.Sleep(1);
        }

        StepTimes(board, 3);
    }
}

using Gateway.Cli;
using Gateway.Cmp;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Runs a transaction in the foreground: waits for its turn, makes the next key where an update
/// wants one, and leaves the results as files. When the CA wants to be asked again later it hands
/// over to the background. Success of a certificate request says nothing that stays.
/// </summary>
internal sealed class TransactionJob : IShellJob
{
    // What the operator waits for the CA's decision at the console, all polls together.
    private const int ForegroundWaitMs = 30000;

    private readonly CmpParts _parts;
    private readonly TransactionPlan _plan;
    private readonly NextKey _nextKey;
    private readonly BackgroundTransactions _background;
    private readonly TransactionResults _results;
    private TransactionRun _run;
    private long _waitUntilMs = -1;
    private bool _isWaitKept;
    private bool _isKeptInVain;
    private string _shown = "";

    /// <summary>A job for a plan; the next key is null when no key is to be made.</summary>
    public TransactionJob(CmpParts parts, TransactionPlan plan, NextKey nextKey,
        BackgroundTransactions background)
    {
        _parts = parts;
        _plan = plan;
        _nextKey = nextKey;
        _background = background;
        _results = new TransactionResults(parts);
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    private string Session => _plan.Session.Name;

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        _parts.ForegroundSession = Session;
        if (_nextKey != null && !_nextKey.IsDone) return StepKey(output) || End();
        if (!_parts.Turn.TryTake(this))
        {
            _parts.Activity.IsIdle = true;
            Show(TransactionProgress.OtherFirst, output);
            return true;
        }

        if (_run == null && !Begin(output)) return End();
        bool isUnderWay = _run.Step(nowMs);
        _parts.Activity.IsIdle = isUnderWay && !_run.HasComputed;
        if (!isUnderWay)
        {
            Finish(nowMs, output);
            return End();
        }

        if (_run.HasToBeKept && !KeepReceived(nowMs, output)) return End();
        if (_run.Machine.IsWaiting) return Wait(nowMs, output) || End();
        _isWaitKept = false;
        Show(TransactionProgress.Text(_run.Machine), output);
        return true;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output)
    {
        if (_nextKey != null) _nextKey.Cancel();
        if (_run != null)
        {
            _run.Cancel(_parts.Clock.NowMs);
            _run.Forget();
        }

        End();
        output.Line("Error: The request was cancelled; nothing was changed. Run the command"
            + " again.");
    }

    private bool StepKey(IShellOutput output)
    {
        if (_nextKey.Step())
        {
            Show(TransactionProgress.Generating(_nextKey.Percent), output);
            return true;
        }

        if (_nextKey.Error == null) return true;
        output.Line("Error: " + _nextKey.Error);
        return false;
    }

    private bool Begin(IShellOutput output)
    {
        if (_nextKey != null) _plan.PublicKey = _nextKey.PublicKey;
        CmpMachine machine = new CmpMachines(_parts).Create(_plan, out string error);
        if (machine == null)
        {
            output.Line("Error: " + error);
            return false;
        }

        _parts.Statistics.Of(Session).Request(_plan.Kind);
        _run = new TransactionRun(_parts, _plan, machine, _parts.Clock.UtcNow());
        return !TransactionKinds.IsKept(_plan.Kind) || KeepRequested(output);
    }

    // A restart repeats what was under way. Where flash has no room for that it has none for the
    // certificate either.
    private bool KeepRequested(IShellOutput output)
    {
        long nowMs = _parts.Clock.NowMs;
        FlashResult result = _run.Keep(JournalState.Requested, nowMs);
        if (result == FlashResult.Ok) return true;
        _run.Leave(nowMs);
        output.Line("Error: The request was not sent, for it cannot be kept in flash: "
            + FlashText.Of(result) + ".");
        return false;
    }

    private bool KeepReceived(long nowMs, IShellOutput output)
    {
        FlashResult result = _run.Keep(JournalState.Received, nowMs);
        if (result == FlashResult.Ok) return true;
        _run.Cancel(nowMs);
        _run.Forget();
        output.Line("Error: The certificate was not accepted, for it cannot be kept in flash: "
            + FlashText.Of(result) + ". Then run the command again.");
        return false;
    }

    // Flash knows at once that the CA has the request: a power cut must not lose it. True while
    // the job stays in the foreground.
    private bool Wait(long nowMs, IShellOutput output)
    {
        Show(TransactionProgress.Waiting(_run.Machine, nowMs), output);
        if (_waitUntilMs < 0) _waitUntilMs = nowMs + ForegroundWaitMs;
        if (!_isWaitKept && !_isKeptInVain) KeepWait(nowMs, output);
        bool handsOver = _isWaitKept && _run.Machine.DeadlineMs > _waitUntilMs;
        if (!handsOver) return true;
        HandOver(_run.Machine.DeadlineMs, nowMs);
        output.Line(" Info: The CA has not decided yet; it is asked again by itself. 'display pki"
            + " cmp session " + Session + "' shows how it stands, 'pki cmp stop session " + Session
            + "' ends it.");
        return false;
    }

    private void KeepWait(long nowMs, IShellOutput output)
    {
        FlashResult result = _run.Keep(JournalState.Waiting, nowMs);
        _isWaitKept = result == FlashResult.Ok;
        _isKeptInVain = !_isWaitKept;
        if (_isWaitKept) return;
        string why = result == FlashResult.OutOfRange
            ? "it is too large, or too many sessions wait" : FlashText.Of(result);
        output.Line(" Warning: The transaction cannot go on in the background (" + why
            + "); it goes on here, Ctrl+C ends it.");
    }

    private void HandOver(long dueMs, long nowMs)
    {
        _background.Add(Session, dueMs);
        _run.Leave(nowMs);
        Succeeded = true;
    }

    private void Finish(long nowMs, IShellOutput output)
    {
        CmpMachine machine = _run.Machine;
        if (machine.Outcome == CmpOutcome.Done)
        {
            Conclude(nowMs, output);
        }
        else if (_run.Kept == JournalState.Received && BackgroundTransactions.MayPass(machine))
        {
            // The CA may have it: the same certConf is sent until it says so.
            HandOver(nowMs + BackgroundTransactions.RetryMs, nowMs);
            output.Line(" Info: " + machine.Reason + " It is confirmed again by itself; 'display"
                + " pki cmp session " + Session + "' shows how it stands.");
        }
        else
        {
            output.Line("Error: " + machine.Reason);
            _run.Forget();
        }
    }

    private void Conclude(long nowMs, IShellOutput output)
    {
        CmpOperation operation = _run.Machine.Operation;
        bool isKept = _run.Kept != JournalState.None
            && _run.Keep(JournalState.Confirmed, nowMs) == FlashResult.Ok;
        Succeeded = _results.Keep(_plan, operation, output);
        if (!Succeeded && isKept && operation is CertificateOperation)
        {
            HandOver(nowMs + BackgroundTransactions.RetryMs, nowMs);
            output.Line(" Info: The certificate itself is kept; its files are written as soon as"
                + " there is room.");
            return;
        }

        if (Succeeded)
        {
            _results.TellFile(_plan, operation, output);
            string left = _background.Secrets.Erase(_plan, output);
            if (left != null) output.Line(" Warning: The one-time MAC secret is still there. " + left);
        }

        _run.Forget();
    }

    private bool End()
    {
        _parts.ForegroundSession = null;
        _parts.Turn.Release(this);
        return false;
    }

    private void Show(string text, IShellOutput output)
    {
        if (text == _shown) return;
        _shown = text;
        output.Progress(text);
    }
}

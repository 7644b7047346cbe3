using System.Collections;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The transactions that wait for their CA, in the background: each is a record in flash until it
/// is due, then a machine for as long as one question and its answer take.
/// </summary>
internal sealed class WaitingTransactions : IBackgroundTask
{
    private const string Dropped = "Warning: The record of a transaction that waited for the CA"
        + " cannot be read and is dropped; run the request again.";

    // After the heap was exhausted.
    private const int PostponeMs = 300000;

    private readonly CmpParts _parts;
    private readonly ITextSink _notices;
    private readonly TransactionResults _results;
    private readonly ArrayList _entries = new ArrayList();
    private TransactionRun _run;

    public WaitingTransactions(CmpParts parts, ITextSink notices)
    {
        _parts = parts;
        _notices = notices;
        _results = new TransactionResults(parts);
    }

    /// <summary>
    /// Takes up what flash holds after a start: the pause that the CA asked for begins anew. What
    /// cannot be read is dropped, with a line for each.
    /// </summary>
    public void Restore(long nowMs, ITextSink output)
    {
        for (int count = _parts.Waiting.DropBroken(); count > 0; count--) output.Line(Dropped);
        foreach (WaitingRecord record in _parts.Waiting.List())
        {
            if (TransactionPlan.Read(record) != null)
            {
                Add(record.SessionName, nowMs + (record.CheckAfterSeconds * 1000L));
                continue;
            }

            _parts.Waiting.Delete(record.SessionName);
            output.Line(Dropped);
        }
    }

    /// <summary>Takes over a transaction whose record is in flash.</summary>
    public void Add(string sessionName, long dueMs)
    {
        Remove(sessionName);
        _entries.Add(new Entry(sessionName, dueMs));
    }

    /// <summary>
    /// When a session's transaction is due, on the board's clock; -1 when none of it waits.
    /// </summary>
    public long DueMsOf(string sessionName)
    {
        Entry entry = Find(sessionName);
        return entry == null ? -1 : entry.DueMs;
    }

    /// <inheritdoc/>
    public long DueMs
    {
        get
        {
            if (_parts.WhyNoRandom() != null) return long.MaxValue;
            if (_run != null) return _run.Machine.IsWaiting ? _run.Machine.DeadlineMs : 0;
            long first = long.MaxValue;
            foreach (Entry entry in _entries)
            {
                if (entry.DueMs < first) first = entry.DueMs;
            }

            return first;
        }
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (_run == null && !TakeUp(nowMs)) return false;
        if (_run.IsResting(nowMs))
        {
            _parts.Turn.Release(this);
            return false;
        }

        if (!_parts.Turn.TryTake(this)) return false;
        bool isUnderWay = _run.Step(nowMs);
        if (!isUnderWay) Finish();
        else if (_run.Machine.IsWaiting) PutDown(nowMs);
        return _run != null && _run.HasComputed;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.DueMs <= nowMs) entry.DueMs = nowMs + PostponeMs;
        }

        TransactionRun run = _run;
        Release();
        if (run == null) return;
        Add(run.Plan.Session.Name, nowMs + PostponeMs);
        run.Leave(nowMs);
    }

    /// <summary>Ends a session's transaction; null, or why not.</summary>
    public string Stop(string sessionName, long nowMs)
    {
        WaitingRecord record = _parts.Waiting.Read(sessionName);
        if (record == null)
        {
            return "No request of CMP session " + sessionName + " waits for the CA.";
        }

        FlashResult result = _parts.Waiting.Delete(sessionName);
        if (result != FlashResult.Ok)
        {
            return "The request of CMP session " + sessionName + " was not ended: "
                + FlashText.Of(result) + ".";
        }

        bool isRunning = _run != null && RecordName.IsSame(_run.Plan.Session.Name, sessionName);
        if (isRunning)
        {
            _run.Cancel(nowMs);
            Release();
        }
        else
        {
            _parts.Statistics.Of(record.SessionName).End(false, "Cancelled.",
                _parts.Clock.UtcNow());
        }

        Remove(sessionName);
        return null;
    }

    // The first one due, when nobody else exchanges messages.
    private bool TakeUp(long nowMs)
    {
        Entry due = null;
        foreach (Entry entry in _entries)
        {
            bool isFirst = due == null || entry.DueMs < due.DueMs;
            if (entry.DueMs <= nowMs && isFirst) due = entry;
        }

        if (due == null || _parts.WhyNoRandom() != null) return false;
        if (!_parts.Turn.TryTake(this)) return false;
        WaitingRecord record = _parts.Waiting.Read(due.SessionName);
        TransactionPlan plan = record == null ? null : TransactionPlan.Read(record);
        string error = "Its record cannot be read.";
        CmpMachine machine = plan == null ? null
            : new CmpMachines(_parts).Resume(plan, record.Snapshot, out error);
        if (machine != null)
        {
            _run = new TransactionRun(_parts, plan, machine, record.StartedUtcSeconds);
            _entries.Remove(due);
            return true;
        }

        _entries.Remove(due);
        Drop(due.SessionName, error);
        return false;
    }

    // What can never go on: a key, a secret or the record is gone.
    private void Drop(string sessionName, string error)
    {
        _parts.Waiting.Delete(sessionName);
        _parts.Statistics.Of(sessionName).End(false, error, _parts.Clock.UtcNow());
        _parts.Turn.Release(this);
        _notices.Line("Error: The transaction of session " + sessionName
            + " that waited for the CA is given up. " + error);
    }

    // Back to flash until the next question. Where flash does not take it, it stays in memory.
    private void PutDown(long nowMs)
    {
        if (_parts.Waiting.Write(_run.Record(nowMs)) != FlashResult.Ok) return;
        string session = _run.Plan.Session.Name;
        long dueMs = _run.Machine.DeadlineMs;
        _run.Leave(nowMs);
        Release();
        Add(session, dueMs);
    }

    private void Finish()
    {
        TransactionPlan plan = _run.Plan;
        CmpMachine machine = _run.Machine;
        string session = plan.Session.Name;

        // Files first: a power cut before the record is gone costs a question in vain, no
        // certificate.
        if (machine.Outcome != CmpOutcome.Done)
        {
            _notices.Line("Error: Session " + session + ": " + machine.Reason);
        }
        else if (_results.Keep(_run, _notices))
        {
            _notices.Line(_results.Notice(_run));
        }

        _parts.Waiting.Delete(session);
        Release();
    }

    private void Release()
    {
        _run = null;
        _parts.Turn.Release(this);
    }

    private Entry Find(string sessionName)
    {
        foreach (Entry entry in _entries)
        {
            if (RecordName.IsSame(entry.SessionName, sessionName)) return entry;
        }

        return null;
    }

    private void Remove(string sessionName)
    {
        Entry entry = Find(sessionName);
        if (entry != null) _entries.Remove(entry);
    }

    private sealed class Entry
    {
        public Entry(string sessionName, long dueMs)
        {
            SessionName = sessionName;
            DueMs = dueMs;
        }

        public string SessionName { get; }

        public long DueMs { get; set; }
    }
}

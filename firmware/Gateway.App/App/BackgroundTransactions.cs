using System.Collections;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The transactions beside the console: those that wait for their CA, those that a restart or a
/// silent CA interrupted, and the device's own renewals. Each but the last is a record in flash
/// until it is due, then a machine for as long as one question and its answer take.
/// </summary>
internal sealed class BackgroundTransactions : IBackgroundTask
{
    /// <summary>Pause before what did not get through is tried again; it doubles.</summary>
    public const int RetryMs = 60000;

    private const string Dropped = "Warning: The record of a transaction that waited for the CA"
        + " cannot be read and is dropped; run the request again.";

    private const int RetryMsMax = 1800000;
    private const int SecondsPerHour = 3600;

    // Answers of somebody who is not the CA, one after the other.
    private const int StrangeAnswersMax = 8;

    private const int BlindPauseMsMax = 3600000;

    // How long somebody who is not the CA may keep a renewal from beginning anew.
    private const int StrangeMsMax = 3600000;
    private const int StrangeMsMin = 60000;

    // And of the time that is left to the certificate, a quarter.
    private const int StrangeShare = 4;

    // After the heap was exhausted.
    private const int PostponeMs = 300000;

    private readonly CmpParts _parts;
    private readonly ITextSink _notices;
    private readonly TransactionResults _results;
    private readonly ArrayList _entries = new ArrayList();
    private TransactionRun _run;
    private Entry _current;
    private TransactionPlan _ordered;

    public BackgroundTransactions(CmpParts parts, ITextSink notices)
    {
        _parts = parts;
        _notices = notices;
        _results = new TransactionResults(parts);
    }

    /// <summary>Takes what becomes of automatic transactions; set before the start.</summary>
    public IAutomaticUpdate Automatic { get; set; }

    /// <summary>Erases secrets that are used up; set before the start.</summary>
    public OneTimeSecrets Secrets { get; set; }

    /// <inheritdoc/>
    public long DueMs
    {
        get
        {
            if (_parts.WhyNoRandom() != null) return long.MaxValue;
            if (_run != null) return _run.DueMs;
            if (_ordered != null) return 0;
            long first = long.MaxValue;
            foreach (Entry entry in _entries)
            {
                long dueMs = DueMsOf(entry);
                if (dueMs < first) first = dueMs;
            }

            return first;
        }
    }

    /// <summary>
    /// Whether an end without success may be for now only: the message did not get through, or
    /// somebody else answered.
    /// </summary>
    public static bool MayPass(CmpMachine machine) => !machine.IsOutOfTime
        && (IsUndelivered(machine.Outcome) || IsStrange(machine.Outcome));

    /// <summary>
    /// Takes up what flash holds after a start: the pause that the CA asked for begins anew. What
    /// cannot be read is dropped, with a line for each.
    /// </summary>
    public void Restore(long nowMs, ITextSink output)
    {
        for (int count = _parts.Journal.DropBroken(); count > 0; count--) output.Line(Dropped);
        foreach (JournalRecord record in _parts.Journal.List())
        {
            TransactionPlan plan = TransactionPlan.Read(record);
            if (plan == null)
            {
                _parts.Journal.Delete(record.SessionName);
                output.Line(Dropped);
                continue;
            }

            Add(record.SessionName, nowMs + PauseMs(record));
            Find(record.SessionName).DueUtc = record.CheckUtcSeconds;
            if (record.State != JournalState.Requested) continue;
            output.Line("Info: The restart interrupted '" + TransactionKinds.Word(plan.Kind)
                + "' of CMP session " + record.SessionName + "; it is made again by itself.");
        }
    }

    /// <summary>Takes over a transaction whose record is in flash.</summary>
    public void Add(string sessionName, long dueMs)
    {
        Remove(sessionName);
        _entries.Add(new Entry(sessionName, dueMs));
        Changes++;
    }

    /// <summary>
    /// Starts a transaction of the device's own at its turn; one that is ordered must have begun.
    /// </summary>
    public void Start(TransactionPlan plan)
    {
        _ordered = plan;
        _parts.Uses.UnderWay = plan;
        Changes++;
    }

    /// <summary>
    /// Whether a transaction of the device's own is ordered or exchanges messages: there is one at
    /// a time.
    /// </summary>
    public bool IsRenewing => _ordered != null || (_run != null && _run.IsAutomatic);

    /// <summary>Counts up whenever something begins or ends here.</summary>
    public int Changes { get; private set; }

    /// <summary>Whether something of a session is under way here.</summary>
    public bool IsBusy(string sessionName) => Find(sessionName) != null
        || (_run != null && RecordName.IsSame(_run.Plan.Session.Name, sessionName))
        || (_ordered != null && RecordName.IsSame(_ordered.Session.Name, sessionName));

    /// <summary>
    /// When a session's transaction is due, on the board's clock; -1 when none of it waits.
    /// </summary>
    public long DueMsOf(string sessionName)
    {
        Entry entry = Find(sessionName);
        return entry == null ? -1 : DueMsOf(entry);
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (_parts.WhyNoRandom() != null) return false;
        if (_run == null && !TakeUp(nowMs)) return false;
        if (_run.IsResting(nowMs))
        {
            _parts.Turn.Release(this);
            return false;
        }

        if (!_parts.Turn.TryTake(this)) return false;
        bool isUnderWay = _run.Step(nowMs);
        bool hasComputed = _run.HasComputed;
        if (!isUnderWay) Finish(nowMs);
        else if (_run.HasToBeKept) KeepReceived(nowMs);
        else if (_run.Machine.IsWaiting) PutDown(nowMs);
        return _run != null && hasComputed;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        foreach (Entry entry in _entries)
        {
            if (DueMsOf(entry) <= nowMs) entry.Delay(nowMs + PostponeMs);
        }

        TransactionRun run = _run;
        TransactionPlan plan = run == null ? _ordered : run.Plan;
        bool isKept = run != null && run.Kept != JournalState.None;
        _ordered = null;
        Release();
        if (run != null) run.Leave(nowMs);
        if (isKept) Add(plan.Session.Name, nowMs + PostponeMs);
        else if (plan != null) Automatic.Ended(plan, CmpOutcome.Cancelled, "Out of memory.");
    }

    /// <summary>Ends a session's transaction; null, or why not.</summary>
    public string Stop(string sessionName, long nowMs)
    {
        JournalRecord record = _parts.Journal.Read(sessionName);
        bool isRunning = _run != null && RecordName.IsSame(_run.Plan.Session.Name, sessionName);
        if (record == null && !isRunning)
        {
            return "No request of CMP session " + sessionName + " is under way.";
        }

        FlashResult result =
            record == null ? FlashResult.Ok : _parts.Journal.Delete(sessionName);
        if (result != FlashResult.Ok)
        {
            return "The request of CMP session " + sessionName + " was not ended: "
                + FlashText.Of(result) + ".";
        }

        if (isRunning) StopRun(nowMs);
        else
        {
            _parts.Statistics.Of(record.SessionName).End(false, "Cancelled.",
                _parts.Clock.UtcNow());
        }

        Remove(sessionName);
        return null;
    }

    private static bool IsUndelivered(CmpOutcome outcome) => outcome == CmpOutcome.TransportFailed
        || outcome == CmpOutcome.Timeout || outcome == CmpOutcome.BadTime;

    private static bool IsStrange(CmpOutcome outcome) =>
        outcome == CmpOutcome.ProtocolViolation || outcome == CmpOutcome.BadProtection
        || outcome == CmpOutcome.NotProtected || outcome == CmpOutcome.WrongTransaction
        || outcome == CmpOutcome.SignerNotTrusted;

    // Without a clock a pause begins anew with every start, and must come to an end.
    private static long PauseMs(JournalRecord record)
    {
        long pauseMs = record.CheckAfterSeconds * 1000L;
        bool isBounded = record.CheckUtcSeconds == UtcTime.Unknown && pauseMs > BlindPauseMsMax;
        return isBounded ? BlindPauseMsMax : pauseMs;
    }

    // The clock is put right only after the start, so that this is asked each time.
    private long DueMsOf(Entry entry)
    {
        if (entry.DueUtc == UtcTime.Unknown) return entry.DueMs;
        long leftSeconds = entry.DueUtc - _parts.Clock.AtLeast();
        long dueMs = _parts.Clock.NowMs + (leftSeconds * 1000);
        return dueMs < entry.DueMs ? dueMs : entry.DueMs;
    }

    private void StopRun(long nowMs)
    {
        TransactionRun run = _run;
        run.Cancel(nowMs);
        Release();
        if (run.IsAutomatic) Automatic.Ended(run.Plan, CmpOutcome.Cancelled, "Cancelled.");
    }

    // The first one due, when nobody else exchanges messages.
    private bool TakeUp(long nowMs)
    {
        Entry due = FirstDue(nowMs);
        if (due == null && _ordered == null) return false;
        if (!_parts.Turn.TryTake(this)) return false;
        if (due != null) TakeUpRecord(due, nowMs);
        else Begin();
        if (_run != null) return true;
        _parts.Turn.Release(this);
        return false;
    }

    private Entry FirstDue(long nowMs)
    {
        Entry due = null;
        foreach (Entry entry in _entries)
        {
            bool isFirst = due == null || DueMsOf(entry) < DueMsOf(due);
            if (DueMsOf(entry) <= nowMs && isFirst) due = entry;
        }

        return due;
    }

    private void Begin()
    {
        TransactionPlan plan = _ordered;
        _ordered = null;
        Changes++;
        _current = null;
        CmpMachine machine = new CmpMachines(_parts).Create(plan, out string error);
        if (machine == null)
        {
            Release();
            Automatic.Ended(plan, CmpOutcome.KeyUnusable, error);
            return;
        }

        _parts.Statistics.Of(plan.Session.Name).Request(plan.Kind);
        _run = new TransactionRun(_parts, plan, machine, _parts.Clock.UtcNow());
        _run.IsAutomatic = true;
    }

    private void TakeUpRecord(Entry due, long nowMs)
    {
        Changes++;
        _entries.Remove(due);
        JournalRecord record = _parts.Journal.Read(due.SessionName);
        TransactionPlan plan = record == null ? null : TransactionPlan.Read(record);
        _current = due;
        if (plan == null)
        {
            Drop(due.SessionName, null, "Its record cannot be read.", nowMs);
            return;
        }

        if (due.GiveUpMs == 0)
        {
            due.GiveUpMs = nowMs + (plan.Session.TotalTimeoutHours * SecondsPerHour * 1000L);
        }

        if (record.State == JournalState.Confirmed)
        {
            Conclude(plan, record, CmpMachine.Granted(record.Snapshot), nowMs);
            return;
        }

        string error;
        CmpMachine machine = record.State == JournalState.Requested
            ? new CmpMachines(_parts).Create(plan, out error)
            : new CmpMachines(_parts).Resume(plan, record.Snapshot, out error);
        if (machine == null)
        {
            Drop(due.SessionName, record.IsAutomatic ? plan : null, error, nowMs);
            return;
        }

        _run = new TransactionRun(_parts, plan, machine, record.StartedUtcSeconds);
        _run.IsAutomatic = record.IsAutomatic;
        _run.Kept = record.State;
    }

    // What can never go on: a key, a secret or the record is gone. What flash only does not give now
    // may come back.
    private void Drop(string sessionName, TransactionPlan automatic, string error, long nowMs)
    {
        if (_parts.Journal.IsIncomplete)
        {
            Repeat(sessionName, nowMs);
            return;
        }

        _parts.Journal.Delete(sessionName);
        _parts.Statistics.Of(sessionName).End(false, error, _parts.Clock.UtcNow());
        _notices.Line("Error: The transaction of session " + sessionName
            + " that waited for the CA is given up. " + error);
        if (automatic != null) Automatic.Ended(automatic, CmpOutcome.KeyUnusable, error);
    }

    // Back to flash until the next question. Where flash does not take it, it stays in memory. A
    // question that did not get through changes nothing that flash holds.
    private void PutDown(long nowMs)
    {
        bool isKnown = _current != null && _run.Kept == JournalState.Waiting
            && _run.Machine.IsPollUndelivered;
        if (isKnown)
        {
            PutBack(nowMs);
            return;
        }

        if (_run.Keep(JournalState.Waiting, nowMs) != FlashResult.Ok) return;
        string session = _run.Plan.Session.Name;
        long dueMs = _run.Machine.DeadlineMs;
        _run.Leave(nowMs);
        Release();
        Add(session, dueMs);
    }

    private void PutBack(long nowMs)
    {
        TransactionRun run = _run;
        Entry entry = _current;
        BoundStrange(run, nowMs);
        string reason = "No answer from the CA within the time for the whole request: apply again.";
        run.Leave(nowMs);
        if (nowMs >= entry.GiveUpMs)
        {
            Fail(CmpOutcome.Timeout, reason, nowMs);
            return;
        }

        entry.Delay(nowMs + RetryMs);
        Release();
        _entries.Add(entry);
    }

    // Without a place for the certificate it is not accepted: the CA forgets it in its time.
    private void KeepReceived(long nowMs)
    {
        if (RefusesUseless(nowMs)) return;
        if (_run.Keep(JournalState.Received, nowMs) == FlashResult.Ok) return;
        _run.Leave(nowMs);
        Fail(CmpOutcome.TransportFailed, "The certificate was not accepted, for it cannot be kept"
            + " in flash; delete files that are not needed.", nowMs);
    }

    private bool RefusesUseless(long nowMs)
    {
        CertificateOperation granted = _run.Machine.Operation as CertificateOperation;
        string reason = !_run.IsAutomatic || granted == null ? null
            : Automatic.WhyUseless(_run.Plan, granted);
        if (reason == null) return false;
        TransactionRun run = _run;
        run.Leave(nowMs);
        Release();
        run.Forget();
        Automatic.Ended(run.Plan, CmpOutcome.ProtocolViolation, reason);
        return true;
    }

    private void Finish(long nowMs)
    {
        CmpMachine machine = _run.Machine;
        if (machine.Outcome != CmpOutcome.Done)
        {
            Fail(machine.Outcome, machine.Reason, nowMs);
            return;
        }

        if (_run.Kept < JournalState.Received && RefusesUseless(nowMs)) return;

        // The record stays when flash has no room for its new state: then the CA is asked once more
        // after a power cut.
        TransactionPlan plan = _run.Plan;
        bool asksForCertificate = machine.Operation is CertificateOperation;
        if (asksForCertificate) _run.Keep(JournalState.Confirmed, nowMs);
        JournalRecord record = _parts.Journal.Read(plan.Session.Name);
        bool isAutomatic = _run.IsAutomatic;
        CmpOperation operation = machine.Operation;
        Release();
        if (record == null) TakeAtOnce(plan, operation, isAutomatic);
        else Conclude(plan, record, operation, nowMs);
    }

    private void TakeAtOnce(TransactionPlan plan, CmpOperation operation, bool isAutomatic)
    {
        string error = Take(plan, operation, isAutomatic);
        if (!isAutomatic) return;
        Automatic.Ended(plan, error == null ? CmpOutcome.Done : CmpOutcome.TransportFailed, error);
    }

    // Puts results in their place; a record stays until that has succeeded.
    private void Conclude(TransactionPlan plan, JournalRecord record, CmpOperation operation,
        long nowMs)
    {
        string session = plan.Session.Name;
        string error = operation == null ? "Its record is damaged."
            : Take(plan, operation, record.IsAutomatic);
        CertificateOperation granted = operation as CertificateOperation;
        bool canRepeat = granted != null && (record.IsAutomatic ? !HasEnded(granted)
            : _current == null || nowMs < _current.GiveUpMs);
        if (error != null && canRepeat)
        {
            Repeat(session, nowMs);
            return;
        }

        _parts.Journal.Delete(session);
        if (!record.IsAutomatic) return;
        Automatic.Ended(plan, error == null ? CmpOutcome.Done : CmpOutcome.ProtocolViolation,
            error);
    }

    // Until then a certificate that is renewed and cannot be put to use yet is not given up.
    private bool HasEnded(CertificateOperation granted)
    {
        Certificate certificate = CertificateFiles.Parse(granted.Certificate);
        return certificate == null || certificate.NotAfter < _parts.Clock.AtLeast();
    }

    // Null when everything is in its place.
    private string Take(TransactionPlan plan, CmpOperation operation, bool isAutomatic)
    {
        CertificateOperation granted = operation as CertificateOperation;
        GeneralOperation told = operation as GeneralOperation;
        if (isAutomatic && granted != null) return Automatic.Activate(plan, granted);
        if (isAutomatic && told != null) return Automatic.Take(plan, told);
        if (!_results.Keep(plan, operation, _notices)) return "The results were not kept.";
        _notices.Line(_results.Notice(plan, operation));
        return Secrets.Erase(plan, _notices);
    }

    private void Fail(CmpOutcome outcome, string reason, long nowMs)
    {
        TransactionRun run = _run;
        Release();
        bool isKept = run.Kept != JournalState.None;
        if (_current != null) BoundStrange(run, nowMs);
        if (isKept && !run.Machine.IsOutOfTime && IsForNow(outcome, nowMs))
        {
            Repeat(run.Plan.Session.Name, nowMs);
            return;
        }

        bool mayBeOurs = run.Kept == JournalState.Received && !run.IsAutomatic
            && (_current != null || IsUndelivered(outcome));
        if (mayBeOurs) KeepUnconfirmed(run, reason);
        else if (!run.IsAutomatic) TellFailure(run, reason);
        run.Forget();
        if (run.IsAutomatic) Automatic.Ended(run.Plan, outcome, reason);
    }

    // Whoever answers in the CA's place must not keep a renewal from beginning anew for as long as
    // an operator's request may wait.
    private void BoundStrange(TransactionRun run, long nowMs)
    {
        if (!run.IsAutomatic || !run.WasAnswered || _current.IsBounded) return;
        _current.IsBounded = true;
        Certificate own = CertificateFiles.Parse(run.Plan.Authentication);
        long waitMs = own == null ? StrangeMsMax
            : (own.NotAfter - _parts.Clock.AtLeast()) * 1000 / StrangeShare;
        if (waitMs > StrangeMsMax) waitMs = StrangeMsMax;
        if (waitMs < StrangeMsMin) waitMs = StrangeMsMin;
        if (_current.GiveUpMs > nowMs + waitMs) _current.GiveUpMs = nowMs + waitMs;
    }

    private bool IsForNow(CmpOutcome outcome, long nowMs)
    {
        // A key that flash only does not give now.
        if (outcome == CmpOutcome.KeyUnusable) return _parts.Journal.IsIncomplete;
        if (_current == null) return IsUndelivered(outcome) || IsStrange(outcome);
        if (nowMs >= _current.GiveUpMs) return false;
        if (IsStrange(outcome)) return ++_current.StrangeAnswers < StrangeAnswersMax;
        return IsUndelivered(outcome);
    }

    // A repeated certConf that a CA does not know any more: it has very probably taken the first
    // one. Whoever cannot ask anew keeps what he has.
    private void KeepUnconfirmed(TransactionRun run, string reason)
    {
        JournalRecord record = _parts.Journal.Read(run.Plan.Session.Name);
        CertificateOperation granted = record == null ? null : CmpMachine.Granted(record.Snapshot);
        if (granted == null || !_results.Keep(run.Plan, granted, _notices))
        {
            TellFailure(run, reason);
            return;
        }

        _notices.Line(_results.Notice(run.Plan, granted));
        _notices.Line("Warning: The CA did not acknowledge the confirmation of the certificate of"
            + " session " + run.Plan.Session.Name + " (" + reason + "); ask the CA whether it is"
            + " valid, or apply again.");
    }

    private void TellFailure(TransactionRun run, string reason) =>
        _notices.Line("Error: Session " + run.Plan.Session.Name + ": " + reason);

    private void Repeat(string sessionName, long nowMs)
    {
        Entry entry = _current != null && RecordName.IsSame(_current.SessionName, sessionName)
            ? _current : new Entry(sessionName, 0);
        long pauseMs = RetryMs;
        for (int i = 0; i < entry.Failures && pauseMs < RetryMsMax; i++) pauseMs *= 2;
        entry.Failures++;
        entry.Delay(nowMs + (pauseMs < RetryMsMax ? pauseMs : RetryMsMax));
        Remove(sessionName);
        _entries.Add(entry);
    }

    private void Release()
    {
        Changes++;
        _run = null;
        _parts.Uses.UnderWay = _ordered;
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
        if (entry == null) return;
        _entries.Remove(entry);
        Changes++;
    }

    private sealed class Entry
    {
        public Entry(string sessionName, long dueMs)
        {
            SessionName = sessionName;
            DueMs = dueMs;
        }

        public string SessionName { get; }

        /// <summary>On the board's clock.</summary>
        public long DueMs { get; private set; }

        /// <summary>After a restart: the same in UTC, if it was known; the earlier one holds.</summary>
        public long DueUtc { get; set; } = UtcTime.Unknown;

        public long GiveUpMs { get; set; }

        public int Failures { get; set; }

        public int StrangeAnswers { get; set; }

        /// <summary>Whether its end is set earlier, for somebody else answers.</summary>
        public bool IsBounded { get; set; }

        public void Delay(long dueMs)
        {
            DueMs = dueMs;
            DueUtc = UtcTime.Unknown;
        }
    }
}

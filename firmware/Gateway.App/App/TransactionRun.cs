using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// A transaction under way: machine and driver, counted and traced. The foreground and the
/// background drive it alike.
/// </summary>
internal sealed class TransactionRun
{
    private const int ArrivalMs = 15000;

    // As far as an answer's time may be from the clock.
    private const int DistanceSecondsMax = 600;

    private readonly CmpParts _parts;
    private readonly CmpMachine _machine;
    private readonly CmpDriver _driver;
    private readonly long _startedUtc;
    private readonly int _pollsBefore;
    private long _toldUtc = UtcTime.Unknown;
    private int _pollsCounted;
    private int _retriesCounted;
    private bool _isStarted;
    private bool _wasWaiting;

    /// <summary>
    /// A run of a machine that was created or resumed and not yet started; flash holds nothing of
    /// it yet, see <see cref="Kept"/>.
    /// </summary>
    public TransactionRun(CmpParts parts, TransactionPlan plan, CmpMachine machine,
        long startedUtcSeconds)
    {
        _parts = parts;
        Plan = plan;
        _machine = machine;
        _startedUtc = startedUtcSeconds;
        _pollsBefore = machine.PollsSent;
        SessionSettings session = plan.Session;
        IHttpTransport http =
            new WatchedTransport(parts.Http, session.Name, parts.Statistics, parts.Trace);
        _driver = new CmpDriver(machine, http, session.ServerUrl, Timeouts(session),
            session.AcceptsRedirect);
    }

    /// <summary>What it is about.</summary>
    public TransactionPlan Plan { get; }

    /// <summary>The machine, for its state and results.</summary>
    public CmpMachine Machine => _machine;

    /// <summary>Whether the device renews by itself.</summary>
    public bool IsAutomatic { get; set; }

    /// <summary>How far flash knows of it.</summary>
    public JournalState Kept { get; set; }

    /// <summary>Whether the last step computed.</summary>
    public bool HasComputed => _driver.HasComputed;

    /// <summary>
    /// Whether the last message was answered, by whatever: a proxy's page counts.
    /// </summary>
    public bool WasAnswered => _driver.WasAnswered;

    /// <summary>
    /// Whether the CA wants to be left alone for now, so that nothing is to be done.
    /// </summary>
    public bool IsResting(long nowMs) => _machine.IsWaiting && nowMs < _machine.DeadlineMs;

    /// <summary>
    /// When the next step has something to do, unless an answer arrives before; see
    /// <see cref="IBackgroundTask.DueMs"/>.
    /// </summary>
    public long DueMs => _isStarted ? _driver.DueMs : 0;

    /// <summary>Does one bounded step; true until the transaction is over.</summary>
    public bool Step(long nowMs)
    {
        long utcSeconds = _parts.Clock.UtcNow();
        if (!_isStarted) _machine.Start(nowMs, utcSeconds);
        _isStarted = true;
        bool isUnderWay = _driver.Step(nowMs, utcSeconds);
        HearTime();
        Count();
        if (_machine.IsWaiting && !_wasWaiting) TellWait();
        _wasWaiting = _machine.IsWaiting;
        if (!isUnderWay) TellEnd();
        return isUnderWay;
    }

    /// <summary>
    /// Whether the certificate is here and flash does not know it: certConf must not be sent
    /// before, or a power cut would lose what the CA takes for ours.
    /// </summary>
    public bool HasToBeKept => Kept < JournalState.Received && _machine.IsConfirming;

    /// <summary>
    /// Keeps in flash that it stands so. A wait is asked again after its pause, which counts as
    /// used.
    /// </summary>
    public FlashResult Keep(JournalState state, long nowMs)
    {
        FlashResult result = _parts.Journal.Write(Record(state, nowMs));
        if (result == FlashResult.Ok) Kept = state;
        return result;
    }

    /// <summary>Takes it out of flash: it is over, or the operator does not want it.</summary>
    public void Forget()
    {
        if (Kept != JournalState.None) _parts.Journal.Delete(Plan.Session.Name);
        Kept = JournalState.None;
    }

    private JournalRecord Record(JournalState state, long nowMs)
    {
        JournalRecord record = new JournalRecord();
        record.SessionName = Plan.Session.Name;
        record.State = state;
        record.IsAutomatic = IsAutomatic;
        record.StartedUtcSeconds = _startedUtc;
        if (state == JournalState.Waiting)
        {
            record.CheckAfterSeconds = (int)((_machine.DeadlineMs - nowMs + 999) / 1000);
            long utcNow = _parts.Clock.UtcNow();
            if (utcNow != UtcTime.Unknown)
            {
                record.CheckUtcSeconds = utcNow + record.CheckAfterSeconds;
            }
        }

        record.PollCount = _machine.PollsSent;
        record.TransactionId = _machine.TransactionId;
        record.PublicKey = Plan.PublicKey;
        if (Plan.IsSigned)
        {
            record.SigningPublicKey =
                CertificateFiles.Parse(Plan.Authentication).PublicKeyInfo();
        }

        record.Plan = Plan.ToBytes();
        byte[] snapshot = _machine.Snapshot(nowMs);
        if (snapshot != null) record.Snapshot = snapshot;
        return record;
    }

    /// <summary>Ends it without a word: its secrets are wiped, its connection is freed.</summary>
    public void Leave(long nowMs) => _driver.Cancel(nowMs);

    /// <summary>Ends it because the operator wants it so.</summary>
    public void Cancel(long nowMs)
    {
        if (_machine.IsFinished) return;
        _driver.Cancel(nowMs);
        Count();
        TellEnd();
    }

    private static HttpTimeouts Timeouts(SessionSettings session)
    {
        HttpTimeouts timeouts = new HttpTimeouts();
        timeouts.ResponseMs = session.ResponseTimeoutSeconds * 1000;
        timeouts.TotalMs = timeouts.ResponseMs + ArrivalMs;
        return timeouts;
    }

    // An authenticated time is a better one than most. Where it disagrees with the clock by more
    // than an answer may, the clock is wrong or the CA is: the next attempt goes without any, and
    // then whoever signs the certificates decides. Back it goes by two answers alone, as one that
    // errs would put off what is due. Beside an operator the clock that he set is his.
    private void HearTime()
    {
        long told = _machine.AnswerTime;
        if (told == _toldUtc || told == UtcTime.Unknown) return;
        _toldUtc = told;
        BoardClock clock = _parts.Clock;
        long distance = told - clock.AtLeast();
        bool isFar = distance < -DistanceSecondsMax || distance > DistanceSecondsMax;
        if (clock.Tell(ClockSource.Ca, told) == null || !isFar) return;
        if (!IsAutomatic && clock.UtcNow() != UtcTime.Unknown) return;
        clock.Doubt();
        if (distance > 0) clock.Hint(told);
    }

    private SessionStatistics Counters => _parts.Statistics.Of(Plan.Session.Name);

    private void Count()
    {
        int polls = _machine.PollsSent - _pollsBefore;
        Counters.Polls += polls - _pollsCounted;
        _pollsCounted = polls;
        Counters.Retries += _machine.RetriesSent - _retriesCounted;
        _retriesCounted = _machine.RetriesSent;
    }

    private void TellWait()
    {
        string reason = _machine.WaitingReason.Length == 0 ? ""
            : " (" + _machine.WaitingReason + ")";
        Counters.Wait(reason, _parts.Clock.UtcNow());
        _parts.Trace.Verdict(Plan.Session.Name, "waiting, asked again in "
            + _machine.CheckAfterSeconds.ToString() + " s" + reason);
    }

    private void TellEnd()
    {
        bool isDone = _machine.Outcome == CmpOutcome.Done;
        Counters.End(isDone, _machine.Reason, _parts.Clock.UtcNow());
        _parts.Trace.Verdict(Plan.Session.Name, _machine.Reason);
    }
}

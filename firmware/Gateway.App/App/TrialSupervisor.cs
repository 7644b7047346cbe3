using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The time of the configuration on trial: kept in flash, so that neither a restart nor a power cut
/// makes the trial one for good, and over at its end. The counter of the board measures it; after a
/// restart, which has lost count, the calendar can end it too.
/// </summary>
internal sealed class TrialSupervisor : IBackgroundTask, ITrialService
{
    private const int StepCount = 10;
    private const long StepMsMin = 60 * 1000;
    private const long RetryMs = 60 * 1000;
    private const string Over = "Warning: The time of the trial configuration is over; what was"
        + " committed before is running again, the trial configuration is the candidate.";

    private readonly TrialStore _store;
    private readonly ConfigurationStore _configurations;
    private readonly ConfigurationTransaction _transaction;
    private readonly BoardClock _clock;
    private readonly ITextSink _notices;

    private int _totalSeconds;
    private long _endMs;
    private long _writeMs;
    private long _endUtc;
    private bool _isResumed;

    // The end was reached and a port refused to go back.
    private bool _isOver;

    // When a record that could not be deleted is deleted again.
    private long _forgetMs = long.MaxValue;

    public TrialSupervisor(TrialStore store, ConfigurationStore configurations,
        ConfigurationTransaction transaction, BoardClock clock, ITextSink notices)
    {
        _store = store;
        _configurations = configurations;
        _transaction = transaction;
        _clock = clock;
        _notices = notices;
    }

    /// <inheritdoc/>
    public int TotalSeconds => _transaction.IsTrial ? _totalSeconds : 0;

    /// <inheritdoc/>
    public int SecondsLeft => _transaction.IsTrial ? Left(_clock.NowMs) : 0;

    /// <inheritdoc/>
    public long EndUtc => UtcAfter(SecondsLeft);

    /// <inheritdoc/>
    public long DueMs
    {
        get
        {
            if (!_transaction.IsTrial) return _forgetMs;
            long endMs = EndMs(_clock.NowMs);
            return endMs < _writeMs ? endMs : _writeMs;
        }
    }

    /// <inheritdoc/>
    public string Commit(int seconds)
    {
        string reason = _transaction.CommitTrial((lasting, trial) =>
            Write(trial, seconds, seconds, UtcAfter(seconds), false));
        if (reason == null) Start(seconds, seconds, UtcAfter(seconds), false);
        return reason;
    }

    /// <inheritdoc/>
    public string Abort() => _transaction.AbortTrial((lasting, trial) => Forget());

    /// <summary>
    /// The trial that flash holds, or null; what is none is deleted, what cannot be read now stays.
    /// </summary>
    public TrialRecord Kept()
    {
        TrialRecord record = _store.Read();
        if (record == null && !_store.IsUnreadable) Forget();
        return record;
    }

    /// <summary>
    /// Seconds that a trial has left after a restart, 0 when its time is over. A restart costs a
    /// tenth of the time, so that a board which restarts for ever comes back too.
    /// </summary>
    public int LeftAfterRestart(TrialRecord record)
    {
        long left = record.SecondsLeft - (record.TotalSeconds / StepCount);
        long now = _clock.UtcNow();
        bool hasCalendar = now != UtcTime.Unknown && record.EndUtc != UtcTime.Unknown;
        if (hasCalendar && record.EndUtc - now < left) left = record.EndUtc - now;
        return left < 0 ? 0 : (int)left;
    }

    /// <summary>
    /// Puts the candidate on trial again after a restart; null, or why that failed.
    /// </summary>
    public string Resume(TrialRecord record, int secondsLeft)
    {
        long endUtc = record.EndUtc != UtcTime.Unknown ? record.EndUtc : UtcAfter(secondsLeft);
        string reason = _transaction.CommitTrial((lasting, trial) =>
        {
            Write(trial, record.TotalSeconds, secondsLeft, endUtc, false);
            return null;
        });
        if (reason == null) Start(record.TotalSeconds, secondsLeft, endUtc, true);
        return reason;
    }

    /// <summary>
    /// Follows a change that the device made by itself to the saved configuration and the trial; no
    /// slot keeps the text before, which may have held the cipher text of a secret.
    /// </summary>
    public void Follow(Configuration trial) =>
        Write(trial, _totalSeconds, Left(_clock.NowMs), _endUtc, true);

    /// <summary>
    /// Deletes the trial from flash; null, or why that failed: then it is tried again later.
    /// </summary>
    public string Forget()
    {
        FlashResult result = _store.HasTrace ? _store.Delete() : FlashResult.Ok;
        _forgetMs = result == FlashResult.Ok ? long.MaxValue : _clock.NowMs + RetryMs;
        return result == FlashResult.Ok ? null
            : "The trial configuration was not ended: " + FlashText.Of(result) + ".";
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (DueMs > nowMs) return false;
        if (!_transaction.IsTrial) Forget();
        else if (nowMs >= EndMs(nowMs)) Expire(nowMs);
        else Rewrite(nowMs);
        return true;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        // Nothing is half done; the next turn tries again.
    }

    private void Start(int totalSeconds, int secondsLeft, long endUtc, bool isResumed)
    {
        _totalSeconds = totalSeconds;
        _endMs = _clock.NowMs + (secondsLeft * 1000L);
        _endUtc = endUtc;
        _isResumed = isResumed;
        _isOver = false;
        PlanWrite(_clock.NowMs);
    }

    private void PlanWrite(long nowMs)
    {
        long stepMs = _totalSeconds * 1000L / StepCount;
        _writeMs = nowMs + (stepMs < StepMsMin ? StepMsMin : stepMs);
        if (_writeMs >= _endMs) _writeMs = long.MaxValue;
    }

    // A write that fails costs nothing but a longer trial after a restart.
    private void Rewrite(long nowMs)
    {
        if (!_isResumed || _endUtc == UtcTime.Unknown) _endUtc = UtcAfter(Left(nowMs));
        Write(_transaction.Running, _totalSeconds, Left(nowMs), _endUtc, false);
        PlanWrite(nowMs);
    }

    private string Write(Configuration trial, int totalSeconds, int secondsLeft, long endUtc,
        bool isTwice)
    {
        TrialRecord record = new TrialRecord();
        record.Text = ConfigurationText.ToText(trial);
        record.TotalSeconds = totalSeconds;
        record.SecondsLeft = secondsLeft;
        record.EndUtc = endUtc;
        record.Base = _configurations.Digest();
        if (!TrialStore.Fits(record.Text))
        {
            return "The configuration is longer than the flash takes; remove what is not needed.";
        }

        FlashResult result = isTwice ? _store.WriteTwice(record) : _store.Write(record);
        return result == FlashResult.Ok ? null
            : "The trial was not started: " + FlashText.Of(result) + ".";
    }

    private void Expire(long nowMs)
    {
        string reason = _transaction.AbortTrial(null);
        Forget();
        if (reason == null)
        {
            _notices.Line(Over);
            return;
        }

        if (!_isOver)
        {
            _notices.Line("Error: The time of the trial configuration is over, but it cannot be"
                + " left: " + reason + " That is tried again every minute.");
        }

        _isOver = true;
        _endMs = nowMs + RetryMs;
        _writeMs = long.MaxValue;
    }

    private int Left(long nowMs)
    {
        long leftMs = _isOver ? 0 : EndMs(nowMs) - nowMs;
        return leftMs <= 0 ? 0 : (int)((leftMs + 999) / 1000);
    }

    private long UtcAfter(int seconds)
    {
        long now = _clock.UtcNow();
        return now == UtcTime.Unknown ? now : now + seconds;
    }

    // A restart has lost count of the time in between; the calendar, once it is known, has not.
    private long EndMs(long nowMs)
    {
        if (!_isResumed || _isOver || _endUtc == UtcTime.Unknown) return _endMs;
        long now = _clock.UtcNow();
        if (now == UtcTime.Unknown) return _endMs;
        long endMs = nowMs + ((_endUtc - now) * 1000);
        return endMs < _endMs ? endMs : _endMs;
    }
}

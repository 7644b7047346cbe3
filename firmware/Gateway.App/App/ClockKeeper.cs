using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Keeps the time in flash, for the next start: once a day when it moved; at once when a better
/// source than before tells it and it, or what is sure of it, is off by more than an hour, or when
/// it went back so far, as the wrong time would come back with the next start. A time in doubt is
/// not written.
/// </summary>
internal sealed class ClockKeeper : IBackgroundTask
{
    private const int DayMs = 86400000;
    private const int RetryMs = 3600000;
    private const int NotableSeconds = 3600;

    private readonly BoardClock _clock;
    private readonly ClockStore _store;
    private long _writtenUtc;
    private long _writtenSure;
    private long _nextMs;
    private long _retryMs;
    private int _trust;

    /// <summary>Keeps that clock, which started from this record or null.</summary>
    public ClockKeeper(BoardClock clock, ClockStore store, ClockRecord last)
    {
        _clock = clock;
        _store = store;
        _writtenUtc = last == null ? FirmwareVersion.BuildUtcSeconds : last.UtcSeconds;
        _writtenSure = last == null ? FirmwareVersion.BuildUtcSeconds : last.SureSeconds;
        _nextMs = clock.NowMs + DayMs;
    }

    /// <inheritdoc/>
    public long DueMs
    {
        get
        {
            if (_clock.IsInDoubt) return long.MaxValue;
            long dueMs = IsBetter || HasGoneBack ? 0 : _nextMs;
            return dueMs < _retryMs ? _retryMs : dueMs;
        }
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (DueMs > nowMs) return false;
        if (!IsNotable)
        {
            Settle(nowMs);
            return false;
        }

        long utcSeconds = _clock.AtLeast();
        long sureSeconds = _clock.Sure();
        ClockRecord record = new ClockRecord(utcSeconds, _clock.Source, sureSeconds,
            _clock.Settled());
        if (_store.Write(record) != FlashResult.Ok)
        {
            Postpone(nowMs);
            return true;
        }

        _writtenUtc = utcSeconds;
        _writtenSure = sureSeconds;
        _nextMs = nowMs + DayMs;
        Settle(nowMs);
        return true;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs) => _retryMs = nowMs + RetryMs;

    private bool IsBetter => _clock.IsTold && _clock.Trust > _trust;

    private bool HasGoneBack =>
        _clock.IsTold && _writtenUtc - _clock.AtLeast() > NotableSeconds;

    private bool IsNotable => HasGoneBack || _clock.AtLeast() - _writtenUtc > NotableSeconds
        || _clock.Sure() - NotableSeconds > _writtenSure;

    private void Settle(long nowMs)
    {
        if (IsBetter) _trust = _clock.Trust;
        if (_nextMs <= nowMs) _nextMs = nowMs + DayMs;
    }
}

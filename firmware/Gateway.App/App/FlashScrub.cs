using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Looks once a week at every record in flash, one a turn, and mends what has rotted: a board that
/// never restarts must not lose both copies, one after the other. What is lost or cannot be read
/// now is left to the next start, which tells it.
/// </summary>
internal sealed class FlashScrub : IBackgroundTask
{
    /// <summary>Milliseconds between two rounds.</summary>
    public const long PeriodMs = 7L * 86400 * 1000;

    private readonly Scrub _scrub;
    private readonly ConfigurationStore _configurations;
    private long _nextMs;
    private bool _isUnderWay;

    /// <summary>A scrub whose first round is due one period after now.</summary>
    public FlashScrub(RecordStore records, ConfigurationStore configurations, long nowMs)
    {
        _scrub = new Scrub(records);
        _configurations = configurations;
        _nextMs = nowMs + PeriodMs;
    }

    /// <inheritdoc/>
    public long DueMs => _isUnderWay ? 0 : _nextMs;

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (DueMs > nowMs) return false;
        if (!_isUnderWay) Begin(nowMs);
        else if (_scrub.Step(out RecordState _) == null) _isUnderWay = false;
        return true;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        // The record at which the heap was short is left out of this round.
    }

    private void Begin(long nowMs)
    {
        _nextMs = nowMs + PeriodMs;
        _scrub.Restart();
        _isUnderWay = true;
        _configurations.Repair();
    }
}

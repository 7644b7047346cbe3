using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Asks the configured server for the time: at start and after each change of the server, then
/// after 64 s, each time twice as long up to 1024 s, until it answers; after an answer each four
/// hours, in which the board's crystal errs by less than a second. An answer that disagrees with
/// the time is asked for again each 1024 s for a day: either of them was wrong.
/// </summary>
internal sealed class SntpSchedule : IBackgroundTask
{
    /// <summary>The first pause after a question in vain.</summary>
    public const int PauseMinMs = 64000;

    /// <summary>The longest pause after a question in vain.</summary>
    public const int PauseMaxMs = 1024000;

    /// <summary>The pause after an answer.</summary>
    public const int AnsweredMs = 14400000;

    /// <summary>How long it asks more often after an answer that disagrees.</summary>
    public const int DisputeMs = 86400000;

    private const int TimeoutMs = 5000;

    private readonly INetworkTime _network;
    private readonly ConfigurationTransaction _transaction;
    private readonly BoardClock _clock;
    private string _server;
    private bool _isAsking;
    private long _dueMs;
    private int _pauseMs;
    private long _disputeEndMs = long.MinValue;

    /// <summary>A schedule; without a network (null) it never has anything to do.</summary>
    public SntpSchedule(INetworkTime network, ConfigurationTransaction transaction,
        BoardClock clock)
    {
        _network = network;
        _transaction = transaction;
        _clock = clock;
    }

    /// <summary>The server that told the time last, or null.</summary>
    public string AnsweredBy { get; private set; }

    /// <summary>The server that is asked, or null.</summary>
    public string Server => _network == null ? null : _transaction.Running.TimeServer;

    /// <summary>
    /// Why the last question brought no time, without a final stop; null when it did or none has
    /// ended.
    /// </summary>
    public string Failure { get; private set; }

    /// <inheritdoc/>
    public long DueMs
    {
        get
        {
            if (IsChanged || _isAsking) return 0;
            return _server == null ? long.MaxValue : _dueMs;
        }
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (IsChanged)
        {
            _server = Server;
            _pauseMs = PauseMinMs;
            _dueMs = nowMs;
            _isAsking = false;
            Failure = null;
        }

        if (_isAsking)
        {
            if (_network.IsDone) Take(nowMs);
        }
        else if (_server != null && _dueMs <= nowMs)
        {
            _network.Ask(_server, TimeoutMs);
            _isAsking = true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        _isAsking = false;
        _dueMs = nowMs + PauseMaxMs;
    }

    private bool IsChanged => _server != Server;

    private void Take(long nowMs)
    {
        _isAsking = false;
        Failure = _network.Failure;
        if (Failure != null)
        {
            _dueMs = nowMs + _pauseMs;
            _pauseMs = _pauseMs * 2 > PauseMaxMs ? PauseMaxMs : _pauseMs * 2;
            return;
        }

        _pauseMs = PauseMinMs;
        if (Disagrees(_network.UtcSeconds)) _disputeEndMs = nowMs + DisputeMs;
        _dueMs = nowMs + (nowMs < _disputeEndMs ? PauseMaxMs : AnsweredMs);
        string reason = _clock.Tell(ClockSource.Sntp, _network.UtcSeconds);
        if (reason == null) AnsweredBy = _server;
        else Failure = "its time is not taken: " + reason.Substring(0, reason.Length - 1);
    }

    private bool Disagrees(long utcSeconds)
    {
        long known = _clock.UtcNow();
        long distance = utcSeconds - known;
        return known != UtcTime.Unknown && (distance > BoardClock.SmallStepSeconds
            || distance < -BoardClock.SmallStepSeconds);
    }
}

using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The calendar of a board that has none: an offset to the counter of milliseconds, told by
/// sources of different trust. The hard floor is the later of the firmware's build and the begin of
/// the gateway's own certificate; no source sets the clock before it or beyond the year 9999.
/// <code>
/// trust | source            | told to a clock that has
///       |                   | no time or is in doubt | less trust | the same trust | more trust
/// 3     | operator          | taken                  | taken      | taken          | -
/// 2     | authenticated CA  | taken                  | taken      | if sure        | when aged
/// 1     | SNTP, the board   | taken                  | -          | if settled     | when aged
/// 0     | build, own certificate: bounds, no sources
/// </code>
/// A time from before the last restart keeps the trust of its source, as a lower bound. "If sure"
/// is not before what trust 2 or more vouches for, see <see cref="Sure"/>. "If settled" is not
/// before what the clock had before it was moved ahead within the last day, see
/// <see cref="Settled"/>: so a time server takes back a lie, and never puts off what is due by
/// one. Both take in <see cref="SmallStepSeconds"/>; over so small a step back the clock stands
/// still. "When aged" is the same, if the better source told before the last restart or more than
/// <see cref="AgedSeconds"/> ago. A better source that agrees within the small step confirms the
/// time and leaves it.
/// </summary>
internal sealed class BoardClock
{
    /// <summary>Steps back of so many seconds are drift: the clock stands still for them.</summary>
    public const int SmallStepSeconds = 300;

    /// <summary>After so many seconds a less trusted source may correct drift.</summary>
    public const int AgedSeconds = 86400;

    // 9999-12-31T23:59:59Z.
    private const long UtcSecondsMax = 253402300799;

    private const long NoStep = -1;

    // From this trust on what a source tells is sure.
    private const int SureTrust = 2;

    private readonly IClock _clock;
    private long _baseMs;
    private long _standsUntil = UtcTime.Unknown;
    private long _toldMs;

    // What is sure, and what is so even in doubt: offsets to the counter, like the time itself.
    private long _sureMs;
    private long _floorMs;

    // The line before the first step that is not settled, and when the last one was made.
    private long _settledMs;
    private long _stepMs = NoStep;
    private long _certificateFloor = UtcTime.Unknown;
    private readonly bool _hasCalendar;
    private readonly long _calendarMs;
    private bool _isDoubted;

    /// <summary>A clock without a past.</summary>
    public BoardClock(IClock clock)
        : this(clock, null)
    {
    }

    /// <summary>A clock after a start: what flash kept (or null), what the board knows.</summary>
    public BoardClock(IClock clock, ClockRecord last)
    {
        _clock = clock;
        Put(FirmwareVersion.BuildUtcSeconds, ClockSource.Build);
        _floorMs = _baseMs;
        _sureMs = _baseMs;
        _settledMs = _baseMs;
        bool isLater = last != null && last.UtcSeconds > FirmwareVersion.BuildUtcSeconds
            && last.UtcSeconds <= UtcSecondsMax;
        if (isLater)
        {
            Put(last.UtcSeconds, last.Source);
            long sure = last.SureSeconds < last.UtcSeconds ? last.SureSeconds : last.UtcSeconds;
            if (sure > FirmwareVersion.BuildUtcSeconds) _sureMs = Offset(sure);
            if (last.SettledSeconds < last.UtcSeconds)
            {
                _settledMs = Offset(last.SettledSeconds);
                _stepMs = NowMs;
            }
        }

        if (!clock.IsSet) return;
        _hasCalendar = true;
        _calendarMs = Offset(clock.UtcSeconds);
        Tell(ClockSource.Board, clock.UtcSeconds);
    }

    /// <summary>Milliseconds since start.</summary>
    public long NowMs => _clock.MonotonicMs;

    /// <summary>Who told the time last, perhaps before the last restart.</summary>
    public ClockSource Source { get; private set; }

    /// <summary>Whether a source told the time since the last start.</summary>
    public bool IsTold { get; private set; }

    /// <summary>Whether answers disagree with the time.</summary>
    public bool IsInDoubt => _isDoubted;

    /// <summary>Milliseconds since start when the time was told or confirmed last.</summary>
    public long ToldMs => _toldMs;

    /// <summary>How much the present time is trusted, 0 to 3.</summary>
    public int Trust => TrustOf(Source);

    /// <summary>Before this no clock of this board can be, in seconds since 1970.</summary>
    public long HardFloor => _certificateFloor > FirmwareVersion.BuildUtcSeconds
        ? _certificateFloor : FirmwareVersion.BuildUtcSeconds;

    /// <summary>
    /// Seconds since 1970 UTC, or <see cref="UtcTime.Unknown"/> unless a source told the time since
    /// the last start and it is not in doubt.
    /// </summary>
    public long UtcNow() => IsTold && !_isDoubted ? Reckoned() : UtcTime.Unknown;

    /// <summary>
    /// What the board's own calendar would say, had nobody set it since the start, in seconds since
    /// 1970 UTC; <see cref="UtcTime.Unknown"/> when it did not go on over the start.
    /// </summary>
    public long OwnCalendar() => _hasCalendar ? (_calendarMs + NowMs) / 1000 : UtcTime.Unknown;

    /// <summary>
    /// Seconds since 1970 UTC that the true time has reached, as far as its source is right; never
    /// <see cref="UtcTime.Unknown"/>.
    /// </summary>
    public long AtLeast() => _isDoubted ? Line(_floorMs) : Reckoned();

    /// <summary>
    /// Seconds since 1970 UTC that the true time has reached by the word of the operator, of the CA
    /// or of the gateway's own certificate: what cannot be undone goes by this. Without the board's
    /// time off since that word; never <see cref="UtcTime.Unknown"/>.
    /// </summary>
    public long Sure()
    {
        long sure = Line(_isDoubted ? _floorMs : _sureMs);
        long reckoned = AtLeast();
        return sure < reckoned ? sure : reckoned;
    }

    /// <summary>
    /// Seconds since 1970 UTC behind which no source of trust 1 moves the clock: the time itself
    /// once it has run for a day without a step, until then what it was before.
    /// </summary>
    public long Settled() => _isDoubted ? Line(_floorMs)
        : _stepMs == NoStep ? Reckoned() : Line(_settledMs);

    /// <summary>Takes the time of an authenticated message of the CA as a hint.</summary>
    public void Hint(long utcSeconds) => Tell(ClockSource.Ca, utcSeconds);

    /// <summary>
    /// Notes when a verified certificate of the gateway begins: the true time is this or later.
    /// </summary>
    public void CertificateBegins(long notBefore)
    {
        if (notBefore <= HardFloor || notBefore > UtcSecondsMax) return;
        if (IsTold && notBefore - Reckoned() > SmallStepSeconds) Doubt();
        _certificateFloor = notBefore;
        long offset = Offset(notBefore);
        if (offset > _floorMs) _floorMs = offset;
        if (offset > _sureMs) _sureMs = offset;
    }

    /// <summary>
    /// Notes the validity of a certificate that the CA has just issued: no CA issues what has
    /// ended.
    /// </summary>
    public void CertificateIssued(long notBefore, long notAfter)
    {
        if (IsTold && Reckoned() > notAfter) Doubt();
        CertificateBegins(notBefore);
    }

    /// <summary>
    /// Notes that answers disagree with the time: it is unknown until the next source tells it.
    /// </summary>
    public void Doubt()
    {
        _isDoubted = true;
        _sureMs = _floorMs;
        _settledMs = _floorMs;
        _stepMs = NowMs;
    }

    /// <summary>
    /// Takes the time of a source by the rules above; null, or why not in one sentence.
    /// </summary>
    public string Tell(ClockSource source, long utcSeconds)
    {
        string reason = Refusal(source, utcSeconds);
        if (reason != null) return reason;
        long before = Reckoned();
        long step = utcSeconds - before;
        bool isKept = IsTold && !_isDoubted && source != ClockSource.Operator;
        bool isConfirmed = isKept && TrustOf(source) > Trust && step <= SmallStepSeconds
            && step >= -SmallStepSeconds;
        bool isDrift = !_isDoubted && source != ClockSource.Operator && step < 0
            && step >= -SmallStepSeconds;
        Settle(TrustOf(source) >= SureTrust, utcSeconds, step);
        if (!isConfirmed)
        {
            _baseMs = Offset(utcSeconds);
            _standsUntil = isDrift ? before : UtcTime.Unknown;
        }

        Source = source;
        _toldMs = NowMs;
        IsTold = true;
        _isDoubted = false;
        if (!isConfirmed && source != ClockSource.Board) _clock.SetUtc(utcSeconds);
        return null;
    }

    // A step is settled after a day; a word that is sure settles it at once.
    private void Settle(bool isSure, long utcSeconds, long step)
    {
        if (isSure)
        {
            _sureMs = Offset(utcSeconds);
            _stepMs = NoStep;
        }
        else if (step > SmallStepSeconds || step < -SmallStepSeconds)
        {
            if (_stepMs == NoStep) _settledMs = _baseMs;
            _stepMs = NowMs;
        }
        else if (_stepMs != NoStep && NowMs - _stepMs > AgedSeconds * 1000L) _stepMs = NoStep;
    }

    /// <summary>
    /// Why no source, the operator included, can set that time; null when the operator can.
    /// </summary>
    public string WhyNever(long utcSeconds)
    {
        if (utcSeconds > UtcSecondsMax) return "The time is beyond the year 9999.";
        if (utcSeconds >= HardFloor) return null;
        return "The time is before " + UtcTime.ToText(HardFloor) + " UTC, when "
            + (_certificateFloor == HardFloor ? "the gateway's own certificate begins to be valid."
                : "this firmware was made.");
    }

    private string Refusal(ClockSource source, long utcSeconds)
    {
        string never = WhyNever(utcSeconds);
        if (never != null) return never;
        int trust = TrustOf(source);
        if (_isDoubted || trust > Trust || source == ClockSource.Operator) return null;
        bool isFresh = IsTold && NowMs - _toldMs <= AgedSeconds * 1000L;
        if (trust < Trust && isFresh) return "A better source told the time less than a day ago.";
        long back = (trust < SureTrust ? Settled() : Sure()) - utcSeconds;
        return back <= SmallStepSeconds ? null
            : "The time is " + ClockText.Duration(back)
                + " before the one known by a source that is trusted as much or more.";
    }

    private static int TrustOf(ClockSource source)
    {
        switch (source)
        {
            case ClockSource.Operator: return 3;
            case ClockSource.Ca: return 2;
            case ClockSource.Sntp:
            case ClockSource.Board: return 1;
            default: return 0;
        }
    }

    private void Put(long utcSeconds, ClockSource source)
    {
        _baseMs = Offset(utcSeconds);
        Source = source;
    }

    private long Offset(long utcSeconds) => (utcSeconds * 1000) - NowMs;

    private long Line(long offsetMs)
    {
        long seconds = (offsetMs + NowMs) / 1000;
        return seconds < HardFloor ? HardFloor : seconds;
    }

    private long Reckoned()
    {
        long seconds = Line(_baseMs);
        return seconds < _standsUntil ? _standsUntil : seconds;
    }
}

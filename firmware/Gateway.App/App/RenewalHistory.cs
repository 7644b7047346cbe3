using Gateway.Core;

namespace Gateway.App;

/// <summary>What came of the renewals of one session since the start.</summary>
internal sealed class RenewalHistory
{
    // Then about once a day, for each key is a generation and some writes to flash.
    private const int RefusalsBefore = 2;
    private const int RefusalsBetween = 48;

    private int _refusals;

    /// <summary>A session that has done nothing; a random octet and the board's time.</summary>
    public RenewalHistory(string sessionName, int jitter, long startMs)
    {
        SessionName = sessionName;
        Jitter = jitter;
        StartMs = startMs;
    }

    /// <summary>The session's name.</summary>
    public string SessionName { get; }

    /// <summary>When it began, on the board's clock.</summary>
    public long StartMs { get; }

    /// <summary>The random octet that spreads the next attempt.</summary>
    public int Jitter { get; private set; }

    /// <summary>The last step that was tried.</summary>
    public RenewalStep LastStep { get; private set; }

    /// <summary>When it began, on the board's clock, or <see cref="RenewalFacts.Never"/>.</summary>
    public long LastAttemptMs { get; private set; } = RenewalFacts.Never;

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>
    /// Questions for the time in vain since one was answered or the certificate was renewed.
    /// </summary>
    public int QuestionsInVain { get; private set; }

    /// <summary>
    /// When the last request for a certificate began, on the board's clock, or
    /// <see cref="RenewalFacts.Never"/>.
    /// </summary>
    public long LastRequestMs { get; private set; } = RenewalFacts.Never;

    /// <summary>
    /// When the last request began that brought a certificate, on the board's clock, or
    /// <see cref="RenewalFacts.Never"/>.
    /// </summary>
    public long RenewedMs { get; private set; } = RenewalFacts.Never;

    /// <summary>How the last attempt ended, one sentence, or null.</summary>
    public string LastResult { get; private set; }

    /// <summary>When, UTC seconds or <see cref="UtcTime.Unknown"/>.</summary>
    public long LastResultUtc { get; private set; } = UtcTime.Unknown;

    /// <summary>
    /// The CA refused a request for a next key; true when another key is worth a try: a CA that
    /// certifies no key twice may have certified this one in an answer that was lost.
    /// </summary>
    public bool Refuse()
    {
        _refusals++;
        return _refusals == RefusalsBefore || _refusals % RefusalsBetween == 0;
    }

    /// <summary>An attempt begins.</summary>
    public void Begin(RenewalStep step, long nowMs)
    {
        // Failures of the question for the time are no failures of the renewal, nor the reverse.
        bool isSame = (step == RenewalStep.AskTime) == (LastStep == RenewalStep.AskTime);
        if (!isSame) Failures = 0;
        LastStep = step;
        LastAttemptMs = nowMs;
        if (IsRequest) LastRequestMs = nowMs;
    }

    /// <summary>It ended well; with a fresh random octet.</summary>
    public void Succeed(string result, long utcSeconds, int jitter)
    {
        Failures = 0;
        if (LastStep != RenewalStep.MakeKey) QuestionsInVain = 0;
        if (IsRequest) RenewedMs = LastAttemptMs;
        End(result, utcSeconds, jitter);
    }

    /// <summary>A certificate has come.</summary>
    public void Renewed() => _refusals = 0;

    /// <summary>It failed, or the CA refused it for that reason; with a fresh octet.</summary>
    public void Fail(string reason, long utcSeconds, int jitter)
    {
        if (Failures < int.MaxValue) Failures++;
        bool isQuestion = LastStep == RenewalStep.AskTime;
        if (isQuestion && QuestionsInVain < int.MaxValue) QuestionsInVain++;
        End(reason, utcSeconds, jitter);
    }

    /// <summary>Puts all of it where a decision finds it.</summary>
    public void Tell(RenewalFacts facts)
    {
        facts.StartMs = StartMs;
        facts.LastStep = LastStep;
        facts.LastAttemptMs = LastAttemptMs;
        facts.Failures = Failures;
        facts.Jitter = Jitter;
        facts.QuestionsInVain = QuestionsInVain;
        facts.LastRequestMs = LastRequestMs;
        facts.RenewedMs = RenewedMs;
    }

    private bool IsRequest =>
        LastStep == RenewalStep.Update || LastStep == RenewalStep.ApplyAnew;

    private void End(string result, long utcSeconds, int jitter)
    {
        LastResult = result;
        LastResultUtc = utcSeconds;
        Jitter = jitter;
    }
}

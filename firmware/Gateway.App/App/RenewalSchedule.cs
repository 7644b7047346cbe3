using Gateway.Core;

namespace Gateway.App;

/// <summary>
/// When a certificate is renewed, and how. It keeps nothing: the same facts give the same step.
/// Pauses are counted on the board's clock, so that a calendar that is put right does not move
/// them; the calendar only says when an update is due and the certificate ends.
/// <code>
/// end            a certificate without well-defined end is not renewed
/// key pair       made ahead of due by three times its generation, at most a tenth of the validity
/// due            notBefore + P % of the validity, and up to 5 minutes (1/1000 of it) at random
/// after a start  10 to 60 s, and due
/// failures       1, 2, 4, ... minutes after the attempt began, up to a quarter more at random; at
///                most 30 minutes, 10 minutes in the last tenth of what was left when due
/// success        the next one in a day at the earliest, or a quarter of the time from due to the
///                end (1/100 of the validity): a wrong clock is no reason to renew for ever
/// after the end  by MAC and by update in turns, when there is a secret; else by update
/// time unknown   by its lower bound; the CA is asked for the time from 3 minutes after the start.
///                When it tells none: an update a day; in doubt, where an answer has interrupted
///                what was due by the time before, at once and then each 30 minutes. None of it
///                after an update since the start: the lower bound is as good as the time then
/// </code>
/// </summary>
internal static class RenewalSchedule
{
    /// <summary>Shortest pause between the beginnings of two attempts.</summary>
    public const int PauseMinSeconds = 60;

    /// <summary>Longest pause between the beginnings of two attempts once due.</summary>
    public const int PauseMaxSeconds = 1800;

    /// <summary>The same in the last tenth before the end.</summary>
    public const int LatePauseMaxSeconds = 600;

    /// <summary>Most seconds by which the first attempt is spread after due.</summary>
    public const int SpreadMaxSeconds = 300;

    // 99991231235959Z stands for "no well-defined expiration date", RFC 5280 4.1.2.5.
    private const long NoEnd = 253402300799;

    private const int StartMinSeconds = 10;
    private const int StartSpreadSeconds = 50;
    private const int AskTimeSeconds = 180;
    private const int BlindPauseSeconds = 86400;
    private const int RenewedPauseSeconds = 86400;
    private const int KeyLeadFactor = 3;
    private const int OctetMax = 255;

    /// <summary>
    /// When the update is due, in UTC seconds, without jitter; <see cref="UtcTime.Unknown"/> for a
    /// certificate that has no end.
    /// </summary>
    public static long DueUtc(RenewalFacts facts) => DueUtc(facts.NotBefore, facts.NotAfter,
        facts.ExpirePercent);

    /// <summary>The same for any validity and percentage.</summary>
    public static long DueUtc(long notBefore, long notAfter, int percent)
    {
        if (notAfter >= NoEnd) return UtcTime.Unknown;
        return notAfter <= notBefore ? notAfter
            : notBefore + ((notAfter - notBefore) * percent / 100);
    }

    /// <summary>
    /// When the generation of the key pair begins, in UTC seconds; only for what has an end.
    /// </summary>
    public static long KeyDueUtc(RenewalFacts facts)
    {
        long lead = (long)facts.KeySeconds * KeyLeadFactor;
        if (lead > facts.Validity / 10) lead = facts.Validity / 10;
        return DueUtc(facts) - lead;
    }

    /// <summary>The next step.</summary>
    public static RenewalDecision Next(RenewalFacts facts)
    {
        if (DueUtc(facts) == UtcTime.Unknown)
        {
            return new RenewalDecision(RenewalStep.None, facts, 0,
                "the certificate has no well-defined end date");
        }

        if (facts.IsLost && !facts.CanApplyAnew)
        {
            return new RenewalDecision(RenewalStep.None, facts, 0,
                "the certificate cannot be read and there is no MAC secret to apply anew with");
        }

        RenewalStep step = facts.IsLost ? RenewalStep.ApplyAnew : Step(facts, false);
        RenewalDecision renewal = Renewal(facts, step);

        // What is due by the lower bound is due for sure, and its answer tells the time as well.
        bool isSure = facts.UtcNow != UtcTime.Unknown || CalendarMs(facts, step) <= 0;
        if (isSure) return renewal;
        RenewalDecision first = Earlier(renewal, AskTime(facts));
        return IsBlindAllowed(facts) ? Earlier(Blind(facts), first) : first;
    }

    private static RenewalDecision Earlier(RenewalDecision one, RenewalDecision other) =>
        one.DueMs <= other.DueMs ? one : other;

    private static RenewalDecision Renewal(RenewalFacts facts, RenewalStep step)
    {
        long pauseMs = LeftMs(facts, EarliestMs(facts, step));
        long calendarMs = CalendarMs(facts, step);

        // Without a failure behind it the first attempt of a fleet is spread.
        if (facts.Failures == 0 && step == RenewalStep.Update)
        {
            calendarMs += SpreadMs(facts);
            if (calendarMs < 0) calendarMs = 0;
        }

        long waitMs = pauseMs > calendarMs ? pauseMs : calendarMs;
        return new RenewalDecision(step, facts, waitMs > 0 ? waitMs : 0, Why(facts, step));
    }

    private static bool IsBlindAllowed(RenewalFacts facts) => IsInterrupted(facts)
        || (facts.QuestionsInVain > 0 && !facts.HasRenewed);

    // The answer that put the clock in doubt was to a request that was due before.
    private static bool IsInterrupted(RenewalFacts facts) => facts.IsInDoubt && facts.Failures == 1
        && facts.QuestionsInVain == 0 && (facts.LastStep == RenewalStep.Update
            || facts.LastStep == RenewalStep.ApplyAnew);

    // Without the calendar.
    private static RenewalDecision Blind(RenewalFacts facts)
    {
        RenewalStep step = Step(facts, true);
        long dueMs = EarliestMs(facts, step);
        if (!IsInterrupted(facts))
        {
            long lastMs = facts.LastRequestMs == RenewalFacts.Never ? facts.StartMs
                : facts.LastRequestMs;
            long pauseSeconds = facts.IsInDoubt ? PauseMaxSeconds : BlindPauseSeconds;
            if (lastMs + (pauseSeconds * 1000) > dueMs) dueMs = lastMs + (pauseSeconds * 1000);
        }

        long waitMs = LeftMs(facts, dueMs);
        return new RenewalDecision(step, facts, waitMs > 0 ? waitMs : 0,
            "nobody has told the time, not even the CA; the update may be due");
    }

    private static RenewalStep Step(RenewalFacts facts, bool isBlind)
    {
        // A key that cannot be made must not cost the certificate: late, it goes without in turns.
        bool goesWithout = facts.LastStep == RenewalStep.MakeKey && facts.Failures > 0
            && (isBlind || LastTenthWait(facts) <= 0);
        if (facts.NeedsKey && !facts.IsKeyReady && !goesWithout) return RenewalStep.MakeKey;
        bool isEnded = facts.Now > facts.NotAfter;
        bool isTurn = facts.LastStep != RenewalStep.ApplyAnew;
        return isEnded && facts.CanApplyAnew && isTurn ? RenewalStep.ApplyAnew
            : RenewalStep.Update;
    }

    // Milliseconds from now until the calendar allows the step; negative when that is over.
    private static long CalendarMs(RenewalFacts facts, RenewalStep step)
    {
        long utc = step == RenewalStep.MakeKey ? KeyDueUtc(facts) : DueUtc(facts);
        return (utc - facts.Now) * 1000;
    }

    private static RenewalDecision AskTime(RenewalFacts facts)
    {
        long earliestMs = facts.StartMs + (AskTimeSeconds * 1000L)
            + (StartSpreadSeconds * 1000L * facts.Jitter / OctetMax);
        if (facts.LastAttemptMs != RenewalFacts.Never)
        {
            long nextMs = facts.LastAttemptMs
                + PauseMs(facts, RenewalStep.AskTime, PauseMaxSeconds);
            if (nextMs > earliestMs) earliestMs = nextMs;
        }

        long waitMs = LeftMs(facts, earliestMs);
        return new RenewalDecision(RenewalStep.AskTime, facts, waitMs > 0 ? waitMs : 0,
            facts.IsInDoubt ? "answers disagree with the clock; the CA is asked for the time"
                : "nobody has told the time; the CA is asked for it");
    }

    // The first moment, on the board's clock, that start, success and failures allow.
    private static long EarliestMs(RenewalFacts facts, RenewalStep step)
    {
        long attemptMs = NextAttemptMs(facts, step);
        if (!facts.HasRenewed) return attemptMs;
        long renewedMs = facts.RenewedMs + RenewedPauseMs(facts);
        return renewedMs > attemptMs ? renewedMs : attemptMs;
    }

    private static long NextAttemptMs(RenewalFacts facts, RenewalStep step)
    {
        // Short validities, as tests have them, cannot spare a minute.
        long spread = facts.Validity / 100;
        if (spread > StartSpreadSeconds) spread = StartSpreadSeconds;
        long startMs = facts.StartMs + (StartMinSeconds * 1000L)
            + (spread * 1000 * facts.Jitter / OctetMax);
        bool hasMadeKey = facts.LastStep == RenewalStep.MakeKey && facts.Failures == 0;
        if (facts.LastAttemptMs == RenewalFacts.Never || hasMadeKey) return startMs;
        long lateMs = facts.LastAttemptMs + PauseMs(facts, step, LatePauseMaxSeconds);
        long usualMs = facts.LastAttemptMs + PauseMs(facts, step, PauseMaxSeconds);

        if (facts.Now > facts.NotAfter) return HasTriedSinceEnd(facts) ? usualMs : lateMs;

        // A pause that reaches into the last tenth ends with its beginning, or after the shorter
        // pause that holds there.
        long lastTenthMs = facts.NowMs + (LastTenthWait(facts) * 1000);
        if (usualMs <= lastTenthMs) return usualMs;
        return lateMs > lastTenthMs ? lateMs : lastTenthMs;
    }

    private static long RenewedPauseMs(RenewalFacts facts)
    {
        long seconds = (facts.NotAfter - DueUtc(facts)) / 4;
        if (seconds < facts.Validity / 100) seconds = facts.Validity / 100;
        return (seconds < RenewedPauseSeconds ? seconds : RenewedPauseSeconds) * 1000;
    }

    private static bool HasTriedSinceEnd(RenewalFacts facts) =>
        facts.NowMs - facts.LastAttemptMs < (facts.Now - facts.NotAfter) * 1000;

    // Seconds until the last tenth of what was left at due; negative inside it.
    private static long LastTenthWait(RenewalFacts facts)
    {
        long tenth = (facts.NotAfter - DueUtc(facts)) / 10;
        return facts.NotAfter - tenth - facts.Now;
    }

    private static long PauseMs(RenewalFacts facts, RenewalStep step, int maxSeconds)
    {
        // Asking for the time and renewing fail for reasons of their own.
        bool isSame = (facts.LastStep == RenewalStep.AskTime) == (step == RenewalStep.AskTime);
        int failures = isSame ? facts.Failures : 0;

        // So that a quarter more is still within the longest pause.
        int baseMax = maxSeconds * 4 / 5;
        int seconds = PauseMinSeconds;
        for (int i = 1; i < failures && seconds < baseMax; i++) seconds *= 2;
        if (seconds > baseMax) seconds = baseMax;
        return (seconds * 1000L) + (seconds * 250L * facts.Jitter / OctetMax);
    }

    private static long SpreadMs(RenewalFacts facts)
    {
        long mostMs = facts.Validity;
        long leftMs = (facts.NotAfter - DueUtc(facts)) * 100;
        if (mostMs > leftMs) mostMs = leftMs;
        if (mostMs > SpreadMaxSeconds * 1000L) mostMs = SpreadMaxSeconds * 1000L;
        return mostMs * facts.Jitter / OctetMax;
    }

    private static long LeftMs(RenewalFacts facts, long atMs) => atMs - facts.NowMs;

    private static string Why(RenewalFacts facts, RenewalStep step)
    {
        string why = Cause(facts, step);
        if (facts.Failures == 0 || facts.LastStep == RenewalStep.AskTime) return why;
        return why + "; tried again after " + facts.Failures.ToString()
            + (facts.Failures == 1 ? " failure" : " failures in a row");
    }

    private static string Cause(RenewalFacts facts, RenewalStep step)
    {
        if (facts.Now > facts.NotAfter)
        {
            if (facts.IsLost)
            {
                return "the certificate cannot be read; the CA is asked with the MAC secret";
            }

            if (step == RenewalStep.ApplyAnew)
            {
                return "the certificate has expired; the CA is asked with the MAC secret";
            }

            if (step == RenewalStep.MakeKey)
            {
                return "the certificate has expired; its update waits for its key pair";
            }

            return facts.CanApplyAnew ? "the certificate has expired"
                : "the certificate has expired and there is no MAC secret to apply anew with";
        }

        if (step == RenewalStep.Update && facts.NeedsKey && !facts.IsKeyReady)
        {
            return "the next key pair cannot be made; the current one is kept";
        }

        if (step == RenewalStep.MakeKey)
        {
            return facts.Now < DueUtc(facts) ? "the key pair is made ahead of the update"
                : "the update is due and waits for its key pair";
        }

        return "at " + facts.ExpirePercent.ToString() + " % of the validity";
    }
}

using Gateway.Core;

namespace Gateway.App;

/// <summary>The next step of a renewal; never changed once made.</summary>
internal sealed class RenewalDecision
{
    /// <summary>A step, due in so many milliseconds after the facts' present.</summary>
    public RenewalDecision(RenewalStep step, RenewalFacts facts, long waitMs, string why)
    {
        Step = step;
        Why = why;
        if (step == RenewalStep.None) return;
        DueMs = facts.NowMs + waitMs;
        if (facts.UtcNow == UtcTime.Unknown) return;
        DueUtcSeconds = facts.UtcNow + ((waitMs + 999) / 1000);
    }

    /// <summary>What is done.</summary>
    public RenewalStep Step { get; }

    /// <summary>
    /// When, on the board's clock, never before the present of the facts;
    /// <see cref="long.MaxValue"/> for <see cref="RenewalStep.None"/>.
    /// </summary>
    public long DueMs { get; } = long.MaxValue;

    /// <summary>
    /// When, in UTC seconds; <see cref="UtcTime.Unknown"/> while the time is, and for none.
    /// </summary>
    public long DueUtcSeconds { get; } = UtcTime.Unknown;

    /// <summary>Why, a phrase in one line.</summary>
    public string Why { get; }
}

namespace Gateway.Cmp;

/// <summary>
/// What is wrong with an answer: how it ends, what the CA is told, what the operator reads.
/// </summary>
public sealed class CmpFault
{
    /// <summary>A fault.</summary>
    /// <param name="outcome">How the enrolment ends.</param>
    /// <param name="failBit">The failInfo bit for the CA (<see cref="FailInfo"/>).</param>
    /// <param name="reason">One sentence for the operator.</param>
    public CmpFault(CmpOutcome outcome, int failBit, string reason)
    {
        Outcome = outcome;
        FailBit = failBit;
        Reason = reason;
    }

    /// <summary>How the enrolment ends.</summary>
    public CmpOutcome Outcome { get; }

    /// <summary>The failInfo bit for the CA.</summary>
    public int FailBit { get; }

    /// <summary>One sentence for the operator.</summary>
    public string Reason { get; }
}

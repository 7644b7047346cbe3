using Gateway.Core;

namespace Gateway.Cli;

/// <summary>What an operator is told of a trial.</summary>
public static class TrialText
{
    /// <summary>How long the trial still runs, and how to keep or end it.</summary>
    public static string Notice(ITrialService trials)
    {
        string until = trials.EndUtc == UtcTime.Unknown ? ""
            : ", until " + UtcTime.ToText(trials.EndUtc) + " UTC";
        return " Info: The trial configuration runs for " + trials.SecondsLeft.ToString()
            + " seconds" + until + "; 'commit' keeps it, 'abort trial' ends it.";
    }
}

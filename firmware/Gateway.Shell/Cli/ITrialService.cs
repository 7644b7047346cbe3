namespace Gateway.Cli;

/// <summary>
/// The configuration on trial and its time. Errors are one sentence without <c>Error:</c>; null
/// means success.
/// </summary>
public interface ITrialService
{
    /// <summary>
    /// Puts the candidate into effect for that many seconds; a trial that runs starts over with it.
    /// </summary>
    string Commit(int seconds);

    /// <summary>Ends the trial that runs.</summary>
    string Abort();

    /// <summary>Seconds that the trial has in all; 0 without a trial.</summary>
    int TotalSeconds { get; }

    /// <summary>Seconds that are left; 0 without a trial.</summary>
    int SecondsLeft { get; }

    /// <summary>
    /// When the trial ends, seconds since 1970 UTC; UtcTime.Unknown without a clock.
    /// </summary>
    long EndUtc { get; }
}

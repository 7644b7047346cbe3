namespace Gateway.App;

/// <summary>Work beside the console, in bounded steps of the main loop.</summary>
internal interface IBackgroundTask
{
    /// <summary>Does one bounded step; true when it computed something.</summary>
    bool Poll(long nowMs);

    /// <summary>
    /// When the next step has something to do, on the board's clock; a time that is over when it
    /// has so at once, <see cref="long.MaxValue"/> when nothing is due.
    /// </summary>
    long DueMs { get; }

    /// <summary>
    /// Gives up what is under way, to be taken up later: the heap was exhausted.
    /// </summary>
    void Postpone(long nowMs);
}

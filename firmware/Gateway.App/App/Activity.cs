namespace Gateway.App;

/// <summary>
/// Whether the job in the foreground merely waits, so that the main loop may rest.
/// </summary>
internal sealed class Activity
{
    /// <summary>True while nothing can be computed.</summary>
    public bool IsIdle { get; set; }
}

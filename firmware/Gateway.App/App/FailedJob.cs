using Gateway.Cli;

namespace Gateway.App;

/// <summary>A job that could not begin: it says why.</summary>
internal sealed class FailedJob : IShellJob
{
    private readonly string _reason;

    public FailedJob(string reason) => _reason = reason;

    /// <inheritdoc/>
    public bool Succeeded => false;

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        output.Line("Error: " + _reason);
        return false;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output)
    {
    }
}

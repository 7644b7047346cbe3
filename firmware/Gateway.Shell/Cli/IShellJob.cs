namespace Gateway.Cli;

/// <summary>
/// Work that a command started; the terminal drives it and takes no command meanwhile.
/// </summary>
public interface IShellJob
{
    /// <summary>
    /// Does one bounded piece of work; true while there is more to do. On failure it prints one
    /// line
    /// that begins with <c>Error: </c> and ends.
    /// </summary>
    bool Step(long nowMs, IShellOutput output);

    /// <summary>
    /// Gives up because the operator pressed Ctrl+C; prints its own one-line <c>Error: </c>.
    /// </summary>
    void Cancel(IShellOutput output);

    /// <summary>
    /// Whether it reached its aim; asked after <see cref="Step"/> returned false.
    /// </summary>
    bool Succeeded { get; }
}

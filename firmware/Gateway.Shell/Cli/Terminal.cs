using Gateway.Config;

namespace Gateway.Cli;

/// <summary>
/// One console: bytes and time in, bytes out. It owns the line editor, the views and the job in the
/// foreground; it does no I/O and starts no thread. Not for two threads at once.
/// </summary>
public sealed class Terminal
{
    /// <summary>A terminal for a board; commands edit the transaction's candidate.</summary>
    public Terminal(ShellSettings settings, ShellServices services,
        ConfigurationTransaction transaction, ITerminalOutput output)
    {
    }

    /// <summary>Whether long output stops with <c>---- More ----</c>; on by default.</summary>
    public bool IsPagingEnabled { get; set; } = true;

    /// <summary>Whether progress is shown; on by default.</summary>
    public bool ShowProgress { get; set; } = true;

    /// <summary>
    /// True when a prompt, a question or <c>---- More ----</c> waits for the operator and no job runs.
    /// </summary>
    public bool IsWaitingForInput => false;

    /// <summary>Prints the first prompt.</summary>
    public void Start(long nowMs)
    {
    }

    /// <summary>Takes what the operator typed.</summary>
    public void Receive(byte[] buffer, int offset, int count, long nowMs)
    {
    }

    /// <summary>
    /// Does one bounded step of the job in the foreground; true while there is more to do. Harmless
    /// when none runs.
    /// </summary>
    public bool Poll(long nowMs)
    {
        return false;
    }

    /// <summary>
    /// Prints a line that the operator did not ask for (a renewal, a port that went down) above the
    /// prompt, which is then shown again with what was typed so far.
    /// </summary>
    public void Notify(string line)
    {
    }

    /// <summary>
    /// Replays a configuration text (lines ended by LF or CRLF) into the candidate as at boot: no
    /// output, no question, no file read. What is missing on the board is kept with a warning.
    /// </summary>
    public ReplayReport Replay(string text)
    {
        return new ReplayReport();
    }
}

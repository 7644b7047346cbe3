namespace Gateway.Cli;

/// <summary>What became of a configuration text that was replayed into the candidate.</summary>
public sealed class ReplayReport
{
    /// <summary>How many messages are kept; the counts go on.</summary>
    public const int MessageCountMax = 32;

    private readonly string[] _messages = new string[MessageCountMax];

    /// <summary>Lines that were taken.</summary>
    public int TakenCount { get; internal set; }

    /// <summary>Lines that were refused.</summary>
    public int RefusedCount { get; internal set; }

    /// <summary>Messages kept, at most <see cref="MessageCountMax"/>.</summary>
    public int MessageCount { get; private set; }

    /// <summary>
    /// A message: <c>Error: Line 5: …</c> for a refused line, <c>Warning: Line 7: …</c>.
    /// </summary>
    public string Message(int index) => _messages[index];

    /// <summary>The counts in a sentence.</summary>
    public string Summary() =>
        TakenCount.ToString() + (TakenCount == 1 ? " line was" : " lines were") + " taken, "
        + RefusedCount.ToString() + (RefusedCount == 1 ? " was" : " were") + " refused.";

    internal void Add(string message)
    {
        if (MessageCount < MessageCountMax) _messages[MessageCount++] = message;
    }
}

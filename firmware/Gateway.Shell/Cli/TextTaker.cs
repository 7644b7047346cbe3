namespace Gateway.Cli;

/// <summary>Takes a text of several lines that the operator pastes.</summary>
internal abstract class TextTaker
{
    /// <summary>
    /// Takes a line; false when it was the last. A masked secret comes beside, and is wiped by the
    /// caller.
    /// </summary>
    internal abstract bool Take(string line, byte[] secret);

    /// <summary>Notes that a line was longer than a terminal's lines can be.</summary>
    internal abstract void RefuseLongLine();

    /// <summary>The text is over, or Ctrl+C ended it.</summary>
    internal abstract void End(bool isCancelled);
}

namespace Gateway.Cli;

/// <summary>The last lines typed; a secret is never among them, only its mark.</summary>
internal sealed class History
{
    internal const int CountMax = 10;

    private readonly string[] lines = new string[CountMax];
    private int recalled;

    internal int Count { get; private set; }

    internal string this[int index] => lines[index];

    internal void Add(string line)
    {
        if (Count == 0 || lines[Count - 1] != line)
        {
            if (Count == CountMax)
            {
                for (int i = 1; i < CountMax; i++) lines[i - 1] = lines[i];
                Count--;
            }

            lines[Count++] = line;
        }

        recalled = Count;
    }

    /// <summary>Forgets where the operator was in the history.</summary>
    internal void Restart() => recalled = Count;

    /// <summary>The line before the one last recalled, or null.</summary>
    internal string Previous() => recalled == 0 ? null : lines[--recalled];

    /// <summary>
    /// The line after the one last recalled; an empty one behind the newest; or null.
    /// </summary>
    internal string Next()
    {
        if (recalled == Count) return null;
        return ++recalled == Count ? "" : lines[recalled];
    }
}

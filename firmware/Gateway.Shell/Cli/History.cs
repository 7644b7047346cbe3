namespace Gateway.Cli;

/// <summary>The last lines typed; a secret is never among them, only its mark.</summary>
internal sealed class History
{
    internal const int CountMax = 10;

    private readonly string[] _lines = new string[CountMax];
    private int _recalled;

    internal int Count { get; private set; }

    internal string this[int index] => _lines[index];

    internal void Add(string line)
    {
        if (Count == 0 || _lines[Count - 1] != line)
        {
            if (Count == CountMax)
            {
                for (int i = 1; i < CountMax; i++) _lines[i - 1] = _lines[i];
                Count--;
            }

            _lines[Count++] = line;
        }

        _recalled = Count;
    }

    /// <summary>Forgets where the operator was in the history.</summary>
    internal void Restart() => _recalled = Count;

    /// <summary>The line before the one last recalled, or null.</summary>
    internal string Previous() => _recalled == 0 ? null : _lines[--_recalled];

    /// <summary>
    /// The line after the one last recalled; an empty one behind the newest; or null.
    /// </summary>
    internal string Next()
    {
        if (_recalled == Count) return null;
        return ++_recalled == Count ? "" : _lines[_recalled];
    }
}

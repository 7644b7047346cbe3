namespace Gateway.Cli;

/// <summary>
/// A command line cut at blanks. A token that begins with a quote reaches to the next quote; quotes
/// inside a token are characters like others. The mark of a masked secret is a token of its own.
/// </summary>
internal sealed class LineTokens
{
    internal const int CountMax = 24;

    /// <summary>Stands in a line for the secret that the line editor keeps elsewhere.</summary>
    internal const char SecretMark = '\u0001';

    /// <summary>What is shown in place of a secret.</summary>
    internal const string SecretMask = "******";

    private readonly string _line;
    private readonly int[] _starts = new int[CountMax];
    private readonly int[] _ends = new int[CountMax];
    private readonly bool[] _quoted = new bool[CountMax];

    internal LineTokens(string line)
    {
        _line = line;
        int at = 0;
        while (true)
        {
            while (at < line.Length && line[at] == ' ') at++;
            if (at >= line.Length) return;
            if (Count == CountMax)
            {
                IsOverfull = true;
                return;
            }

            at = Take(at);
        }
    }

    internal int Count { get; private set; }

    /// <summary>Whether there were more tokens than any command has.</summary>
    internal bool IsOverfull { get; private set; }

    /// <summary>Whether the last token's closing quote is missing.</summary>
    internal bool HasOpenQuote { get; private set; }

    /// <summary>Whether the last token touches the end of the line, so that it may go on.</summary>
    internal bool IsLastOpen =>
        Count > 0 && (HasOpenQuote || (!_quoted[Count - 1] && _ends[Count - 1] == _line.Length));

    internal string this[int index] =>
        _line.Substring(_starts[index], _ends[index] - _starts[index]);

    internal bool IsQuoted(int index) => _quoted[index];

    /// <summary>Where a token stands in the line; its quote is part of it.</summary>
    internal int Start(int index) => _quoted[index] ? _starts[index] - 1 : _starts[index];

    internal int End(int index) => _ends[index];

    /// <summary>
    /// The column of a position in the line as it is shown, masks counted in full.
    /// </summary>
    internal int Column(int position)
    {
        int column = position;
        for (int i = 0; i < position && i < _line.Length; i++)
        {
            if (_line[i] == SecretMark) column += SecretMask.Length - 1;
        }

        return column;
    }

    internal int EndColumn => Column(_line.Length);

    /// <summary>A line as it may be shown.</summary>
    internal static string Shown(string line)
    {
        int mark = line.IndexOf(SecretMark);
        return mark < 0 ? line : line.Substring(0, mark) + SecretMask + line.Substring(mark + 1);
    }

    private int Take(int at)
    {
        bool isQuoted = _line[at] == '"';
        int start = isQuoted ? at + 1 : at;
        int end = start;
        while (end < _line.Length && _line[end] != (isQuoted ? '"' : ' ')) end++;
        _starts[Count] = start;
        _ends[Count] = end;
        _quoted[Count] = isQuoted;
        Count++;
        HasOpenQuote = isQuoted && end == _line.Length;
        return isQuoted && !HasOpenQuote ? end + 1 : end;
    }
}

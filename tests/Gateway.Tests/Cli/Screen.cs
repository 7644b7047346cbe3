using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Gateway.Tests.Cli;

/// <summary>
/// What an operator sees: the little of a VT100 that a console needs, without line wrap.
/// </summary>
internal sealed class Screen
{
    private readonly List<StringBuilder> lines = new() { new StringBuilder() };
    private readonly StringBuilder sequence = new();
    private bool isInSequence;
    private int column;

    public int BellCount { get; private set; }

    /// <summary>All lines so far, ended by LF but for the last.</summary>
    public string Text => string.Join("\n", lines.Select(line => line.ToString()));

    /// <summary>The line with the cursor.</summary>
    public string CurrentLine => lines[^1].ToString();

    public int Column => column;

    public void Write(byte value)
    {
        char c = (char)value;
        if (isInSequence)
        {
            sequence.Append(c);
            if (c == '[' || !(char.IsLetter(c) || c == '~')) return;
            isInSequence = false;
            if (sequence.ToString() == "[K" && column < Line.Length) Line.Length = column;
            return;
        }

        switch (c)
        {
            case '\u001b':
                isInSequence = true;
                sequence.Clear();
                break;
            case '\r': column = 0; break;
            case '\n': lines.Add(new StringBuilder()); break;
            case '\b': if (column > 0) column--; break;
            case '\a': BellCount++; break;
            default: Put(c); break;
        }
    }

    private StringBuilder Line => lines[^1];

    private void Put(char c)
    {
        while (Line.Length <= column) Line.Append(' ');
        Line[column++] = c;
    }
}

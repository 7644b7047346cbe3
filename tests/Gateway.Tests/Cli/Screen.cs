using System;
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
    private int row;

    public int BellCount { get; private set; }

    /// <summary>All lines so far, ended by LF but for the last.</summary>
    public string Text => string.Join("\n", lines.Select(line => line.ToString()));

    /// <summary>The line with the cursor.</summary>
    public string CurrentLine => Line.ToString();

    public int Column => column;

    public void Write(byte value)
    {
        char c = (char)value;
        if (isInSequence)
        {
            sequence.Append(c);
            if (c == '[' || !(char.IsLetter(c) || c == '~')) return;
            isInSequence = false;
            Obey(sequence.ToString());
            return;
        }

        switch (c)
        {
            case '\u001b':
                isInSequence = true;
                sequence.Clear();
                break;
            case '\r': column = 0; break;
            case '\n':
                if (++row == lines.Count) lines.Add(new StringBuilder());
                break;
            case '\b': if (column > 0) column--; break;
            case '\a': BellCount++; break;
            default: Put(c); break;
        }
    }

    private StringBuilder Line => lines[row];

    private void Obey(string text)
    {
        int.TryParse(text.AsSpan(1, text.Length - 2), out int count);
        if (text.EndsWith('A')) row -= count;
        if (text.EndsWith('C')) column += count;
        if (text[^1] is 'K' or 'J' && column < Line.Length) Line.Length = column;
        if (text.EndsWith('J')) lines.RemoveRange(row + 1, lines.Count - row - 1);
    }

    private void Put(char c)
    {
        while (Line.Length <= column) Line.Append(' ');
        Line[column++] = c;
    }
}

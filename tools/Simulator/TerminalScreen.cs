using System;
using System.Globalization;
using System.Text;

namespace Gateway.Simulator;

/// <summary>
/// Shows what a terminal of endless width would show of a console's output: CR, LF, backspace,
/// tabulator, ESC[K, ESC[nC, ESC[nD and ESC[nG move and erase, other escape sequences leave no
/// trace. A line is reported when it is complete; what was erased before is never seen.
/// </summary>
public sealed class TerminalScreen
{
    /// <summary>Columns that a line may have; what is printed beyond is lost.</summary>
    public const int ColumnsMax = 4096;

    private const char Escape = '\x1b';
    private const int ParametersLengthMax = 32;
    private const int TabColumns = 8;

    private readonly Action<string> _onLine;
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _parameters = new();
    private int _column;
    private State _state;

    /// <summary>An empty screen.</summary>
    /// <param name="onLine">Takes each complete line, without its end.</param>
    public TerminalScreen(Action<string> onLine) => _onLine = onLine;

    private enum State
    {
        Text = 0,
        Escape = 1,
        Sequence = 2,
    }

    /// <summary>The line under the cursor, so far.</summary>
    public string Current => _line.ToString();

    /// <summary>Shows text.</summary>
    public void Write(string text)
    {
        foreach (char c in text) Take(c);
    }

    private void Take(char c)
    {
        switch (_state)
        {
            case State.Escape:
                _state = c == '[' ? State.Sequence : State.Text;
                _parameters.Clear();
                break;
            case State.Sequence:
                // ECMA-48 5.4: parameters and intermediates, then one final byte from @ to ~.
                if (c is >= '@' and <= '~') EndSequence(c);
                else if (_parameters.Length < ParametersLengthMax) _parameters.Append(c);
                break;
            default:
                TakeText(c);
                break;
        }
    }

    private void TakeText(char c)
    {
        switch (c)
        {
            case '\r':
                _column = 0;
                break;
            case '\n':
                string line = _line.ToString();
                _line.Clear();
                _column = 0;
                _onLine(line);
                break;
            case '\b':
                MoveTo(_column - 1);
                break;
            case '\t':
                MoveTo((_column / TabColumns + 1) * TabColumns);
                break;
            case Escape:
                _state = State.Escape;
                break;
            default:
                if (!char.IsControl(c)) Put(c);
                break;
        }
    }

    private void EndSequence(char final)
    {
        _state = State.Text;
        string text = _parameters.ToString();
        _ = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        int distance = Math.Clamp(number, 1, ColumnsMax);
        switch (final)
        {
            case 'C':
                MoveTo(_column + distance);
                break;
            case 'D':
                MoveTo(_column - distance);
                break;
            case 'G':
                MoveTo(distance - 1);
                break;
            case 'K':
                Erase(number);
                break;
        }
    }

    // ECMA-48 8.3.41: 0 from the cursor on, 1 up to the cursor, 2 the whole line.
    private void Erase(int which)
    {
        if (which == 0 && _column < _line.Length) _line.Length = _column;
        if (which == 2) _line.Clear();
        if (which != 1) return;
        int last = Math.Min(_column, _line.Length - 1);
        for (int i = 0; i <= last; i++) _line[i] = ' ';
    }

    private void MoveTo(int column) => _column = Math.Clamp(column, 0, ColumnsMax);

    private void Put(char c)
    {
        if (_column >= ColumnsMax) return;
        if (_column > _line.Length) _line.Append(' ', _column - _line.Length);
        if (_column == _line.Length) _line.Append(c);
        else _line[_column] = c;
        _column++;
    }
}

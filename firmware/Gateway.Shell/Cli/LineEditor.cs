using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>What a line is typed for.</summary>
internal enum EditMode
{
    /// <summary>A command: help, completion, history, masked secrets.</summary>
    Command = 0,

    /// <summary>The answer to a question.</summary>
    Answer,

    /// <summary>A secret: nothing is echoed.</summary>
    Hidden,

    /// <summary>A line of a configuration text: masked secrets, no help.</summary>
    Text,
}

/// <summary>Tells the editor whether what is typed behind a text is a secret.</summary>
internal interface ISecretSensor
{
    bool IsSecretNext(string textBefore);
}

/// <summary>
/// One line being typed. The line itself holds a mark in place of a secret; the secret's
/// characters stand in a buffer of their own, which is wiped as soon as it is not needed.
/// </summary>
internal sealed class LineEditor
{
    /// <summary>
    /// Longest line in characters, a secret counted as one; no command with the longest values
    /// needs more.
    /// </summary>
    internal const int LengthMax = 300;

    /// <summary>Longest secret in characters, plain or cipher text.</summary>
    internal const int SecretLengthMax = ConfigurationSchema.CipherTextLengthMax;

    private const char Mark = LineTokens.SecretMark;
    private const char Bell = '\u0007';

    private readonly ConsoleOutput _output;
    private readonly ISecretSensor _sensor;
    private readonly char[] _text = new char[LengthMax];
    private readonly byte[] _secret = new byte[SecretLengthMax];
    private EditMode _mode;
    private int _length;
    private int _cursor;
    private int _secretLength;

    // Columns from the beginning of the prompt to the cursor, rows counted in full.
    private int _column;

    internal LineEditor(ConsoleOutput output, ISecretSensor sensor)
    {
        _output = output;
        _sensor = sensor;
        Prompt = "";
    }

    internal string Prompt { get; set; }

    internal string Line => new string(_text, 0, _length);

    internal string TextBeforeCursor => new string(_text, 0, _cursor);

    internal bool IsAtEnd => _cursor == _length;

    /// <summary>Whether more was typed than a line or a secret can hold.</summary>
    internal bool IsOverlong { get; private set; }

    /// <summary>Whether something was typed behind the secret, which was not echoed.</summary>
    internal bool HasTextBehindSecret { get; private set; }

    /// <summary>Whether the cursor stands in a secret.</summary>
    internal bool IsInSecret =>
        _mode == EditMode.Hidden || (_cursor > 0 && _text[_cursor - 1] == Mark);

    /// <summary>Starts a new line behind a prompt.</summary>
    internal void Begin(string prompt, EditMode editMode)
    {
        Prompt = prompt;
        _mode = editMode;
        Wipe();
        PutPrompt();
    }

    /// <summary>Shows prompt and line again, at the beginning of a screen line.</summary>
    internal void Show()
    {
        PutPrompt();
        WriteRange(0, _length);
        Backspace(_cursor, _length);
    }

    /// <summary>
    /// Takes prompt and line off the screen; the cursor then stands where they began.
    /// </summary>
    internal void Hide()
    {
        Step(-_column);
        _output.Write("\r");
        Erase();
    }

    /// <summary>Leaves the line for the next row, wherever in the line the cursor stands.</summary>
    internal void Leave()
    {
        int width = _output.ScreenWidth;
        if (width > 0) WriteRange(_cursor, _length);
        if (width == 0 || _column == 0 || _column % width > 0) _output.NewLine();
    }

    /// <summary>
    /// The row of the screen, prompt included, on which a column of the line stands; null when it
    /// is the last row.
    /// </summary>
    internal string RowAbove(int column)
    {
        int width = _output.ScreenWidth;
        if (width == 0) return null;
        string shown = Prompt + LineTokens.Shown(Line);
        int start = (Prompt.Length + column) / width * width;
        return start + width >= shown.Length ? null : shown.Substring(start, width);
    }

    /// <summary>
    /// A copy of the secret, which the caller wipes; null when it was only recalled.
    /// </summary>
    internal byte[] CopySecret() =>
        _secretLength == 0 ? null : Bytes.Slice(_secret, 0, _secretLength);

    internal void Wipe()
    {
        System.Array.Clear(_text, 0, _length);
        _length = 0;
        _cursor = 0;
        WipeSecret();
        IsOverlong = false;
    }

    internal void RingBell() => _output.Write(Bell);

    /// <summary>Takes a key that changes the line or moves in it.</summary>
    internal void Press(int key)
    {
        if (key >= ' ' && key <= '~')
        {
            Insert((char)key);
            return;
        }

        switch (key)
        {
            case Key.Backspace: EraseBefore(); break;
            case Key.Delete:
            case Key.ControlD: if (_cursor < _length) Remove(_cursor, _cursor + 1); break;
            case Key.Left:
            case Key.ControlB: MoveTo(_cursor - 1); break;
            case Key.Right:
            case Key.ControlF: MoveTo(_cursor + 1); break;
            case Key.Home:
            case Key.ControlA: MoveTo(0); break;
            case Key.End:
            case Key.ControlE: MoveTo(_length); break;
            case Key.ControlU: EraseLineBefore(); break;
            case Key.ControlK: Remove(_cursor, _length); break;
            case Key.ControlW: Remove(WordStart(), _cursor); break;
            case Key.Tab: if (_mode == EditMode.Text) Insert(' '); else RingBell(); break;
            case Key.Foreign: RingBell(); break;
            default: break;
        }
    }

    /// <summary>Puts a line of the history in place of the one typed.</summary>
    internal void Replace(string line)
    {
        MoveTo(0);
        Wipe();
        Erase();
        foreach (char c in line) _text[_length++] = c;
        _cursor = _length;
        WriteRange(0, _length);
    }

    /// <summary>Inserts text as if it had been typed where no secret is.</summary>
    internal void InsertText(string addition)
    {
        foreach (char c in addition) InsertPlain(c);
    }

    /// <summary>Takes away what stands directly before the cursor.</summary>
    internal void RemoveBefore(int count) => Remove(_cursor - count, _cursor);

    private void Insert(char c)
    {
        if (_mode == EditMode.Hidden)
        {
            AppendSecret(c);
            return;
        }

        bool isBehindMark = _cursor > 0 && _text[_cursor - 1] == Mark;
        if (isBehindMark && c != ' ')
        {
            AppendSecret(c);
            return;
        }

        if (_mode != EditMode.Answer && c != ' ' && IsWordStart()
            && _sensor.IsSecretNext(TextBeforeCursor))
        {
            BeginSecret(c);
            return;
        }

        InsertPlain(c);
    }

    private bool IsWordStart() => _cursor == 0 || _text[_cursor - 1] == ' ';

    private void BeginSecret(char c)
    {
        int mark = _length - 1;
        while (mark >= 0 && _text[mark] != Mark) mark--;
        if (mark >= 0 && mark < _cursor)
        {
            HasTextBehindSecret = true;
            return;
        }

        if (mark >= 0)
        {
            RingBell();
            return;
        }

        if (InsertPlain(Mark)) AppendSecret(c);
    }

    private void AppendSecret(char c)
    {
        if (_secretLength == SecretLengthMax)
        {
            IsOverlong = true;
            return;
        }

        _secret[_secretLength++] = (byte)c;
    }

    private bool InsertPlain(char c)
    {
        if (_length == LengthMax)
        {
            IsOverlong = true;
            RingBell();
            return false;
        }

        for (int i = _length; i > _cursor; i--) _text[i] = _text[i - 1];
        _text[_cursor++] = c;
        _length++;
        WriteRange(_cursor - 1, _length);
        Backspace(_cursor, _length);
        return true;
    }

    private void EraseBefore()
    {
        if (HasTextBehindSecret)
        {
            HasTextBehindSecret = false;
            return;
        }

        bool isInSecret = IsInSecret;
        if (isInSecret && _secretLength > 0) _secret[--_secretLength] = 0;
        if (_mode == EditMode.Hidden || (isInSecret && _secretLength > 0)) return;
        if (_cursor > 0) Remove(_cursor - 1, _cursor);
    }

    private void EraseLineBefore()
    {
        if (_mode == EditMode.Hidden) WipeSecret();
        else Remove(0, _cursor);
    }

    private int WordStart()
    {
        int at = _cursor;
        while (at > 0 && _text[at - 1] == ' ') at--;
        while (at > 0 && _text[at - 1] != ' ') at--;
        return at;
    }

    private void MoveTo(int position)
    {
        if (position < 0 || position > _length) return;
        if (position < _cursor) Backspace(position, _cursor);
        else WriteRange(_cursor, position);
        _cursor = position;
    }

    private void Remove(int from, int to)
    {
        if (from == to) return;
        MoveTo(from);
        for (int i = from; i < to; i++)
        {
            if (_text[i] == Mark) WipeSecret();
        }

        for (int i = to; i < _length; i++) _text[from + i - to] = _text[i];
        _length -= to - from;
        System.Array.Clear(_text, _length, to - from);
        WriteRange(from, _length);
        Erase();
        Backspace(from, _length);
    }

    private void WipeSecret()
    {
        System.Array.Clear(_secret, 0, _secretLength);
        _secretLength = 0;
        HasTextBehindSecret = false;
    }

    private void WriteRange(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_text[i] != Mark) Put(_text[i]);
            else foreach (char c in LineTokens.SecretMask) Put(c);
        }
    }

    private void Backspace(int from, int to)
    {
        int width = 0;
        for (int i = from; i < to; i++)
        {
            width += _text[i] == Mark ? LineTokens.SecretMask.Length : 1;
        }

        Step(-width);
    }

    private void PutPrompt()
    {
        _column = 0;
        foreach (char c in Prompt) Put(c);
    }

    // A row that is full ends here, so that the cursor's place does not depend on the screen.
    private void Put(char c)
    {
        _output.Write(c);
        _column++;
        int width = _output.ScreenWidth;
        if (width > 0 && _column % width == 0) _output.NewLine();
    }

    // Moves the cursor back over the prompt and the line.
    private void Step(int columns)
    {
        int target = _column + columns;
        int width = _output.ScreenWidth;
        int rows = width > 0 ? (_column / width) - (target / width) : 0;
        if (rows == 0)
        {
            for (; _column > target; _column--) _output.Write('\b');
            return;
        }

        _column = target;
        _output.Write("\u001b[" + rows.ToString() + "A\r");
        if (target % width > 0) _output.Write("\u001b[" + (target % width).ToString() + "C");
    }

    private void Erase() =>
        _output.Write(_output.ScreenWidth > 0 ? "\u001b[J" : ConsoleOutput.EraseToEnd);
}

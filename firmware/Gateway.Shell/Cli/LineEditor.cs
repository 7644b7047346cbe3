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
    /// <summary>Longest line in characters, a secret counted as one.</summary>
    internal const int LengthMax = 255;

    /// <summary>Longest secret in characters, plain or cipher text.</summary>
    internal const int SecretLengthMax = 255;

    private const char Mark = LineTokens.SecretMark;
    private const char Bell = '\u0007';

    private readonly ConsoleOutput output;
    private readonly ISecretSensor sensor;
    private readonly char[] text = new char[LengthMax];
    private readonly byte[] secret = new byte[SecretLengthMax];
    private EditMode mode;
    private int length;
    private int cursor;
    private int secretLength;

    // Columns from the beginning of the prompt to the cursor, rows counted in full.
    private int column;

    internal LineEditor(ConsoleOutput output, ISecretSensor sensor)
    {
        this.output = output;
        this.sensor = sensor;
        Prompt = "";
    }

    internal string Prompt { get; private set; }

    internal string Line => new string(text, 0, length);

    internal string TextBeforeCursor => new string(text, 0, cursor);

    internal bool IsAtEnd => cursor == length;

    /// <summary>Whether more was typed than a line or a secret can hold.</summary>
    internal bool IsOverlong { get; private set; }

    /// <summary>Whether something was typed behind the secret, which was not echoed.</summary>
    internal bool HasTextBehindSecret { get; private set; }

    /// <summary>Whether the cursor stands in a secret.</summary>
    internal bool IsInSecret => mode == EditMode.Hidden || (cursor > 0 && text[cursor - 1] == Mark);

    /// <summary>Starts a new line behind a prompt.</summary>
    internal void Begin(string prompt, EditMode editMode)
    {
        Prompt = prompt;
        mode = editMode;
        Wipe();
        PutPrompt();
    }

    /// <summary>Shows prompt and line again, at the beginning of a screen line.</summary>
    internal void Show()
    {
        PutPrompt();
        WriteRange(0, length);
        Backspace(cursor, length);
    }

    /// <summary>Takes prompt and line off the screen; the cursor then stands where they began.</summary>
    internal void Hide()
    {
        Step(-column);
        output.Write("\r");
        Erase();
    }

    /// <summary>
    /// A copy of the secret, which the caller wipes; null when it was only recalled.
    /// </summary>
    internal byte[] CopySecret() => secretLength == 0 ? null : Bytes.Slice(secret, 0, secretLength);

    internal void Wipe()
    {
        System.Array.Clear(text, 0, length);
        length = 0;
        cursor = 0;
        WipeSecret();
        IsOverlong = false;
    }

    internal void RingBell() => output.Write(Bell);

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
            case Key.ControlD: if (cursor < length) Remove(cursor, cursor + 1); break;
            case Key.Left:
            case Key.ControlB: MoveTo(cursor - 1); break;
            case Key.Right:
            case Key.ControlF: MoveTo(cursor + 1); break;
            case Key.Home:
            case Key.ControlA: MoveTo(0); break;
            case Key.End:
            case Key.ControlE: MoveTo(length); break;
            case Key.ControlU: EraseLineBefore(); break;
            case Key.ControlK: Remove(cursor, length); break;
            case Key.ControlW: Remove(WordStart(), cursor); break;
            case Key.Tab: if (mode == EditMode.Text) Insert(' '); else RingBell(); break;
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
        foreach (char c in line) text[length++] = c;
        cursor = length;
        WriteRange(0, length);
    }

    /// <summary>Inserts text as if it had been typed where no secret is.</summary>
    internal void InsertText(string addition)
    {
        foreach (char c in addition) InsertPlain(c);
    }

    /// <summary>Takes away what stands directly before the cursor.</summary>
    internal void RemoveBefore(int count) => Remove(cursor - count, cursor);

    private void Insert(char c)
    {
        if (mode == EditMode.Hidden)
        {
            AppendSecret(c);
            return;
        }

        bool isBehindMark = cursor > 0 && text[cursor - 1] == Mark;
        if (isBehindMark && c != ' ')
        {
            AppendSecret(c);
            return;
        }

        if (mode != EditMode.Answer && c != ' ' && IsWordStart()
            && sensor.IsSecretNext(TextBeforeCursor))
        {
            BeginSecret(c);
            return;
        }

        InsertPlain(c);
    }

    private bool IsWordStart() => cursor == 0 || text[cursor - 1] == ' ';

    private void BeginSecret(char c)
    {
        int mark = length - 1;
        while (mark >= 0 && text[mark] != Mark) mark--;
        if (mark >= 0 && mark < cursor)
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
        if (secretLength == SecretLengthMax)
        {
            IsOverlong = true;
            return;
        }

        secret[secretLength++] = (byte)c;
    }

    private bool InsertPlain(char c)
    {
        if (length == LengthMax)
        {
            IsOverlong = true;
            RingBell();
            return false;
        }

        for (int i = length; i > cursor; i--) text[i] = text[i - 1];
        text[cursor++] = c;
        length++;
        WriteRange(cursor - 1, length);
        Backspace(cursor, length);
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
        if (isInSecret && secretLength > 0) secret[--secretLength] = 0;
        if (mode == EditMode.Hidden || (isInSecret && secretLength > 0)) return;
        if (cursor > 0) Remove(cursor - 1, cursor);
    }

    private void EraseLineBefore()
    {
        if (mode == EditMode.Hidden) WipeSecret();
        else Remove(0, cursor);
    }

    private int WordStart()
    {
        int at = cursor;
        while (at > 0 && text[at - 1] == ' ') at--;
        while (at > 0 && text[at - 1] != ' ') at--;
        return at;
    }

    private void MoveTo(int position)
    {
        if (position < 0 || position > length) return;
        if (position < cursor) Backspace(position, cursor);
        else WriteRange(cursor, position);
        cursor = position;
    }

    private void Remove(int from, int to)
    {
        if (from == to) return;
        MoveTo(from);
        for (int i = from; i < to; i++)
        {
            if (text[i] == Mark) WipeSecret();
        }

        for (int i = to; i < length; i++) text[from + i - to] = text[i];
        length -= to - from;
        System.Array.Clear(text, length, to - from);
        WriteRange(from, length);
        Erase();
        Backspace(from, length);
    }

    private void WipeSecret()
    {
        System.Array.Clear(secret, 0, secretLength);
        secretLength = 0;
        HasTextBehindSecret = false;
    }

    private void WriteRange(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (text[i] != Mark) Put(text[i]);
            else foreach (char c in LineTokens.SecretMask) Put(c);
        }
    }

    private void Backspace(int from, int to)
    {
        int width = 0;
        for (int i = from; i < to; i++) width += text[i] == Mark ? LineTokens.SecretMask.Length : 1;
        Step(-width);
    }

    private void PutPrompt()
    {
        column = 0;
        foreach (char c in Prompt) Put(c);
    }

    // A row that is full ends here, so that the cursor's place does not depend on the screen.
    private void Put(char c)
    {
        output.Write(c);
        column++;
        int width = output.ScreenWidth;
        if (width > 0 && column % width == 0) output.NewLine();
    }

    // Moves the cursor back over the prompt and the line.
    private void Step(int columns)
    {
        int target = column + columns;
        int width = output.ScreenWidth;
        int rows = width > 0 ? (column / width) - (target / width) : 0;
        if (rows == 0)
        {
            for (; column > target; column--) output.Write('\b');
            return;
        }

        column = target;
        output.Write("\u001b[" + rows.ToString() + "A\r");
        if (target % width > 0) output.Write("\u001b[" + (target % width).ToString() + "C");
    }

    private void Erase() =>
        output.Write(output.ScreenWidth > 0 ? "\u001b[J" : ConsoleOutput.EraseToEnd);
}

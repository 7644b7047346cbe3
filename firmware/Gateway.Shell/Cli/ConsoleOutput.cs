using System.Collections;
using System.Text;

namespace Gateway.Cli;

/// <summary>
/// What goes to the operator's screen: lines with paging, progress, and the raw characters of the
/// line editor. Collected into one small buffer.
/// </summary>
internal sealed class ConsoleOutput : IShellOutput
{
    /// <summary>
    /// Most lines that wait behind <c>---- More ----</c>; what comes later is cut.
    /// </summary>
    internal const int PendingCountMax = 1024;

    internal const int ScreenLengthDefault = 24;
    internal const string EraseToEnd = "\u001b[K";

    private const string MoreText = "  ---- More ----";
    private const int BufferSize = 256;
    private const int ProgressLengthMax = 79;

    private readonly ITerminalOutput _target;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly ArrayList _pending = new ArrayList();
    private int _used;
    private int _shownCount;
    private string _progress;

    internal ConsoleOutput(ITerminalOutput target)
    {
        _target = target;
    }

    internal bool IsPagingEnabled { get; set; } = true;

    internal bool ShowsProgress { get; set; } = true;

    /// <summary>Lines of a screen; 0 for no paging.</summary>
    internal int ScreenLength { get; set; } = ScreenLengthDefault;

    /// <summary>
    /// Columns after which a typed line and a sentence go on in the next row; 0 leaves it to the
    /// screen.
    /// </summary>
    internal int ScreenWidth { get; set; }

    internal bool HasPending => _pending.Count > 0;

    public void Line(string text)
    {
        EraseProgress();
        foreach (string row in SentenceRows.Of(text, ScreenWidth)) Row(row);
    }

    public void Progress(string text)
    {
        if (!ShowsProgress || HasPending || text == _progress) return;
        _progress = text;
        Write("\r");
        int lengthMax = ScreenWidth > 0 && ScreenWidth <= ProgressLengthMax
            ? ScreenWidth - 1 : ProgressLengthMax;
        Write(Clean(text.Length > lengthMax ? text.Substring(0, lengthMax) : text));
        Write(EraseToEnd);
    }

    /// <summary>Begins to count the lines of a screen anew.</summary>
    internal void RestartScreen() => _shownCount = 0;

    internal void EraseProgress()
    {
        if (_progress == null) return;
        _progress = null;
        Write("\r" + EraseToEnd);
    }

    internal void ShowMore() => Write(MoreText);

    internal void EraseMore() => Write("\r" + EraseToEnd);

    /// <summary>Writes up to this many of the lines that wait.</summary>
    internal void Release(int lineCount)
    {
        int count = lineCount < _pending.Count ? lineCount : _pending.Count;
        for (int i = 0; i < count; i++) WriteLine((string)_pending[i]);
        if (count == _pending.Count)
        {
            _pending.Clear();
            return;
        }

        for (int i = 0; i < count; i++) _pending.RemoveAt(0);
    }

    internal void DropPending() => _pending.Clear();

    /// <summary>Writes a line at once, whatever waits.</summary>
    internal void WriteLine(string text)
    {
        _shownCount++;
        Write(Clean(text));
        NewLine();
    }

    /// <summary>
    /// Writes a line that nobody asked for at once, sentences broken between words.
    /// </summary>
    internal void WriteNotice(string text)
    {
        foreach (string row in SentenceRows.Of(text, ScreenWidth)) WriteLine(row);
    }

    internal void NewLine() => Write("\r\n");

    /// <summary>Writes printable ASCII and control sequences as they are.</summary>
    internal void Write(string text)
    {
        foreach (char c in text) Write(c);
    }

    internal void Write(char c)
    {
        if (c < 0x80) Write((byte)c);
        else foreach (byte part in Encoding.UTF8.GetBytes(c.ToString())) Write(part);
    }

    internal void Flush()
    {
        if (_used > 0) _target.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void Row(string text)
    {
        if (HasPending || (IsPaging && _shownCount >= ScreenLength - 1))
        {
            if (_pending.Count < PendingCountMax) _pending.Add(text);
            return;
        }

        WriteLine(text);
    }

    private bool IsPaging => IsPagingEnabled && ScreenLength > 1;

    private void Write(byte value)
    {
        if (_used == BufferSize) Flush();
        _buffer[_used++] = value;
    }

    // A name in a certificate must not steer the operator's terminal.
    private static string Clean(string text)
    {
        int at = 0;
        while (at < text.Length && !IsControl(text[at])) at++;
        if (at == text.Length) return text;
        char[] clean = text.ToCharArray();
        for (; at < clean.Length; at++)
        {
            if (IsControl(clean[at])) clean[at] = '?';
        }

        return new string(clean);
    }

    private static bool IsControl(char c) => c < ' ' || (c >= 0x7F && c < 0xA0);
}

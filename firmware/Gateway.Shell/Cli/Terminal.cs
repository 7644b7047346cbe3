using System;
using System.Collections;
using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>
/// One console: bytes and time in, bytes out. It owns the line editor, the views and the job in the
/// foreground; it does no I/O and starts no thread. Not for two threads at once.
/// </summary>
public sealed class Terminal : ISecretSensor
{
    /// <summary>Columns of a person's screen unless told otherwise.</summary>
    public const int ScreenWidthDefault = 80;

    private const int TextLineLengthMax = LineEditor.LengthMax + LineEditor.SecretLengthMax;

    private const int ScreenWidthMin = 20;
    private const int ScreenWidthMax = 512;

    private const int StateStopped = 0;
    private const int StateCommand = 1;
    private const int StateQuestion = 2;
    private const int StateMore = 3;
    private const int StateRunning = 4;
    private const int StatePaste = 5;

    private readonly CommandSet _commands = new CommandSet();
    private readonly History _history = new History();
    private readonly KeyDecoder _decoder = new KeyDecoder();
    private readonly TypeAhead _typeAhead = new TypeAhead();
    private readonly ConsoleOutput _output;
    private readonly LineEditor _editor;
    private readonly ConsoleContext _context;
    private readonly CommandParser _parser;

    private int _state;
    private bool _keepsLine;
    private string _question;
    private AnswerHandler _answerHandler;
    private SecretHandler _secretHandler;
    private IShellJob _job;
    private JobHandler _jobHandler;
    private TextTaker _paste;
    private byte[] _held;
    private bool _isHalted;

    /// <summary>A terminal for a board; commands edit the transaction's candidate.</summary>
    public Terminal(ShellSettings settings, ShellServices services,
        ConfigurationTransaction transaction, ITerminalOutput target)
    {
        _output = new ConsoleOutput(target);
        _editor = new LineEditor(_output, this);
        _context = new ConsoleContext(this, _output, settings, services, transaction);
        _parser = new CommandParser(_commands, _context.Ports, false);
    }

    /// <summary>Whether long output stops with <c>---- More ----</c>; on by default.</summary>
    public bool IsPagingEnabled
    {
        get => _output.IsPagingEnabled;
        set => _output.IsPagingEnabled = value;
    }

    /// <summary>Whether progress is shown; on by default.</summary>
    public bool ShowProgress
    {
        get => _output.ShowsProgress;
        set => _output.ShowsProgress = value;
    }

    /// <summary>
    /// Columns of the operator's screen (20 to 512): a longer line is then typed over several rows
    /// and can be edited there on any screen that is as wide or wider. 0, the default, sends lines
    /// unbroken, as a script wants them.
    /// </summary>
    public int ScreenWidth
    {
        get => _output.ScreenWidth;
        set => _output.ScreenWidth = value < ScreenWidthMin || value > ScreenWidthMax ? 0 : value;
    }

    /// <summary>
    /// True when a prompt, a question or <c>---- More ----</c> waits for the operator and no job
    /// runs.
    /// </summary>
    public bool IsWaitingForInput => _state != StateStopped && _state != StateRunning;

    /// <summary>Prints the first prompt.</summary>
    public void Start(long nowMs)
    {
        Settle();
        _output.Flush();
    }

    /// <summary>
    /// Takes what the operator typed, which may hold a secret: the caller wipes its buffer. While a
    /// job runs, Ctrl+C cancels it and up to 2048 other bytes wait for its end.
    /// </summary>
    public void Receive(byte[] buffer, int offset, int count, long nowMs)
    {
        try
        {
            for (int i = offset; i < offset + count; i++) Take(buffer[i]);
        }
        catch (OutOfMemoryException)
        {
            GiveUp();
        }

        _output.Flush();
    }

    /// <summary>
    /// Does one bounded step of the job in the foreground; true while there is more to do. Harmless
    /// when none runs.
    /// </summary>
    public bool Poll(long nowMs)
    {
        if (_state != StateRunning) return false;
        try
        {
            if (!_job.Step(nowMs, _output))
            {
                EndJob(_job.Succeeded);
                TakeTypeAhead();
            }
        }
        catch (OutOfMemoryException)
        {
            GiveUp();
        }

        _output.Flush();
        return _state == StateRunning;
    }

    /// <summary>
    /// Prints a line that the operator did not ask for (a renewal, a port that went down) above the
    /// prompt, which is then shown again with what was typed so far.
    /// </summary>
    public void Notify(string line)
    {
        bool isEditing = _state == StateCommand || _state == StateQuestion || _state == StatePaste;
        _output.EraseProgress();
        if (isEditing) _editor.Hide();
        if (_state == StateMore) _output.EraseMore();
        _output.WriteNotice(line);

        // What is told may have changed the board's name, or what counts as edited.
        if (_state == StateCommand) _editor.Prompt = _context.Prompt();
        if (isEditing) _editor.Show();
        if (_state == StateMore) _output.ShowMore();
        _output.Flush();
    }

    /// <summary>
    /// Replays a configuration text (lines ended by LF or CRLF) into the candidate as at boot: no
    /// output, no question, no file read. What is missing on the board is kept with a warning.
    /// </summary>
    public ReplayReport Replay(string text)
    {
        ReplayContext replay = NewReplay();
        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            int last = end > at && text[end - 1] == '\r' ? end - 1 : end;
            if (last - at > TextLineLengthMax) replay.RefuseLongLine();
            else if (!replay.Feed(text.Substring(at, last - at), null)) break;
            at = end + 1;
        }

        return replay.Report;
    }

    bool ISecretSensor.IsSecretNext(string textBefore)
    {
        // By the words alone: it covers every syntax with a secret, in all views, and is quick.
        LineTokens tokens = new LineTokens(textBefore);
        return !tokens.HasOpenQuote && tokens.Count >= SecretPlaces.First(tokens);
    }

    internal void SetQuestion(string text, AnswerHandler handler)
    {
        _question = text;
        _answerHandler = handler;
        _secretHandler = null;
    }

    internal void SetSecretQuestion(string text, SecretHandler handler)
    {
        _question = text;
        _answerHandler = null;
        _secretHandler = handler;
    }

    internal void SetJob(IShellJob newJob, JobHandler handler)
    {
        _job = newJob;
        _jobHandler = handler;
    }

    internal byte[] CopySecret() => _editor.CopySecret();

    internal byte[] Hold(byte[] secret)
    {
        Bytes.Wipe(_held);
        _held = secret;
        return secret;
    }

    internal void Halt() => _isHalted = true;

    internal void BeginLoad() => BeginPaste(new ConfigurationPaste(NewReplay(), _context));

    internal void BeginPaste(TextTaker taker) => _paste = taker;

    internal void PrintHistory()
    {
        for (int i = 0; i < _history.Count; i++) _output.Line(" " + LineTokens.Shown(_history[i]));
    }

    internal void PrintSyntaxError(ParseError error, int column, string reason)
    {
        int place = _editor.Prompt.Length + column;
        if (_output.ScreenWidth > 0) place %= _output.ScreenWidth;

        // The caret belongs under the row with the wrong word, also when other rows follow it.
        string row = _editor.RowAbove(column);
        if (row != null) _output.Line(row);
        _output.Line(new string(' ', place) + "^");
        _output.Line("Error: " + ErrorText.Of(error, reason));
    }

    private ReplayContext NewReplay() =>
        new ReplayContext(_commands, _context.Settings, _context.Services, _context.Transaction);

    private void Take(byte octet)
    {
        if (_state != StateRunning) Press(_decoder.Decode(octet));
        else if (octet == Key.ControlC) CancelJob();
        else if (!_typeAhead.Add(octet)) _editor.RingBell();
    }

    // On the board an exhausted or fragmented heap shows as this exception, anywhere. What stood in
    // the foreground is over; the console must not be.
    private void GiveUp()
    {
        IShellJob job = _job;
        _job = null;
        _jobHandler = null;
        _question = null;
        _answerHandler = null;
        _secretHandler = null;
        _paste = null;
        _keepsLine = false;
        _typeAhead.Clear();
        _editor.Wipe();
        _output.EraseProgress();
        _output.DropPending();
        if (job != null) job.Cancel(_output);
        _output.Line("Error: The board ran out of memory and gave the command up; try again,"
            + " or 'reboot' first.");
        Settle();
    }

    // What stands next: lines that wait, a job, a question, a pasted text or the prompt.
    private void Settle()
    {
        if (_output.HasPending)
        {
            _state = StateMore;
            _output.ShowMore();
        }
        else if (_isHalted)
        {
            _state = StateStopped;
        }
        else if (_job != null)
        {
            _state = StateRunning;
        }
        else if (_question != null)
        {
            _state = StateQuestion;
            _output.EraseProgress();
            _output.RestartScreen();
            _editor.Begin(_question, _secretHandler != null ? EditMode.Hidden : EditMode.Answer);
        }
        else if (_paste != null)
        {
            _state = StatePaste;
            _editor.Begin("", EditMode.Text);
        }
        else
        {
            ShowPrompt();
        }
    }

    private void ShowPrompt()
    {
        _state = StateCommand;
        Hold(null);
        _output.EraseProgress();
        _output.RestartScreen();
        if (_keepsLine) _editor.Show();
        else _editor.Begin(_context.Prompt(), EditMode.Command);
        _keepsLine = false;
    }

    private void TakeTypeAhead()
    {
        while (_state != StateRunning && !_typeAhead.IsEmpty)
        {
            Press(_decoder.Decode(_typeAhead.Take()));
        }
    }

    private void CancelJob()
    {
        _typeAhead.Clear();
        _job.Cancel(_output);
        EndJob(false);
    }

    private void EndJob(bool hasSucceeded)
    {
        JobHandler handler = _jobHandler;
        _job = null;
        _jobHandler = null;
        _output.EraseProgress();
        handler(hasSucceeded);
        Settle();
    }

    private void Press(int key)
    {
        if (key == Key.None) return;
        switch (_state)
        {
            case StateCommand: PressAtPrompt(key); break;
            case StateQuestion: PressAtQuestion(key); break;
            case StateMore: PressAtMore(key); break;
            case StatePaste: PressInText(key); break;
            default: break;
        }
    }

    private void PressAtPrompt(int key)
    {
        switch (key)
        {
            case Key.Enter:
                _editor.Leave();
                EnterCommand();
                Settle();
                break;
            case Key.ControlC:
                _editor.Leave();
                _history.Restart();
                Settle();
                break;
            case Key.ControlZ:
                _editor.Leave();
                if (_context.View != View.User) _context.Leave(true);
                Settle();
                break;
            case Key.ControlL:
                _editor.Leave();
                _editor.Show();
                break;
            case Key.Up:
            case Key.ControlP: Recall(_history.Previous()); break;
            case Key.Down:
            case Key.ControlN: Recall(_history.Next()); break;
            case Key.Tab: Complete(); break;
            case '?': HelpOrCharacter(); break;
            default: _editor.Press(key); break;
        }
    }

    private void Recall(string line)
    {
        if (line == null) _editor.RingBell();
        else _editor.Replace(line);
    }

    private void PressAtQuestion(int key)
    {
        if (key != Key.Enter && key != Key.ControlC)
        {
            _editor.Press(key);
            return;
        }

        _editor.Leave();
        AnswerHandler answer = _answerHandler;
        SecretHandler secret = _secretHandler;
        _question = null;
        _answerHandler = null;
        _secretHandler = null;
        if (key == Key.Enter) Answer(answer, secret);
        else if (secret != null) secret(null);
        Settle();
    }

    private void Answer(AnswerHandler answer, SecretHandler secret)
    {
        if (secret == null)
        {
            answer(_editor.Line.Trim());
            return;
        }

        byte[] bytes = _editor.CopySecret();
        bool isOverlong = _editor.IsOverlong;
        _editor.Wipe();
        if (isOverlong || bytes == null || bytes.Length > ConfigurationSchema.SecretLengthMax)
        {
            _context.Error("The secret must have 1 to 128 characters; enter the command again.");
            secret(null);
        }
        else
        {
            secret(bytes);
        }

        Bytes.Wipe(bytes);
    }

    private void PressAtMore(int key)
    {
        int lineCount = key == ' ' ? _output.ScreenLength - 1 : key == Key.Enter ? 1 : 0;
        bool isEnd = key == 'q' || key == 'Q' || key == Key.ControlC;
        if (lineCount == 0 && !isEnd)
        {
            _editor.RingBell();
            return;
        }

        _output.EraseMore();
        if (isEnd) _output.DropPending();
        else _output.Release(lineCount);
        Settle();
    }

    private void PressInText(int key)
    {
        if (key != Key.Enter && key != Key.ControlC)
        {
            _editor.Press(key);
            return;
        }

        _editor.Leave();
        bool goesOn = key == Key.Enter;
        if (goesOn)
        {
            byte[] secret = _editor.CopySecret();
            if (_editor.IsOverlong || _editor.HasTextBehindSecret) _paste.RefuseLongLine();
            else goesOn = _paste.Take(_editor.Line, secret);
            Bytes.Wipe(secret);
        }

        _editor.Wipe();
        if (!goesOn) EndPaste(key == Key.ControlC);
        Settle();
    }

    private void EndPaste(bool isCancelled)
    {
        TextTaker ended = _paste;
        _paste = null;
        _output.RestartScreen();
        ended.End(isCancelled);
    }

    private void EnterCommand()
    {
        string line = _editor.Line;
        LineTokens tokens = new LineTokens(line);
        if (tokens.Count == 0) return;
        if (line.Trim()[0] == '#')
        {
            // The separator of a pasted configuration text.
            if (_context.View != View.User) _context.EnterView(View.System, null);
            return;
        }

        bool isRight = _parser.Parse(line, _context.View);
        int[] slots = isRight ? _parser.Slots() : null;
        _history.Add(SecretPlaces.Mask(line, tokens, isRight ? SecretToken(slots) : -1).Trim());
        if (_editor.IsOverlong)
        {
            _context.Error("The line is too long; nothing was executed. "
                + LineEditor.LengthMax.ToString() + " characters are allowed.");
        }
        else if (_editor.HasTextBehindSecret)
        {
            PrintSyntaxError(ParseError.TooMany, tokens.EndColumn, "A secret has no blanks.");
        }
        else if (!isRight)
        {
            PrintSyntaxError(_parser.Error, _parser.ErrorColumn, _parser.Reason);
        }
        else
        {
            _context.SetArguments(_parser.Tokens, slots);
            _commands.Execute(_parser.Number, _context);
        }
    }

    private int SecretToken(int[] slots)
    {
        string syntax = _commands.Syntax(_parser.Number);
        int element = Syntax.FindSecret(syntax);
        return element < 0 ? -1 : slots[Syntax.Slot(syntax, element)];
    }

    private void HelpOrCharacter()
    {
        string before = _editor.TextBeforeCursor;
        LineTokens tokens = new LineTokens(before);
        if (_editor.IsInSecret || tokens.HasOpenQuote)
        {
            _editor.Press('?');
            return;
        }

        if (_editor.IsAtEnd) _output.Write("?\r\n");
        else _editor.Leave();
        _keepsLine = true;
        if (!_parser.ParseStart(before, _context.View))
        {
            PrintSyntaxError(_parser.Error, _parser.ErrorColumn, _parser.Reason);
        }
        else
        {
            PrintHelp(tokens);
        }

        Settle();
    }

    private void PrintHelp(LineTokens tokens)
    {
        int width = 24;
        int last = tokens.Count - 1;
        ArrayList pairs = _parser.Candidates(tokens.IsLastOpen ? tokens[last] : "");
        if (pairs.Count == 0)
        {
            // Only a word that has begun can leave no choice.
            PrintSyntaxError(ParseError.Unrecognized, tokens.Column(tokens.Start(last)), null);
            return;
        }

        for (int i = 0; i < pairs.Count; i += 2)
        {
            if (((string)pairs[i]).Length + 2 > width) width = ((string)pairs[i]).Length + 2;
        }

        for (int i = 0; i < pairs.Count; i += 2)
        {
            _output.Line("  " + Text.Pad((string)pairs[i], width) + (string)pairs[i + 1]);
        }
    }

    private void Complete()
    {
        string before = _editor.TextBeforeCursor;
        LineTokens tokens = new LineTokens(before);
        if (_editor.IsInSecret || !tokens.IsLastOpen || tokens.HasOpenQuote
            || !_parser.ParseStart(before, _context.View))
        {
            _editor.RingBell();
            return;
        }

        string partial = tokens[tokens.Count - 1];
        ArrayList pairs = _parser.Candidates(partial);
        for (int i = pairs.Count - 2; i >= 0; i -= 2)
        {
            if (IsCompletable((string)pairs[i], partial)) continue;
            pairs.RemoveAt(i + 1);
            pairs.RemoveAt(i);
        }

        CompleteAs(pairs, partial);
    }

    // Of the parameters only the port-type word can be completed.
    private bool IsCompletable(string name, string partial)
    {
        bool isWord = (name[0] >= 'a' && name[0] <= 'z') || name == _context.Settings.PortType;
        return isWord && Text.StartsWithIgnoreCase(name, partial);
    }

    private void CompleteAs(ArrayList pairs, string partial)
    {
        if (pairs.Count == 0)
        {
            _editor.RingBell();
            return;
        }

        string first = (string)pairs[0];
        int common = first.Length;
        for (int i = 2; i < pairs.Count; i += 2)
        {
            string other = (string)pairs[i];
            while (!other.StartsWith(first.Substring(0, common))) common--;
        }

        if (pairs.Count > 2 && common == partial.Length)
        {
            _editor.Leave();
            for (int i = 0; i < pairs.Count; i += 2) _output.Line("  " + (string)pairs[i]);
            _keepsLine = true;
            Settle();
            return;
        }

        _editor.RemoveBefore(partial.Length);
        _editor.InsertText(first.Substring(0, common));
        if (pairs.Count == 2) _editor.InsertText(" ");
    }
}

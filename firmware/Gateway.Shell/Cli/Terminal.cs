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
    private const int TextLineLengthMax = LineEditor.LengthMax + LineEditor.SecretLengthMax;

    private const int ScreenWidthMin = 20;
    private const int ScreenWidthMax = 512;

    private const int StateStopped = 0;
    private const int StateCommand = 1;
    private const int StateQuestion = 2;
    private const int StateMore = 3;
    private const int StateRunning = 4;
    private const int StateLoad = 5;

    private readonly CommandSet commands = new CommandSet();
    private readonly History history = new History();
    private readonly KeyDecoder decoder = new KeyDecoder();
    private readonly TypeAhead typeAhead = new TypeAhead();
    private readonly ConsoleOutput output;
    private readonly LineEditor editor;
    private readonly ConsoleContext context;
    private readonly CommandParser parser;

    private int state;
    private bool keepsLine;
    private string question;
    private AnswerHandler answerHandler;
    private SecretHandler secretHandler;
    private IShellJob job;
    private JobHandler jobHandler;
    private ReplayContext load;

    /// <summary>A terminal for a board; commands edit the transaction's candidate.</summary>
    public Terminal(ShellSettings settings, ShellServices services,
        ConfigurationTransaction transaction, ITerminalOutput target)
    {
        output = new ConsoleOutput(target);
        editor = new LineEditor(output, this);
        context = new ConsoleContext(this, output, settings, services, transaction);
        parser = new CommandParser(commands, context.Ports, false);
    }

    /// <summary>Whether long output stops with <c>---- More ----</c>; on by default.</summary>
    public bool IsPagingEnabled
    {
        get => output.IsPagingEnabled;
        set => output.IsPagingEnabled = value;
    }

    /// <summary>Whether progress is shown; on by default.</summary>
    public bool ShowProgress
    {
        get => output.ShowsProgress;
        set => output.ShowsProgress = value;
    }

    /// <summary>
    /// Columns of the operator's screen (20 to 512): a longer line is then typed over several rows
    /// and can be edited there on any screen that is as wide or wider. 0, the default, sends lines
    /// unbroken, as a script wants them.
    /// </summary>
    public int ScreenWidth
    {
        get => output.ScreenWidth;
        set => output.ScreenWidth = value < ScreenWidthMin || value > ScreenWidthMax ? 0 : value;
    }

    /// <summary>
    /// True when a prompt, a question or <c>---- More ----</c> waits for the operator and no job
    /// runs.
    /// </summary>
    public bool IsWaitingForInput => state != StateStopped && state != StateRunning;

    /// <summary>Prints the first prompt.</summary>
    public void Start(long nowMs)
    {
        Settle();
        output.Flush();
    }

    /// <summary>
    /// Takes what the operator typed, which may hold a secret: the caller wipes its buffer. While a
    /// job runs, Ctrl+C cancels it and up to 2048 other bytes wait for its end.
    /// </summary>
    public void Receive(byte[] buffer, int offset, int count, long nowMs)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (state != StateRunning) Press(decoder.Decode(buffer[i]));
            else if (buffer[i] == Key.ControlC) CancelJob();
            else if (!typeAhead.Add(buffer[i])) editor.RingBell();
        }

        output.Flush();
    }

    /// <summary>
    /// Does one bounded step of the job in the foreground; true while there is more to do. Harmless
    /// when none runs.
    /// </summary>
    public bool Poll(long nowMs)
    {
        if (state != StateRunning) return false;
        if (!job.Step(nowMs, output))
        {
            EndJob(job.Succeeded);
            TakeTypeAhead();
        }

        output.Flush();
        return state == StateRunning;
    }

    /// <summary>
    /// Prints a line that the operator did not ask for (a renewal, a port that went down) above the
    /// prompt, which is then shown again with what was typed so far.
    /// </summary>
    public void Notify(string line)
    {
        bool isEditing = state == StateCommand || state == StateQuestion || state == StateLoad;
        output.EraseProgress();
        if (isEditing) editor.Hide();
        if (state == StateMore) output.EraseMore();
        output.WriteLine(line);
        if (isEditing) editor.Show();
        if (state == StateMore) output.ShowMore();
        output.Flush();
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
        question = text;
        answerHandler = handler;
        secretHandler = null;
    }

    internal void SetSecretQuestion(string text, SecretHandler handler)
    {
        question = text;
        answerHandler = null;
        secretHandler = handler;
    }

    internal void SetJob(IShellJob newJob, JobHandler handler)
    {
        job = newJob;
        jobHandler = handler;
    }

    internal byte[] CopySecret() => editor.CopySecret();

    internal void BeginLoad() => load = NewReplay();

    internal void PrintHistory()
    {
        for (int i = 0; i < history.Count; i++) output.Line(" " + LineTokens.Shown(history[i]));
    }

    internal void PrintSyntaxError(ParseError error, int column, string reason)
    {
        int place = editor.Prompt.Length + column;
        if (output.ScreenWidth > 0) place %= output.ScreenWidth;
        output.Line(new string(' ', place) + "^");
        output.Line("Error: " + ErrorText.Of(error, reason));
    }

    private ReplayContext NewReplay() =>
        new ReplayContext(commands, context.Settings, context.Services, context.Transaction);

    // What stands next: lines that wait, a job, a question, a pasted text or the prompt.
    private void Settle()
    {
        if (output.HasPending)
        {
            state = StateMore;
            output.ShowMore();
        }
        else if (job != null)
        {
            state = StateRunning;
        }
        else if (question != null)
        {
            state = StateQuestion;
            output.EraseProgress();
            output.RestartScreen();
            editor.Begin(question, secretHandler != null ? EditMode.Hidden : EditMode.Answer);
        }
        else if (load != null)
        {
            state = StateLoad;
            editor.Begin("", EditMode.Text);
        }
        else
        {
            ShowPrompt();
        }
    }

    private void ShowPrompt()
    {
        state = StateCommand;
        output.EraseProgress();
        output.RestartScreen();
        if (keepsLine) editor.Show();
        else editor.Begin(context.Prompt(), EditMode.Command);
        keepsLine = false;
    }

    private void TakeTypeAhead()
    {
        while (state != StateRunning && !typeAhead.IsEmpty) Press(decoder.Decode(typeAhead.Take()));
    }

    private void CancelJob()
    {
        typeAhead.Clear();
        job.Cancel(output);
        EndJob(false);
    }

    private void EndJob(bool hasSucceeded)
    {
        JobHandler handler = jobHandler;
        job = null;
        jobHandler = null;
        output.EraseProgress();
        handler(hasSucceeded);
        Settle();
    }

    private void Press(int key)
    {
        if (key == Key.None) return;
        switch (state)
        {
            case StateCommand: PressAtPrompt(key); break;
            case StateQuestion: PressAtQuestion(key); break;
            case StateMore: PressAtMore(key); break;
            case StateLoad: PressInText(key); break;
            default: break;
        }
    }

    private void PressAtPrompt(int key)
    {
        switch (key)
        {
            case Key.Enter:
                output.NewLine();
                EnterCommand();
                Settle();
                break;
            case Key.ControlC:
                output.NewLine();
                history.Restart();
                Settle();
                break;
            case Key.ControlZ:
                output.NewLine();
                if (context.View != View.User) context.Leave(true);
                Settle();
                break;
            case Key.ControlL:
                output.NewLine();
                editor.Show();
                break;
            case Key.Up:
            case Key.ControlP: Recall(history.Previous()); break;
            case Key.Down:
            case Key.ControlN: Recall(history.Next()); break;
            case Key.Tab: Complete(); break;
            case '?': HelpOrCharacter(); break;
            default: editor.Press(key); break;
        }
    }

    private void Recall(string line)
    {
        if (line == null) editor.RingBell();
        else editor.Replace(line);
    }

    private void PressAtQuestion(int key)
    {
        if (key != Key.Enter && key != Key.ControlC)
        {
            editor.Press(key);
            return;
        }

        output.NewLine();
        AnswerHandler answer = answerHandler;
        SecretHandler secret = secretHandler;
        question = null;
        answerHandler = null;
        secretHandler = null;
        if (key == Key.Enter) Answer(answer, secret);
        else if (secret != null) secret(null);
        Settle();
    }

    private void Answer(AnswerHandler answer, SecretHandler secret)
    {
        if (secret == null)
        {
            answer(editor.Line.Trim());
            return;
        }

        byte[] bytes = editor.CopySecret();
        bool isOverlong = editor.IsOverlong;
        editor.Wipe();
        if (isOverlong || bytes == null || bytes.Length > ConfigurationSchema.SecretLengthMax)
        {
            context.Error("The secret must have 1 to 128 characters; enter the command again.");
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
        int lineCount = key == ' ' ? output.ScreenLength - 1 : key == Key.Enter ? 1 : 0;
        bool isEnd = key == 'q' || key == 'Q' || key == Key.ControlC;
        if (lineCount == 0 && !isEnd)
        {
            editor.RingBell();
            return;
        }

        output.EraseMore();
        if (isEnd) output.DropPending();
        else output.Release(lineCount);
        Settle();
    }

    private void PressInText(int key)
    {
        if (key != Key.Enter && key != Key.ControlC)
        {
            editor.Press(key);
            return;
        }

        output.NewLine();
        bool goesOn = key == Key.Enter;
        if (goesOn)
        {
            byte[] secret = editor.CopySecret();
            if (editor.IsOverlong || editor.HasTextBehindSecret) load.RefuseLongLine();
            else goesOn = load.Feed(editor.Line, secret);
            Bytes.Wipe(secret);
        }

        editor.Wipe();
        if (!goesOn) EndLoad();
        Settle();
    }

    private void EndLoad()
    {
        ReplayReport report = load.Report;
        load = null;
        output.RestartScreen();
        for (int i = 0; i < report.MessageCount; i++) output.Line(report.Message(i));
        output.Line(" Info: " + report.Summary());
    }

    private void EnterCommand()
    {
        string line = editor.Line;
        LineTokens tokens = new LineTokens(line);
        if (tokens.Count == 0) return;
        if (line.Trim()[0] == '#')
        {
            // The separator of a pasted configuration text.
            if (context.View != View.User) context.EnterView(View.System, null);
            return;
        }

        bool isRight = parser.Parse(line, context.View);
        int[] slots = isRight ? parser.Slots() : null;
        history.Add(SecretPlaces.Mask(line, tokens, isRight ? SecretToken(slots) : -1).Trim());
        if (editor.IsOverlong)
        {
            context.Error("The line is longer than a line can be; nothing was executed.");
        }
        else if (editor.HasTextBehindSecret)
        {
            PrintSyntaxError(ParseError.TooMany, tokens.EndColumn, "A secret has no blanks.");
        }
        else if (!isRight)
        {
            PrintSyntaxError(parser.Error, parser.ErrorColumn, parser.Reason);
        }
        else
        {
            context.SetArguments(parser.Tokens, slots);
            commands.Execute(parser.Number, context);
        }
    }

    private int SecretToken(int[] slots)
    {
        string syntax = commands.Syntax(parser.Number);
        int element = syntax.IndexOf("<secret>");
        return element < 0 ? -1 : slots[Syntax.Slot(syntax, element)];
    }

    private void HelpOrCharacter()
    {
        string before = editor.TextBeforeCursor;
        LineTokens tokens = new LineTokens(before);
        if (editor.IsInSecret || tokens.HasOpenQuote)
        {
            editor.Press('?');
            return;
        }

        if (editor.IsAtEnd) output.Write('?');
        output.NewLine();
        keepsLine = true;
        if (!parser.ParseStart(before, context.View))
        {
            PrintSyntaxError(parser.Error, parser.ErrorColumn, parser.Reason);
        }
        else
        {
            PrintHelp(tokens.IsLastOpen ? tokens[tokens.Count - 1] : "");
        }

        Settle();
    }

    private void PrintHelp(string partial)
    {
        int width = 24;
        ArrayList pairs = parser.Candidates(partial);
        for (int i = 0; i < pairs.Count; i += 2)
        {
            if (((string)pairs[i]).Length + 2 > width) width = ((string)pairs[i]).Length + 2;
        }

        if (pairs.Count == 0) context.Error("Nothing that can stand here begins like this.");
        for (int i = 0; i < pairs.Count; i += 2)
        {
            output.Line("  " + Text.Pad((string)pairs[i], width) + (string)pairs[i + 1]);
        }
    }

    private void Complete()
    {
        string before = editor.TextBeforeCursor;
        LineTokens tokens = new LineTokens(before);
        if (editor.IsInSecret || !tokens.IsLastOpen || tokens.HasOpenQuote
            || !parser.ParseStart(before, context.View))
        {
            editor.RingBell();
            return;
        }

        string partial = tokens[tokens.Count - 1];
        ArrayList pairs = parser.Candidates(partial);
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
        bool isWord = (name[0] >= 'a' && name[0] <= 'z') || name == context.Settings.PortType;
        return isWord && Text.StartsWithIgnoreCase(name, partial);
    }

    private void CompleteAs(ArrayList pairs, string partial)
    {
        if (pairs.Count == 0)
        {
            editor.RingBell();
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
            output.NewLine();
            for (int i = 0; i < pairs.Count; i += 2) output.Line("  " + (string)pairs[i]);
            keepsLine = true;
            Settle();
            return;
        }

        editor.RemoveBefore(partial.Length);
        editor.InsertText(first.Substring(0, common));
        if (pairs.Count == 2) editor.InsertText(" ");
    }
}

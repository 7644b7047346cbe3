using System;
using System.Threading;
using Gateway.Hal.Sim;

namespace Gateway.Simulator;

/// <summary>How a script is run.</summary>
public sealed record ScriptOptions
{
    /// <summary>Goes on after an error instead of stopping there.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Bound on the whole run.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>How a script ended.</summary>
public enum ScriptEnd
{
    /// <summary>All lines were typed and answered; see <see cref="ScriptResult.Errors"/>.</summary>
    Done = 0,

    /// <summary>It stopped at an error.</summary>
    Error = 1,

    /// <summary>The time limit was over.</summary>
    TimedOut = 2,

    /// <summary>The run was cancelled.</summary>
    Cancelled = 3,
}

/// <summary>What came of a script.</summary>
/// <param name="End">How it ended.</param>
/// <param name="LinesTyped">Lines that were typed.</param>
/// <param name="Errors">Errors that the console printed.</param>
public sealed record ScriptResult(ScriptEnd End, int LinesTyped, int Errors)
{
    /// <summary>0 when everything was typed and the console printed no error, else 1.</summary>
    public int ExitCode => End == ScriptEnd.Done && Errors == 0 ? 0 : 1;
}

/// <summary>
/// Types a script on a board's console: a line whenever the console waits for one. The transcript
/// is what a terminal would show, so a progress display that was erased leaves no trace in it. What
/// is typed appears only as the board echoes it: a secret that the console masks is masked here.
/// </summary>
public sealed class ScriptRunner
{
    private const string ErrorMark = "Error:";

    private readonly SimulatedBoard _board;
    private readonly LoopbackPeer _peer;
    private readonly Action<string> _onLine;
    private readonly TerminalScreen _screen;
    private int _errors;
    private bool _isErrorCounted;

    /// <summary>A runner for one script.</summary>
    /// <param name="board">The board, stepped by the runner.</param>
    /// <param name="peer">The other end of the board's serial line.</param>
    /// <param name="onLine">Takes each line of the transcript once it is complete.</param>
    public ScriptRunner(SimulatedBoard board, LoopbackPeer peer, Action<string> onLine)
    {
        _board = board;
        _peer = peer;
        _onLine = onLine;
        _screen = new TerminalScreen(TakeLine);
    }

    /// <summary>Asked before a line is typed, with its index, when the console waits for it; false
    /// lets the board go on, and it is asked again.</summary>
    public Func<int, bool>? MayType { get; init; }

    /// <summary>Called with the incomplete line when it changed: a prompt, a progress
    /// display.</summary>
    public Action<string>? OnCurrentLine { get; init; }

    /// <summary>Runs the script and prints the console's last, incomplete line at the
    /// end.</summary>
    public ScriptResult Run(Script script, ScriptOptions options, CancellationToken stop)
    {
        long start = Environment.TickCount64;
        int typed = 0;
        ScriptEnd? end = null;
        while (end is null)
        {
            bool worked = _board.Step();
            Show();
            if (_errors > 0 && !options.KeepGoing)
            {
                end = ScriptEnd.Error;
            }
            else if (stop.IsCancellationRequested)
            {
                end = ScriptEnd.Cancelled;
            }
            else if (Environment.TickCount64 - start > options.TimeLimit.TotalMilliseconds)
            {
                end = ScriptEnd.TimedOut;
            }
            else if (!worked && _board.IsWaitingForInput && _peer.UnreadBytes == 0)
            {
                // A question that begins with the mark never becomes a line before its answer.
                NoteError(_screen.Current);
                if (_errors > 0 && !options.KeepGoing) end = ScriptEnd.Error;
                else if (typed == script.Lines.Count) end = ScriptEnd.Done;
                else if (MayType is null || MayType(typed)) _peer.WriteLine(script.Lines[typed++]);
                else SimulatedBoard.Rest(stop);
            }
            else if (!worked)
            {
                SimulatedBoard.Rest(stop);
            }
        }

        if (_screen.Current.Length > 0) _onLine(_screen.Current);
        return new ScriptResult(end.Value, typed, _errors);
    }

    private void Show()
    {
        string text = _peer.ReadText();
        if (text.Length == 0) return;
        _screen.Write(text);
        OnCurrentLine?.Invoke(_screen.Current);
    }

    private void TakeLine(string line)
    {
        if (!_isErrorCounted) NoteError(line);
        _isErrorCounted = false;
        _onLine(line);
    }

    private void NoteError(string line)
    {
        if (_isErrorCounted || !line.AsSpan().TrimStart().StartsWith(ErrorMark)) return;
        _errors++;
        _isErrorCounted = true;
    }
}

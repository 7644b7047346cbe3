using Gateway.Config;

namespace Gateway.Cli;

/// <summary>
/// Takes the lines of a configuration text into the candidate. A line at the left edge belongs to
/// the system view, an indented one to the view that the lines before it opened.
/// </summary>
internal sealed class ReplayContext : CommandContext
{
    private readonly CommandSet _commands;
    private readonly CommandParser _parser;
    private int _lineNumber;
    private bool _isRefused;
    private byte[] _secret;

    internal ReplayContext(CommandSet commands, ShellSettings settings, ShellServices services,
        ConfigurationTransaction transaction)
        : base(settings, services, transaction)
    {
        _commands = commands;
        _parser = new CommandParser(commands, Ports, true);
        View = Cli.View.System;
        Report = new ReplayReport();
    }

    internal ReplayReport Report { get; }

    internal override bool IsReplay => true;

    /// <summary>
    /// Takes a line; false after the <c>return</c> that ends the text. A masked secret comes
    /// beside.
    /// </summary>
    internal bool Feed(string line, byte[] lineSecret)
    {
        _lineNumber++;
        bool isIndented = line.Length > 0 && line[0] == ' ';
        string trimmed = line.Trim();
        if (trimmed.Length == 0) return true;
        if (!isIndented) EnterView(Cli.View.System, null);
        if (trimmed[0] == '#') return true;
        if (trimmed == "return") return false;
        _secret = lineSecret;
        _isRefused = false;
        if (_parser.Parse(trimmed, View))
        {
            SetArguments(_parser.Tokens, _parser.Slots());
            _commands.Execute(_parser.Number, this);
        }
        else
        {
            Error(ErrorText.WithoutCaret(_parser.Error, _parser.Reason));
        }

        if (!_isRefused) Report.TakenCount++;
        _secret = null;
        return true;
    }

    /// <summary>Notes that a line was longer than a terminal's lines can be.</summary>
    internal void RefuseLongLine()
    {
        _lineNumber++;
        _isRefused = false;
        EnterView(Cli.View.System, null);
        Error("The line is too long, or its secret has blanks.");
    }

    internal override void Line(string text)
    {
    }

    internal override void Error(string sentence)
    {
        if (_isRefused) return;
        _isRefused = true;
        Report.RefusedCount++;
        Report.Add("Error: Line " + _lineNumber.ToString() + ": " + sentence);
    }

    internal override void Warn(string sentence) =>
        Report.Add("Warning: Line " + _lineNumber.ToString() + ": " + sentence);

    internal override void ErrorAt(ParseError error, int slot, string reason) =>
        Error(ErrorText.WithoutCaret(error, reason));

    internal override void Ask(string question, AnswerHandler handler) =>
        Error("The command asks a question; enter it at the console.");

    internal override void AskSecret(string question, SecretHandler handler) =>
        Error("The command asks for a secret; enter it at the console.");

    internal override void Run(IShellJob job, JobHandler handler) =>
        Error("The command starts work; enter it at the console.");

    internal override byte[] SecretArgument(int slot)
    {
        if (!IsMarked(slot)) return base.SecretArgument(slot);
        byte[] taken = _secret;
        _secret = null;
        return taken;
    }
}

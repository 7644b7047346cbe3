using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>A handler's view of the operator's terminal.</summary>
internal sealed class ConsoleContext : CommandContext
{
    private readonly Terminal _terminal;
    private readonly ConsoleOutput _output;

    internal ConsoleContext(Terminal terminal, ConsoleOutput output, ShellSettings settings,
        ShellServices services, ConfigurationTransaction transaction)
        : base(settings, services, transaction)
    {
        _terminal = terminal;
        _output = output;
        View = Cli.View.User;
    }

    internal override bool IsReplay => false;

    internal override ITextSink Output => _output;

    internal string Prompt()
    {
        string name = Transaction.Running.SystemName;
        if (View == Cli.View.User) return "<" + name + "> ";
        string state = Transaction.HasUncommittedChanges ? "[*" : "[~";
        switch (View)
        {
            case Cli.View.Entity: return state + name + "-pki-entity-" + ObjectName + "] ";
            case Cli.View.Session: return state + name + "-pki-cmp-session-" + ObjectName + "] ";
            case Cli.View.Interface: return state + name + "-" + ObjectName + "] ";
            default: return state + name + "] ";
        }
    }

    internal override void Line(string text) => _output.Line(text);

    internal override void Error(string sentence) => _output.Line("Error: " + sentence);

    internal override void Warn(string sentence) => _output.Line(" Warning: " + sentence);

    internal override void ErrorAt(ParseError error, int slot, string reason)
    {
        int token = ArgumentToken(slot);
        int column = token < Tokens.Count ? Tokens.Column(Tokens.Start(token)) : Tokens.EndColumn;
        _terminal.PrintSyntaxError(error, column, reason);
    }

    internal override void Ask(string question, AnswerHandler handler) =>
        _terminal.SetQuestion(question, handler);

    internal override void AskSecret(string question, SecretHandler handler) =>
        _terminal.SetSecretQuestion(question, handler);

    internal override void Run(IShellJob job, JobHandler handler) => _terminal.SetJob(job, handler);

    internal override byte[] SecretArgument(int slot) =>
        !IsMarked(slot) ? base.SecretArgument(slot)
            : Argument(slot).Length == 1 ? _terminal.CopySecret() : null;

    internal override byte[] Hold(byte[] secret) => _terminal.Hold(secret);

    internal override void Leave(bool isToUserView)
    {
        if (View != Cli.View.System && !isToUserView)
        {
            EnterView(Cli.View.System, null);
            return;
        }

        if (!Transaction.HasUncommittedChanges)
        {
            EnterView(Cli.View.User, null);
            return;
        }

        AskToCommit("Warning: Uncommitted configurations found, commit them before exiting? "
            + "[Y(yes)/N(no)/C(cancel)]:", 1);
    }

    internal override void Halt() => _terminal.Halt();

    internal override void BeginLoad() => _terminal.BeginLoad();

    internal override void BeginPaste(TextTaker taker) => _terminal.BeginPaste(taker);

    internal override void SetScreenLength(int lineCount) => _output.ScreenLength = lineCount;

    internal override void SetScreenWidth(int columnCount) => _output.ScreenWidth = columnCount;

    internal override void PrintHistory() => _terminal.PrintHistory();

    private void AskToCommit(string question, int count)
    {
        const int CountMax = 3;
        Ask(question, answer =>
        {
            if (IsWord(answer, "yes"))
            {
                string reason = Transaction.Commit();
                if (reason != null) Error(reason);
                else EnterView(Cli.View.User, null);
            }
            else if (IsWord(answer, "no"))
            {
                Transaction.Discard();
                EnterView(Cli.View.User, null);
            }
            else if (IsWord(answer, "cancel"))
            {
                // Everything stays as it is.
            }
            else if (count == CountMax)
            {
                Error("The question was not answered; enter the command again.");
            }
            else
            {
                AskToCommit("Error: Please choose 'YES', 'NO' or 'CANCEL' first "
                    + "before pressing 'Enter'. [Y/N/C]:", count + 1);
            }
        });
    }
}

using System.Text;
using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

internal delegate void AnswerHandler(string answer);

internal delegate void DecisionHandler(bool isYes);

internal delegate void SecretHandler(byte[] secret);

internal delegate void JobHandler(bool hasSucceeded);

internal delegate void StepHandler();

/// <summary>
/// What a command's handler works with: its arguments, the candidate, the services, and the ways
/// to answer, ask and start a job. One stands for the operator, one for a replayed text.
/// </summary>
internal abstract class CommandContext
{
    private const int DecisionCountMax = 3;
    private LineTokens _tokens;
    private int[] _slots;

    protected CommandContext(ShellSettings settings, ShellServices services,
        ConfigurationTransaction transaction)
    {
        Settings = settings;
        Services = services;
        Transaction = transaction;
        Ports = new PortNames(settings);
    }

    internal ShellSettings Settings { get; }

    internal ShellServices Services { get; }

    internal ConfigurationTransaction Transaction { get; }

    internal PortNames Ports { get; }

    internal Configuration Candidate => Transaction.Candidate;

    /// <summary>The view, one bit of <see cref="Cli.View"/>.</summary>
    internal int View { get; set; }

    /// <summary>Name of the entity, session or port whose view this is.</summary>
    internal string ObjectName { get; private set; }

    internal EntitySettings Entity => Candidate.FindEntity(ObjectName);

    internal SessionSettings Session => Candidate.FindSession(ObjectName);

    internal InterfaceSettings Interface => Candidate.FindInterface(ObjectName);

    /// <summary>
    /// Whether a text is replayed: nobody can be asked, nothing is read from flash.
    /// </summary>
    internal abstract bool IsReplay { get; }

    internal abstract void Line(string text);

    /// <summary>A failure: one sentence that says what happened and what to do.</summary>
    internal abstract void Error(string sentence);

    /// <summary>Something to know that is no failure.</summary>
    internal abstract void Warn(string sentence);

    /// <summary>A failure at a token, in the form of a syntax error.</summary>
    internal abstract void ErrorAt(ParseError error, int slot, string reason);

    /// <summary>Asks for a line; the handler is not called when the operator cancels.</summary>
    internal abstract void Ask(string question, AnswerHandler handler);

    /// <summary>
    /// Asks for a secret without echo; the handler's bytes are wiped when it returns, and null when
    /// the operator cancels or enters none that is possible.
    /// </summary>
    internal abstract void AskSecret(string question, SecretHandler handler);

    /// <summary>
    /// Starts a job; the handler is called at its end, also after a cancellation.
    /// </summary>
    internal abstract void Run(IShellJob job, JobHandler handler);

    /// <summary>
    /// The secret in a slot (the caller wipes it); null when the line was recalled with a mask in
    /// its place.
    /// </summary>
    internal virtual byte[] SecretArgument(int slot)
    {
        string text = Argument(slot);
        return text == LineTokens.SecretMask ? null : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>
    /// Takes a secret over that a command needs behind a question: it is wiped when the command is
    /// over, however that comes about. A command holds one secret; null is harmless.
    /// </summary>
    internal virtual byte[] Hold(byte[] secret) => secret;

    /// <summary>Whether the secret in a slot stands beside the line.</summary>
    protected bool IsMarked(int slot) => Argument(slot).IndexOf(LineTokens.SecretMark) >= 0;

    internal void SetArguments(LineTokens lineTokens, int[] lineSlots)
    {
        _tokens = lineTokens;
        _slots = lineSlots;
    }

    internal bool Has(int slot) => _slots[slot] >= 0;

    /// <summary>What was typed for a slot, or null.</summary>
    internal string Argument(int slot) => _slots[slot] < 0 ? null : _tokens[_slots[slot]];

    internal int ArgumentToken(int slot) => _slots[slot] < 0 ? _tokens.Count : _slots[slot];

    internal LineTokens Tokens => _tokens;

    internal void Info(string sentence) => Line(" Info: " + sentence);

    internal void EnterView(int view, string objectName)
    {
        View = view;
        ObjectName = objectName;
    }

    internal void MarkEdited() => Transaction.MarkEdited();

    /// <summary>Asks for yes or no, a bounded number of times.</summary>
    internal void Decide(string question, DecisionHandler handler) => Decide(question, handler, 1);

    /// <summary>Goes on at once, or asks first when a file would be overwritten.</summary>
    internal void Overwrite(string fileName, StepHandler next)
    {
        if (fileName == null || Services.Files.SizeOf(fileName) < 0)
        {
            next();
            return;
        }

        Decide(" Warning: The file " + fileName + " already exists, overwrite it? [Y/N]:", isYes =>
        {
            if (isYes) next();
        });
    }

    internal static bool IsWord(string answer, string word) =>
        answer.Length > 0 && (answer.Length == 1 || answer.Length == word.Length)
        && Text.StartsWithIgnoreCase(word, answer);

    private void Decide(string question, DecisionHandler handler, int count)
    {
        Ask(question, answer =>
        {
            if (IsWord(answer, "yes"))
            {
                handler(true);
            }
            else if (IsWord(answer, "no"))
            {
                handler(false);
            }
            else if (count < DecisionCountMax)
            {
                Decide("Error: Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:",
                    handler, count + 1);
            }
            else
            {
                Error("The question was not answered; enter the command again.");
            }
        });
    }

    // What only an operator's console has.

    internal virtual void Leave(bool isToUserView)
    {
    }

    internal virtual void Halt()
    {
    }

    internal virtual void BeginLoad()
    {
    }

    internal virtual void BeginPaste(TextTaker taker)
    {
    }

    internal virtual void SetScreenLength(int lineCount)
    {
    }

    internal virtual void SetScreenWidth(int columnCount)
    {
    }

    internal virtual void PrintHistory()
    {
    }

    internal virtual ITextSink Output => null;
}

using System.Collections;
using Gateway.Config;

namespace Gateway.Cli;

/// <summary>What is wrong with a line.</summary>
internal enum ParseError
{
    None = 0,
    Unrecognized,
    Incomplete,
    Ambiguous,
    WrongParameter,
    TooMany,
}

/// <summary>
/// Follows a line through the syntaxes of all commands of a view at once: a command stays alive
/// with the position that its syntax has reached, token by token.
/// </summary>
internal sealed class CommandParser
{
    private const int Dead = -1;

    private readonly CommandSet _commands;
    private readonly PortNames _ports;
    private readonly bool _isForText;
    private short[] _positions;
    private LineTokens _tokens;

    /// <summary>
    /// A parser of all commands, or only of those that a configuration text may hold.
    /// </summary>
    internal CommandParser(CommandSet commands, PortNames ports, bool isForText)
    {
        _commands = commands;
        _ports = ports;
        _isForText = isForText;
    }

    internal ParseError Error { get; private set; }

    /// <summary>Column, in the shown line, of what is wrong.</summary>
    internal int ErrorColumn { get; private set; }

    /// <summary>Which token is wrong; the count of tokens when it is the end of the line.</summary>
    internal int ErrorToken { get; private set; }

    /// <summary>What a wrong parameter may be, or null.</summary>
    internal string Reason { get; private set; }

    /// <summary>Number of the command after a successful <see cref="Parse"/>.</summary>
    internal int Number { get; private set; }

    /// <summary>The tokens last parsed.</summary>
    internal LineTokens Tokens => _tokens;

    /// <summary>Finds the command of a line that has at least one token.</summary>
    internal bool Parse(string line, int view)
    {
        if (!Follow(new LineTokens(line), view, LineTokens.CountMax)) return false;
        Number = FindComplete();
        if (Number >= 0 && !_tokens.HasOpenQuote) return true;
        Reason = _tokens.HasOpenQuote ? "The closing quote is missing." : null;
        return Fail(ParseError.Incomplete, _tokens.Count);
    }

    /// <summary>
    /// Finds what can stand after a line's tokens, or in place of the last one when it is open.
    /// </summary>
    internal bool ParseStart(string line, int view)
    {
        LineTokens all = new LineTokens(line);
        return Follow(all, view, all.IsLastOpen ? all.Count - 1 : all.Count);
    }

    /// <summary>
    /// After <see cref="ParseStart"/>: every element that can follow, sorted, each with the syntax
    /// where its help stands, as pairs name, help.
    /// </summary>
    internal ArrayList Candidates(string partial)
    {
        ArrayList pairs = new ArrayList();
        for (int number = 0; number < _positions.Length; number++)
        {
            if (_positions[number] == Dead) continue;
            string syntax = _commands.Syntax(number);
            int from = _positions[number];
            while (from >= 0)
            {
                int element = Syntax.Element(syntax, from);
                from = Syntax.Following(syntax, element);
                AddCandidate(pairs, syntax, element, partial);
            }
        }

        return pairs;
    }

    /// <summary>
    /// After a successful <see cref="Parse"/>: which token filled each slot of the command, -1
    /// where
    /// it was left out.
    /// </summary>
    internal int[] Slots()
    {
        int[] slots = new int[LineTokens.CountMax];
        for (int i = 0; i < slots.Length; i++) slots[i] = -1;
        string syntax = _commands.Syntax(Number);
        int at = 0;
        for (int token = 0; token < _tokens.Count; token++)
        {
            int element = Find(syntax, at, token, false);
            if (element < 0) element = Find(syntax, at, token, true);
            int slot = Syntax.Slot(syntax, element);
            if (slot >= 0) slots[slot] = token;
            at = Syntax.Behind(syntax, element);
        }

        return slots;
    }

    /// <summary>Why a token cannot be a parameter of a kind, or null.</summary>
    internal string CheckParameter(string kind, string token)
    {
        if (_ports.Label(kind) != null) return _ports.Check(kind, token);
        return Syntax.IsSecret(kind) ? null : ConfigurationSchema.Check(kind, token);
    }

    private bool Follow(LineTokens line, int view, int countMax)
    {
        _tokens = line;
        Error = ParseError.None;
        Reason = null;
        _positions = new short[_commands.NumberEnd];
        for (int number = 0; number < _positions.Length; number++)
        {
            _positions[number] = IsThere(number, view) ? (short)0 : (short)Dead;
        }

        for (int token = 0; token < _tokens.Count && token < countMax; token++)
        {
            if (!Step(token)) return false;
        }

        return !_tokens.IsOverfull || Fail(ParseError.TooMany, _tokens.Count - 1);
    }

    private bool IsThere(int number, int view)
    {
        if (_commands.Syntax(number) == null) return false;
        int views = _commands.Views(number);
        return (views & view) != 0 && (!_isForText || (views & View.InText) != 0);
    }

    private bool Step(int token)
    {
        string word = FindKeyword(token, out bool isAmbiguous);
        if (isAmbiguous) return Fail(ParseError.Ambiguous, token);
        return word != null ? AdvanceKeyword(word, token) : AdvanceParameter(token);
    }

    // The one keyword that a token means: in full, or as the only one that begins with it.
    private string FindKeyword(int token, out bool isAmbiguous)
    {
        isAmbiguous = false;
        string found = null;
        if (_tokens.IsQuoted(token)) return null;
        string typed = _tokens[token];
        for (int number = 0; number < _positions.Length; number++)
        {
            if (_positions[number] == Dead) continue;
            string syntax = _commands.Syntax(number);
            for (int from = _positions[number]; from >= 0;)
            {
                int element = Syntax.Element(syntax, from);
                from = Syntax.Following(syntax, element);
                if (!Syntax.IsAbbreviation(syntax, element, typed)) continue;
                string name = Syntax.Name(syntax, element);
                if (name.Length == typed.Length)
                {
                    isAmbiguous = false;
                    return name;
                }

                isAmbiguous |= found != null && found != name;
                found = name;
            }
        }

        return found;
    }

    private bool AdvanceKeyword(string word, int token)
    {
        for (int number = 0; number < _positions.Length; number++)
        {
            if (_positions[number] == Dead) continue;
            string syntax = _commands.Syntax(number);
            int next = Dead;
            for (int from = _positions[number]; from >= 0 && next == Dead;)
            {
                int element = Syntax.Element(syntax, from);
                from = Syntax.Following(syntax, element);
                if (element < syntax.Length && Syntax.Name(syntax, element) == word)
                {
                    next = Syntax.Behind(syntax, element);
                }
            }

            _positions[number] = (short)next;
        }

        return true;
    }

    private bool AdvanceParameter(int token)
    {
        Reason = null;
        bool isAnyAlive = false;
        bool hasParameter = false;
        bool hasOther = false;
        for (int number = 0; number < _positions.Length; number++)
        {
            if (_positions[number] == Dead) continue;
            string syntax = _commands.Syntax(number);
            int element = FindParameter(syntax, _positions[number]);
            hasOther |= Syntax.Element(syntax, _positions[number]) < syntax.Length;
            _positions[number] = Dead;
            if (element < 0) continue;
            hasParameter = true;
            string refused = CheckParameter(Syntax.Kind(syntax, element), _tokens[token]);
            if (refused != null)
            {
                Reason = refused;
                continue;
            }

            isAnyAlive = true;
            _positions[number] = (short)Syntax.Behind(syntax, element);
        }

        if (isAnyAlive) return true;
        if (hasParameter) return Fail(ParseError.WrongParameter, token);
        return Fail(hasOther ? ParseError.Unrecognized : ParseError.TooMany, token);
    }

    private static int FindParameter(string syntax, int from)
    {
        while (from >= 0)
        {
            int element = Syntax.Element(syntax, from);
            if (element < syntax.Length && Syntax.IsParameter(syntax, element)) return element;
            from = Syntax.Following(syntax, element);
        }

        return -1;
    }

    private int Find(string syntax, int from, int token, bool isParameter)
    {
        if (isParameter) return FindParameter(syntax, from);
        while (from >= 0 && !_tokens.IsQuoted(token))
        {
            int element = Syntax.Element(syntax, from);
            if (element < syntax.Length && Syntax.IsAbbreviation(syntax, element, _tokens[token]))
            {
                return element;
            }

            from = Syntax.Following(syntax, element);
        }

        return -1;
    }

    private int FindComplete()
    {
        for (int number = 0; number < _positions.Length; number++)
        {
            if (_positions[number] == Dead) continue;
            string syntax = _commands.Syntax(number);
            for (int from = _positions[number]; from >= 0;)
            {
                int element = Syntax.Element(syntax, from);
                if (element >= syntax.Length) return number;
                from = Syntax.Following(syntax, element);
            }
        }

        return -1;
    }

    private void AddCandidate(ArrayList pairs, string syntax, int element, string partial)
    {
        string name = "<cr>";
        string help = "Please press ENTER to execute command";
        if (element < syntax.Length)
        {
            bool isParameter = Syntax.IsParameter(syntax, element);
            if (!isParameter && !Syntax.IsAbbreviation(syntax, element, partial)) return;
            name = isParameter ? Label(Syntax.Kind(syntax, element)) : Syntax.Name(syntax, element);
            help = Syntax.Help(syntax, element);
        }
        else if (partial.Length > 0)
        {
            return;
        }

        int at = 0;
        while (at < pairs.Count && Order(name, (string)pairs[at]) > 0) at += 2;
        bool isKnown = at < pairs.Count && (string)pairs[at] == name;
        if (isKnown && ((string)pairs[at + 1]).Length == 0) pairs[at + 1] = help;
        if (isKnown) return;
        pairs.Insert(at, name);
        pairs.Insert(at + 1, help);
    }

    private string Label(string kind)
    {
        string label = _ports.Label(kind);
        return label != null ? label : ConfigurationSchema.Label(kind);
    }

    // Parameters (in capitals) stand before keywords, the end of the command behind all.
    private static int Order(string a, string b)
    {
        if (a == "<cr>" || b == "<cr>") return a == b ? 0 : a == "<cr>" ? 1 : -1;
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i]) return a[i] - b[i];
        }

        return a.Length - b.Length;
    }

    private bool Fail(ParseError error, int token)
    {
        Error = error;
        ErrorToken = token;
        ErrorColumn = token < _tokens.Count
            ? _tokens.Column(_tokens.Start(token))
            : _tokens.EndColumn;
        return false;
    }
}

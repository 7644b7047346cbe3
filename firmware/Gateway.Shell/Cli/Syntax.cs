using Gateway.Config;

namespace Gateway.Cli;

/// <summary>
/// Walks the syntax text of a command, which is its grammar and its help at once:
/// <c>word{help}</c> is a keyword, <c>&lt;kind&gt;{help}</c> a parameter of the schema,
/// <c>[ … ]</c> a group that may be left out. The first keyword of a group, and every parameter,
/// has a slot in which the handler finds what was typed. Help that another command with the same
/// keyword in front already gave may be left out.
/// </summary>
internal static class Syntax
{
    private const string SecretKind = "secret";

    /// <summary>
    /// The next element that can follow at a position, after the ones that the caller has seen:
    /// pass the position first, then <see cref="Following"/> of each element. The length of the
    /// text when
    /// the command may end here.
    /// </summary>
    internal static int Element(string syntax, int at)
    {
        while (at < syntax.Length && " []".IndexOf(syntax[at]) >= 0) at++;
        return at;
    }

    /// <summary>
    /// Where to look for an alternative to an element: behind its group; -1 for none.
    /// </summary>
    internal static int Following(string syntax, int element)
    {
        if (element >= syntax.Length || !IsGroupStart(syntax, element)) return -1;
        int depth = 1;
        while (depth > 0)
        {
            element++;
            if (syntax[element] == '[') depth++;
            if (syntax[element] == ']') depth--;
        }

        return element + 1;
    }

    /// <summary>The position behind an element and its help.</summary>
    internal static int Behind(string syntax, int element)
    {
        int at = element + Name(syntax, element).Length;
        if (at < syntax.Length && syntax[at] == '{') at = syntax.IndexOf('}', at) + 1;
        return at;
    }

    /// <summary>The element as it stands: a keyword, or <c>&lt;kind&gt;</c>.</summary>
    internal static string Name(string syntax, int element)
    {
        int end = element;
        while (end < syntax.Length && syntax[end] != ' ' && syntax[end] != '{') end++;
        return syntax.Substring(element, end - element);
    }

    /// <summary>Whether a kind of parameter is a secret.</summary>
    internal static bool IsSecret(string kind) => kind.EndsWith(SecretKind);

    /// <summary>The element that is a secret, or -1.</summary>
    internal static int FindSecret(string syntax)
    {
        int at = syntax.IndexOf(SecretKind + ">");
        while (at >= 0 && syntax[at] != '<') at--;
        return at;
    }

    internal static bool IsParameter(string syntax, int element) => syntax[element] == '<';

    /// <summary>The kind of a parameter.</summary>
    internal static string Kind(string syntax, int element)
    {
        string name = Name(syntax, element);
        return name.Substring(1, name.Length - 2);
    }

    /// <summary>Help of an element, or an empty text.</summary>
    internal static string Help(string syntax, int element)
    {
        int at = element + Name(syntax, element).Length;
        if (at >= syntax.Length || syntax[at] != '{') return "";
        return syntax.Substring(at + 1, syntax.IndexOf('}', at) - at - 1);
    }

    /// <summary>Whether a keyword begins with what was typed.</summary>
    internal static bool IsAbbreviation(string syntax, int element, string typed)
    {
        if (element >= syntax.Length) return false;
        int end = element;
        foreach (char c in typed)
        {
            if (end >= syntax.Length || syntax[end] == ' ' || syntax[end] == '{') return false;
            if (syntax[end++] != (c >= 'A' && c <= 'Z' ? (char)(c + 32) : c)) return false;
        }

        return true;
    }

    /// <summary>Number of the slot of an element; -1 for a keyword without one.</summary>
    internal static int Slot(string syntax, int element)
    {
        int slot = -1;
        for (int at = Element(syntax, 0); at <= element && at < syntax.Length;
            at = Element(syntax, Behind(syntax, at)))
        {
            bool hasSlot = IsParameter(syntax, at) || IsGroupStart(syntax, at);
            if (hasSlot) slot++;
            if (at == element) return hasSlot ? slot : -1;
        }

        return -1;
    }

    private static bool IsGroupStart(string syntax, int element)
    {
        int at = element - 1;
        while (at >= 0 && syntax[at] == ' ') at--;
        return at >= 0 && syntax[at] == '[';
    }
}

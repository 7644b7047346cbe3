namespace Gateway.Config;

/// <summary>What the platform's strings lack: ASCII without case, columns.</summary>
public static class Text
{
    /// <summary>
    /// Whether two texts are equal but for the case of ASCII letters; null equals none.
    /// </summary>
    internal static bool EqualsIgnoreCase(string a, string b) =>
        a != null && b != null && a.Length == b.Length && StartsWithIgnoreCase(a, b);

    /// <summary>Whether a text begins with another but for the case of ASCII letters.</summary>
    internal static bool StartsWithIgnoreCase(string text, string start)
    {
        if (start.Length > text.Length) return false;
        for (int i = 0; i < start.Length; i++)
        {
            if (Lower(text[i]) != Lower(start[i])) return false;
        }

        return true;
    }

    /// <summary>
    /// A text padded with blanks to a width; one blank when it is as wide or wider.
    /// </summary>
    public static string Pad(string text, int width) =>
        text.Length < width ? text + new string(' ', width - text.Length) : text + " ";

    /// <summary>A text with blanks before it up to a width.</summary>
    internal static string PadLeft(string text, int width) =>
        text.Length < width ? new string(' ', width - text.Length) + text : text;

    private static char Lower(char c) => c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

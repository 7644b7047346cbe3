using System.Collections;

namespace Gateway.Cli;

/// <summary>
/// Breaks sentences between words for a narrow screen. Configuration texts and displays are left to
/// the screen, because they are copied from it.
/// </summary>
public static class SentenceRows
{
    private const string Indentation = " ";

    private static readonly string[] s_starts = { "Error: ", "Warning: ", " Info: ", " Warning: " };

    /// <summary>The rows of a line, each narrower than the screen (0: any width) where its words
    /// allow it.</summary>
    public static string[] Of(string line, int screenWidth)
    {
        if (screenWidth == 0 || line.Length < screenWidth || !IsSentence(line))
        {
            return new string[] { line };
        }

        ArrayList rows = new ArrayList();
        string rest = line;
        while (rest.Length >= screenWidth)
        {
            int end = LastBlank(rest, screenWidth);
            if (end < 0) break;
            rows.Add(rest.Substring(0, end));
            rest = Indentation + rest.Substring(end + 1);
        }

        rows.Add(rest);
        string[] all = new string[rows.Count];
        for (int i = 0; i < all.Length; i++) all[i] = (string)rows[i];
        return all;
    }

    private static bool IsSentence(string line)
    {
        foreach (string start in s_starts)
        {
            if (line.StartsWith(start)) return true;
        }

        return false;
    }

    // The last one that leaves a row narrower than the screen, else the first one behind it, never
    // one of the indentation; -1 for none.
    private static int LastBlank(string text, int screenWidth)
    {
        int end = screenWidth - 1;
        while (end > Indentation.Length && text[end] != ' ') end--;
        return end > Indentation.Length ? end : text.IndexOf(' ', screenWidth);
    }
}

using Gateway.Core;

namespace Gateway.App;

/// <summary>Text in files: printable ASCII, tabs and line ends.</summary>
internal static class TextLines
{
    private const int Tab = '\t';
    private const int CarriageReturn = '\r';
    private const int LineFeed = '\n';

    /// <summary>Whether nothing else stands in it.</summary>
    public static bool IsText(byte[] content)
    {
        foreach (byte octet in content)
        {
            bool isPrintable = octet >= ' ' && octet <= '~';
            if (isPrintable || octet == Tab || octet == CarriageReturn || octet == LineFeed)
            {
                continue;
            }

            return false;
        }

        return true;
    }

    /// <summary>
    /// Whether a mark in capitals occurs, in capitals or not, without that other one, in capitals,
    /// right before it.
    /// </summary>
    public static bool Contains(byte[] content, string mark, string unlessBehind)
    {
        for (int at = 0; at <= content.Length - mark.Length; at++)
        {
            int i = 0;
            while (i < mark.Length && Upper(content[at + i]) == mark[i]) i++;
            if (i == mark.Length && !IsBehind(content, at, unlessBehind)) return true;
        }

        return false;
    }

    /// <summary>
    /// Writes text line by line; lines end with LF, CR or both, a tab becomes a blank.
    /// </summary>
    public static void Write(byte[] content, ITextSink output)
    {
        int start = 0;
        for (int i = 0; i <= content.Length; i++)
        {
            bool isEnd = i == content.Length;
            if (!isEnd && content[i] != LineFeed && content[i] != CarriageReturn) continue;
            if (!isEnd || i > start) output.Line(Line(content, start, i));
            bool isPair = !isEnd && content[i] == CarriageReturn && i + 1 < content.Length
                && content[i + 1] == LineFeed;
            if (isPair) i++;
            start = i + 1;
        }
    }

    private static bool IsBehind(byte[] content, int end, string mark)
    {
        int start = end - mark.Length;
        if (start < 0) return false;
        for (int i = 0; i < mark.Length; i++)
        {
            if (content[start + i] != mark[i]) return false;
        }

        return true;
    }

    private static string Line(byte[] content, int start, int end)
    {
        char[] line = new char[end - start];
        for (int i = 0; i < line.Length; i++)
        {
            byte octet = content[start + i];
            line[i] = octet == Tab ? ' ' : (char)octet;
        }

        return new string(line);
    }

    private static int Upper(byte octet) => octet >= 'a' && octet <= 'z' ? octet - 32 : octet;
}

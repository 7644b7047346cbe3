using System.Text;

namespace Gateway.Cmp;

/// <summary>Makes texts of a peer fit for a console line.</summary>
public static class TextGuard
{
    /// <summary>
    /// The text with everything but printable ASCII replaced by <c>?</c> and cut to
    /// <see cref="CmpLimits.TextCharsMax"/>; null gives "".
    /// </summary>
    public static string Clean(string text)
    {
        if (text == null) return "";
        int count = text.Length > CmpLimits.TextCharsMax ? CmpLimits.TextCharsMax : text.Length;
        char[] clean = new char[count];
        for (int i = 0; i < count; i++)
        {
            char c = text[i];
            clean[i] = c >= ' ' && c <= '~' ? c : '?';
        }

        return text.Length > count ? new string(clean) + "..." : new string(clean);
    }

    /// <summary>
    /// The same for a range of UTF-8 bytes: a byte outside printable ASCII is one <c>?</c>.
    /// </summary>
    public static string Clean(byte[] data, int offset, int count)
    {
        int shown = count > CmpLimits.TextCharsMax ? CmpLimits.TextCharsMax : count;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown; i++)
        {
            byte b = data[offset + i];
            text.Append(b >= 0x20 && b <= 0x7E ? (char)b : '?');
        }

        if (count > shown) text.Append("...");
        return text.ToString();
    }
}

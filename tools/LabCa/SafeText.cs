using System.Globalization;
using System.Text;

namespace Gateway.LabCa;

/// <summary>Text from strangers, made fit for a log line or a terminal.</summary>
public static class SafeText
{
    /// <summary>
    /// Replaces control characters, line breaks and unpaired surrogates by <c>\xNN</c> or
    /// <c>\uNNNN</c> and cuts what is
    /// too long (marked by <c>…</c>).
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="lengthMax">How many characters of it are kept.</param>
    public static string OneLine(string text, int lengthMax)
    {
        var safe = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i >= lengthMax)
                return safe.Append('…').ToString();
            char c = text[i];
            if (c < 0x20 || c == 0x7F)
                safe.Append("\\x").Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else if (IsHidden(c))
                safe.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else
                safe.Append(c);
        }

        return safe.ToString();
    }

    private static bool IsHidden(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}

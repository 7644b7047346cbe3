namespace Gateway.Hal;

/// <summary>The character classes of HTTP and URLs, for ASCII and without culture.</summary>
internal static class HttpChars
{
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    public static bool IsDigit(char c) => c >= '0' && c <= '9';

    public static bool IsLetter(char c) => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

    /// <summary>The value of a hexadecimal digit, -1 for any other character.</summary>
    public static int HexValue(char c)
    {
        if (IsDigit(c)) return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }

    /// <summary>Whether it may stand in a header's name (RFC 9110 5.6.2).</summary>
    public static bool IsToken(char c) =>
        IsDigit(c) || IsLetter(c) || TokenMarks.IndexOf(c) >= 0;

    /// <summary>Whether it may stand in a header's value (RFC 9110 5.5).</summary>
    public static bool IsValue(char c) => c == '\t' || (c >= ' ' && c != '\x7F');

    /// <summary>The text with ASCII letters in lower case.</summary>
    public static string Lower(string text)
    {
        char[] lower = text.ToCharArray();
        for (int i = 0; i < lower.Length; i++)
        {
            char c = lower[i];
            if (c >= 'A' && c <= 'Z') lower[i] = (char)(c + ('a' - 'A'));
        }

        return new string(lower);
    }

    /// <summary>Bytes as text, one character each, without blanks at either end.</summary>
    public static string Text(byte[] bytes, int start, int end)
    {
        while (start < end && IsBlank(bytes[start])) start++;
        while (end > start && IsBlank(bytes[end - 1])) end--;
        char[] text = new char[end - start];
        for (int i = 0; i < text.Length; i++) text[i] = (char)bytes[start + i];
        return new string(text);
    }

    /// <summary>A part of the text without blanks at either end.</summary>
    public static string Part(string text, int start, int end)
    {
        while (start < end && IsBlank(text[start])) start++;
        while (end > start && IsBlank(text[end - 1])) end--;
        return text.Substring(start, end - start);
    }

    /// <summary>
    /// A decimal number of digits alone, at most int.MaxValue; -1 for any other text.
    /// </summary>
    public static int Number(string text)
    {
        if (text.Length == 0) return -1;
        long value = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsDigit(text[i])) return -1;
            value = (value * 10) + (text[i] - '0');
            if (value > int.MaxValue) value = int.MaxValue;
        }

        return (int)value;
    }

    private static bool IsBlank(int c) => c == ' ' || c == '\t';
}

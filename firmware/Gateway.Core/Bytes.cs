namespace Gateway.Core;

/// <summary>Work on byte ranges.</summary>
public static class Bytes
{
    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>A copy of the range.</summary>
    public static byte[] Slice(byte[] source, int offset, int count)
    {
        byte[] copy = new byte[count];
        System.Array.Copy(source, offset, copy, 0, count);
        return copy;
    }

    /// <summary>Both arrays, one after the other.</summary>
    public static byte[] Concat(byte[] first, byte[] second)
    {
        byte[] all = new byte[first.Length + second.Length];
        System.Array.Copy(first, 0, all, 0, first.Length);
        System.Array.Copy(second, 0, all, first.Length, second.Length);
        return all;
    }

    /// <summary>Overwrites a secret with zeros; null is harmless.</summary>
    public static void Wipe(byte[] secret)
    {
        if (secret != null) System.Array.Clear(secret, 0, secret.Length);
    }

    /// <summary>
    /// Whether two ranges are equal; stops at the first difference, not for secrets.
    /// </summary>
    public static bool Equal(byte[] a, int aOffset, byte[] b, int bOffset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (a[aOffset + i] != b[bOffset + i]) return false;
        }

        return true;
    }

    /// <summary>Whether two arrays are equal; null equals only null.</summary>
    public static bool Equal(byte[] a, byte[] b)
    {
        if (a == null || b == null) return a == b;
        return a.Length == b.Length && Equal(a, 0, b, 0, a.Length);
    }

    /// <summary>
    /// Whether two ranges are equal, in time that depends on <paramref name="count"/> alone.
    /// </summary>
    public static bool EqualConstantTime(byte[] a, int aOffset, byte[] b, int bOffset, int count)
    {
        int difference = 0;
        for (int i = 0; i < count; i++) difference |= a[aOffset + i] ^ b[bOffset + i];
        return difference == 0;
    }

    /// <summary>
    /// Upper-case hex digits of the range, with a separator between bytes unless it is '\0'.
    /// </summary>
    public static string ToHex(byte[] data, int offset, int count, char separator)
    {
        if (count == 0) return "";
        int width = separator == '\0' ? 2 : 3;
        char[] text = new char[(count * width) - (width - 2)];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && width == 3) text[at++] = separator;
            text[at++] = HexDigits[data[offset + i] >> 4];
            text[at++] = HexDigits[data[offset + i] & 15];
        }

        return new string(text);
    }

    /// <summary>Bytes of a text of hex digits without separators; null when it is none.</summary>
    public static byte[] FromHex(string text)
    {
        if (text == null || (text.Length & 1) != 0) return null;
        byte[] data = new byte[text.Length / 2];
        for (int i = 0; i < data.Length; i++)
        {
            int high = HexValue(text[2 * i]);
            int low = HexValue(text[(2 * i) + 1]);
            if (high < 0 || low < 0) return null;
            data[i] = (byte)((high << 4) | low);
        }

        return data;
    }

    private static int HexValue(char c)
    {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    }
}

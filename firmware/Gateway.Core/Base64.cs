namespace Gateway.Core;

/// <summary>Base64 (RFC 4648 4), strict: whole groups of four, padding, unused bits zero.</summary>
public static class Base64
{
    private const string Digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Characters that a range of bytes takes.</summary>
    public static int EncodedLength(int count) => (count + 2) / 3 * 4;

    /// <summary>The characters of a range, without line breaks.</summary>
    public static char[] Encode(byte[] data, int offset, int count)
    {
        char[] text = new char[EncodedLength(count)];
        int at = 0;
        for (int i = 0; i < count; i += 3)
        {
            int left = count - i;
            int group = data[offset + i] << 16;
            if (left > 1) group |= data[offset + i + 1] << 8;
            if (left > 2) group |= data[offset + i + 2];
            text[at++] = Digits[group >> 18];
            text[at++] = Digits[(group >> 12) & 63];
            text[at++] = left > 1 ? Digits[(group >> 6) & 63] : '=';
            text[at++] = left > 2 ? Digits[group & 63] : '=';
        }

        return text;
    }

    /// <summary>
    /// The bytes of the first <paramref name="count"/> characters; null when they are none.
    /// </summary>
    public static byte[] Decode(char[] text, int count)
    {
        if (count % 4 != 0) return null;
        if (count == 0) return new byte[0];
        int padding = text[count - 1] != '=' ? 0 : text[count - 2] != '=' ? 1 : 2;
        byte[] data = new byte[(count / 4 * 3) - padding];
        int at = 0;
        for (int i = 0; i < count; i += 4)
        {
            int group = Group(text, i, i + 4 == count ? padding : 0);
            if (group < 0)
            {
                Bytes.Wipe(data);
                return null;
            }

            for (int shift = 16; shift >= 0 && at < data.Length; shift -= 8)
            {
                data[at++] = (byte)(group >> shift);
            }
        }

        return data;
    }

    // 24 bits of four characters, or -1. Bits that the padding leaves unused must be zero.
    private static int Group(char[] text, int offset, int padding)
    {
        int group = 0;
        for (int i = 0; i < 4; i++)
        {
            int value = i < 4 - padding ? Value(text[offset + i]) : 0;
            if (value < 0) return -1;
            group = (group << 6) | value;
        }

        int unused = padding * 8;
        return (group & ((1 << unused) - 1)) == 0 ? group : -1;
    }

    private static int Value(char c)
    {
        if (c >= 'A' && c <= 'Z') return c - 'A';
        if (c >= 'a' && c <= 'z') return c - 'a' + 26;
        if (c >= '0' && c <= '9') return c - '0' + 52;
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}

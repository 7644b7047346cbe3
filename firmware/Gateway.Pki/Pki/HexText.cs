using Gateway.Core;

namespace Gateway.Pki;

/// <summary>Lower-case hex as certificate texts have it.</summary>
internal static class HexText
{
    private const string Digits = "0123456789abcdef";

    /// <summary><c>4b:3f:...</c> of a range.</summary>
    internal static string Colons(byte[] data, int offset, int count)
    {
        if (count == 0) return "";
        char[] text = new char[(3 * count) - 1];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            if (i > 0) text[at++] = ':';
            text[at++] = Digits[data[offset + i] >> 4];
            text[at++] = Digits[data[offset + i] & 15];
        }

        return new string(text);
    }

    /// <summary>Lines of so many octets; all but the last end in a colon.</summary>
    internal static void Rows(
        ITextSink sink, string indent, byte[] data, int offset, int count, int octetsPerRow)
    {
        for (int i = 0; i < count; i += octetsPerRow)
        {
            int left = count - i;
            int row = left < octetsPerRow ? left : octetsPerRow;
            sink.Line(indent + Colons(data, offset + i, row) + (row < left ? ":" : ""));
        }
    }

    /// <summary><c>65537 (0x10001)</c> of INTEGER contents of at most eight octets.</summary>
    internal static string Number(byte[] data, int offset, int count)
    {
        long value = (sbyte)data[offset];
        for (int i = 1; i < count; i++) value = (value << 8) | (long)data[offset + i];
        string sign = value < 0 ? "-" : "";
        return value.ToString() + " (" + sign + "0x" + Hex(value < 0 ? -value : value) + ")";
    }

    // Unsigned, so that the least long comes out right after its negation overflowed.
    private static string Hex(long value)
    {
        ulong rest = (ulong)value;
        string text = "";
        do
        {
            text = Digits[(int)(rest & 15)].ToString() + text;
            rest >>= 4;
        }
        while (rest != 0);
        return text;
    }
}

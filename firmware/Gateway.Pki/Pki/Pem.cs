using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// Textual encodings (RFC 7468): strict base64 (RFC 4648 4) between a BEGIN and an END line, 64
/// characters a line when written, any length of line and white space when read.
/// </summary>
public static class Pem
{
    /// <summary>Label of a certificate.</summary>
    public const string CertificateLabel = "CERTIFICATE";

    /// <summary>Label of a PKCS #8 private key.</summary>
    public const string PrivateKeyLabel = "PRIVATE KEY";

    /// <summary>Longest text that is read, in octets.</summary>
    public const int TextSizeMax = 32768;

    private const string Begin = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";
    private const string Digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private const int CharactersPerLine = 64;
    private const int Invalid = -1;
    private const int Space = -2;
    private const int Padding = -3;

    /// <summary>Whether the octets look like PEM: the BEGIN mark with any label occurs.</summary>
    public static bool IsPem(byte[] text, int count) => Find(text, 0, count, Begin) >= 0;

    /// <summary>
    /// The bytes of the first block with that label; null when there is none or it is malformed.
    /// Text before and after is skipped.
    /// </summary>
    public static byte[] Decode(byte[] text, int count, string label)
    {
        if (text == null || count < 0 || count > text.Length || count > TextSizeMax) return null;
        string begin = Begin + label + Dashes;
        int start = Find(text, 0, count, begin);
        if (start < 0) return null;
        start += begin.Length;
        int end = Find(text, start, count, EndMark + label + Dashes);
        return end < 0 ? null : DecodeBase64(text, start, end);
    }

    /// <summary>Octets of a PEM block, every line ended by a line feed.</summary>
    public static byte[] Encode(string label, byte[] data, int offset, int count)
    {
        int characters = (count + 2) / 3 * 4;
        int lines = (characters + CharactersPerLine - 1) / CharactersPerLine;
        int marks = Begin.Length + EndMark.Length + (2 * (label.Length + Dashes.Length + 1));
        byte[] text = new byte[marks + characters + lines];
        int at = Put(text, 0, Begin + label + Dashes + "\n");
        int column = 0;
        for (int i = 0; i < count; i += 3)
        {
            int left = count - i;
            int group = data[offset + i] << 16;
            if (left > 1) group |= data[offset + i + 1] << 8;
            if (left > 2) group |= data[offset + i + 2];
            text[at++] = (byte)Digits[group >> 18];
            text[at++] = (byte)Digits[(group >> 12) & 63];
            text[at++] = left > 1 ? (byte)Digits[(group >> 6) & 63] : (byte)'=';
            text[at++] = left > 2 ? (byte)Digits[group & 63] : (byte)'=';
            column += 4;
            if (column < CharactersPerLine && left > 3) continue;
            text[at++] = (byte)'\n';
            column = 0;
        }

        Put(text, at, EndMark + label + Dashes + "\n");
        return text;
    }

    private static int Put(byte[] text, int at, string ascii)
    {
        for (int i = 0; i < ascii.Length; i++) text[at++] = (byte)ascii[i];
        return at;
    }

    private static int Find(byte[] text, int start, int end, string mark)
    {
        for (int at = start; at <= end - mark.Length; at++)
        {
            int i = 0;
            while (i < mark.Length && text[at + i] == mark[i]) i++;
            if (i == mark.Length) return at;
        }

        return -1;
    }

    // Two passes over the same digits: count, then fill.
    private static byte[] DecodeBase64(byte[] text, int start, int end)
    {
        int digits = 0;
        int padding = 0;
        for (int i = start; i < end; i++)
        {
            int value = Value(text[i]);
            if (value == Space) continue;
            if (value == Invalid || (padding > 0 && value != Padding)) return null;
            if (value == Padding) padding++;
            else digits++;
        }

        if ((digits + padding) % 4 != 0 || padding > 2 || digits == 0) return null;
        byte[] data = new byte[digits * 6 / 8];
        int length = 0;
        int bits = 0;
        int pending = 0;
        for (int i = start; i < end; i++)
        {
            int value = Value(text[i]);
            if (value < 0) continue;
            pending = ((pending << 6) | value) & 0xFFFF;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            data[length++] = (byte)(pending >> bits);
        }

        // RFC 4648 3.5: the bits left over are zero.
        if ((pending & ((1 << bits) - 1)) == 0) return data;
        Bytes.Wipe(data);
        return null;
    }

    private static int Value(int c)
    {
        if (c >= 'A' && c <= 'Z') return c - 'A';
        if (c >= 'a' && c <= 'z') return c - 'a' + 26;
        if (c >= '0' && c <= '9') return c - '0' + 52;
        if (c == '+') return 62;
        if (c == '/') return 63;
        if (c == '=') return Padding;
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' ? Space : Invalid;
    }
}

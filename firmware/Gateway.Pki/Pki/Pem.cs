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

    /// <summary>Longest text that is read, in octets.</summary>
    public const int TextSizeMax = 32768;

    private const string Begin = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";
    private const string ProcessType = "Proc-Type:";

    private const int CharactersPerLine = 64;

    /// <summary>Whether the octets look like PEM: the BEGIN mark with any label occurs.</summary>
    public static bool IsPem(byte[] text, int count) => Find(text, 0, count, Begin) >= 0;

    /// <summary>
    /// The bytes of the first block with that label; null when there is none or it is malformed.
    /// Text before and after is skipped.
    /// </summary>
    public static byte[] Decode(byte[] text, int count, string label)
    {
        int at = 0;
        return Decode(text, count, label, ref at);
    }

    /// <summary>
    /// The bytes of the first block with that label at or behind a place, which moves behind the
    /// block; null when there is none more (then the place is -1) or it is malformed.
    /// </summary>
    public static byte[] Decode(byte[] text, int count, string label, ref int at)
    {
        int from = at;
        at = -1;
        if (text == null || count < 0 || count > text.Length || count > TextSizeMax) return null;
        string begin = Begin + label + Dashes;
        int start = Find(text, from, count, begin);
        if (start < 0) return null;
        start += begin.Length;
        at = start;
        int end = Find(text, start, count, EndMark + label + Dashes);
        return end < 0 ? null : DecodeBase64(text, start, end);
    }

    /// <summary>Whether a block with that label begins somewhere.</summary>
    public static bool Has(byte[] text, int count, string label) =>
        Find(text, 0, count, Begin + label + Dashes) >= 0;

    /// <summary>
    /// Whether a block is encrypted as RFC 1421 4.6.1.1 does, by headers of its own.
    /// </summary>
    public static bool HasHeaders(byte[] text, int count) =>
        Find(text, 0, count, ProcessType) >= 0;

    /// <summary>Octets of a PEM block, every line ended by a line feed.</summary>
    public static byte[] Encode(string label, byte[] data, int offset, int count)
    {
        char[] body = Base64.Encode(data, offset, count);
        int lines = (body.Length + CharactersPerLine - 1) / CharactersPerLine;
        int marks = Begin.Length + EndMark.Length + (2 * (label.Length + Dashes.Length + 1));
        byte[] text = new byte[marks + body.Length + lines];
        int at = Put(text, 0, Begin + label + Dashes + "\n");
        for (int i = 0; i < body.Length; i++)
        {
            text[at++] = (byte)body[i];
            if (i + 1 == body.Length || (i + 1) % CharactersPerLine == 0) text[at++] = (byte)'\n';
        }

        System.Array.Clear(body, 0, body.Length);
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

    private static byte[] DecodeBase64(byte[] text, int start, int end)
    {
        char[] body = new char[end - start];
        int count = 0;
        for (int i = start; i < end; i++)
        {
            if (!IsSpace(text[i])) body[count++] = (char)text[i];
        }

        byte[] data = count == 0 ? null : Base64.Decode(body, count);
        System.Array.Clear(body, 0, body.Length);
        return data;
    }

    private static bool IsSpace(int c) => c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

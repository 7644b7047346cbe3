using System.Text;
using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>
/// Attribute values as text. Comma style escapes like <c>XN_FLAG_ONELINE</c> of openssl: quotes
/// when a character of RFC 4514 2.4 needs it, octets beyond ASCII as <c>\C3</c>. Slash style
/// escapes slash and plus, octets that are not printable as <c>\xC3</c>.
/// </summary>
internal static class NameValueText
{
    /// <summary>Text of the value read last; null when it is no valid string.</summary>
    internal static string Decode(DerReader reader) => DerText.IsString(reader.ValueTag)
        ? DerText.Decode(reader.ValueTag, reader.Buffer, reader.ValueOffset, reader.ValueLength)
        : null;

    /// <summary>Appends the value read last.</summary>
    internal static void Append(StringBuilder text, DerReader reader, NameStyle style)
    {
        if (!DerText.IsString(reader.ValueTag))
        {
            // RFC 4514 2.4: "#" and the hex digits of the encoding.
            text.Append("#");
            text.Append(Core.Bytes.ToHex(
                reader.Buffer, reader.TlvOffset, reader.TlvLength, '\0'));
            return;
        }

        // What breaks the rules of its type is shown octet by octet.
        string decoded = Decode(reader);
        byte[] octets = decoded == null ? reader.ValueBytes() : Encoding.UTF8.GetBytes(decoded);
        if (style == NameStyle.Slash) AppendSlash(text, octets);
        else AppendComma(text, octets);
    }

    private static void AppendSlash(StringBuilder text, byte[] octets)
    {
        for (int i = 0; i < octets.Length; i++)
        {
            char c = (char)octets[i];
            if (c < ' ' || c > '~')
            {
                text.Append("\\x");
                text.Append(octets[i].ToString("X2"));
                continue;
            }

            if (c == '/' || c == '+') text.Append('\\');
            text.Append(c);
        }
    }

    private static void AppendComma(StringBuilder text, byte[] octets)
    {
        bool quoted = NeedsQuotes(octets);
        if (quoted) text.Append('"');
        for (int i = 0; i < octets.Length; i++)
        {
            char c = (char)octets[i];
            if (c < ' ' || c > '~')
            {
                text.Append('\\');
                text.Append(octets[i].ToString("X2"));
                continue;
            }

            if (c == '"' || c == '\\') text.Append('\\');
            text.Append(c);
        }

        if (quoted) text.Append('"');
    }

    private static bool NeedsQuotes(byte[] octets)
    {
        int last = octets.Length - 1;
        if (last < 0) return false;
        if (octets[0] == '#' || octets[0] == ' ' || octets[last] == ' ') return true;
        for (int i = 0; i <= last; i++)
        {
            switch ((char)octets[i])
            {
                case ',':
                case '+':
                case ';':
                case '<':
                case '>':
                    return true;
            }
        }

        return false;
    }
}

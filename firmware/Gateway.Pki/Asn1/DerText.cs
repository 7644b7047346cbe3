using System.Text;

namespace Gateway.Asn1;

/// <summary>
/// Character strings of ASN.1 (X.690 8.23). NUL is refused in all types: it has no place in a name,
/// and ends strings for others. TeletexString is read as Latin-1, as everybody does.
/// </summary>
public static class DerText
{
    private const string PrintableMarks = " '()+,-./:=?";

    /// <summary>Whether the tag is one of the string types handled here.</summary>
    public static bool IsString(int tag)
    {
        switch (tag)
        {
            case Tag.Utf8String:
            case Tag.NumericString:
            case Tag.PrintableString:
            case Tag.TeletexString:
            case Tag.Ia5String:
            case Tag.VisibleString:
            case Tag.UniversalString:
            case Tag.BmpString:
                return true;
            default:
                return false;
        }
    }

    /// <summary>The text; null when the bytes break the rules of the type.</summary>
    public static string Decode(int tag, byte[] buffer, int offset, int count)
    {
        switch (tag)
        {
            case Tag.Utf8String:
                return IsUtf8(buffer, offset, count) ? FromUtf8(buffer, offset, count) : null;
            case Tag.TeletexString:
                return FromWide(buffer, offset, count, 1);
            case Tag.BmpString:
                return FromWide(buffer, offset, count, 2);
            case Tag.UniversalString:
                return FromWide(buffer, offset, count, 4);
            default:
                return IsSubset(tag, buffer, offset, count)
                    ? FromUtf8(buffer, offset, count)
                    : null;
        }
    }

    /// <summary>Whether the text fits PrintableString (X.680 41.4).</summary>
    public static bool IsPrintable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsPrintable(text[i])) return false;
        }

        return true;
    }

    /// <summary>Whether the text is ASCII without NUL.</summary>
    public static bool IsAscii(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == 0 || text[i] > 0x7F) return false;
        }

        return true;
    }

    /// <summary>Whether the bytes are UTF-8 (RFC 3629 4) without NUL.</summary>
    public static bool IsUtf8(byte[] buffer, int offset, int count)
    {
        int end = offset + count;
        int at = offset;
        while (at < end)
        {
            int first = buffer[at++];
            if (first == 0) return false;
            if (first < 0x80) continue;
            int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
            if (first < 0xC2 || first > 0xF4 || more > end - at) return false;

            // The second octet's range rules out overlong forms, surrogates and above U+10FFFF.
            int second = buffer[at];
            int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (second < least || second > most) return false;
            for (int i = 1; i < more; i++)
            {
                if ((buffer[at + i] & 0xC0) != 0x80) return false;
            }

            at += more;
        }

        return true;
    }

    private static bool IsSubset(int tag, byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            int c = buffer[i];
            if (c == 0 || c > 0x7F) return false;
            if (tag == Tag.PrintableString && !IsPrintable((char)c)) return false;
            if (tag == Tag.VisibleString && (c < 0x20 || c == 0x7F)) return false;
            if (tag == Tag.NumericString && c != ' ' && (c < '0' || c > '9')) return false;
        }

        return true;
    }

    private static bool IsPrintable(char c) =>
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || PrintableMarks.IndexOf(c) >= 0;

    private static string FromUtf8(byte[] buffer, int offset, int count) =>
        count == 0 ? "" : Encoding.UTF8.GetString(buffer, offset, count);

    // Big-endian characters of 1, 2 or 4 octets. Only U+10000 and above become surrogate pairs.
    private static string FromWide(byte[] buffer, int offset, int count, int width)
    {
        if (count % width != 0) return null;
        char[] text = new char[count / width * (width == 4 ? 2 : 1)];
        int length = 0;
        for (int i = 0; i < count; i += width)
        {
            int c = 0;
            for (int j = 0; j < width; j++) c = (c << 8) | buffer[offset + i + j];
            if (c <= 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return null;
            if (c >= 0x10000)
            {
                text[length++] = (char)(0xD7C0 + (c >> 10));
                text[length++] = (char)(0xDC00 + (c & 0x3FF));
            }
            else
            {
                text[length++] = (char)c;
            }
        }

        return new string(text, 0, length);
    }
}

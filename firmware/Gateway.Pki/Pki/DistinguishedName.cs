using System.Text;
using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// X.501 names as DER ranges (RFC 5280 4.1.2.4): from text, to text, compared. String types
/// written: see <see cref="DistinguishedNameBuilder"/> and RFC 5280 4.1.2.4; what others wrote may
/// be of any type. Texts are those of <c>openssl x509</c>, without spaces round the equals sign.
/// </summary>
public static class DistinguishedName
{
    /// <summary>Most RDNs of a name.</summary>
    public const int RdnsMax = 32;

    /// <summary>Most attributes of one RDN.</summary>
    public const int AttributesMax = 8;

    /// <summary>Longest name that is written or read, in octets of its contents.</summary>
    public const int SizeMax = 2048;

    /// <summary>Longest text that is parsed, in characters.</summary>
    public const int TextLengthMax = 1024;

    /// <summary>
    /// The Name of a text like <c>C=cn,ST=beijing,O="A, B"</c> in the given order; null with the
    /// reason and the position in <paramref name="error"/>.
    /// </summary>
    public static byte[] FromText(string text, NameError error)
    {
        if (text == null || text.Length == 0)
        {
            error.Set("the name is empty", 0);
            return null;
        }

        if (text.Length > TextLengthMax)
        {
            error.Set("the name is too long", TextLengthMax);
            return null;
        }

        return new NameParser(text, error).Parse();
    }

    /// <summary>Steps over a Name and checks it: structure and limits, not the strings.</summary>
    public static bool Read(DerReader reader)
    {
        if (!reader.Enter(Tag.Sequence)) return false;
        if (reader.ValueLength > SizeMax) return reader.Fail(DerError.OutOfRange);
        int rdns = 0;
        while (!reader.AtEnd)
        {
            if (++rdns > RdnsMax) return reader.Fail(DerError.TooMany);
            int attributes = 0;
            reader.Enter(Tag.Set);
            do
            {
                if (++attributes > AttributesMax) return reader.Fail(DerError.TooMany);
                reader.Enter(Tag.Sequence);
                reader.ReadOid();
                reader.ReadAny();
                reader.Leave();
            }
            while (!reader.AtEnd);
            reader.Leave();
        }

        reader.Leave();
        return reader.IsOk;
    }

    /// <summary>The name's text; null when the range is no Name within the limits.</summary>
    public static string ToText(byte[] buffer, int offset, int count, NameStyle style)
    {
        DerReader reader = new DerReader(buffer, offset, count);
        StringBuilder text = new StringBuilder();
        if (!Read(reader) || !reader.End()) return null;
        reader.Reset(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            bool first = true;
            reader.Enter(Tag.Set);
            while (!reader.AtEnd)
            {
                if (style == NameStyle.Slash) text.Append(first ? "/" : "+");
                else if (!first) text.Append(" + ");
                else if (text.Length > 0) text.Append(", ");
                first = false;
                reader.Enter(Tag.Sequence);
                reader.ReadOid();
                text.Append(NameAttribute.ShortName(
                    buffer, reader.ValueOffset, reader.ValueLength));
                text.Append("=");
                reader.ReadAny();
                NameValueText.Append(text, reader, style);
                reader.Leave();
            }

            reader.Leave();
        }

        return text.ToString();
    }

    /// <summary>The text of a whole array.</summary>
    public static string ToText(byte[] name, NameStyle style) =>
        ToText(name, 0, name.Length, style);

    /// <summary>
    /// Text of the first attribute with that type (content octets); null when there is none or it
    /// is no string.
    /// </summary>
    public static string Attribute(byte[] buffer, int offset, int count, byte[] oid)
    {
        DerReader reader = new DerReader(buffer, offset, count);
        if (!Read(reader)) return null;
        reader.Reset(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.Enter(Tag.Set);
            while (!reader.AtEnd)
            {
                reader.Enter(Tag.Sequence);
                reader.ReadOid();
                if (reader.ValueEquals(oid)) return reader.ReadText(SizeMax);
                reader.LeaveRest();
            }

            reader.Leave();
        }

        return null;
    }

    /// <summary>Whether two names are the same bytes.</summary>
    public static bool Equal(
        byte[] a, int aOffset, int aCount, byte[] b, int bOffset, int bCount) =>
        aCount == bCount && Bytes.Equal(a, aOffset, b, bOffset, aCount);

    /// <summary>
    /// Whether two names match by RFC 5280 7.1: RDNs in order, attributes of an RDN in any order,
    /// strings of any type without regard to case (ASCII and Latin-1 letters) and to spaces at the
    /// ends and repeated inside. False when one is no Name.
    /// </summary>
    public static bool Matches(
        byte[] a, int aOffset, int aCount, byte[] b, int bOffset, int bCount)
    {
        if (Equal(a, aOffset, aCount, b, bOffset, bCount)) return true;
        DerReader left = new DerReader(a, aOffset, aCount);
        DerReader right = new DerReader(b, bOffset, bCount);
        if (!Read(left) || !left.End() || !Read(right) || !right.End()) return false;
        left.Reset(a, aOffset, aCount);
        right.Reset(b, bOffset, bCount);
        left.Enter(Tag.Sequence);
        right.Enter(Tag.Sequence);
        while (!left.AtEnd && !right.AtEnd)
        {
            left.Read(Tag.Set);
            right.Read(Tag.Set);
            if (!SetsMatch(left, right)) return false;
        }

        return left.AtEnd && right.AtEnd;
    }

    /// <summary>Whether two whole arrays match.</summary>
    public static bool Matches(byte[] a, byte[] b) =>
        Matches(a, 0, a.Length, b, 0, b.Length);

    // Both readers stand behind a SET; every attribute of the one must find its own in the other.
    private static bool SetsMatch(DerReader left, DerReader right)
    {
        int used = 0;
        int count = 0;
        DerReader one = new DerReader(left.Buffer, left.ValueOffset, left.ValueLength);
        while (!one.AtEnd)
        {
            one.Read(Tag.Sequence);
            count++;
            int index = 0;
            bool found = false;
            DerReader other = new DerReader(right.Buffer, right.ValueOffset, right.ValueLength);
            while (!found && !other.AtEnd)
            {
                other.Read(Tag.Sequence);
                int bit = 1 << index++;
                if ((used & bit) != 0 || !AttributesMatch(one, other)) continue;
                used |= bit;
                found = true;
            }

            if (!found) return false;
        }

        return used == (1 << count) - 1 && CountIs(right, count);
    }

    private static bool CountIs(DerReader set, int count)
    {
        DerReader reader = new DerReader(set.Buffer, set.ValueOffset, set.ValueLength);
        while (reader.Read(Tag.Sequence)) count--;
        return count == 0;
    }

    private static bool AttributesMatch(DerReader left, DerReader right)
    {
        DerReader a = new DerReader(left.Buffer, left.ValueOffset, left.ValueLength);
        DerReader b = new DerReader(right.Buffer, right.ValueOffset, right.ValueLength);
        if (!a.ReadOid() || !b.ReadOid()) return false;
        if (!Equal(a.Buffer, a.ValueOffset, a.ValueLength, b.Buffer, b.ValueOffset, b.ValueLength))
        {
            return false;
        }

        if (!a.ReadAny() || !b.ReadAny()) return false;
        string aText = NameValueText.Decode(a);
        string bText = NameValueText.Decode(b);
        if (aText == null || bText == null)
        {
            return Equal(a.Buffer, a.TlvOffset, a.TlvLength, b.Buffer, b.TlvOffset, b.TlvLength);
        }

        return Fold(aText) == Fold(bText);
    }

    // RFC 4518 2.6.1 in short: no spaces at the ends, one inside; and lower case.
    private static string Fold(string text)
    {
        char[] folded = new char[text.Length];
        int length = 0;
        bool pendingSpace = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == ' ')
            {
                pendingSpace = length > 0;
                continue;
            }

            if (pendingSpace) folded[length++] = ' ';
            pendingSpace = false;
            bool isUpper = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
            folded[length++] = isUpper ? (char)(c + 32) : c;
        }

        return new string(folded, 0, length);
    }
}

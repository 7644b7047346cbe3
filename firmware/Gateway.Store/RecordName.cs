using System.Text;

namespace Gateway.Store;

/// <summary>
/// Names of records: a prefix for the kind, then the name that the operator gave, ASCII capitals in
/// lower case, every octet of its UTF-8 but <c>a-z 0-9 . _</c> written as <c>-hh</c>. So any name
/// is a legal and distinct record name on any flash, and names that differ in case alone are one
/// name.
/// </summary>
public static class RecordName
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The record name of an operator's name.</summary>
    public static string Encode(string prefix, string name)
    {
        StringBuilder text = new StringBuilder();
        text.Append(prefix);
        byte[] octets = Encoding.UTF8.GetBytes(name);
        for (int i = 0; i < octets.Length; i++)
        {
            int c = octets[i] >= 'A' && octets[i] <= 'Z' ? octets[i] + 32 : octets[i];
            if (IsPlain(c))
            {
                text.Append((char)c);
                continue;
            }

            text.Append('-');
            text.Append(HexDigits[c >> 4]);
            text.Append(HexDigits[c & 15]);
        }

        return text.ToString();
    }

    /// <summary>Whether two names of an operator are one name; null is no name.</summary>
    public static bool IsSame(string a, string b) =>
        a != null && b != null && Encode("", a) == Encode("", b);

    private static bool IsPlain(int c) =>
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

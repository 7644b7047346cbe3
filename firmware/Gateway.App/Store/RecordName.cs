using System.Text;

namespace Gateway.Store;

/// <summary>
/// Names of records: a prefix for the kind, then the name that the operator gave with everything but
/// <c>a-z 0-9 . _</c> written as <c>-hh</c>, so that any name is a legal and distinct record name
/// on any flash. Names that differ in case alone are one name.
/// </summary>
public static class RecordName
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The record name of an operator's name.</summary>
    public static string Encode(string prefix, string name)
    {
        StringBuilder text = new StringBuilder();
        text.Append(prefix);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
            if (IsPlain(c))
            {
                text.Append(c);
                continue;
            }

            text.Append('-');
            text.Append(HexDigits[(c >> 4) & 15]);
            text.Append(HexDigits[c & 15]);
        }

        return text.ToString();
    }

    private static bool IsPlain(char c) =>
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

using System.Text;

namespace Gateway.Store;

/// <summary>
/// Names of records: a prefix for the kind, then the name that the operator gave with everything but
/// <c>a-z 0-9 . _</c> written as <c>-hh</c>, so that any name is a legal and distinct record name.
/// Names are compared without case, so upper-case letters are lowered first.
/// </summary>
public static class RecordName
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The record name of an operator's name.</summary>
    public static string Encode(string prefix, string name)
    {
        StringBuilder text = new StringBuilder();
        text.Append(prefix);
        string lower = name.ToLower();
        for (int i = 0; i < lower.Length; i++)
        {
            char c = lower[i];
            bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
            if (plain)
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
}

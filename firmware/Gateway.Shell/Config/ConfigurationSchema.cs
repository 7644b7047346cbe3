namespace Gateway.Config;

/// <summary>
/// The one place for what a value may be. Kinds have the names that command syntaxes use, such as
/// <c>common-name</c>.
/// </summary>
public static class ConfigurationSchema
{
    /// <summary>Most entities in a configuration.</summary>
    public const int EntityCountMax = 8;

    /// <summary>Most CMP sessions in a configuration.</summary>
    public const int SessionCountMax = 8;

    /// <summary>Most imported certificates in a configuration.</summary>
    public const int ImportCountMax = 16;

    /// <summary>Longest secret in plain text, in characters.</summary>
    public const int SecretLengthMax = 128;

    /// <summary>
    /// Longest cipher text of a secret, in characters: a sealed secret of
    /// <see cref="SecretLengthMax"/> has 193 bytes, 260 characters in base64, 8 more in the frame.
    /// </summary>
    public const int CipherTextLengthMax = 268;

    /// <summary>Smallest RSA modulus in bits.</summary>
    public const int KeyBitsMin = 2048;

    /// <summary>Largest RSA modulus in bits.</summary>
    public const int KeyBitsMax = 4096;

    /// <summary>Size of an RSA modulus in bits unless the operator says otherwise.</summary>
    public const int KeyBitsDefault = 3072;

    private const int FieldBits = 17;
    private const int FieldMask = (1 << FieldBits) - 1;
    private const int LabelLengthMax = 63;

    private const int TypeText = 1;
    private const int TypeName = 2;
    private const int TypeHost = 3;
    private const int TypeWord = 4;
    private const int TypeInteger = 5;
    private const int TypeAddress = 6;
    private const int TypeMask = 7;
    private const int TypeDns = 8;
    private const int TypeMail = 9;
    private const int TypeUrl = 10;
    private const int TypeCaName = 11;
    private const int TypeLetters = 12;
    private const int TypeTime = 13;
    private const int TypeDate = 14;

    /// <summary>
    /// Null when a value may be of that kind, or why not: one sentence that says what is allowed.
    /// </summary>
    public static string Check(string kind, string value)
    {
        long rule = Rule(kind);
        int type = Type(rule);
        int min = Min(rule);
        int max = Max(rule);
        if (type == TypeInteger)
        {
            int number = ToInteger(value);
            return number >= min && number <= max ? null
                : "A number from " + min.ToString() + " to " + max.ToString() + " is allowed.";
        }

        if (type == TypeMask)
        {
            return ToPrefixLength(value) >= 0 ? null : "A mask or 0 to 32 is allowed.";
        }

        if (max != 0 && (value.Length < min || value.Length > max))
        {
            return min == max ? FixedForm(type)
                : min.ToString() + " to " + max.ToString() + " characters are allowed.";
        }

        return IsPrintable(value)
            ? CheckForm(type, value) : "Printable ASCII characters are allowed.";
    }

    /// <summary>How help shows a kind, such as <c>STRING&lt;1-64&gt;</c>.</summary>
    public static string Label(string kind)
    {
        long rule = Rule(kind);
        int type = Type(rule);
        if (type == TypeAddress) return "X.X.X.X";
        if (type == TypeMask) return "X.X.X.X|0-32";
        if (type == TypeTime) return "HH:MM:SS";
        if (type == TypeDate) return "YYYY-MM-DD";
        int min = Min(rule);
        int max = Max(rule);
        return (type == TypeInteger ? "INTEGER<" : "STRING<")
            + (min == max ? min.ToString() : min.ToString() + "-" + max.ToString()) + ">";
    }

    /// <summary>A decimal number of up to nine digits, or -1.</summary>
    public static int ToInteger(string text)
    {
        if (text.Length == 0 || text.Length > 9) return -1;
        int value = 0;
        foreach (char c in text)
        {
            if (c < '0' || c > '9') return -1;
            value = (value * 10) + (c - '0');
        }

        return value;
    }

    /// <summary>
    /// Prefix length of a mask in either form (<c>24</c> or <c>255.255.255.0</c>), or -1.
    /// </summary>
    public static int ToPrefixLength(string text)
    {
        if (Ipv4.TryParse(text, out uint mask)) return Ipv4.PrefixLength(mask);
        int length = ToInteger(text);
        return length <= 32 ? length : -1;
    }

    private static long Rule(string kind)
    {
        switch (kind)
        {
            case "entity-name":
            case "session-name":
            case "key-name": return Rule(TypeName, 1, 64);

            // A session's name and what a request appends to it, such as "_ca10.cer".
            case "file-name": return Rule(TypeName, 1, 73);
            case "sysname": return Rule(TypeHost, 1, 64);
            case "common-name": return Rule(TypeText, 1, 64);
            case "country": return Rule(TypeLetters, 2, 2);
            case "state":
            case "locality":
            case "organization": return Rule(TypeText, 1, 32);
            case "organization-unit": return Rule(TypeText, 1, 31);
            case "email": return Rule(TypeMail, 1, 128);
            case "fqdn": return Rule(TypeDns, 1, 255);
            case "address": return Rule(TypeAddress, 0, 0);
            case "mask": return Rule(TypeMask, 0, 0);
            case "ca-name": return Rule(TypeCaName, 1, 128);
            case "url": return Rule(TypeUrl, 1, 128);
            case "reference": return Rule(TypeWord, 1, 128);
            case "secret": return Rule(TypeText, 1, SecretLengthMax);
            case "seed-secret": return Rule(TypeText, 64, SecretLengthMax);
            case "cipher": return Rule(TypeText, 1, CipherTextLengthMax);
            case "key-bits": return Rule(TypeInteger, KeyBitsMin, KeyBitsMax);
            case "percent": return Rule(TypeInteger, 10, 100);
            case "profile": return Rule(TypeText, 1, 64);
            case "mac-iterations": return Rule(TypeInteger, 100, 100000);
            case "seconds": return Rule(TypeInteger, 5, 600);
            case "hours": return Rule(TypeInteger, 1, 720);
            case "days": return Rule(TypeInteger, 7, 180);
            case "trial-seconds": return Rule(TypeInteger, 60, 65535);
            case "retries": return Rule(TypeInteger, 0, 5);
            case "screen-length": return Rule(TypeInteger, 0, 512);
            case "screen-width": return Rule(TypeInteger, 60, 512);
            case "time": return Rule(TypeTime, 8, 8);
            case "date": return Rule(TypeDate, 10, 10);
            default: throw new System.ArgumentException(kind);
        }
    }

    private static long Rule(int type, int min, int max) =>
        ((long)type << (2 * FieldBits)) | ((long)min << FieldBits) | (long)max;

    private static int Type(long rule) => (int)(rule >> (2 * FieldBits));

    private static int Min(long rule) => (int)(rule >> FieldBits) & FieldMask;

    private static int Max(long rule) => (int)rule & FieldMask;

    private static string CheckForm(int type, string value)
    {
        switch (type)
        {
            case TypeName:
                return HasNoneOf(value, " \"'*?/\\:,")
                    ? null : "None of blank \" ' * ? / \\ : , is allowed.";
            case TypeWord:
                return HasNoneOf(value, " \"?") ? null : "None of blank \" ? is allowed.";
            case TypeHost:
                return IsHostName(value) ? null : "Letters, digits and . _ - are allowed.";
            case TypeLetters:
                return HasOnlyLetters(value) ? null : FixedForm(type);
            case TypeAddress:
                return Ipv4.TryParse(value, out uint _)
                    ? null : "An address such as 10.2.0.2 is allowed.";
            case TypeDns:
                return IsDnsName(value) ? null : "A name such as test.abc.com is allowed.";
            case TypeMail:
                return IsMail(value) ? null : "An address such as user@abc.com is allowed.";
            case TypeUrl:
                return UrlForm.IsUrl(value)
                    ? null : "A URL such as http://10.3.0.1:8080 is allowed.";
            case TypeCaName:
                return IsCaName(value) ? null : "A name such as \"C=cn,O=BB,CN=BB\" is allowed.";
            case TypeTime:
                return value[2] == ':' && value[5] == ':' ? null : FixedForm(type);
            case TypeDate:
                return value[4] == '-' && value[7] == '-' ? null : FixedForm(type);
            default:
                return HasNoneOf(value, "\"") && value.Trim().Length == value.Length ? null
                    : "No quote, and no blank at an end, is allowed.";
        }
    }

    private static string FixedForm(int type)
    {
        if (type == TypeLetters) return "Two letters are allowed.";
        return type == TypeTime
            ? "A time such as 09:33:10 is allowed." : "A date such as 2026-01-31 is allowed.";
    }

    private static bool IsPrintable(string value)
    {
        foreach (char c in value)
        {
            if (c < ' ' || c > '~') return false;
        }

        return true;
    }

    private static bool HasNoneOf(string value, string refused)
    {
        foreach (char c in value)
        {
            if (refused.IndexOf(c) >= 0) return false;
        }

        return true;
    }

    private static bool IsLetter(char c) => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

    private static bool IsHostCharacter(char c) =>
        IsLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';

    private static bool HasOnlyLetters(string value)
    {
        foreach (char c in value)
        {
            if (!IsLetter(c)) return false;
        }

        return true;
    }

    private static bool IsHostName(string value)
    {
        foreach (char c in value)
        {
            if (!IsHostCharacter(c)) return false;
        }

        return true;
    }

    /// <summary>
    /// Labels of 1 to 63 characters, RFC 1035 2.3.4; a leading wildcard label is let through.
    /// </summary>
    internal static bool IsDnsName(string value)
    {
        int label = 0;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '.')
            {
                if (label == 0) return false;
                label = 0;
                continue;
            }

            if (!IsHostCharacter(value[i]) && !(value[i] == '*' && i == 0)) return false;
            if (++label > LabelLengthMax) return false;
        }

        return label > 0;
    }

    private static bool IsMail(string value)
    {
        int at = value.IndexOf('@');
        return at > 0 && at < value.Length - 1 && HasNoneOf(value, " \"?");
    }

    // Only the outline; the attributes are the business of the names' codec.
    private static bool IsCaName(string value)
    {
        int equals = value.IndexOf('=');
        return equals > 0 && equals < value.Length - 1 && HasNoneOf(value, "\"");
    }
}

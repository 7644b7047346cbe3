namespace Gateway.Asn1;

/// <summary>Texts of <see cref="DerError"/>.</summary>
public static class DerErrors
{
    /// <summary>A short lower-case text, never null.</summary>
    public static string Text(DerError error)
    {
        switch (error)
        {
            case DerError.None: return "no error";
            case DerError.Truncated: return "ends too early";
            case DerError.BadTag: return "invalid tag";
            case DerError.BadLength: return "invalid length";
            case DerError.UnexpectedTag: return "unexpected tag";
            case DerError.TrailingData: return "trailing data";
            case DerError.BadInteger: return "invalid INTEGER";
            case DerError.BadBoolean: return "invalid BOOLEAN";
            case DerError.BadNull: return "invalid NULL";
            case DerError.BadBitString: return "invalid BIT STRING";
            case DerError.BadOid: return "invalid OBJECT IDENTIFIER";
            case DerError.BadTime: return "invalid time";
            case DerError.BadString: return "invalid character string";
            case DerError.TooDeep: return "nested too deeply";
            case DerError.TooMany: return "too many elements";
            case DerError.OutOfRange: return "value out of range";
            case DerError.Unsupported: return "unsupported value";
            case DerError.BadValue: return "value against the rules";
            default: return "unknown error";
        }
    }
}

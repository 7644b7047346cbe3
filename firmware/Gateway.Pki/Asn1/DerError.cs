namespace Gateway.Asn1;

/// <summary>Why a DER encoding was refused.</summary>
public enum DerError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The bytes end before the value does.</summary>
    Truncated = 1,

    /// <summary>End-of-contents, or the high-tag-number form (X.690 8.1.2.4).</summary>
    BadTag = 2,

    /// <summary>Indefinite, not minimal or longer than four octets (X.690 10.1).</summary>
    BadLength = 3,

    /// <summary>A tag other than the one that must stand here.</summary>
    UnexpectedTag = 4,

    /// <summary>Something follows where a structure must end.</summary>
    TrailingData = 5,

    /// <summary>Empty or not minimal (X.690 8.3.2).</summary>
    BadInteger = 6,

    /// <summary>Not exactly one octet 00 or FF (X.690 11.1).</summary>
    BadBoolean = 7,

    /// <summary>Content where none may be (X.690 8.8.2).</summary>
    BadNull = 8,

    /// <summary>Unused bits out of range or not zero (X.690 8.6.2, 11.2.1).</summary>
    BadBitString = 9,

    /// <summary>Empty, padded or unfinished sub-identifier (X.690 8.19.2).</summary>
    BadOid = 10,

    /// <summary>Not a date, or not its DER form (X.690 11.7, 11.8).</summary>
    BadTime = 11,

    /// <summary>Characters outside the string type, or NUL.</summary>
    BadString = 12,

    /// <summary>Nested deeper than <see cref="DerReader.DepthMax"/>.</summary>
    TooDeep = 13,

    /// <summary>More elements than the caller's limit.</summary>
    TooMany = 14,

    /// <summary>A value longer or greater than the caller's limit.</summary>
    OutOfRange = 15,

    /// <summary>An algorithm, curve or version that is not known here.</summary>
    Unsupported = 16,

    /// <summary>Well-formed, but against the rules of the structure.</summary>
    BadValue = 17,
}

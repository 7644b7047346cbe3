namespace Gateway.Cmp;

/// <summary>Why bytes are no PKIMessage that is read here.</summary>
public enum PkiMessageError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Longer than <see cref="CmpLimits.MessageSizeMax"/>.</summary>
    TooLong = 1,

    /// <summary>Not the DER of a PKIMessage, or more than one.</summary>
    BadEncoding = 2,

    /// <summary>A body type that RFC 9810 does not have.</summary>
    UnknownBody = 3,
}

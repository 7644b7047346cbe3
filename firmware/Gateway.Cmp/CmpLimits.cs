namespace Gateway.Cmp;

/// <summary>Bounds of the messages, in bytes unless named otherwise.</summary>
public static class CmpLimits
{
    /// <summary>Longest message that is received.</summary>
    public const int MessageSizeMax = 24 * 1024;

    /// <summary>Most certificates in caPubs, and most in extraCerts.</summary>
    public const int CertificatesMax = 10;

    /// <summary>Most elements of any other SEQUENCE OF that a peer sends.</summary>
    public const int ElementsMax = 16;

    /// <summary>Most characters of a peer's text that are shown.</summary>
    public const int TextCharsMax = 160;

    /// <summary>Most bytes of a peer's nonce, transactionID, key identifier or salt.</summary>
    public const int OctetsMax = 128;

    /// <summary>Bytes of our nonces, transactionID and salt: 128 bits, RFC 9483 3.1.</summary>
    public const int NonceSize = 16;

    /// <summary>Fewest bytes of a peer's senderNonce: 128 bits, RFC 9483 3.1.</summary>
    public const int PeerNonceSizeMin = 16;

    /// <summary>Most bytes of the reference value and of the secret.</summary>
    public const int SecretSizeMax = 128;

    /// <summary>Fewest iterations of a password-based MAC, RFC 9481 6.1.1.</summary>
    public const int PbmIterationsMin = 100;

    /// <summary>Most iterations that a peer may ask for, unless configured otherwise.</summary>
    public const int PbmIterationsMaxDefault = PbmIterationsLimit;

    /// <summary>Most iterations that any configuration may allow or send.</summary>
    public const int PbmIterationsLimit = 100000;

    /// <summary>Iterations that are sent, unless configured otherwise.</summary>
    public const int PbmIterationsDefault = 1000;

    /// <summary>Iterations in one call of a Work or Step method.</summary>
    public const int PbmIterationsPerStep = 64;

    /// <summary>Most seconds that a transaction takes by default, polling included.</summary>
    public const int TotalSecondsDefault = 7 * 24 * 3600;
}

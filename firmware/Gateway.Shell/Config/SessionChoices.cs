namespace Gateway.Config;

/// <summary>How a request proves who sent it (RFC 9810 5.1.3).</summary>
public enum OriginAuthentication
{
    /// <summary>As the request and the settings suggest.</summary>
    Unset = 0,

    /// <summary>By a MAC with the shared secret.</summary>
    Mac = 1,

    /// <summary>By a signature that the authentication certificate belongs to.</summary>
    Signature = 2,
}

/// <summary>
/// The MAC of a request (RFC 9810 5.1.3.1; PBMAC1 by RFC 9481 6.1.2 and RFC 8018).
/// </summary>
public enum IntegrityAlgorithm
{
    /// <summary>Password-based MAC with HMAC-SHA256, the default.</summary>
    HmacSha256 = 0,

    /// <summary>Password-based MAC with HMAC-SHA1, for old authorities.</summary>
    HmacSha1 = 1,

    /// <summary>Password-based MAC with HMAC-SHA384.</summary>
    HmacSha384 = 2,

    /// <summary>Password-based MAC with HMAC-SHA512.</summary>
    HmacSha512 = 3,

    /// <summary>PBMAC1 with PBKDF2 and HMAC-SHA256.</summary>
    Pbmac1Sha256 = 4,

    /// <summary>PBMAC1 with PBKDF2 and HMAC-SHA512.</summary>
    Pbmac1Sha512 = 5,
}

/// <summary>The hash of an RSA signature (RFC 9481 3.1).</summary>
public enum SignatureHash
{
    /// <summary>SHA-256, the default.</summary>
    Sha256 = 0,

    /// <summary>SHA-384.</summary>
    Sha384 = 1,

    /// <summary>SHA-512.</summary>
    Sha512 = 2,
}

/// <summary>The words of these choices on the console and in configuration texts.</summary>
internal static class SessionChoices
{
    /// <summary>The word of an authentication; null when none is set.</summary>
    internal static string Word(OriginAuthentication origin)
    {
        switch (origin)
        {
            case OriginAuthentication.Mac: return "message-authentication-code";
            case OriginAuthentication.Signature: return "signature";
            default: return null;
        }
    }

    /// <summary>The word of a MAC.</summary>
    internal static string Word(IntegrityAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case IntegrityAlgorithm.HmacSha1: return "hmac-sha1";
            case IntegrityAlgorithm.HmacSha384: return "hmac-sha384";
            case IntegrityAlgorithm.HmacSha512: return "hmac-sha512";
            case IntegrityAlgorithm.Pbmac1Sha256: return "pbmac1-sha256";
            case IntegrityAlgorithm.Pbmac1Sha512: return "pbmac1-sha512";
            default: return "hmac-sha256";
        }
    }

    /// <summary>The word of a signature algorithm.</summary>
    internal static string Word(SignatureHash hash)
    {
        switch (hash)
        {
            case SignatureHash.Sha384: return "rsa-sha384";
            case SignatureHash.Sha512: return "rsa-sha512";
            default: return "rsa-sha256";
        }
    }
}

namespace Gateway.Pki;

/// <summary>How the search for a certification path ended.</summary>
public enum PathResult
{
    /// <summary>It has not ended.</summary>
    Pending = 0,

    /// <summary>A path to an anchor was found.</summary>
    Trusted = 1,

    /// <summary>No certificate of the issuer is known.</summary>
    NoPath = 2,

    /// <summary>None of the certificates that bear the issuer's name fits the signature.</summary>
    BadSignature = 3,

    /// <summary>The validity period has not begun.</summary>
    NotYetValid = 4,

    /// <summary>The validity period is over.</summary>
    Expired = 5,

    /// <summary>The issuer's certificate is not one of a CA.</summary>
    NotCa = 6,

    /// <summary>More certificates than pathLenConstraint or the limit of depth allow.</summary>
    PathTooLong = 7,

    /// <summary>The issuer's keyUsage lacks keyCertSign.</summary>
    KeyUsage = 8,

    /// <summary>An extension is critical and not known here.</summary>
    CriticalExtension = 9,

    /// <summary>SHA-1 or a short RSA key where the policy forbids them.</summary>
    WeakAlgorithm = 10,

    /// <summary>A signature algorithm or an issuer's key that the engine cannot verify.</summary>
    UnsupportedAlgorithm = 11,

    /// <summary>The certificate itself cannot be read.</summary>
    Malformed = 12,
}

namespace Gateway.Crypto;

/// <summary>Hash functions of FIPS 180-4.</summary>
public enum HashAlgorithm
{
    /// <summary>None, or one that is not known here.</summary>
    None = 0,

    /// <summary>SHA-1: 20 bytes; for old peers and fingerprints only.</summary>
    Sha1 = 1,

    /// <summary>SHA-256: 32 bytes.</summary>
    Sha256 = 2,

    /// <summary>SHA-384: 48 bytes.</summary>
    Sha384 = 3,

    /// <summary>SHA-512: 64 bytes.</summary>
    Sha512 = 4,
}

namespace Gateway.Crypto;

/// <summary>Curves of SP 800-186 3.2.1.</summary>
public enum EllipticCurve
{
    /// <summary>P-256 (secp256r1).</summary>
    P256 = 1,

    /// <summary>P-384 (secp384r1).</summary>
    P384 = 2,
}

namespace Gateway.Pki;

/// <summary>Kinds of public key.</summary>
public enum PublicKeyKind
{
    /// <summary>Some other algorithm or curve.</summary>
    Unknown = 0,

    /// <summary>rsaEncryption (RFC 3279 2.3.1).</summary>
    Rsa = 1,

    /// <summary>id-ecPublicKey on P-256 (RFC 5480).</summary>
    EcP256 = 2,

    /// <summary>id-ecPublicKey on P-384 (RFC 5480).</summary>
    EcP384 = 3,
}

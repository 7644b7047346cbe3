namespace Gateway.Crypto;

/// <summary>An RSA public key, RFC 8017 3.1: big-endian, unsigned, without leading zeros.</summary>
public sealed class RsaPublicKey
{
    /// <summary>A key of these numbers.</summary>
    public RsaPublicKey(byte[] modulus, byte[] exponent)
    {
        Modulus = modulus;
        Exponent = exponent;
    }

    /// <summary>The modulus n.</summary>
    public byte[] Modulus { get; }

    /// <summary>The public exponent e.</summary>
    public byte[] Exponent { get; }
}

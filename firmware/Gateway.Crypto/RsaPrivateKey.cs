using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// An RSA private key with two primes, RFC 8017 3.2 and A.1.2: big-endian, unsigned, without
/// leading zeros. Whoever holds it wipes it.
/// </summary>
public sealed class RsaPrivateKey
{
    /// <summary>The modulus n = p q.</summary>
    public byte[] Modulus { get; set; }

    /// <summary>The public exponent e.</summary>
    public byte[] PublicExponent { get; set; }

    /// <summary>The private exponent d = 1/e mod lcm(p - 1, q - 1).</summary>
    public byte[] PrivateExponent { get; set; }

    /// <summary>The first prime, the larger one.</summary>
    public byte[] P { get; set; }

    /// <summary>The second prime.</summary>
    public byte[] Q { get; set; }

    /// <summary>d mod (p - 1).</summary>
    public byte[] DP { get; set; }

    /// <summary>d mod (q - 1).</summary>
    public byte[] DQ { get; set; }

    /// <summary>1/q mod p.</summary>
    public byte[] QInv { get; set; }

    /// <summary>The public half; shares the arrays, which are no secret.</summary>
    public RsaPublicKey PublicKey() => new RsaPublicKey(Modulus, PublicExponent);

    /// <summary>Overwrites everything but modulus and public exponent.</summary>
    public void Wipe()
    {
        Bytes.Wipe(PrivateExponent);
        Bytes.Wipe(P);
        Bytes.Wipe(Q);
        Bytes.Wipe(DP);
        Bytes.Wipe(DQ);
        Bytes.Wipe(QInv);
    }
}

namespace Gateway.Crypto;

/// <summary>The key derivation of <see cref="PasswordBasedMac"/> in steps.</summary>
public sealed class PasswordBasedMacDerivation : IteratedHash
{
    private PasswordBasedMacDerivation(Hash hash, int iterations)
        : base(hash, iterations)
    {
    }

    /// <summary>Starts; null when salt or iteration count is out of its limits.</summary>
    public static PasswordBasedMacDerivation Start(HashAlgorithm owf, byte[] secret,
        byte[] salt, int iterations)
    {
        if (iterations < PasswordBasedMac.IterationsMin) return null;
        if (iterations > PasswordBasedMac.IterationsMax) return null;
        if (salt.Length > PasswordBasedMac.SaltBytesMax) return null;
        Hash hash = Hashes.Create(owf);
        PasswordBasedMacDerivation derivation = new PasswordBasedMacDerivation(hash, iterations);
        hash.Update(secret, 0, secret.Length);
        hash.Update(salt, 0, salt.Length);
        derivation.FinishFirst();
        return derivation;
    }
}

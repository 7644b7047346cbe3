using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// The MAC key of PKCS #12, RFC 7292 B.2 with the diversifier 3 (B.3), in steps. The key is as long
/// as the hash, so that one round of B.2 makes it and the addition of step 6 C is never needed.
/// </summary>
public sealed class Pkcs12Derivation : IteratedHash
{
    /// <summary>Longest password, in characters.</summary>
    public const int PasswordLengthMax = 128;

    private const byte MacDiversifier = 3;
    private const int CharacterBytes = 2;

    private Pkcs12Derivation(Hash hash, int iterations)
        : base(hash, iterations)
    {
    }

    /// <summary>
    /// Starts; null when salt, iteration count (both as in <see cref="Pbkdf2"/>) or password is out
    /// of its limits. The password is ASCII, one byte a character; it is not needed afterwards.
    /// </summary>
    public static Pkcs12Derivation Start(HashAlgorithm algorithm, byte[] password, byte[] salt,
        int iterations)
    {
        if (iterations < 1 || iterations > Pbkdf2.IterationsMax) return null;
        if (salt.Length > Pbkdf2.SaltBytesMax || password.Length > PasswordLengthMax) return null;
        Hash hash = Hashes.Create(algorithm);
        Pkcs12Derivation derivation = new Pkcs12Derivation(hash, iterations);
        byte[] diversifier = { MacDiversifier };
        UpdateBlocks(hash, diversifier);
        UpdateBlocks(hash, salt);

        // B.1: the characters as BMPString with the zero that ends it.
        byte[] wide = new byte[CharacterBytes * (password.Length + 1)];
        for (int i = 0; i < password.Length; i++) wide[(CharacterBytes * i) + 1] = password[i];
        UpdateBlocks(hash, wide);
        Bytes.Wipe(wide);
        derivation.FinishFirst();
        return derivation;
    }

    // B.2 steps 1 to 3: copies of the value up to a multiple of the hash's block.
    private static void UpdateBlocks(Hash hash, byte[] value)
    {
        if (value.Length == 0) return;
        int left = (value.Length + hash.BlockBytes - 1) / hash.BlockBytes * hash.BlockBytes;
        while (left > 0)
        {
            int count = left < value.Length ? left : value.Length;
            hash.Update(value, 0, count);
            left -= count;
        }
    }
}

using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// The password-based MAC of CMP (RFC 9810 5.1.3.1, RFC 4211 4.4):
/// <c>K = secret || salt</c>, then <c>K = owf(K)</c> iterationCount times, the first pass included;
/// the value is <c>mac(K, protected part)</c>.
/// </summary>
public static class PasswordBasedMac
{
    /// <summary>Fewest iterations that a derivation can have.</summary>
    public const int IterationsMin = 1;

    /// <summary>Most iterations that a peer may ask for; callers may set a lower limit.</summary>
    public const int IterationsMax = 100000;

    /// <summary>Longest salt that is taken, in bytes.</summary>
    public const int SaltBytesMax = 128;

    /// <summary>
    /// The key K, as long as a digest of <paramref name="owf"/>; the caller wipes it. Null when
    /// salt or iteration count is out of its limits.
    /// </summary>
    public static byte[] DeriveKey(HashAlgorithm owf, byte[] secret, byte[] salt, int iterations)
    {
        PasswordBasedMacDerivation derivation =
            PasswordBasedMacDerivation.Start(owf, secret, salt, iterations);
        if (derivation == null) return null;
        derivation.Step(iterations);
        return derivation.TakeKey();
    }

    /// <summary>The MAC of a range under a derived key.</summary>
    public static byte[] Compute(HashAlgorithm mac, byte[] key, byte[] data, int offset,
        int count) => Hmac.Compute(mac, key, data, offset, count);

    /// <summary>
    /// Whether the range's MAC is right; the comparison takes the same time wherever they differ.
    /// </summary>
    public static bool Verify(HashAlgorithm mac, byte[] key, byte[] data, int offset, int count,
        byte[] value, int valueOffset, int valueCount)
    {
        byte[] expected = Hmac.Compute(mac, key, data, offset, count);
        bool right = valueCount == expected.Length &&
            Bytes.EqualConstantTime(expected, 0, value, valueOffset, valueCount);
        Bytes.Wipe(expected);
        return right;
    }
}

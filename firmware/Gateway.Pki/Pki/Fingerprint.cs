using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>Fingerprints of certificates: the hash of the DER, for people to compare.</summary>
public static class Fingerprint
{
    /// <summary>SHA-1 as <c>2C:2B:...</c>.</summary>
    public static string Sha1(byte[] der) => Text(HashAlgorithm.Sha1, der, 0, der.Length);

    /// <summary>SHA-256 as <c>CA:FC:...</c>.</summary>
    public static string Sha256(byte[] der) => Text(HashAlgorithm.Sha256, der, 0, der.Length);

    /// <summary>The hash of a range as upper-case hex with colons.</summary>
    public static string Text(HashAlgorithm algorithm, byte[] data, int offset, int count)
    {
        byte[] hash = Hashes.Compute(algorithm, data, offset, count);
        return Bytes.ToHex(hash, 0, hash.Length, ':');
    }
}

using System;

namespace Gateway.Crypto;

/// <summary>Hash functions by their <see cref="HashAlgorithm"/>.</summary>
public static class Hashes
{
    /// <summary>A new running hash; an unknown algorithm is a bug of the caller.</summary>
    public static Hash Create(HashAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case HashAlgorithm.Sha1: return new Sha1();
            case HashAlgorithm.Sha256: return new Sha256();
            case HashAlgorithm.Sha384:
            case HashAlgorithm.Sha512: return new Sha512(algorithm);
            default: throw new ArgumentException("hash algorithm");
        }
    }

    /// <summary>The digest of a range.</summary>
    public static byte[] Compute(HashAlgorithm algorithm, byte[] data, int offset, int count)
    {
        Hash hash = Create(algorithm);
        hash.Update(data, offset, count);
        byte[] digest = new byte[hash.SizeBytes];
        hash.Finish(digest, 0);
        return digest;
    }

    /// <summary>Length of a digest, in bytes; 0 when the algorithm is unknown.</summary>
    public static int SizeBytes(HashAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case HashAlgorithm.Sha1: return 20;
            case HashAlgorithm.Sha256: return 32;
            case HashAlgorithm.Sha384: return 48;
            case HashAlgorithm.Sha512: return 64;
            default: return 0;
        }
    }
}

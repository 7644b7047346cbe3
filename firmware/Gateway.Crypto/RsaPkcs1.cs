using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>RSASSA-PKCS1-v1_5, RFC 8017 8.2.</summary>
public static class RsaPkcs1
{
    /// <summary>Shortest modulus whose signatures are looked at, in bits.</summary>
    public const int VerifyModulusBitsMin = 1024;

    /// <summary>Shortest modulus that signs, in bits.</summary>
    public const int SignModulusBitsMin = 2048;

    /// <summary>Longest modulus, in bits.</summary>
    public const int ModulusBitsMax = 4096;

    /// <summary>Longest public exponent, in bytes.</summary>
    public const int ExponentBytesMax = 8;

    private const int PaddingBytesMin = 8;
    private const int PrefixHashOffset = 3;

    /// <summary>
    /// Signs a hash (8.2.1); the random bytes blind the computation, the signature is
    /// deterministic. Null when key and hash do not fit, or when the computation was disturbed:
    /// a signature that does not verify is never given out.
    /// </summary>
    public static byte[] Sign(HashAlgorithm algorithm, RsaPrivateKey key, byte[] hash,
        IRandom random)
    {
        int bits = BitLength(key.Modulus);
        if (bits < SignModulusBitsMin || bits > ModulusBitsMax) return null;
        byte[] encoded = Encode(algorithm, hash, key.Modulus.Length);
        if (encoded == null) return null;
        RsaPrivateOperation operation = RsaPrivateOperation.Create(key);
        if (operation == null) return null;
        byte[] signature = operation.Run(encoded, random);
        operation.Wipe();
        return signature;
    }

    /// <summary>
    /// Whether the signature over a hash is right (8.2.2). The whole encoded message is built and
    /// compared; only the DigestInfo with NULL parameters counts (9.2, note 1). False, too, for a
    /// signature that is not exactly as long as the modulus or not below it, and for keys
    /// outside the limits: modulus even or not of 1024 to 4096 bits, exponent even, below 3 or
    /// longer than 64 bits.
    /// </summary>
    public static bool Verify(HashAlgorithm algorithm, RsaPublicKey key, byte[] hash,
        byte[] signature, int offset, int count)
    {
        byte[] expected = Encode(algorithm, hash, key.Modulus.Length);
        if (expected == null) return false;
        byte[] message = RsaPublicOperation.Recover(key, signature, offset, count);
        return message != null && Bytes.Equal(message, expected);
    }

    /// <summary>Whether a public key is within the limits of <see cref="Verify"/>.</summary>
    public static bool IsAcceptable(RsaPublicKey key)
    {
        byte[] n = key.Modulus;
        byte[] e = key.Exponent;
        int bits = BitLength(n);
        if (bits < VerifyModulusBitsMin || bits > ModulusBitsMax) return false;
        if (n[0] == 0 || (n[n.Length - 1] & 1) == 0) return false;
        if (e.Length < 1 || e.Length > ExponentBytesMax) return false;
        if (e[0] == 0 || (e[e.Length - 1] & 1) == 0) return false;
        return e.Length > 1 || e[0] >= 3;
    }

    /// <summary>
    /// EMSA-PKCS1-v1_5 (9.2): <c>00 01 FF .. FF 00 DigestInfo</c>; null when the hash does not fit
    /// the algorithm or the length.
    /// </summary>
    internal static byte[] Encode(HashAlgorithm algorithm, byte[] hash, int length)
    {
        byte[] prefix = DigestInfoPrefix(algorithm);
        if (prefix == null || hash.Length != Hashes.SizeBytes(algorithm)) return null;
        int digestInfoAt = length - prefix.Length - hash.Length;
        if (digestInfoAt < PaddingBytesMin + PrefixHashOffset) return null;
        byte[] encoded = new byte[length];
        encoded[1] = 1;
        for (int i = 2; i < digestInfoAt - 1; i++) encoded[i] = 0xff;
        Array.Copy(prefix, 0, encoded, digestInfoAt, prefix.Length);
        Array.Copy(hash, 0, encoded, length - hash.Length, hash.Length);
        return encoded;
    }

    /// <summary>Bits of a big-endian number.</summary>
    internal static int BitLength(byte[] number)
    {
        int at = 0;
        while (at < number.Length && number[at] == 0) at++;
        if (at == number.Length) return 0;
        int bits = (number.Length - at - 1) * 8;
        for (int top = number[at]; top != 0; top >>= 1) bits++;
        return bits;
    }

    // 9.2, note 1: SEQUENCE { SEQUENCE { OID, NULL }, OCTET STRING } up to the hash.
    private static byte[] DigestInfoPrefix(HashAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case HashAlgorithm.Sha1:
                return new byte[]
                {
                    0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a,
                    0x05, 0x00, 0x04, 0x14,
                };
            case HashAlgorithm.Sha256: return Sha2Prefix(0x31, 1, 0x20);
            case HashAlgorithm.Sha384: return Sha2Prefix(0x41, 2, 0x30);
            case HashAlgorithm.Sha512: return Sha2Prefix(0x51, 3, 0x40);
            default: return null;
        }
    }

    private static byte[] Sha2Prefix(byte length, byte arc, byte hashBytes) => new byte[]
    {
        0x30, length, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc,
        0x05, 0x00, 0x04, hashBytes,
    };
}

using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>PBKDF2 over HMAC, RFC 8018 5.2.</summary>
public static class Pbkdf2
{
    /// <summary>Most iterations that are done for a peer or a stored record.</summary>
    public const int IterationsMax = 1000000;

    /// <summary>Longest key that is derived, in bytes.</summary>
    public const int KeyBytesMax = 256;

    /// <summary>
    /// Derives <paramref name="keyBytes"/> bytes; the caller wipes them. Null when iteration
    /// count or key length is out of its limits.
    /// </summary>
    public static byte[] Derive(HashAlgorithm prf, byte[] password, byte[] salt, int iterations,
        int keyBytes)
    {
        if (iterations < 1 || iterations > IterationsMax) return null;
        if (keyBytes < 1 || keyBytes > KeyBytesMax) return null;
        Hmac hmac = new Hmac(prf, password);
        int size = hmac.SizeBytes;
        byte[] u = new byte[size];
        byte[] t = new byte[size];
        byte[] index = new byte[4];
        byte[] key = new byte[keyBytes];
        for (int at = 0, block = 1; at < keyBytes; at += size, block++)
        {
            BigEndian.WriteUInt32((uint)block, index, 0);
            hmac.Update(salt, 0, salt.Length);
            hmac.Update(index, 0, index.Length);
            hmac.Finish(u, 0);
            Array.Copy(u, 0, t, 0, size);
            for (int i = 1; i < iterations; i++)
            {
                hmac.Update(u, 0, size);
                hmac.Finish(u, 0);
                for (int j = 0; j < size; j++) t[j] ^= u[j];
            }

            Array.Copy(t, 0, key, at, keyBytes - at < size ? keyBytes - at : size);
        }

        hmac.Wipe();
        Bytes.Wipe(u);
        Bytes.Wipe(t);
        return key;
    }
}

using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// Verification of RSASSA-PSS, RFC 8017 8.1.2, with MGF1 over the hash of the message. The salt may
/// have any length that fits: it is found in the encoding, not agreed on before.
/// </summary>
public static class RsaPss
{
    private const byte Trailer = 0xbc;
    private const byte Separator = 1;
    private const int PaddingTag = 8;
    private const int CounterBytes = 4;

    /// <summary>
    /// Whether the signature over a hash is right. False, too, for a hash that does not fit its
    /// algorithm, a signature that is not exactly as long as the modulus or not below it, and for
    /// keys outside the limits of <see cref="RsaPkcs1.IsAcceptable"/>.
    /// </summary>
    public static bool Verify(HashAlgorithm algorithm, RsaPublicKey key, byte[] hash,
        byte[] signature, int offset, int count)
    {
        int size = Hashes.SizeBytes(algorithm);
        if (size == 0 || hash.Length != size) return false;
        byte[] message = RsaPublicOperation.Recover(key, signature, offset, count);
        if (message == null) return false;

        // 8.1.2, step 2c: emBits is one less than the modulus has.
        int bits = RsaPkcs1.BitLength(key.Modulus) - 1;
        int start = count - ((bits + 7) / 8);
        if (start == 1 && message[0] != 0) return false;
        return IsConsistent(Hashes.Create(algorithm), hash, message, start, bits & 7);
    }

    // EMSA-PSS-VERIFY (9.1.2) of message[start ..] = maskedDB || H || bc; overwrites maskedDB.
    private static bool IsConsistent(Hash hash, byte[] messageHash, byte[] message, int start,
        int topBits)
    {
        int size = hash.SizeBytes;
        int hashAt = message.Length - 1 - size;
        if (hashAt - start < 1 || message[message.Length - 1] != Trailer) return false;
        int topMask = topBits == 0 ? 0xff : (1 << topBits) - 1;
        if ((message[start] & ~topMask) != 0) return false;
        Unmask(hash, message, start, hashAt);
        message[start] &= (byte)topMask;

        // Step 10: zeros, 01, salt.
        int at = start;
        while (at < hashAt && message[at] == 0) at++;
        if (at == hashAt || message[at] != Separator) return false;
        at++;
        hash.Update(new byte[PaddingTag], 0, PaddingTag);
        hash.Update(messageHash, 0, size);
        hash.Update(message, at, hashAt - at);
        byte[] expected = new byte[size];
        hash.Finish(expected, 0);
        return Bytes.Equal(expected, 0, message, hashAt, size);
    }

    // message[start .. hashAt] ^= MGF1(H) (B.2.1); H stands at hashAt.
    private static void Unmask(Hash hash, byte[] message, int start, int hashAt)
    {
        int size = hash.SizeBytes;
        byte[] mask = new byte[size];
        byte[] counter = new byte[CounterBytes];
        for (uint block = 0; start < hashAt; block++)
        {
            BigEndian.WriteUInt32(block, counter, 0);
            hash.Update(message, hashAt, size);
            hash.Update(counter, 0, CounterBytes);
            hash.Finish(mask, 0);
            for (int i = 0; i < size && start < hashAt; i++) message[start++] ^= mask[i];
        }
    }
}

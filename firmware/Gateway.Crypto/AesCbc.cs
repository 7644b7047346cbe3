using System;

namespace Gateway.Crypto;

/// <summary>AES in CBC mode, SP 800-38A 6.2, and the padding of RFC 5652 6.3.</summary>
public static class AesCbc
{
    /// <summary>Encrypts in place; the count is a multiple of 16 bytes.</summary>
    public static void Encrypt(Aes cipher, byte[] iv, byte[] data, int offset, int count)
    {
        CheckBlocks(count);
        byte[] previous = iv;
        int previousAt = 0;
        for (int end = offset + count; offset < end; offset += Aes.BlockBytes)
        {
            Xor(data, offset, previous, previousAt);
            cipher.EncryptBlock(data, offset, data, offset);
            previous = data;
            previousAt = offset;
        }
    }

    /// <summary>Decrypts in place; the count is a multiple of 16 bytes.</summary>
    public static void Decrypt(Aes cipher, byte[] iv, byte[] data, int offset, int count)
    {
        CheckBlocks(count);

        // From the last block to the first, so that each predecessor is still cipher text.
        for (int at = offset + count - Aes.BlockBytes; at >= offset; at -= Aes.BlockBytes)
        {
            cipher.DecryptBlock(data, at, data, at);
            byte[] previous = at == offset ? iv : data;
            int previousAt = at == offset ? 0 : at - Aes.BlockBytes;
            Xor(data, at, previous, previousAt);
        }
    }

    /// <summary>A copy with 1 to 16 bytes of padding, each of which holds their number.</summary>
    public static byte[] Pad(byte[] plain)
    {
        int padding = Aes.BlockBytes - (plain.Length % Aes.BlockBytes);
        byte[] padded = new byte[plain.Length + padding];
        Array.Copy(plain, 0, padded, 0, plain.Length);
        for (int i = plain.Length; i < padded.Length; i++) padded[i] = (byte)padding;
        return padded;
    }

    /// <summary>
    /// Length of the range without its padding; -1 when that is malformed. Call it only on data
    /// whose MAC was right: the answer tells something about the plain text.
    /// </summary>
    public static int UnpaddedLength(byte[] padded, int offset, int count)
    {
        if (count < Aes.BlockBytes || count % Aes.BlockBytes != 0) return -1;
        int padding = padded[offset + count - 1];
        if (padding < 1 || padding > Aes.BlockBytes) return -1;
        for (int i = 1; i <= padding; i++)
        {
            if (padded[offset + count - i] != padding) return -1;
        }

        return count - padding;
    }

    private static void Xor(byte[] data, int offset, byte[] other, int otherOffset)
    {
        for (int i = 0; i < Aes.BlockBytes; i++) data[offset + i] ^= other[otherOffset + i];
    }

    private static void CheckBlocks(int count)
    {
        if (count < 0 || count % Aes.BlockBytes != 0) throw new ArgumentException("count");
    }
}

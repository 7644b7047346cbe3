using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>HKDF, RFC 5869.</summary>
public static class Hkdf
{
    /// <summary>Extract (2.2): a key as long as a digest; the salt may be empty.</summary>
    public static byte[] Extract(HashAlgorithm algorithm, byte[] salt, byte[] inputKey) =>
        Hmac.Compute(algorithm, salt, inputKey, 0, inputKey.Length);

    /// <summary>Expand (2.3) to <paramref name="count"/> bytes, at most 255 digests.</summary>
    public static byte[] Expand(HashAlgorithm algorithm, byte[] pseudorandomKey, byte[] info,
        int count)
    {
        Hmac hmac = new Hmac(algorithm, pseudorandomKey);
        int size = hmac.SizeBytes;
        if (count < 0 || count > 255 * size) throw new ArgumentException("count");
        byte[] output = new byte[count];
        byte[] t = new byte[size];
        byte[] index = new byte[1];
        for (int at = 0; at < count; at += size)
        {
            if (at > 0) hmac.Update(t, 0, size);
            hmac.Update(info, 0, info.Length);
            index[0]++;
            hmac.Update(index, 0, 1);
            hmac.Finish(t, 0);
            Array.Copy(t, 0, output, at, count - at < size ? count - at : size);
        }

        hmac.Wipe();
        Bytes.Wipe(t);
        return output;
    }
}

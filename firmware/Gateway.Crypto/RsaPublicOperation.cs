using System;

namespace Gateway.Crypto;

/// <summary>RSAVP1, RFC 8017 5.2.2: s^e mod n. Nothing in it is secret.</summary>
internal static class RsaPublicOperation
{
    /// <summary>
    /// The message representative, as long as the modulus; null when the signature's range is not
    /// as long or its number not below the modulus, or when the key is not acceptable.
    /// </summary>
    internal static byte[] Recover(RsaPublicKey key, byte[] signature, int offset, int count)
    {
        int length = key.Modulus.Length;
        if (!RsaPkcs1.IsAcceptable(key) || count != length) return null;
        if (offset < 0 || offset > signature.Length - count) return null;
        MontgomeryModulus modulus = new MontgomeryModulus(8 * length);
        Limbs.FromBytes(key.Modulus, 0, length, modulus.Value);
        ulong[] s = new ulong[modulus.Count];
        Limbs.FromBytes(signature, offset, length, s);
        if (Limbs.Compare(s, modulus.Value) >= 0) return null;
        modulus.Prepare();
        ulong[] result = new ulong[modulus.Count];
        Power(modulus, result, s, key.Exponent, modulus.SquareOfR());
        byte[] message = new byte[length];
        Limbs.ToBytes(result, message, 0, length);
        return message;
    }

    /// <summary>result = a^exponent mod n, all plain; the exponent is public, odd, above 1.
    /// </summary>
    internal static void Power(MontgomeryModulus modulus, ulong[] result, ulong[] a,
        byte[] exponent, ulong[] squareOfR)
    {
        ulong[] power = new ulong[modulus.Count];
        modulus.ToMontgomery(power, a, squareOfR);
        Array.Copy(power, 0, result, 0, modulus.Count);
        int bits = 8 * exponent.Length;
        int at = 0;
        while (!Bit(exponent, at)) at++;
        for (at++; at < bits - 1; at++)
        {
            modulus.Square(result, result);
            if (Bit(exponent, at)) modulus.Multiply(result, result, power);
        }

        // The last bit is set; multiplying with the plain number leaves Montgomery form.
        modulus.Square(result, result);
        modulus.Multiply(result, result, a);
        modulus.Normalize(result);
        Limbs.Wipe(power);
    }

    private static bool Bit(byte[] bigEndian, int fromTop) =>
        ((bigEndian[fromTop >> 3] >> (7 - (fromTop & 7))) & 1) != 0;
}

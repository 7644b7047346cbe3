using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// Whether the numbers of an RSA private key that came from outside belong together (RFC 8017 3.2):
/// n = p q, dP = d mod (p - 1), dQ = d mod (q - 1), q qInv = 1 mod p. That p and q are primes and d
/// fits e is left to a signature that is verified.
/// </summary>
public static class RsaKeyCheck
{
    /// <summary>Whether they do, the modulus having 2048 to 4096 bits.</summary>
    public static bool IsConsistent(RsaPrivateKey key)
    {
        int bits = RsaPkcs1.BitLength(key.Modulus);
        if (bits < RsaPkcs1.SignModulusBitsMin || bits > RsaPkcs1.ModulusBitsMax) return false;
        if (!RsaPkcs1.IsAcceptable(key.PublicKey())) return false;
        int half = (key.Modulus.Length / 2) + 1;
        if (key.P.Length > half || key.Q.Length > half) return false;
        if (key.DP.Length > half || key.DQ.Length > half || key.QInv.Length > half) return false;
        if (key.PrivateExponent.Length > key.Modulus.Length) return false;
        if (!IsOddPrimeSized(key.P) || !IsOddPrimeSized(key.Q)) return false;
        return IsProduct(key.Modulus, key.P, key.Q)
            && IsRest(key.PrivateExponent, key.P, 1, key.DP)
            && IsRest(key.PrivateExponent, key.Q, 1, key.DQ)
            && IsInverse(key.QInv, key.Q, key.P);
    }

    private static bool IsOddPrimeSized(byte[] number) =>
        number.Length > 1 && (number[number.Length - 1] & 1) != 0;

    private static bool IsProduct(byte[] product, byte[] a, byte[] b)
    {
        byte[] actual = Multiply(a, b);
        bool isEqual = IsSame(actual, product);
        Bytes.Wipe(actual);
        return isEqual;
    }

    // a b = 1 modulo m.
    private static bool IsInverse(byte[] a, byte[] b, byte[] modulus)
    {
        byte[] product = Multiply(a, b);
        bool isInverse = IsRest(product, modulus, 0, new byte[] { 1 });
        Bytes.Wipe(product);
        return isInverse;
    }

    // number mod (modulus - less) = rest, bit by bit: a check a year needs no quick division.
    private static bool IsRest(byte[] number, byte[] modulus, ulong less, byte[] rest)
    {
        int count = Limbs.CountFor((8 * modulus.Length) + 1);
        ulong[] divisor = new ulong[count];
        ulong[] value = new ulong[count];
        Limbs.FromBytes(modulus, 0, modulus.Length, divisor);
        Limbs.SubtractWord(divisor, less);
        for (int i = 0; i < 8 * number.Length; i++)
        {
            Limbs.Double(value);
            value[0] |= (ulong)(number[i >> 3] >> (7 - (i & 7))) & 1;
            if (Limbs.Compare(value, divisor) >= 0) Limbs.Subtract(value, value, divisor);
        }

        byte[] actual = Limbs.ToBytes(value);
        bool isRight = IsSame(actual, rest);
        Bytes.Wipe(actual);
        Limbs.Wipe(value);
        Limbs.Wipe(divisor);
        return isRight;
    }

    private static byte[] Multiply(byte[] a, byte[] b)
    {
        byte[] product = new byte[a.Length + b.Length];
        for (int i = a.Length - 1; i >= 0; i--)
        {
            int carry = 0;
            for (int j = b.Length - 1; j >= 0; j--)
            {
                carry += (a[i] * b[j]) + product[i + j + 1];
                product[i + j + 1] = (byte)carry;
                carry >>= 8;
            }

            product[i] = (byte)carry;
        }

        return product;
    }

    // Equal as numbers, leading zeros aside.
    private static bool IsSame(byte[] a, byte[] b)
    {
        int atA = 0;
        int atB = 0;
        while (atA < a.Length && a[atA] == 0) atA++;
        while (atB < b.Length && b[atB] == 0) atB++;
        int count = a.Length - atA;
        return count == b.Length - atB && Bytes.EqualConstantTime(a, atA, b, atB, count);
    }
}

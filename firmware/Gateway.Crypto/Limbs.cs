using System;

namespace Gateway.Crypto;

/// <summary>
/// Unsigned numbers as little-endian arrays of 28-bit limbs (see <see cref="MontgomeryKernel"/>):
/// the operations that cost little beside multiplication. Lengths are given; nothing is allocated
/// but where a function returns an array.
/// </summary>
internal static class Limbs
{
    private const int LimbBits = MontgomeryKernel.LimbBits;
    private const ulong LimbMask = MontgomeryKernel.LimbMask;

    /// <summary>Limbs for so many bits, rounded up to whole blocks.</summary>
    internal static int CountFor(int bits)
    {
        int limbs = (bits + LimbBits - 1) / LimbBits;
        int blocks = (limbs + MontgomeryKernel.BlockLimbs - 1) / MontgomeryKernel.BlockLimbs;
        return blocks * MontgomeryKernel.BlockLimbs;
    }

    /// <summary>Reads big-endian bytes that fit into the target.</summary>
    internal static void FromBytes(byte[] source, int offset, int count, ulong[] target)
    {
        Array.Clear(target, 0, target.Length);
        ulong pending = 0;
        int bits = 0;
        int limb = 0;
        for (int i = offset + count - 1; i >= offset; i--)
        {
            pending |= (ulong)source[i] << bits;
            bits += 8;
            if (bits < LimbBits) continue;
            target[limb++] = pending & LimbMask;
            pending >>= LimbBits;
            bits -= LimbBits;
        }

        if (pending != 0) target[limb] = pending;
    }

    /// <summary>Writes so many big-endian bytes; what does not fit is cut off at the top.</summary>
    internal static void ToBytes(ulong[] source, byte[] target, int offset, int count)
    {
        ulong pending = 0;
        int bits = 0;
        int limb = 0;
        for (int i = offset + count - 1; i >= offset; i--)
        {
            if (bits < 8 && limb < source.Length)
            {
                pending |= source[limb++] << bits;
                bits += LimbBits;
            }

            target[i] = (byte)pending;
            pending >>= 8;
            bits = bits < 8 ? 0 : bits - 8;
        }
    }

    /// <summary>Big-endian bytes without leading zeros.</summary>
    internal static byte[] ToBytes(ulong[] source)
    {
        byte[] bytes = new byte[(BitLength(source) + 7) / 8];
        ToBytes(source, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>Position of the highest set bit, plus one; 0 for zero.</summary>
    internal static int BitLength(ulong[] a)
    {
        int top = a.Length - 1;
        while (top >= 0 && a[top] == 0) top--;
        if (top < 0) return 0;
        int bits = top * LimbBits;
        for (ulong limb = a[top]; limb != 0; limb >>= 1) bits++;
        return bits;
    }

    /// <summary>Bit at a position.</summary>
    internal static bool Bit(ulong[] a, int position) =>
        ((a[position / LimbBits] >> (position % LimbBits)) & 1) != 0;

    /// <summary>-1, 0 or 1; both have the same length.</summary>
    internal static int Compare(ulong[] a, ulong[] b)
    {
        for (int i = a.Length - 1; i >= 0; i--)
        {
            if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
        }

        return 0;
    }

    /// <summary>
    /// result = a - b modulo 2^(28 limbs); 1 when it borrowed. Result may be a or b.
    /// </summary>
    internal static ulong Subtract(ulong[] result, ulong[] a, ulong[] b)
    {
        ulong borrow = 0;
        for (int i = 0; i < result.Length; i++)
        {
            ulong difference = a[i] - b[i] - borrow;
            result[i] = difference & LimbMask;
            borrow = difference >> 63;
        }

        return borrow;
    }

    /// <summary>a += b where the mask is all ones, a += 0 where it is zero.</summary>
    internal static void AddMasked(ulong[] a, ulong[] b, ulong mask)
    {
        ulong carry = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ulong sum = a[i] + (b[i] & mask) + carry;
            a[i] = sum & LimbMask;
            carry = sum >> LimbBits;
        }
    }

    /// <summary>a += b; b may be shorter, the sum fits.</summary>
    internal static void Add(ulong[] a, ulong[] b, int count)
    {
        ulong carry = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ulong sum = a[i] + carry;
            if (i < count) sum += b[i];
            a[i] = sum & LimbMask;
            carry = sum >> LimbBits;
        }
    }

    /// <summary>a += word, which is below 2^32; the sum fits.</summary>
    internal static void AddWord(ulong[] a, ulong word)
    {
        for (int i = 0; word != 0; i++)
        {
            ulong sum = a[i] + word;
            a[i] = sum & LimbMask;
            word = sum >> LimbBits;
        }
    }

    /// <summary>a -= word, which is at most 28 bits; the result is not negative.</summary>
    internal static void SubtractWord(ulong[] a, ulong word)
    {
        for (int i = 0; word != 0; i++)
        {
            ulong difference = a[i] - word;
            a[i] = difference & LimbMask;
            word = difference >> 63;
        }
    }

    /// <summary>a = a word, which is at most 28 bits; the result fits.</summary>
    internal static void MultiplyWord(ulong[] a, ulong word)
    {
        ulong carry = 0;
        for (int i = 0; i < a.Length; i++)
        {
            carry += a[i] * word;
            a[i] = carry & LimbMask;
            carry >>= LimbBits;
        }
    }

    /// <summary>a = 2 a; the result fits.</summary>
    internal static void Double(ulong[] a)
    {
        ulong carry = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ulong sum = (a[i] << 1) | carry;
            a[i] = sum & LimbMask;
            carry = sum >> LimbBits;
        }
    }

    /// <summary>a = a / 2^bits, bits below 28.</summary>
    internal static void ShiftRight(ulong[] a, int bits)
    {
        int last = a.Length - 1;
        for (int i = 0; i < last; i++)
        {
            a[i] = ((a[i] >> bits) | (a[i + 1] << (LimbBits - bits))) & LimbMask;
        }

        a[last] >>= bits;
    }

    /// <summary>a modulo a word below 2^36.</summary>
    internal static ulong ModWord(ulong[] a, ulong word)
    {
        ulong rest = 0;
        for (int i = a.Length - 1; i >= 0; i--) rest = ((rest << LimbBits) | a[i]) % word;
        return rest;
    }

    /// <summary>a = (a + b factor) / divisor, both words up to 28 bits; rounded down.</summary>
    internal static void MultiplyAddDivide(ulong[] a, ulong[] b, ulong factor, ulong divisor)
    {
        ulong carry = 0;
        int length = a.Length;
        for (int i = 0; i < length; i++)
        {
            carry += a[i] + (b[i] * factor);
            a[i] = carry & LimbMask;
            carry >>= LimbBits;
        }

        // The carry is below the divisor whenever the quotient fits: it is the first remainder.
        for (int i = length - 1; i >= 0; i--)
        {
            carry = (carry << LimbBits) | a[i];
            a[i] = carry / divisor;
            carry %= divisor;
        }
    }

    /// <summary>1/a modulo a word; 0 when there is none. Both are below 2^32.</summary>
    internal static ulong InverseModWord(ulong a, ulong modulus)
    {
        long r0 = (long)modulus;
        long r1 = (long)(a % modulus);
        long t0 = 0;
        long t1 = 1;
        while (r1 != 0)
        {
            long quotient = r0 / r1;
            long r2 = r0 - (quotient * r1);
            r0 = r1;
            r1 = r2;
            long t2 = t0 - (quotient * t1);
            t0 = t1;
            t1 = t2;
        }

        if (r0 != 1) return 0;
        return (ulong)(t0 < 0 ? t0 + (long)modulus : t0);
    }

    /// <summary>Overwrites a number with zeros; null is harmless.</summary>
    internal static void Wipe(ulong[] a)
    {
        if (a != null) Array.Clear(a, 0, a.Length);
    }
}

using System;

namespace Gateway.Crypto;

/// <summary>
/// An odd modulus n with what Montgomery multiplication needs. R = 2^(28 limbs) exceeds 16 n, so
/// that results below 2 n go back in without a final subtraction: no step depends on the values.
/// </summary>
internal sealed class MontgomeryModulus
{
    // R is 2^392 to the number of blocks, and 392 = 49 * 2^3: R mod n times 2^(49 blocks), then
    // three squarings make R^2 mod n.
    private const int RootBits = 49;
    private const int RootSquarings = 3;
    private const int SlackBits = 4;
    private readonly int _blocks;
    private readonly ulong[] _product;
    private ulong _inverse;

    /// <summary>Room for moduli of so many bits, and shorter ones.</summary>
    internal MontgomeryModulus(int bitsMax)
    {
        Count = Limbs.CountFor(bitsMax + SlackBits);
        if (Count > MontgomeryKernel.LimbsMax) throw new ArgumentException("bits");
        _blocks = Count / MontgomeryKernel.BlockLimbs;
        Value = new ulong[Count];
        One = new ulong[Count];
        _product = new ulong[2 * Count];
    }

    /// <summary>Length of every number under this modulus, in limbs.</summary>
    internal int Count { get; }

    /// <summary>The modulus.</summary>
    internal ulong[] Value { get; }

    /// <summary>R mod n: one in Montgomery form.</summary>
    internal ulong[] One { get; }

    /// <summary>Takes the modulus that was written to <see cref="Value"/>: odd, above 1.</summary>
    internal void Prepare()
    {
        // Newton: each step doubles the number of right bits, from 3.
        ulong n0 = Value[0];
        ulong x = n0;
        for (int i = 0; i < 4; i++) x *= 2 - (n0 * x);
        _inverse = (0 - x) & MontgomeryKernel.LimbMask;

        // 2^length - n is below n; doubling leads from 2^length to R.
        int length = Limbs.BitLength(Value);
        Limbs.Wipe(One);
        Limbs.Subtract(One, One, Value);
        MaskBits(One, length);
        DoubleModulo(One, (Count * MontgomeryKernel.LimbBits) - length);
    }

    /// <summary>result = a b / R modulo n, below 2 n, for a b below R n. Result may be a.</summary>
    internal void Multiply(ulong[] result, ulong[] a, ulong[] b)
    {
        MontgomeryKernel.Multiply(_product, a, b, _blocks);
        MontgomeryKernel.Reduce(result, _product, Value, _inverse, _blocks);
    }

    /// <summary>result = a a / R modulo n, below 2 n. Result may be a.</summary>
    internal void Square(ulong[] result, ulong[] a)
    {
        MontgomeryKernel.Square(_product, a, _blocks);
        MontgomeryKernel.Reduce(result, _product, Value, _inverse, _blocks);
    }

    /// <summary>R^2 mod n, which takes numbers into Montgomery form.</summary>
    internal ulong[] SquareOfR()
    {
        ulong[] root = new ulong[Count];
        Array.Copy(One, 0, root, 0, Count);
        DoubleModulo(root, RootBits * _blocks);
        for (int i = 0; i < RootSquarings; i++) Square(root, root);
        return root;
    }

    /// <summary>result = a R modulo n, below 2 n, for a below 8 n.</summary>
    internal void ToMontgomery(ulong[] result, ulong[] a, ulong[] squareOfR) =>
        Multiply(result, a, squareOfR);

    /// <summary>result = a / R modulo n, in 0 .. n - 1. Result may be a.</summary>
    internal void FromMontgomery(ulong[] result, ulong[] a)
    {
        Array.Copy(a, 0, _product, 0, Count);
        Array.Clear(_product, Count, Count);
        MontgomeryKernel.Reduce(result, _product, Value, _inverse, _blocks);
        Normalize(result);
    }

    /// <summary>
    /// result = wide / R modulo n, below 2 n, for a number of up to twice the limbs below R n.
    /// </summary>
    internal void ReduceWide(ulong[] result, ulong[] wide)
    {
        int count = wide.Length < _product.Length ? wide.Length : _product.Length;
        Array.Copy(wide, 0, _product, 0, count);
        Array.Clear(_product, count, _product.Length - count);
        MontgomeryKernel.Reduce(result, _product, Value, _inverse, _blocks);
    }

    /// <summary>Brings a value below 2 n into 0 .. n - 1.</summary>
    internal void Normalize(ulong[] a)
    {
        ulong borrow = Limbs.Subtract(a, a, Value);
        Limbs.AddMasked(a, Value, 0 - borrow);
    }

    /// <summary>Overwrites the modulus and all that was derived from it.</summary>
    internal void Wipe()
    {
        Limbs.Wipe(Value);
        Limbs.Wipe(One);
        Limbs.Wipe(_product);
        _inverse = 0;
    }

    private static void MaskBits(ulong[] a, int bits)
    {
        int limb = bits / MontgomeryKernel.LimbBits;
        a[limb] &= (1UL << (bits % MontgomeryKernel.LimbBits)) - 1;
        for (limb++; limb < a.Length; limb++) a[limb] = 0;
    }

    private void DoubleModulo(ulong[] a, int times)
    {
        for (; times > 0; times--)
        {
            Limbs.Double(a);
            Normalize(a);
        }
    }
}

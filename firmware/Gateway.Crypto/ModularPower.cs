using System;

namespace Gateway.Crypto;

/// <summary>
/// A modular exponentiation in steps: fixed windows of four bits, the same operations whatever
/// the exponent's bits. With base 2 a multiplication is a shift, and the exponent no secret.
/// </summary>
internal sealed class ModularPower
{
    private const int WindowBits = 4;
    private const int TableEntries = 1 << WindowBits;
    private readonly MontgomeryModulus _modulus;
    private readonly ulong[][] _table = new ulong[TableEntries][];
    private byte[] _exponent;
    private int _nibble;
    private bool _ofTwo;

    /// <summary>Powers under a modulus, which may be prepared anew between them.</summary>
    internal ModularPower(MontgomeryModulus modulus)
    {
        _modulus = modulus;
        Result = new ulong[modulus.Count];
    }

    /// <summary>The power so far, in Montgomery form, below 4 n.</summary>
    internal ulong[] Result { get; }

    /// <summary>Starts base^exponent; base in Montgomery form, exponent big-endian.</summary>
    internal void Start(ulong[] montgomeryBase, byte[] bigEndianExponent)
    {
        _ofTwo = false;
        _exponent = bigEndianExponent;
        _nibble = 0;
        int count = _modulus.Count;
        if (_table[0] == null)
        {
            for (int i = 0; i < TableEntries; i++) _table[i] = new ulong[count];
        }

        Array.Copy(_modulus.One, 0, _table[0], 0, count);
        Array.Copy(montgomeryBase, 0, _table[1], 0, count);
        for (int i = 2; i < TableEntries; i++)
        {
            _modulus.Multiply(_table[i], _table[i - 1], _table[1]);
        }

        Array.Copy(_modulus.One, 0, Result, 0, count);
    }

    /// <summary>Starts 2^exponent.</summary>
    internal void StartOfTwo(byte[] bigEndianExponent)
    {
        _ofTwo = true;
        _exponent = bigEndianExponent;
        _nibble = 0;
        Array.Copy(_modulus.One, 0, Result, 0, _modulus.Count);
    }

    /// <summary>Takes in at most so many windows (four squarings each); true while more
    /// remain.</summary>
    internal bool Step(int windowsMax)
    {
        int end = 2 * _exponent.Length;
        for (; windowsMax > 0 && _nibble < end; windowsMax--)
        {
            int both = _exponent[_nibble >> 1];
            int digit = (_nibble & 1) == 0 ? both >> WindowBits : both & (TableEntries - 1);
            _nibble++;
            if (_ofTwo)
            {
                StepOfTwo(digit);
                continue;
            }

            for (int i = 0; i < WindowBits; i++) _modulus.Square(Result, Result);
            _modulus.Multiply(Result, Result, _table[digit]);
        }

        return _nibble < end;
    }

    /// <summary>Overwrites table and result; the exponent is the caller's.</summary>
    internal void Wipe()
    {
        _exponent = null;
        Limbs.Wipe(Result);
        for (int i = 0; i < TableEntries; i++) Limbs.Wipe(_table[i]);
    }

    // A doubled value is below 4 n, its square below 16 n^2 < R n: no reduction in between.
    private void StepOfTwo(int digit)
    {
        for (int bit = TableEntries >> 1; bit > 0; bit >>= 1)
        {
            _modulus.Square(Result, Result);
            if ((digit & bit) != 0) Limbs.Double(Result);
        }
    }
}

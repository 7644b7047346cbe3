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
    private readonly MontgomeryModulus modulus;
    private readonly ulong[][] table = new ulong[TableEntries][];
    private byte[] exponent;
    private int nibble;
    private bool ofTwo;

    /// <summary>Powers under a modulus, which may be prepared anew between them.</summary>
    internal ModularPower(MontgomeryModulus modulus)
    {
        this.modulus = modulus;
        Result = new ulong[modulus.Count];
    }

    /// <summary>The power so far, in Montgomery form, below 4 n.</summary>
    internal ulong[] Result { get; }

    /// <summary>Starts base^exponent; base in Montgomery form, exponent big-endian.</summary>
    internal void Start(ulong[] montgomeryBase, byte[] bigEndianExponent)
    {
        ofTwo = false;
        exponent = bigEndianExponent;
        nibble = 0;
        int count = modulus.Count;
        if (table[0] == null)
        {
            for (int i = 0; i < TableEntries; i++) table[i] = new ulong[count];
        }

        Array.Copy(modulus.One, 0, table[0], 0, count);
        Array.Copy(montgomeryBase, 0, table[1], 0, count);
        for (int i = 2; i < TableEntries; i++) modulus.Multiply(table[i], table[i - 1], table[1]);
        Array.Copy(modulus.One, 0, Result, 0, count);
    }

    /// <summary>Starts 2^exponent.</summary>
    internal void StartOfTwo(byte[] bigEndianExponent)
    {
        ofTwo = true;
        exponent = bigEndianExponent;
        nibble = 0;
        Array.Copy(modulus.One, 0, Result, 0, modulus.Count);
    }

    /// <summary>Takes in at most so many windows (four squarings each); true while more
    /// remain.</summary>
    internal bool Step(int windowsMax)
    {
        int end = 2 * exponent.Length;
        for (; windowsMax > 0 && nibble < end; windowsMax--)
        {
            int both = exponent[nibble >> 1];
            int digit = (nibble & 1) == 0 ? both >> WindowBits : both & (TableEntries - 1);
            nibble++;
            if (ofTwo)
            {
                StepOfTwo(digit);
                continue;
            }

            for (int i = 0; i < WindowBits; i++) modulus.Square(Result, Result);
            modulus.Multiply(Result, Result, table[digit]);
        }

        return nibble < end;
    }

    /// <summary>Overwrites table and result; the exponent is the caller's.</summary>
    internal void Wipe()
    {
        exponent = null;
        Limbs.Wipe(Result);
        for (int i = 0; i < TableEntries; i++) Limbs.Wipe(table[i]);
    }

    // A doubled value is below 4 n, its square below 16 n^2 < R n: no reduction in between.
    private void StepOfTwo(int digit)
    {
        for (int bit = TableEntries >> 1; bit > 0; bit >>= 1)
        {
            modulus.Square(Result, Result);
            if ((digit & bit) != 0) Limbs.Double(Result);
        }
    }
}

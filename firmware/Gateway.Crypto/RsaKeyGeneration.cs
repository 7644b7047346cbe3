using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// Generation of an RSA key pair in small steps, FIPS 186-5 A.1.3: e = 65537, both primes at least
/// sqrt(2) 2^(nlen/2 - 1), further apart than 2^(nlen/2 - 100), d = 1/e mod lcm(p - 1, q - 1) above
/// 2^(nlen/2). All randomness comes from the argument, so that a seed gives the same key again.
/// </summary>
public sealed class RsaKeyGeneration
{
    /// <summary>Shortest modulus, in bits.</summary>
    public const int ModulusBitsMin = 2048;

    /// <summary>Longest modulus, in bits.</summary>
    public const int ModulusBitsMax = 4096;

    private const int PrimeDistanceBits = 100;
    private const int DivisorStepsPerStep = 64;
    private const int WindowsPerStep = 4;
    private const int ShiftMax = MontgomeryKernel.LimbBits - 1;
    private const int PercentPerPrime = 48;
    private const int PercentOfInverse = 97;

    private enum Phase
    {
        FirstPrime,
        SecondPrime,
        CommonDivisor,
        Inverse,
        Finished,
        Cancelled,
    }

    private readonly int bits;
    private readonly RsaPrimeSearch search;
    private readonly int count;
    private Phase phase = Phase.FirstPrime;
    private ulong[] p;
    private ulong[] q;
    private ulong[] a;
    private ulong[] b;
    private int sharedTwos;
    private byte[] exponent;
    private RsaPrivateKey key;
    private int percent;

    /// <summary>Starts a generation; the size has to be supported.</summary>
    public RsaKeyGeneration(int bits, IRandom random)
    {
        if (!IsSupported(bits)) throw new ArgumentException("bits");
        this.bits = bits;
        search = new RsaPrimeSearch(bits / 2, random);
        count = search.Modulus.Count;
    }

    /// <summary>How far it probably is, 0 to 100; never falls, 100 only at the end.</summary>
    public int Percent
    {
        get
        {
            int now = percent;
            if (phase == Phase.FirstPrime) now = SearchPercent();
            if (phase == Phase.SecondPrime) now = PercentPerPrime + SearchPercent();
            if (phase == Phase.CommonDivisor) now = 2 * PercentPerPrime;
            if (phase == Phase.Inverse) now = PercentOfInverse;
            if (phase == Phase.Finished) now = 100;
            if (now > percent) percent = now;
            return percent;
        }
    }

    /// <summary>Whether keys of that size can be generated: even, 2048 to 4096 bits.</summary>
    public static bool IsSupported(int bits) =>
        bits >= ModulusBitsMin && bits <= ModulusBitsMax && (bits & 1) == 0;

    /// <summary>Does one bounded piece of work; true while there is more to do.</summary>
    public bool Step()
    {
        switch (phase)
        {
            case Phase.FirstPrime: StepFirstPrime(); break;
            case Phase.SecondPrime: StepSecondPrime(); break;
            case Phase.CommonDivisor: StepCommonDivisor(); break;
            case Phase.Inverse: StepInverse(); break;
            default: return false;
        }

        return phase != Phase.Finished;
    }

    /// <summary>The finished key, once (the caller owns and wipes it), or null.</summary>
    public RsaPrivateKey TakeKey()
    {
        RsaPrivateKey taken = key;
        if (phase == Phase.Finished) key = null;
        return phase == Phase.Finished ? taken : null;
    }

    /// <summary>Ends the generation and wipes what it holds, an untaken key included.</summary>
    public void Cancel()
    {
        if (key != null) key.Wipe();
        key = null;
        WipeWork();
        if (phase != Phase.Finished) phase = Phase.Cancelled;
    }

    private int SearchPercent() => search.Permille * PercentPerPrime / 1000;

    private void StepFirstPrime()
    {
        if (search.Step()) return;
        p = Copy(search.Modulus.Value);
        search.Restart();
        phase = Phase.SecondPrime;
    }

    private void StepSecondPrime()
    {
        if (search.Step()) return;
        q = Copy(search.Modulus.Value);
        if (Limbs.Compare(p, q) < 0)
        {
            ulong[] larger = q;
            q = p;
            p = larger;
        }

        a = new ulong[count];
        b = Copy(q);
        Limbs.Subtract(a, p, q);
        if (Limbs.BitLength(a) <= (bits / 2) - PrimeDistanceBits)
        {
            AnotherSecondPrime();
            return;
        }

        // Binary gcd of p - 1 and q - 1: the twos they share apart, then only odd numbers.
        Array.Copy(p, 0, a, 0, count);
        a[0] -= 1;
        b[0] -= 1;
        int twosOfA = StripTwos(a);
        int twosOfB = StripTwos(b);
        sharedTwos = twosOfA < twosOfB ? twosOfA : twosOfB;
        phase = Phase.CommonDivisor;
    }

    private void AnotherSecondPrime()
    {
        Limbs.Wipe(q);
        search.Restart();
        phase = Phase.SecondPrime;
    }

    private void StepCommonDivisor()
    {
        for (int i = 0; i < DivisorStepsPerStep; i++)
        {
            int order = Limbs.Compare(a, b);
            if (order == 0)
            {
                FinishExponents();
                return;
            }

            ulong[] larger = order > 0 ? a : b;
            Limbs.Subtract(larger, larger, order > 0 ? b : a);
            StripTwos(larger);
        }
    }

    // a holds the odd part of gcd(p - 1, q - 1), which is a small number for nearly all primes.
    private void FinishExponents()
    {
        int divisorBits = Limbs.BitLength(a) + sharedTwos;
        if (divisorBits > MontgomeryKernel.LimbBits)
        {
            AnotherSecondPrime();
            return;
        }

        ulong divisor = a[0] << sharedTwos;
        Array.Copy(p, 0, a, 0, count);
        Array.Copy(q, 0, b, 0, count);
        a[0] -= 1;
        b[0] -= 1;
        key = new RsaPrivateKey();
        key.DP = InverseOfExponent(a);
        key.DQ = InverseOfExponent(b);

        int blocks = count / MontgomeryKernel.BlockLimbs;
        ulong[] wide = new ulong[2 * count];
        MontgomeryKernel.Multiply(wide, a, b, blocks);
        Limbs.MultiplyAddDivide(wide, wide, 0, divisor);
        key.PrivateExponent = InverseOfExponent(wide);
        if (8 * (key.PrivateExponent.Length - 1) < bits / 2)
        {
            Limbs.Wipe(wide);
            key.Wipe();
            AnotherSecondPrime();
            return;
        }

        MontgomeryKernel.Multiply(wide, p, q, blocks);
        key.Modulus = Limbs.ToBytes(wide);
        Limbs.Wipe(wide);
        key.PublicExponent = new byte[] { 1, 0, 1 };
        key.P = Limbs.ToBytes(p);
        key.Q = Limbs.ToBytes(q);
        StartInverse();
    }

    // 1/e mod m = (k m + 1) / e with k = -1/m mod e.
    private static byte[] InverseOfExponent(ulong[] modulus)
    {
        ulong e = RsaPrimeSearch.PublicExponent;
        ulong k = e - Limbs.InverseModWord(Limbs.ModWord(modulus, e), e);
        ulong[] inverse = Copy(modulus);
        Limbs.MultiplyAddDivide(inverse, modulus, k - 1, e);
        Limbs.AddWord(inverse, 1);
        byte[] bytes = Limbs.ToBytes(inverse);
        Limbs.Wipe(inverse);
        return bytes;
    }

    // qInv = q^(p - 2) mod p, by Fermat.
    private void StartInverse()
    {
        MontgomeryModulus modulus = search.Modulus;
        Array.Copy(p, 0, modulus.Value, 0, count);
        modulus.Prepare();
        Limbs.SubtractWord(a, 1);
        exponent = Limbs.ToBytes(a);
        modulus.ToMontgomery(b, q, modulus.SquareOfR());
        search.Power.Start(b, exponent);
        phase = Phase.Inverse;
    }

    private void StepInverse()
    {
        if (search.Power.Step(WindowsPerStep)) return;
        search.Modulus.FromMontgomery(a, search.Power.Result);
        key.QInv = Limbs.ToBytes(a);
        WipeWork();
        phase = Phase.Finished;
    }

    private void WipeWork()
    {
        search.Wipe();
        Limbs.Wipe(p);
        Limbs.Wipe(q);
        Limbs.Wipe(a);
        Limbs.Wipe(b);
        Bytes.Wipe(exponent);
    }

    private static ulong[] Copy(ulong[] source)
    {
        ulong[] copy = new ulong[source.Length];
        Array.Copy(source, 0, copy, 0, copy.Length);
        return copy;
    }

    // Makes a number odd that is not zero; the number of halvings.
    private static int StripTwos(ulong[] number)
    {
        int twos = 0;
        while ((number[0] & 1) == 0)
        {
            int shift = 1;
            while (shift < ShiftMax && ((number[0] >> shift) & 1) == 0) shift++;
            Limbs.ShiftRight(number, shift);
            twos += shift;
        }

        return twos;
    }
}

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

    private readonly int _bits;
    private readonly RsaPrimeSearch _search;
    private readonly int _count;
    private Phase _phase = Phase.FirstPrime;
    private ulong[] _p;
    private ulong[] _q;
    private ulong[] _a;
    private ulong[] _b;
    private int _sharedTwos;
    private byte[] _exponent;
    private RsaPrivateKey _key;
    private int _percent;

    /// <summary>Starts a generation; the size has to be supported.</summary>
    public RsaKeyGeneration(int bits, IRandom random)
    {
        if (!IsSupported(bits)) throw new ArgumentException("bits");
        _bits = bits;
        _search = new RsaPrimeSearch(bits / 2, random);
        _count = _search.Modulus.Count;
    }

    /// <summary>How far it probably is, 0 to 100; never falls, 100 only at the end.</summary>
    public int Percent
    {
        get
        {
            int now = _percent;
            if (_phase == Phase.FirstPrime) now = SearchPercent();
            if (_phase == Phase.SecondPrime) now = PercentPerPrime + SearchPercent();
            if (_phase == Phase.CommonDivisor) now = 2 * PercentPerPrime;
            if (_phase == Phase.Inverse) now = PercentOfInverse;
            if (_phase == Phase.Finished) now = 100;
            if (now > _percent) _percent = now;
            return _percent;
        }
    }

    /// <summary>Whether keys of that size can be generated: even, 2048 to 4096 bits.</summary>
    public static bool IsSupported(int bits) =>
        bits >= ModulusBitsMin && bits <= ModulusBitsMax && (bits & 1) == 0;

    /// <summary>Does one bounded piece of work; true while there is more to do.</summary>
    public bool Step()
    {
        switch (_phase)
        {
            case Phase.FirstPrime: StepFirstPrime(); break;
            case Phase.SecondPrime: StepSecondPrime(); break;
            case Phase.CommonDivisor: StepCommonDivisor(); break;
            case Phase.Inverse: StepInverse(); break;
            default: return false;
        }

        return _phase != Phase.Finished;
    }

    /// <summary>The finished key, once (the caller owns and wipes it), or null.</summary>
    public RsaPrivateKey TakeKey()
    {
        RsaPrivateKey taken = _key;
        if (_phase == Phase.Finished) _key = null;
        return _phase == Phase.Finished ? taken : null;
    }

    /// <summary>Ends the generation and wipes what it holds, an untaken key included.</summary>
    public void Cancel()
    {
        if (_key != null) _key.Wipe();
        _key = null;
        WipeWork();
        if (_phase != Phase.Finished) _phase = Phase.Cancelled;
    }

    private int SearchPercent() => _search.Permille * PercentPerPrime / 1000;

    private void StepFirstPrime()
    {
        if (_search.Step()) return;
        _p = Copy(_search.Modulus.Value);
        _search.Restart();
        _phase = Phase.SecondPrime;
    }

    private void StepSecondPrime()
    {
        if (_search.Step()) return;
        _q = Copy(_search.Modulus.Value);
        if (Limbs.Compare(_p, _q) < 0)
        {
            ulong[] larger = _q;
            _q = _p;
            _p = larger;
        }

        _a = new ulong[_count];
        _b = Copy(_q);
        Limbs.Subtract(_a, _p, _q);
        if (Limbs.BitLength(_a) <= (_bits / 2) - PrimeDistanceBits)
        {
            AnotherSecondPrime();
            return;
        }

        // Binary gcd of p - 1 and q - 1: the twos they share apart, then only odd numbers.
        Array.Copy(_p, 0, _a, 0, _count);
        _a[0] -= 1;
        _b[0] -= 1;
        int twosOfA = StripTwos(_a);
        int twosOfB = StripTwos(_b);
        _sharedTwos = twosOfA < twosOfB ? twosOfA : twosOfB;
        _phase = Phase.CommonDivisor;
    }

    private void AnotherSecondPrime()
    {
        Limbs.Wipe(_q);
        _search.Restart();
        _phase = Phase.SecondPrime;
    }

    private void StepCommonDivisor()
    {
        for (int i = 0; i < DivisorStepsPerStep; i++)
        {
            int order = Limbs.Compare(_a, _b);
            if (order == 0)
            {
                FinishExponents();
                return;
            }

            ulong[] larger = order > 0 ? _a : _b;
            Limbs.Subtract(larger, larger, order > 0 ? _b : _a);
            StripTwos(larger);
        }
    }

    // a holds the odd part of gcd(p - 1, q - 1), which is a small number for nearly all primes.
    private void FinishExponents()
    {
        int divisorBits = Limbs.BitLength(_a) + _sharedTwos;
        if (divisorBits > MontgomeryKernel.LimbBits)
        {
            AnotherSecondPrime();
            return;
        }

        ulong divisor = _a[0] << _sharedTwos;
        Array.Copy(_p, 0, _a, 0, _count);
        Array.Copy(_q, 0, _b, 0, _count);
        _a[0] -= 1;
        _b[0] -= 1;
        _key = new RsaPrivateKey();
        _key.DP = InverseOfExponent(_a);
        _key.DQ = InverseOfExponent(_b);

        int blocks = _count / MontgomeryKernel.BlockLimbs;
        ulong[] wide = new ulong[2 * _count];
        MontgomeryKernel.Multiply(wide, _a, _b, blocks);
        Limbs.MultiplyAddDivide(wide, wide, 0, divisor);
        _key.PrivateExponent = InverseOfExponent(wide);
        if (8 * (_key.PrivateExponent.Length - 1) < _bits / 2)
        {
            Limbs.Wipe(wide);
            _key.Wipe();
            AnotherSecondPrime();
            return;
        }

        MontgomeryKernel.Multiply(wide, _p, _q, blocks);
        _key.Modulus = Limbs.ToBytes(wide);
        Limbs.Wipe(wide);
        _key.PublicExponent = new byte[] { 1, 0, 1 };
        _key.P = Limbs.ToBytes(_p);
        _key.Q = Limbs.ToBytes(_q);
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
        MontgomeryModulus modulus = _search.Modulus;
        Array.Copy(_p, 0, modulus.Value, 0, _count);
        modulus.Prepare();
        Limbs.SubtractWord(_a, 1);
        _exponent = Limbs.ToBytes(_a);
        ulong[] squareOfR = modulus.SquareOfR();
        modulus.ToMontgomery(_b, _q, squareOfR);
        Limbs.Wipe(squareOfR);
        _search.Power.Start(_b, _exponent);
        _phase = Phase.Inverse;
    }

    private void StepInverse()
    {
        if (_search.Power.Step(WindowsPerStep)) return;
        _search.Modulus.FromMontgomery(_a, _search.Power.Result);
        _key.QInv = Limbs.ToBytes(_a);
        WipeWork();
        _phase = Phase.Finished;
    }

    private void WipeWork()
    {
        _search.Wipe();
        Limbs.Wipe(_p);
        Limbs.Wipe(_q);
        Limbs.Wipe(_a);
        Limbs.Wipe(_b);
        Bytes.Wipe(_exponent);
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

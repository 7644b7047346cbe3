using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// Search for one prime factor in small steps, FIPS 186-5 A.1.3 with a sieved window behind each
/// random start: the candidates that have no factor below 2^18 are tested in their order, first
/// to base 2, then to as many random bases as table B.1 asks for.
/// </summary>
internal sealed class RsaPrimeSearch
{
    /// <summary>The public exponent, to which p - 1 has to be coprime; a prime.</summary>
    internal const int PublicExponent = 65537;

    private const int WindowOdds = 4096;
    private const int GroupsPerStep = 128;
    private const int WindowsPerStep = 4;
    private const ulong GroupLimit = 1UL << 36;

    // 3 * 5 * 7 * ... * 31 is the longest product of primes below the limit.
    private const int GroupPrimesMax = 10;
    private const int LongPrimeBits = 1536;
    private const int RoundsShort = 5;
    private const int RoundsLong = 4;

    // The square root of 2, scaled to 2^31 and rounded up: p q then has its top bit set.
    private const uint TopWordMin = 0xb504f334;
    private const uint TopWordMax = 0xfffffffe;
    private const int CertaintyOne = 1 << 16;

    private enum Phase
    {
        Draw,
        Sieve,
        Pick,
        Test,
        Found,
    }

    private readonly int _bits;
    private readonly IRandom _random;
    private readonly ModularPower _power;
    private readonly SmallPrimes _primes = new SmallPrimes();
    private readonly int[] _group = new int[GroupPrimesMax];
    private readonly byte[] _crossed = new byte[WindowOdds];
    private readonly byte[] _bytes;
    private readonly ulong[] _start;
    private readonly ulong[] _minusOne;
    private Phase _phase;
    private byte[] _exponent;
    private int _twos;
    private int _pendingPrime;
    private int _at;
    private int _rounds;
    private int _remaining;

    /// <summary>A search for primes of so many bits.</summary>
    internal RsaPrimeSearch(int bits, IRandom random)
    {
        _bits = bits;
        _random = random;
        Modulus = new MontgomeryModulus(bits);
        _power = new ModularPower(Modulus);
        _bytes = new byte[(bits + 7) / 8];
        _start = new ulong[Modulus.Count];
        _minusOne = new ulong[Modulus.Count];
        Restart();
    }

    /// <summary>The candidate, and at the end the prime; prepared.</summary>
    internal MontgomeryModulus Modulus { get; }

    /// <summary>Powers under <see cref="Modulus"/>; free once a prime is found.</summary>
    internal ModularPower Power => _power;

    /// <summary>The probability to have got so far before a prime is found, of 1000.</summary>
    internal int Permille => (int)((long)(CertaintyOne - _remaining) * 1000 / CertaintyOne);

    /// <summary>Starts a search for another prime.</summary>
    internal void Restart()
    {
        _phase = Phase.Draw;
        _remaining = CertaintyOne;
    }

    /// <summary>One bounded piece of work; true until a prime is found.</summary>
    internal bool Step()
    {
        switch (_phase)
        {
            case Phase.Draw: Draw(); break;
            case Phase.Sieve: Sieve(); break;
            case Phase.Pick: Pick(); break;
            case Phase.Test: Test(); break;
            default: return false;
        }

        return _phase != Phase.Found;
    }

    /// <summary>Overwrites everything.</summary>
    internal void Wipe()
    {
        Modulus.Wipe();
        _power.Wipe();
        Bytes.Wipe(_bytes);
        Bytes.Wipe(_exponent);
        Bytes.Wipe(_crossed);
        Limbs.Wipe(_start);
        Limbs.Wipe(_minusOne);
        _phase = Phase.Draw;
    }

    private void Draw()
    {
        int shift = (8 * _bytes.Length) - _bits;
        _random.Fill(_bytes, 0, _bytes.Length);
        _bytes[0] = (byte)((_bytes[0] & (0xff >> shift)) | (0x80 >> shift));
        _bytes[_bytes.Length - 1] |= 1;
        uint top = (BigEndian.ReadUInt32(_bytes, 0) << shift) | (uint)(_bytes[4] >> (8 - shift));
        if (top < TopWordMin || top > TopWordMax) return;
        Limbs.FromBytes(_bytes, 0, _bytes.Length, _start);
        Array.Clear(_crossed, 0, WindowOdds);
        _primes.Restart();
        _pendingPrime = _primes.Next();
        _at = 0;
        _phase = Phase.Sieve;
    }

    // One long division serves several small primes: it goes by their product.
    private void Sieve()
    {
        for (int i = 0; i < GroupsPerStep; i++)
        {
            if (_pendingPrime == 0)
            {
                _phase = Phase.Pick;
                return;
            }

            int count = 0;
            ulong product = 1;
            while (_pendingPrime != 0 && product * (ulong)_pendingPrime < GroupLimit)
            {
                product *= (ulong)_pendingPrime;
                _group[count++] = _pendingPrime;
                _pendingPrime = _primes.Next();
            }

            ulong rest = Limbs.ModWord(_start, product);
            for (int j = 0; j < count; j++) Cross(_group[j], (int)(rest % (ulong)_group[j]));
        }
    }

    // Element i stands for start + 2 i.
    private void Cross(int prime, int startRest)
    {
        int distance = startRest == 0 ? 0 : prime - startRest;
        if ((distance & 1) != 0) distance += prime;
        for (int i = distance >> 1; i < WindowOdds; i += prime) _crossed[i] = 1;
    }

    private void Pick()
    {
        while (_at < WindowOdds && _crossed[_at] != 0) _at++;
        if (_at == WindowOdds)
        {
            _phase = Phase.Draw;
            return;
        }

        ulong[] candidate = Modulus.Value;
        Array.Copy(_start, 0, candidate, 0, candidate.Length);
        Limbs.AddWord(candidate, (ulong)(2 * _at));
        _at++;
        if (Limbs.ModWord(candidate, PublicExponent) == 1) return;
        Modulus.Prepare();
        Limbs.Subtract(_minusOne, candidate, Modulus.One);

        // candidate - 1 = 2^twos * exponent
        Array.Copy(candidate, 0, _power.Result, 0, candidate.Length);
        _power.Result[0] -= 1;
        _twos = 0;
        while (!Limbs.Bit(_power.Result, 0))
        {
            Limbs.ShiftRight(_power.Result, 1);
            _twos++;
        }

        Bytes.Wipe(_exponent);
        _exponent = Limbs.ToBytes(_power.Result);
        _rounds = _bits < LongPrimeBits ? RoundsShort : RoundsLong;
        _power.StartOfTwo(_exponent);
        _phase = Phase.Test;
    }

    private void Test()
    {
        if (_power.Step(WindowsPerStep)) return;
        if (!IsStrongProbablePrime())
        {
            int expectedTests = _bits / 32;
            _remaining -= _remaining / expectedTests;
            _phase = Phase.Pick;
            return;
        }

        if (_rounds == 0)
        {
            _phase = Phase.Found;
            return;
        }

        // Random in Montgomery form is random; one bit shorter it is below the candidate.
        _rounds--;
        _random.Fill(_bytes, 0, _bytes.Length);
        _bytes[0] &= (byte)(0x7f >> ((8 * _bytes.Length) - _bits));
        ulong[] witness = new ulong[Modulus.Count];
        Limbs.FromBytes(_bytes, 0, _bytes.Length, witness);
        _power.Start(witness, _exponent);
    }

    // FIPS 186-5 B.3.1, steps 4.4 to 4.7.
    private bool IsStrongProbablePrime()
    {
        ulong[] x = _power.Result;

        // A power of two comes below 4 n.
        for (int i = 0; i < 3; i++) Modulus.Normalize(x);
        if (Limbs.Compare(x, Modulus.One) == 0 || Limbs.Compare(x, _minusOne) == 0) return true;
        for (int i = 1; i < _twos; i++)
        {
            Modulus.Square(x, x);
            Modulus.Normalize(x);
            if (Limbs.Compare(x, _minusOne) == 0) return true;
        }

        return false;
    }
}

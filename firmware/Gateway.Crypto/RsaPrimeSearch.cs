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

    private readonly int bits;
    private readonly IRandom random;
    private readonly ModularPower power;
    private readonly SmallPrimes primes = new SmallPrimes();
    private readonly int[] group = new int[GroupPrimesMax];
    private readonly byte[] crossed = new byte[WindowOdds];
    private readonly byte[] bytes;
    private readonly ulong[] start;
    private readonly ulong[] minusOne;
    private Phase phase;
    private byte[] exponent;
    private int twos;
    private int pendingPrime;
    private int at;
    private int rounds;
    private int remaining;

    /// <summary>A search for primes of so many bits.</summary>
    internal RsaPrimeSearch(int bits, IRandom random)
    {
        this.bits = bits;
        this.random = random;
        Modulus = new MontgomeryModulus(bits);
        power = new ModularPower(Modulus);
        bytes = new byte[(bits + 7) / 8];
        start = new ulong[Modulus.Count];
        minusOne = new ulong[Modulus.Count];
        Restart();
    }

    /// <summary>The candidate, and at the end the prime; prepared.</summary>
    internal MontgomeryModulus Modulus { get; }

    /// <summary>Powers under <see cref="Modulus"/>; free once a prime is found.</summary>
    internal ModularPower Power => power;

    /// <summary>The probability to have got so far before a prime is found, of 1000.</summary>
    internal int Permille => (int)((long)(CertaintyOne - remaining) * 1000 / CertaintyOne);

    /// <summary>Starts a search for another prime.</summary>
    internal void Restart()
    {
        phase = Phase.Draw;
        remaining = CertaintyOne;
    }

    /// <summary>One bounded piece of work; true until a prime is found.</summary>
    internal bool Step()
    {
        switch (phase)
        {
            case Phase.Draw: Draw(); break;
            case Phase.Sieve: Sieve(); break;
            case Phase.Pick: Pick(); break;
            case Phase.Test: Test(); break;
            default: return false;
        }

        return phase != Phase.Found;
    }

    /// <summary>Overwrites everything.</summary>
    internal void Wipe()
    {
        Modulus.Wipe();
        power.Wipe();
        Bytes.Wipe(bytes);
        Bytes.Wipe(exponent);
        Bytes.Wipe(crossed);
        Limbs.Wipe(start);
        Limbs.Wipe(minusOne);
        phase = Phase.Draw;
    }

    private void Draw()
    {
        int shift = (8 * bytes.Length) - bits;
        random.Fill(bytes, 0, bytes.Length);
        bytes[0] = (byte)((bytes[0] & (0xff >> shift)) | (0x80 >> shift));
        bytes[bytes.Length - 1] |= 1;
        uint top = (BigEndian.ReadUInt32(bytes, 0) << shift) | (uint)(bytes[4] >> (8 - shift));
        if (top < TopWordMin || top > TopWordMax) return;
        Limbs.FromBytes(bytes, 0, bytes.Length, start);
        Array.Clear(crossed, 0, WindowOdds);
        primes.Restart();
        pendingPrime = primes.Next();
        at = 0;
        phase = Phase.Sieve;
    }

    // One long division serves several small primes: it goes by their product.
    private void Sieve()
    {
        for (int i = 0; i < GroupsPerStep; i++)
        {
            if (pendingPrime == 0)
            {
                phase = Phase.Pick;
                return;
            }

            int count = 0;
            ulong product = 1;
            while (pendingPrime != 0 && product * (ulong)pendingPrime < GroupLimit)
            {
                product *= (ulong)pendingPrime;
                group[count++] = pendingPrime;
                pendingPrime = primes.Next();
            }

            ulong rest = Limbs.ModWord(start, product);
            for (int j = 0; j < count; j++) Cross(group[j], (int)(rest % (ulong)group[j]));
        }
    }

    // Element i stands for start + 2 i.
    private void Cross(int prime, int startRest)
    {
        int distance = startRest == 0 ? 0 : prime - startRest;
        if ((distance & 1) != 0) distance += prime;
        for (int i = distance >> 1; i < WindowOdds; i += prime) crossed[i] = 1;
    }

    private void Pick()
    {
        while (at < WindowOdds && crossed[at] != 0) at++;
        if (at == WindowOdds)
        {
            phase = Phase.Draw;
            return;
        }

        ulong[] candidate = Modulus.Value;
        Array.Copy(start, 0, candidate, 0, candidate.Length);
        Limbs.AddWord(candidate, (ulong)(2 * at));
        at++;
        if (Limbs.ModWord(candidate, PublicExponent) == 1) return;
        Modulus.Prepare();
        Limbs.Subtract(minusOne, candidate, Modulus.One);

        // candidate - 1 = 2^twos * exponent
        Array.Copy(candidate, 0, power.Result, 0, candidate.Length);
        power.Result[0] -= 1;
        twos = 0;
        while (!Limbs.Bit(power.Result, 0))
        {
            Limbs.ShiftRight(power.Result, 1);
            twos++;
        }

        Bytes.Wipe(exponent);
        exponent = Limbs.ToBytes(power.Result);
        rounds = bits < LongPrimeBits ? RoundsShort : RoundsLong;
        power.StartOfTwo(exponent);
        phase = Phase.Test;
    }

    private void Test()
    {
        if (power.Step(WindowsPerStep)) return;
        if (!IsStrongProbablePrime())
        {
            int expectedTests = bits / 32;
            remaining -= remaining / expectedTests;
            phase = Phase.Pick;
            return;
        }

        if (rounds == 0)
        {
            phase = Phase.Found;
            return;
        }

        // Random in Montgomery form is random; one bit shorter it is below the candidate.
        rounds--;
        random.Fill(bytes, 0, bytes.Length);
        bytes[0] &= (byte)(0x7f >> ((8 * bytes.Length) - bits));
        ulong[] witness = new ulong[Modulus.Count];
        Limbs.FromBytes(bytes, 0, bytes.Length, witness);
        power.Start(witness, exponent);
    }

    // FIPS 186-5 B.3.1, steps 4.4 to 4.7.
    private bool IsStrongProbablePrime()
    {
        ulong[] x = power.Result;

        // A power of two comes below 4 n.
        for (int i = 0; i < 3; i++) Modulus.Normalize(x);
        if (Limbs.Compare(x, Modulus.One) == 0 || Limbs.Compare(x, minusOne) == 0) return true;
        for (int i = 1; i < twos; i++)
        {
            Modulus.Square(x, x);
            Modulus.Normalize(x);
            if (Limbs.Compare(x, minusOne) == 0) return true;
        }

        return false;
    }
}

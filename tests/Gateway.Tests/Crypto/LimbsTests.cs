using System;
using System.Numerics;
using Gateway.Crypto;
using Xunit;

namespace Gateway.Tests.Crypto;

/// <summary>Big-number arithmetic against System.Numerics.BigInteger.</summary>
public class LimbsTests
{
    private const int Bits = MontgomeryKernel.LimbBits;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(11)]
    public void Products_and_squares(int blocks)
    {
        Random random = new(blocks);
        int count = blocks * MontgomeryKernel.BlockLimbs;
        ulong[] product = new ulong[2 * count];
        for (int i = 0; i < 40; i++)
        {
            ulong[] a = Any(random, count, i);
            ulong[] b = Any(random, count, i / 4);
            MontgomeryKernel.Multiply(product, a, b, blocks);
            Assert.Equal(Big(a) * Big(b), Big(product));
            Assert.All(product, limb => Assert.True(limb <= MontgomeryKernel.LimbMask));
            MontgomeryKernel.Square(product, a, blocks);
            Assert.Equal(Big(a) * Big(a), Big(product));
            Assert.All(product, limb => Assert.True(limb <= MontgomeryKernel.LimbMask));
        }
    }

    // Up to the longest modulus: every column full of the largest products must not overflow.
    [Theory]
    [InlineData(60)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(1536)]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Montgomery_arithmetic(int bits)
    {
        Random random = new(bits);
        MontgomeryModulus modulus = new(bits);
        int count = modulus.Count;
        BigInteger r = BigInteger.One << (Bits * count);
        for (int i = 0; i < 12; i++)
        {
            BigInteger n = i == 0
                ? (BigInteger.One << bits) - 1
                : RandomBits(random, bits) | BigInteger.One;
            if (i == 1) n = (BigInteger.One << (bits - 1)) + 1;
            Set(modulus.Value, n);
            modulus.Prepare();
            Assert.Equal(r % n, Big(modulus.One));
            Assert.Equal(r * r % n, Big(modulus.SquareOfR()) % n);

            ulong[] a = From(i == 0 ? (2 * n) - 1 : RandomBits(random, bits) % n, count);
            ulong[] b = From(i == 0 ? (2 * n) - 1 : RandomBits(random, bits) % n, count);
            ulong[] result = new ulong[count];
            modulus.Multiply(result, a, b);
            Assert.True(Big(result) < 2 * n);
            Assert.Equal(Big(a) * Big(b) % n, Big(result) * r % n);
            modulus.Square(result, a);
            Assert.True(Big(result) < 2 * n);
            Assert.Equal(Big(a) * Big(a) % n, Big(result) * r % n);

            ulong[] form = new ulong[count];
            modulus.ToMontgomery(form, a, modulus.SquareOfR());
            modulus.FromMontgomery(form, form);
            Assert.Equal(Big(a) % n, Big(form));
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    [InlineData(1536)]
    public void Powers(int bits)
    {
        Random random = new(bits);
        MontgomeryModulus modulus = new(bits);
        ModularPower power = new(modulus);
        for (int i = 0; i < 4; i++)
        {
            BigInteger n = RandomBits(random, bits) | BigInteger.One;
            Set(modulus.Value, n);
            modulus.Prepare();
            BigInteger exponent = i == 0 ? 1 : RandomBits(random, bits - (3 * i));
            byte[] bytes = exponent.ToByteArray(isUnsigned: true, isBigEndian: true);
            BigInteger number = RandomBits(random, bits) % n;
            ulong[] form = new ulong[modulus.Count];
            modulus.ToMontgomery(form, From(number, modulus.Count), modulus.SquareOfR());
            power.Start(form, bytes);
            while (power.Step(3))
            {
            }

            modulus.FromMontgomery(form, power.Result);
            Assert.Equal(BigInteger.ModPow(number, exponent, n), Big(form));

            power.StartOfTwo(bytes);
            while (power.Step(5))
            {
            }

            modulus.FromMontgomery(form, power.Result);
            Assert.Equal(BigInteger.ModPow(2, exponent, n), Big(form));
        }
    }

    [Fact]
    public void Small_operations()
    {
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            int count = random.Next(2, 20);
            ulong[] a = Any(random, count, i);
            ulong[] b = Any(random, count, i / 4);
            BigInteger x = Big(a);
            BigInteger y = Big(b);
            BigInteger all = BigInteger.One << (Bits * count);
            Assert.Equal(x.CompareTo(y), Limbs.Compare(a, b));
            Assert.Equal((int)x.GetBitLength(), x.IsZero ? 0 : Limbs.BitLength(a));

            ulong[] result = new ulong[count];
            Assert.Equal(x < y ? 1UL : 0, Limbs.Subtract(result, a, b));
            Assert.Equal(((x - y) + all) % all, Big(result));
            Limbs.AddMasked(result, b, ulong.MaxValue);
            Assert.Equal(x, Big(result));
            Limbs.AddMasked(result, b, 0);
            Assert.Equal(x, Big(result));

            a[count - 1] = b[count - 1] = 0;
            (x, y) = (Big(a), Big(b));
            Array.Copy(a, result, count);
            Limbs.Add(result, b, count);
            Assert.Equal(x + y, Big(result));
            Array.Copy(a, result, count);
            Limbs.Double(result);
            Assert.Equal(x + x, Big(result));
            int shift = random.Next(1, Bits);
            Limbs.ShiftRight(result, shift);
            Assert.Equal((x + x) >> shift, Big(result));

            ulong word = (ulong)random.NextInt64(1L << 36) | 1;
            Assert.Equal(x % word, Limbs.ModWord(a, word));
            word = (ulong)random.Next(1, 1 << 28);
            ulong factor = (ulong)random.NextInt64((long)word);
            Array.Copy(a, result, count);
            Limbs.MultiplyWord(result, word);
            Assert.Equal(x * word, Big(result));
            if (x < y) Array.Copy(a, result, count);
            else Array.Clear(result);
            BigInteger start = Big(result);
            Limbs.MultiplyAddDivide(result, b, factor, word);
            Assert.Equal((start + (y * factor)) / word, Big(result));

            Array.Copy(a, result, count);
            Limbs.AddWord(result, word);
            Assert.Equal(x + word, Big(result));
            Limbs.SubtractWord(result, word);
            Assert.Equal(x, Big(result));
        }
    }

    [Fact]
    public void Inverses_of_words()
    {
        Random random = new(4);
        Assert.Equal(0UL, Limbs.InverseModWord(6, 9));
        Assert.Equal(0UL, Limbs.InverseModWord(0, 9));
        for (int i = 0; i < 300; i++)
        {
            ulong modulus = (ulong)random.Next(2, 1 << 28);
            ulong a = (ulong)random.Next(1, int.MaxValue);
            ulong inverse = Limbs.InverseModWord(a, modulus);
            if (BigInteger.GreatestCommonDivisor(a, modulus).IsOne)
            {
                Assert.Equal(1 % modulus, a * inverse % modulus);
            }
            else
            {
                Assert.Equal(0UL, inverse);
            }
        }
    }

    [Fact]
    public void Bytes_go_there_and_back()
    {
        Random random = new(5);
        for (int length = 1; length < 200; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            if (length % 3 == 0) bytes[0] = 0;
            ulong[] limbs = new ulong[Limbs.CountFor(8 * length)];
            Limbs.FromBytes(bytes, 0, length, limbs);
            BigInteger expected = new(bytes, isUnsigned: true, isBigEndian: true);
            Assert.Equal(expected, Big(limbs));
            Assert.Equal(expected.ToByteArray(isUnsigned: true, isBigEndian: true),
                Limbs.ToBytes(limbs));
            byte[] back = new byte[length + 9];
            Limbs.ToBytes(limbs, back, 2, length + 5);
            Assert.Equal(expected,
                new BigInteger(back.AsSpan(2, length + 5), isUnsigned: true, isBigEndian: true));
        }
    }

    [Fact]
    public void Small_primes_are_all_the_primes()
    {
        SmallPrimes primes = new();
        bool[] composite = new bool[SmallPrimes.Limit];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 3; i < SmallPrimes.Limit; i += 2)
            {
                if (composite[i]) continue;
                for (long j = (long)i * i; j < SmallPrimes.Limit; j += i) composite[j] = true;
                if (primes.Next() != i) Assert.Fail("not the next prime: " + i);
            }

            Assert.Equal(0, primes.Next());
            Assert.Equal(0, primes.Next());
            primes.Restart();
        }
    }

    private static ulong[] Any(Random random, int count, int kind)
    {
        ulong[] number = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            number[i] = (kind % 4) switch
            {
                0 => MontgomeryKernel.LimbMask,
                1 => (ulong)random.Next(2),
                _ => (ulong)random.NextInt64(1L << Bits),
            };
        }

        return number;
    }

    private static BigInteger RandomBits(Random random, int bits)
    {
        byte[] bytes = new byte[(bits + 7) / 8];
        random.NextBytes(bytes);
        BigInteger number = new(bytes, isUnsigned: true);
        return (number % (BigInteger.One << (bits - 1))) + (BigInteger.One << (bits - 1));
    }

    private static BigInteger Big(ulong[] limbs)
    {
        BigInteger number = 0;
        for (int i = limbs.Length - 1; i >= 0; i--) number = (number << Bits) + limbs[i];
        return number;
    }

    private static ulong[] From(BigInteger number, int count)
    {
        ulong[] limbs = new ulong[count];
        Set(limbs, number);
        return limbs;
    }

    private static void Set(ulong[] limbs, BigInteger number)
    {
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] = (ulong)(number & MontgomeryKernel.LimbMask);
            number >>= Bits;
        }

        Assert.True(number.IsZero);
    }
}

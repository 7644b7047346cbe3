using System;
using System.Diagnostics;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;
using BigInteger = System.Numerics.BigInteger;

namespace Gateway.Tests.Crypto;

/// <summary>Generated keys, looked at by the platform, BouncyCastle and OpenSSL.</summary>
public class RsaKeyGenerationTests
{
    [Theory]
    [InlineData(2048, 6)]
    [InlineData(2048, 12)]
    [InlineData(2050, 3)]
    [InlineData(2062, 4)]
    [InlineData(3072, 14)]
    public void A_generated_key_is_what_FIPS_186_asks_for(int bits, int seed)
    {
        RsaPrivateKey key = Generate(bits, seed);
        BigInteger n = Big(key.Modulus);
        BigInteger p = Big(key.P);
        BigInteger q = Big(key.Q);
        BigInteger d = Big(key.PrivateExponent);
        Assert.Equal(bits, (int)n.GetBitLength());
        Assert.Equal(n, p * q);
        Assert.True(p > q);
        Assert.True(2 * q * q >= BigInteger.One << bits);
        Assert.True(p - q > BigInteger.One << ((bits / 2) - 100));
        Assert.Equal(65537, Big(key.PublicExponent));
        BigInteger lambda = (p - 1) * (q - 1) / BigInteger.GreatestCommonDivisor(p - 1, q - 1);
        Assert.True(d < lambda && d > BigInteger.One << (bits / 2));
        Assert.True((d * 65537 % lambda).IsOne);
        Assert.Equal(d % (p - 1), Big(key.DP));
        Assert.Equal(d % (q - 1), Big(key.DQ));
        Assert.True((Big(key.QInv) * q % p).IsOne);
        Assert.True(Big(key.QInv) < p);
        Assert.True(new Org.BouncyCastle.Math.BigInteger(1, key.P).IsProbablePrime(100));
        Assert.True(new Org.BouncyCastle.Math.BigInteger(1, key.Q).IsProbablePrime(100));
        if (bits % 8 == 0) Assert.Equal("RSA key ok", CheckByOpenSsl(Import(key)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_key_and_another_one_another()
    {
        string first = Hex.Of(Generate(2048, 16).Modulus);
        Assert.Equal(first, Hex.Of(Generate(2048, 16).Modulus));
        Assert.NotEqual(first, Hex.Of(Generate(2048, 12).Modulus));
    }

    [Fact]
    public void Percent_never_falls_and_is_100_only_at_the_end()
    {
        RsaKeyGeneration generation = new(2048, new SeededRandom(16));
        int percent = 0;
        int steps = 0;
        while (generation.Step())
        {
            Assert.InRange(generation.Percent, percent, 99);
            Assert.Null(generation.TakeKey());
            percent = generation.Percent;
            steps++;
        }

        Assert.True(steps > 1000, "steps are small");
        Assert.Equal(100, generation.Percent);
        Assert.NotNull(generation.TakeKey());
        Assert.Null(generation.TakeKey());
        Assert.False(generation.Step());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1200)]
    [InlineData(int.MaxValue)]
    public void Cancel_wipes_everything(int steps)
    {
        RsaKeyGeneration generation = new(2048, new SeededRandom(16));
        for (int i = 0; i < steps && generation.Step(); i++)
        {
        }

        int percent = generation.Percent;
        Assert.Equal(steps == 0, Secrets.LeftIn(generation).Length == 0);
        generation.Cancel();
        Assert.False(generation.Step());
        Assert.Null(generation.TakeKey());
        Assert.Equal(percent, generation.Percent);
        Assert.Equal("", Secrets.LeftIn(generation));
    }

    [Fact]
    public void After_the_key_was_taken_nothing_of_it_is_left()
    {
        RsaKeyGeneration generation = new(2048, new SeededRandom(16));
        while (generation.Step())
        {
        }

        RsaPrivateKey key = generation.TakeKey();
        Assert.Equal("", Secrets.LeftIn(generation));
        key.Wipe();
        Assert.All(key.PrivateExponent, b => Assert.Equal(0, b));
        Assert.All(key.P, b => Assert.Equal(0, b));
        Assert.All(key.QInv, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    [InlineData(2046)]
    [InlineData(2049)]
    [InlineData(4095)]
    [InlineData(4098)]
    [InlineData(-2048)]
    public void Other_sizes_are_not_supported(int bits)
    {
        Assert.False(RsaKeyGeneration.IsSupported(bits));
        Assert.Throws<ArgumentException>(() => new RsaKeyGeneration(bits, new SeededRandom(1)));
    }

    internal static RsaPrivateKey Generate(int bits, int seed)
    {
        RsaKeyGeneration generation = new(bits, new SeededRandom(seed));
        while (generation.Step())
        {
        }

        return generation.TakeKey();
    }

    internal static RSA Import(RsaPrivateKey key)
    {
        int half = (key.Modulus.Length + 1) / 2;
        RSA rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters
        {
            Modulus = key.Modulus,
            Exponent = key.PublicExponent,
            D = Padded(key.PrivateExponent, key.Modulus.Length),
            P = Padded(key.P, half),
            Q = Padded(key.Q, half),
            DP = Padded(key.DP, half),
            DQ = Padded(key.DQ, half),
            InverseQ = Padded(key.QInv, half),
        });
        return rsa;
    }

    internal static BigInteger Big(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Padded(byte[] number, int length)
    {
        byte[] padded = new byte[length];
        number.CopyTo(padded, length - number.Length);
        return padded;
    }

    private static string CheckByOpenSsl(RSA rsa)
    {
        ProcessStartInfo start = new("openssl", "rsa -check -noout")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENSSL_CONF"] = "/dev/null";
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(rsa.ExportRSAPrivateKeyPem());
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}

using System;
using System.Numerics;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;

namespace Gateway.Tests.Crypto;

/// <summary>ECDSA verification against RFC 6979's signatures and the platform's, and at its edges.
/// </summary>
public class EcdsaTests
{
    private const int Cases = 40;

    // RFC 6979 A.2.5 and A.2.6: key, then message, hash, r, s.
    private const string P256Key =
        "04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
        + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

    private const string P384Key =
        "04 EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
        + "DEF8F0EA9055866064A254515480BC13"
        + "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1"
        + "288B231C3AE0D4FE7344FD2533264720";

    [Theory]
    [InlineData("sample", "SHA256",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData("test", "SHA256",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    [InlineData("sample", "SHA384",
        "0EAFEA039B20E9B42309FB1D89E213057CBF973DC0CFC8F129EDDDC800EF7719",
        "4861F0491E6998B9455193E34E7B0D284DDD7149A74B95B9261F13ABDE940954")]
    [InlineData("sample", "SHA512",
        "8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F00",
        "2362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE")]
    public void Signatures_of_RFC_6979_on_P256(string message, string hash, string r, string s) =>
        CheckVector(EllipticCurve.P256, P256Key, message, hash, r, s);

    [Theory]
    [InlineData("sample", "SHA256",
        "21B13D1E013C7FA1392D03C5F99AF8B30C570C6F98D4EA8E354B63A21D3DAA33"
        + "BDE1E888E63355D92FA2B3C36D8FB2CD",
        "F3AA443FB107745BF4BD77CB3891674632068A10CA67E3D45DB2266FA7D1FEEB"
        + "EFDC63ECCD1AC42EC0CB8668A4FA0AB0")]
    [InlineData("sample", "SHA384",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
        + "81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
        + "A329C145786E679E7B82C71A38628AC8")]
    public void Signatures_of_RFC_6979_on_P384(string message, string hash, string r, string s) =>
        CheckVector(EllipticCurve.P384, P384Key, message, hash, r, s);

    [Theory]
    [InlineData(EllipticCurve.P256)]
    [InlineData(EllipticCurve.P384)]
    public void Random_keys_hashes_and_lengths(EllipticCurve curve)
    {
        int size = Size(curve);
        int[] lengths = [0, 1, 20, 28, 31, 32, 33, 47, 48, 49, 64];
        Random random = new(17 + (int)curve);
        for (int i = 0; i < Cases; i++)
        {
            BigInteger d = Number(curve, random);
            byte[] hash = new byte[lengths[i % lengths.Length]];
            random.NextBytes(hash);
            if (i % 5 == 4) Array.Fill(hash, (byte)0xff);
            BigInteger e = Big(hash.Length > size ? hash[..size] : hash);
            (_, byte[] r, byte[] s) = Signed(curve, d, Number(curve, random), e);
            EcPublicKey key = Key(curve, d);
            Assert.True(PlatformVerifies(curve, key.Point, hash, r, s), $"case {i}");
            Assert.True(Ecdsa.Verify(key, hash, r, s), $"case {i}");
            Assert.True(Ecdsa.Verify(key, hash, [0, .. r], [0, 0, .. s]), $"case {i}");
            BigInteger other = Order(curve) - Big(s);
            Assert.True(Ecdsa.Verify(key, hash, r, Bytes(other, size)), $"case {i}");
            byte[][] parts = [r, s, key.Point];
            foreach (byte[] part in parts)
            {
                int at = random.Next(1, part.Length);
                byte before = part[at];
                part[at] ^= (byte)(1 << random.Next(8));
                Assert.Equal(PlatformVerifies(curve, key.Point, hash, r, s),
                    Ecdsa.Verify(key, hash, r, s));
                part[at] = before;
            }

            if (hash.Length == 0) continue;
            hash[0] ^= 1;
            Assert.False(Ecdsa.Verify(key, hash, r, s), $"case {i}");
        }
    }

    // Small private keys and hashes lead u1 G and u2 Q, and their table entries, to meet.
    [Theory]
    [InlineData(EllipticCurve.P256)]
    [InlineData(EllipticCurve.P384)]
    public void Points_that_meet_are_added(EllipticCurve curve)
    {
        BigInteger n = Order(curve);
        for (int i = 1; i <= 18; i++)
        {
            BigInteger d = i <= 9 ? i : n - (i - 9);
            EcPublicKey key = Key(curve, d);
            for (int nonce = 1; nonce <= 8; nonce++)
            {
                (byte[] hash, byte[] r, byte[] s) = Signed(curve, d, nonce, (i + nonce) % 4);
                Assert.True(PlatformVerifies(curve, key.Point, hash, r, s));
                Assert.True(Ecdsa.Verify(key, hash, r, s), $"{d} {nonce}");
            }
        }
    }

    [Theory]
    [InlineData(EllipticCurve.P256)]
    [InlineData(EllipticCurve.P384)]
    public void A_sum_at_infinity_is_refused(EllipticCurve curve)
    {
        // u1 G + u2 Q with Q = d G and e = -r d: e / s + r d / s is zero.
        BigInteger n = Order(curve);
        int size = Size(curve);
        for (int i = 1; i < 5; i++)
        {
            BigInteger d = i;
            BigInteger r = 1000 + i;
            BigInteger e = n - (r * d % n);
            byte[] hash = Bytes(e, size);
            EcPublicKey key = Key(curve, d);
            Assert.False(Ecdsa.Verify(key, hash, Bytes(r, size), Bytes(7, size)));
            Assert.False(PlatformVerifies(curve, key.Point, hash, Bytes(r, size), Bytes(7, size)));
        }
    }

    [Theory]
    [InlineData(EllipticCurve.P256)]
    [InlineData(EllipticCurve.P384)]
    public void Numbers_out_of_range_are_refused(EllipticCurve curve)
    {
        BigInteger n = Order(curve);
        int size = Size(curve);
        Random random = new(5);
        BigInteger d = Number(curve, random);
        (byte[] hash, byte[] r, byte[] s) = Signed(curve, d, Number(curve, random), 77);
        EcPublicKey key = Key(curve, d);
        Assert.True(Ecdsa.Verify(key, hash, r, s));
        byte[][] outside =
        [
            [], [0], new byte[size], new byte[size + 1], Bytes(n, size), Bytes(n + 1, size),
            Hex.Repeat(0xff, size), Hex.Repeat(0xff, size + 1), Hex.Repeat(0xff, 200),
        ];
        foreach (byte[] number in outside)
        {
            Assert.False(Ecdsa.Verify(key, hash, number, s));
            Assert.False(Ecdsa.Verify(key, hash, r, number));
        }

        Assert.False(Ecdsa.Verify(key, hash, Bytes(n + Big(r), size + 1), s));
        Assert.False(Ecdsa.Verify(key, hash, r, Bytes(n + Big(s), size + 1)));
        Assert.False(Ecdsa.Verify(key, hash, s, r));
        Assert.False(Ecdsa.Verify(key, hash, Bytes(1, size), Bytes(1, size)));
    }

    // n is below p: an x of n .. p - 1 makes an r that is x - n.
    [Theory]
    [InlineData(EllipticCurve.P256)]
    [InlineData(EllipticCurve.P384)]
    public void An_x_above_the_order_counts(EllipticCurve curve)
    {
        BigInteger n = Order(curve);
        BigInteger p = Prime(curve);
        int size = Size(curve);
        BigInteger x = n;
        BigInteger y;
        do y = RootOfCurve(curve, ++x);
        while (y < 0);
        Assert.True(x < p);

        // Q = r^-1 (s R - e G), with s = r and e = 0: Q = R.
        byte[] point = [4, .. Bytes(x, size), .. Bytes(y, size)];
        byte[] r = Bytes(x - n, size);
        byte[] hash = new byte[32];
        Assert.True(PlatformVerifies(curve, point, hash, r, r));
        Assert.True(Ecdsa.Verify(new EcPublicKey(curve, point), hash, r, r));
        Assert.False(Ecdsa.Verify(new EcPublicKey(curve, point), hash, Bytes(x - n + 1, size), r));
    }

    [Theory]
    [InlineData(EllipticCurve.P256)]
    [InlineData(EllipticCurve.P384)]
    public void Keys_off_the_curve_are_refused(EllipticCurve curve)
    {
        int size = Size(curve);
        Random random = new(6);
        BigInteger d = Number(curve, random);
        (byte[] hash, byte[] r, byte[] s) = Signed(curve, d, Number(curve, random), 77);
        byte[] good = Key(curve, d).Point;
        bool Verify(byte[]? point) =>
            Ecdsa.Verify(new EcPublicKey(curve, point!), hash, r, s);
        Assert.True(Verify(good));
        BigInteger x = Big(good[1..(size + 1)]);
        BigInteger y = Big(good[(size + 1)..]);
        BigInteger p = Prime(curve);
        Assert.False(Verify([4, .. Bytes(x, size), .. Bytes(p - y, size)]));
        Assert.False(Verify([4, .. Bytes(y, size), .. Bytes(x, size)]));
        Assert.False(Verify([4, .. Bytes(p, size), .. Bytes(y, size)]));
        Assert.False(Verify([4, .. Hex.Repeat(0xff, 2 * size)]));
        Assert.False(Verify([4, .. new byte[2 * size]]));
        Assert.False(Verify([2, .. good[1..]]));
        Assert.False(Verify([2, .. Bytes(x, size)]));
        Assert.False(Verify([.. good, 0]));
        Assert.False(Verify(good[..^1]));
        Assert.False(Verify([0]));
        Assert.False(Verify([]));
        Assert.False(Verify(null));
    }

    // Coordinates that are right modulo p but not below it.
    [Fact]
    public void A_coordinate_above_the_prime_is_refused()
    {
        BigInteger p = Prime(EllipticCurve.P256);
        BigInteger x = 0;
        BigInteger y = RootOfCurve(EllipticCurve.P256, x);
        while (y < 0) y = RootOfCurve(EllipticCurve.P256, ++x);
        byte[] hash = new byte[32];
        byte[] r = Bytes(x == 0 ? 1 : x, 32);
        byte[] low = [4, .. Bytes(x, 32), .. Bytes(y, 32)];
        byte[] high = [4, .. Bytes(x + p, 32), .. Bytes(y, 32)];
        bool isRight = PlatformVerifies(EllipticCurve.P256, low, hash, r, r);
        Assert.Equal(isRight, Ecdsa.Verify(new EcPublicKey(EllipticCurve.P256, low), hash, r, r));
        Assert.False(Ecdsa.Verify(new EcPublicKey(EllipticCurve.P256, high), hash, r, r));
    }

    internal static ECCurve Named(EllipticCurve curve) => curve == EllipticCurve.P256
        ? ECCurve.NamedCurves.nistP256
        : ECCurve.NamedCurves.nistP384;

    internal static ECDsa KeyOf(EllipticCurve curve, BigInteger d) => ECDsa.Create(
        new ECParameters { Curve = Named(curve), D = Bytes(d, Size(curve)) });

    private static void CheckVector(
        EllipticCurve curve, string point, string message, string hashName, string r, string s)
    {
        using IncrementalHash hasher =
            IncrementalHash.CreateHash(new HashAlgorithmName(hashName));
        hasher.AppendData(Hex.Ascii(message));
        byte[] hash = hasher.GetHashAndReset();
        EcPublicKey key = new(curve, Hex.Parse(point));
        Assert.True(PlatformVerifies(curve, key.Point, hash, Hex.Parse(r), Hex.Parse(s)));
        Assert.True(Ecdsa.Verify(key, hash, Hex.Parse(r), Hex.Parse(s)));
        hash[0] ^= 1;
        Assert.False(Ecdsa.Verify(key, hash, Hex.Parse(r), Hex.Parse(s)));
    }

    private static (byte[] Hash, byte[] R, byte[] S) Signed(
        EllipticCurve curve, BigInteger d, BigInteger nonce, BigInteger e)
    {
        using ECDsa ofNonce = KeyOf(curve, nonce);
        int size = Size(curve);
        BigInteger n = Order(curve);
        BigInteger r = Big(ofNonce.ExportParameters(false).Q.X!) % n;
        BigInteger s = BigInteger.ModPow(nonce, n - 2, n) * (e + (r * d)) % n;
        return (Bytes(e, size), Bytes(r, size), Bytes(s, size));
    }

    private static BigInteger Number(EllipticCurve curve, Random random)
    {
        byte[] number = new byte[Size(curve)];
        random.NextBytes(number);
        number[0] &= 0x7f;
        return Big(number);
    }

    private static EcPublicKey Key(EllipticCurve curve, BigInteger d)
    {
        using ECDsa ecdsa = KeyOf(curve, d);
        ECPoint q = ecdsa.ExportParameters(false).Q;
        return new EcPublicKey(curve, [4, .. q.X!, .. q.Y!]);
    }

    private static bool PlatformVerifies(
        EllipticCurve curve, byte[] point, byte[] hash, byte[] r, byte[] s)
    {
        int size = Size(curve);
        ECParameters parameters = new()
        {
            Curve = Named(curve),
            Q = new ECPoint { X = point[1..(1 + size)], Y = point[(1 + size)..] },
        };
        try
        {
            using ECDsa ecdsa = ECDsa.Create(parameters);
            byte[] signature = [.. r, .. s];
            return ecdsa.VerifyHash(hash, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static int Size(EllipticCurve curve) => curve == EllipticCurve.P256 ? 32 : 48;

    // SP 800-186 3.2.1.3, 3.2.1.4.
    private static BigInteger Prime(EllipticCurve curve) => curve == EllipticCurve.P256
        ? BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192)
            + BigInteger.Pow(2, 96) - 1
        : BigInteger.Pow(2, 384) - BigInteger.Pow(2, 128) - BigInteger.Pow(2, 96)
            + BigInteger.Pow(2, 32) - 1;

    private static BigInteger Order(EllipticCurve curve) => Bouncy(curve).N;

    private static (BigInteger N, BigInteger B) Bouncy(EllipticCurve curve)
    {
        var parameters = Org.BouncyCastle.Asn1.X9.ECNamedCurveTable.GetByName(
            curve == EllipticCurve.P256 ? "P-256" : "P-384");
        return (Big(parameters.N.ToByteArrayUnsigned()),
            Big(parameters.Curve.B.ToBigInteger().ToByteArrayUnsigned()));
    }

    // y for an x, or -1: p is 3 modulo 4.
    private static BigInteger RootOfCurve(EllipticCurve curve, BigInteger x)
    {
        BigInteger p = Prime(curve);
        BigInteger square = ((x * x * x) - (3 * x) + Bouncy(curve).B) % p;
        if (square < 0) square += p;
        BigInteger y = BigInteger.ModPow(square, (p + 1) / 4, p);
        return y * y % p == square ? y : -1;
    }

    private static BigInteger Big(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int size)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Math.Max(0, size - bytes.Length)], .. bytes];
    }
}

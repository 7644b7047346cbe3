using System;
using System.Numerics;
using System.Security.Cryptography;
using Gateway.Crypto;
using Gateway.Pki;
using Xunit;

namespace Gateway.Tests.Crypto;

/// <summary>Keys of the platform are consistent; with any number changed they are not.</summary>
public class RsaKeyCheckTests
{
    private static readonly Lazy<byte[]> Der = new(() =>
    {
        using RSA rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    });

    private static RsaPrivateKey Key => PrivateKeyInfo.Parse(Der.Value);

    [Theory]
    [InlineData(2048)]
    [InlineData(2056)]
    [InlineData(3072)]
    public void Keys_of_the_platform_pass(int bits)
    {
        using RSA rsa = RSA.Create(bits);
        Assert.True(RsaKeyCheck.IsConsistent(PrivateKeyInfo.Parse(rsa.ExportPkcs8PrivateKey())));
    }

    [Fact]
    public void Both_private_exponents_pass()
    {
        // RFC 8017 3.2 takes d modulo lcm, FIPS 186 too, others modulo (p - 1)(q - 1).
        RsaPrivateKey key = Key;
        BigInteger p = Number(key.P) - 1;
        BigInteger q = Number(key.Q) - 1;
        BigInteger phi = p * q;
        BigInteger lcm = phi / BigInteger.GreatestCommonDivisor(p, q);
        key.PrivateExponent = Bytes(Number(key.PrivateExponent) % lcm);
        Assert.True(RsaKeyCheck.IsConsistent(key));
        key.PrivateExponent = Bytes((Number(key.PrivateExponent) + lcm) % phi);
        Assert.True(RsaKeyCheck.IsConsistent(key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_changed_number_is_seen(int which)
    {
        foreach (int place in new[] { 0, 1, 77, 127 })
        {
            RsaPrivateKey key = Key;
            byte[] number = which switch
            {
                0 => key.Modulus,
                1 => key.PrivateExponent,
                2 => key.P,
                3 => key.Q,
                4 => key.DP,
                5 => key.DQ,
                6 => key.QInv,
                _ => key.PublicExponent,
            };
            if (which == 7) number[^1] ^= 1;
            else number[place] ^= 2;
            Assert.False(RsaKeyCheck.IsConsistent(key));
        }
    }

    [Fact]
    public void Sizes_that_cannot_be_are_refused()
    {
        RsaPrivateKey key = Key;
        key.P = new byte[256];
        Assert.False(RsaKeyCheck.IsConsistent(key));
        key = Key;
        key.DP = new byte[512];
        Assert.False(RsaKeyCheck.IsConsistent(key));
        key = Key;
        key.P = [1];
        Assert.False(RsaKeyCheck.IsConsistent(key));
        key = Key;
        key.PrivateExponent = new byte[500];
        Assert.False(RsaKeyCheck.IsConsistent(key));
        using RSA rsa = RSA.Create(1024);
        Assert.False(RsaKeyCheck.IsConsistent(PrivateKeyInfo.Parse(rsa.ExportPkcs8PrivateKey())));
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, true, true);

    private static byte[] Bytes(BigInteger number) => number.ToByteArray(true, true);
}

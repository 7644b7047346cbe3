using System;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Crypto;

/// <summary>PBKDF2 and HKDF against their RFCs and the platform.</summary>
public class KeyDerivationTests
{
    // RFC 6070 2 (SHA-1) and RFC 7914 11 (SHA-256), the rows of many iterations left out.
    [Theory]
    [InlineData(HashAlgorithm.Sha1, "password", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6")]
    [InlineData(HashAlgorithm.Sha1, "password", "salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957")]
    [InlineData(HashAlgorithm.Sha1, "password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1")]
    [InlineData(HashAlgorithm.Sha1, "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
        "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038")]
    [InlineData(HashAlgorithm.Sha1, "pass\0word", "sa\0lt", 4096, "56fa6aa75548099dcc37d7f03425e0c3")]
    [InlineData(HashAlgorithm.Sha256, "passwd", "salt", 1,
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc" +
        "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")]
    public void Pbkdf2_vectors(HashAlgorithm prf, string password, string salt, int iterations,
        string expected)
    {
        int length = expected.Length / 2;
        byte[] key = Pbkdf2.Derive(prf, Hex.Ascii(password), Hex.Ascii(salt), iterations, length);
        Assert.Equal(expected, Hex.Of(key));
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha1)]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sha384)]
    [InlineData(HashAlgorithm.Sha512)]
    public void Pbkdf2_agrees_with_the_platform(HashAlgorithm prf)
    {
        for (int length = 1; length <= Pbkdf2.KeyBytesMax; length += 51)
        {
            byte[] password = Hex.Repeat((byte)length, length);
            byte[] salt = Hex.Repeat(3, length / 2);
            Assert.Equal(
                Hex.Of(Rfc2898DeriveBytes.Pbkdf2(password, salt, 7, Name(prf), length)),
                Hex.Of(Pbkdf2.Derive(prf, password, salt, 7, length)));
        }
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(-1, 32)]
    [InlineData(Pbkdf2.IterationsMax + 1, 32)]
    [InlineData(1, 0)]
    [InlineData(1, -5)]
    [InlineData(1, Pbkdf2.KeyBytesMax + 1)]
    public void Pbkdf2_outside_its_limits_gives_none(int iterations, int keyBytes) =>
        Assert.Null(Pbkdf2.Derive(HashAlgorithm.Sha256, [1], [2], iterations, keyBytes));

    [Fact]
    public void Pbkdf2_takes_no_longer_salt() =>
        Assert.Null(Pbkdf2.Derive(
            HashAlgorithm.Sha256, [1], new byte[Pbkdf2.SaltBytesMax + 1], 1, 32));

    // 80 bytes are three blocks of SHA-256, the last one cut.
    [Fact]
    public void Pbkdf2_in_steps_gives_the_same_key_and_a_rising_percentage()
    {
        byte[] password = Hex.Ascii("a password");
        byte[] salt = Hex.Ascii("some salt");
        foreach (int step in new[] { 1, 7, 100, 299, 300, 301 })
        {
            Pbkdf2Derivation derivation =
                Pbkdf2Derivation.Start(HashAlgorithm.Sha256, password, salt, 100, 80);
            Assert.Equal(0, derivation.Percent);
            int percent = 0;
            int steps = 1;
            for (; derivation.Step(step); steps++)
            {
                Assert.InRange(derivation.Percent, percent, 99);
                Assert.Null(derivation.TakeKey());
                percent = derivation.Percent;
            }

            Assert.Equal((300 + step - 1) / step, steps);
            Assert.Equal(100, derivation.Percent);
            Assert.Equal(
                Hex.Of(Rfc2898DeriveBytes.Pbkdf2(
                    password, salt, 100, HashAlgorithmName.SHA256, 80)),
                Hex.Of(derivation.TakeKey()));
            Assert.Null(derivation.TakeKey());
            Assert.False(derivation.Step(1));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pbkdf2_leaves_nothing_behind(bool isCancelled)
    {
        byte[] salt = new byte[8];
        Pbkdf2Derivation derivation =
            Pbkdf2Derivation.Start(HashAlgorithm.Sha256, Hex.Ascii("a password"), salt, 10, 40);
        while (derivation.Step(isCancelled ? 15 : 3) && !isCancelled)
        {
        }

        Assert.NotEqual("", Secrets.LeftIn(derivation));
        if (isCancelled) derivation.Cancel();
        else Assert.NotNull(derivation.TakeKey());
        Assert.Equal("", Secrets.LeftIn(derivation));
        Assert.False(derivation.Step(1));
        Assert.Null(derivation.TakeKey());
    }

    // RFC 5869 A.1 to A.4.
    [Theory]
    [InlineData(HashAlgorithm.Sha256, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9", "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
    [InlineData(HashAlgorithm.Sha256, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
        "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")]
    [InlineData(HashAlgorithm.Sha1, "0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
        "9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243",
        "085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896")]
    public void Hkdf_vectors(HashAlgorithm algorithm, string key, string salt, string info,
        string extracted, string expanded)
    {
        byte[] pseudorandom = Hkdf.Extract(algorithm, Hex.Parse(salt), Hex.Parse(key));
        Assert.Equal(extracted, Hex.Of(pseudorandom));
        Assert.Equal(expanded,
            Hex.Of(Hkdf.Expand(algorithm, pseudorandom, Hex.Parse(info), expanded.Length / 2)));
    }

    [Fact]
    public void Hkdf_expands_to_255_digests_and_no_further()
    {
        byte[] key = Hex.Repeat(1, 32);
        Assert.Equal(Hex.Of(HKDF.Expand(HashAlgorithmName.SHA256, key, 255 * 32, [9])),
            Hex.Of(Hkdf.Expand(HashAlgorithm.Sha256, key, [9], 255 * 32)));
        Assert.Throws<ArgumentException>(
            () => Hkdf.Expand(HashAlgorithm.Sha256, key, [9], (255 * 32) + 1));
    }

    private static HashAlgorithmName Name(HashAlgorithm algorithm) => algorithm switch
    {
        HashAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        HashAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        HashAlgorithm.Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}

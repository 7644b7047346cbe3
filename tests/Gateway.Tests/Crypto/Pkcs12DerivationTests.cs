using System;
using System.Linq;
using System.Text;
using Gateway.Crypto;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Xunit;

namespace Gateway.Tests.Crypto;

/// <summary>The MAC keys of PKCS #12 against BouncyCastle's.</summary>
public class Pkcs12DerivationTests
{
    [Theory]
    [InlineData(HashAlgorithm.Sha1, "smeg", 8, 1)]
    [InlineData(HashAlgorithm.Sha256, "smeg", 8, 2)]
    [InlineData(HashAlgorithm.Sha256, "", 16, 2048)]
    [InlineData(HashAlgorithm.Sha256, "a password of more than thirty-two characters", 64, 7)]
    [InlineData(HashAlgorithm.Sha256, "password", 0, 3)]
    [InlineData(HashAlgorithm.Sha384, "password", 65, 10)]
    [InlineData(HashAlgorithm.Sha512, "password", 128, 10)]
    public void Agrees_with_an_independent_one(HashAlgorithm hash, string password, int saltBytes,
        int iterations)
    {
        byte[] salt = Enumerable.Range(1, saltBytes).Select(i => (byte)i).ToArray();
        IDigest digest = hash switch
        {
            HashAlgorithm.Sha1 => new Sha1Digest(),
            HashAlgorithm.Sha256 => new Sha256Digest(),
            HashAlgorithm.Sha384 => new Sha384Digest(),
            _ => new Sha512Digest(),
        };
        Pkcs12ParametersGenerator peer = new(digest);
        byte[] wide = Encoding.BigEndianUnicode.GetBytes(password + "\0");
        peer.Init(wide, salt, iterations);
        int bits = 8 * digest.GetDigestSize();
        byte[] expected = ((KeyParameter)peer.GenerateDerivedMacParameters(bits)).GetKey();

        Pkcs12Derivation derivation =
            Pkcs12Derivation.Start(hash, Encoding.ASCII.GetBytes(password), salt, iterations);
        while (derivation.Step(100))
        {
            Assert.Null(derivation.TakeKey());
        }

        Assert.Equal(100, derivation.Percent);
        Assert.Equal(expected, derivation.TakeKey());
        Assert.Null(derivation.TakeKey());
        Assert.False(derivation.Step(1));
    }

    [Theory]
    [InlineData(0, 8, 8)]
    [InlineData(-1, 8, 8)]
    [InlineData(Pbkdf2.IterationsMax + 1, 8, 8)]
    [InlineData(1, Pbkdf2.SaltBytesMax + 1, 8)]
    [InlineData(1, 8, Pkcs12Derivation.PasswordLengthMax + 1)]
    public void Outside_its_limits_there_is_none(int iterations, int saltBytes, int password) =>
        Assert.Null(Pkcs12Derivation.Start(HashAlgorithm.Sha256, new byte[password],
            new byte[saltBytes], iterations));

    [Fact]
    public void A_cancelled_one_gives_no_key()
    {
        Pkcs12Derivation derivation =
            Pkcs12Derivation.Start(HashAlgorithm.Sha256, [1], [2], 10);
        derivation.Cancel();
        Assert.False(derivation.Step(100));
        Assert.Null(derivation.TakeKey());
    }
}

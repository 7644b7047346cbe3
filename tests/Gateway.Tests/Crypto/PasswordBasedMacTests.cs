using System;
using System.Security.Cryptography;
using System.Text;
using Gateway.Crypto;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crmf;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Crypto;

/// <summary>
/// The password-based MAC against BouncyCastle's and against the platform's hashes.
/// </summary>
public class PasswordBasedMacTests
{
    private static readonly byte[] Secret = Hex.Ascii("correct horse");
    private static readonly byte[] Salt = Hex.Parse("000102030405060708090a0b0c0d0e0f");

    [Theory]
    [InlineData("1.3.14.3.2.26", HashAlgorithm.Sha1, "1.3.6.1.5.5.8.1.2", HashAlgorithm.Sha1, 500)]
    [InlineData("2.16.840.1.101.3.4.2.1", HashAlgorithm.Sha256, "1.3.6.1.5.5.8.1.2", HashAlgorithm.Sha1, 500)]
    [InlineData("2.16.840.1.101.3.4.2.1", HashAlgorithm.Sha256, "1.2.840.113549.2.9", HashAlgorithm.Sha256, 1000)]
    [InlineData("2.16.840.1.101.3.4.2.3", HashAlgorithm.Sha512, "1.2.840.113549.2.11", HashAlgorithm.Sha512, 101)]
    public void Agrees_with_BouncyCastle(string owfOid, HashAlgorithm owf, string macOid,
        HashAlgorithm mac, int iterations)
    {
        PbmParameter parameter = new(Salt,
            new AlgorithmIdentifier(new DerObjectIdentifier(owfOid)), iterations,
            new AlgorithmIdentifier(new DerObjectIdentifier(macOid)));
        PKMacBuilder builder = new();
        builder.SetParameters(parameter);
        var factory = builder.Build(Encoding.ASCII.GetChars(Secret));
        byte[] message = Hex.Repeat(0x5a, 1234);
        var calculator = factory.CreateCalculator();
        calculator.Stream.Write(message, 0, message.Length);
        calculator.Stream.Dispose();
        byte[] expected = calculator.GetResult().Collect();

        byte[] key = PasswordBasedMac.DeriveKey(owf, Secret, Salt, iterations);
        byte[] value = PasswordBasedMac.Compute(mac, key, message, 0, message.Length);
        Assert.Equal(Hex.Of(expected), Hex.Of(value));
        Assert.True(PasswordBasedMac.Verify(mac, key, message, 0, message.Length, expected, 0,
            expected.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void The_first_pass_counts(int iterations)
    {
        byte[] k = SHA256.HashData([.. Secret, .. Salt]);
        for (int i = 1; i < iterations; i++) k = SHA256.HashData(k);
        Assert.Equal(Hex.Of(k),
            Hex.Of(PasswordBasedMac.DeriveKey(HashAlgorithm.Sha256, Secret, Salt, iterations)));
    }

    [Fact]
    public void Steps_give_the_same_key_and_a_rising_percentage()
    {
        PasswordBasedMacDerivation derivation =
            PasswordBasedMacDerivation.Start(HashAlgorithm.Sha256, Secret, Salt, 1000);
        int percent = 0;
        while (derivation.Step(7))
        {
            Assert.InRange(derivation.Percent, percent, 99);
            Assert.Null(derivation.TakeKey());
            percent = derivation.Percent;
        }

        Assert.Equal(100, derivation.Percent);
        Assert.Equal(Hex.Of(PasswordBasedMac.DeriveKey(HashAlgorithm.Sha256, Secret, Salt, 1000)),
            Hex.Of(derivation.TakeKey()));
        Assert.Null(derivation.TakeKey());
        Assert.False(derivation.Step(1));
    }

    [Fact]
    public void Cancel_ends_it()
    {
        PasswordBasedMacDerivation derivation =
            PasswordBasedMacDerivation.Start(HashAlgorithm.Sha1, Secret, Salt, 10);
        derivation.Step(3);
        derivation.Cancel();
        Assert.False(derivation.Step(100));
        Assert.Null(derivation.TakeKey());
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(-1, 16)]
    [InlineData(int.MinValue, 16)]
    [InlineData(PasswordBasedMac.IterationsMax + 1, 16)]
    [InlineData(int.MaxValue, 16)]
    [InlineData(100, PasswordBasedMac.SaltBytesMax + 1)]
    public void Outside_the_limits_there_is_no_key(int iterations, int saltBytes)
    {
        Assert.Null(PasswordBasedMac.DeriveKey(HashAlgorithm.Sha256, Secret, new byte[saltBytes],
            iterations));
        Assert.Null(PasswordBasedMacDerivation.Start(HashAlgorithm.Sha256, Secret,
            new byte[saltBytes], iterations));
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(31, 32)]
    [InlineData(-1, 31)]
    [InlineData(-1, 0)]
    [InlineData(-1, 33)]
    public void A_wrong_or_shortened_value_is_refused(int flippedByte, int length)
    {
        byte[] key = Hex.Repeat(1, 32);
        byte[] message = [1, 2, 3, 4];
        byte[] value = new byte[40];
        HMACSHA256.HashData(key, message).CopyTo(value, 0);
        Assert.True(PasswordBasedMac.Verify(HashAlgorithm.Sha256, key, message, 0, 4, value, 0,
            32));
        if (flippedByte >= 0) value[flippedByte] ^= 0x80;
        Assert.False(PasswordBasedMac.Verify(HashAlgorithm.Sha256, key, message, 0, 4, value, 0,
            length));
    }
}

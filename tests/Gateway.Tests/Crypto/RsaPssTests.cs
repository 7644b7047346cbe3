using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using Gateway.Crypto;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Crypto;

/// <summary>RSASSA-PSS signatures of the platform and of BouncyCastle, and forgeries.</summary>
public class RsaPssTests
{
    private static readonly byte[] Message = Hex.Ascii("a message");
    private static readonly RSA Platform2048 =
        RsaKeyGenerationTests.Import(RsaKeyGenerationTests.Generate(2048, 16));

    private static readonly RsaPublicKey Key2048 = RsaPkcs1Tests.Key(Platform2048).PublicKey();

    [Theory]
    [InlineData(HashAlgorithm.Sha1)]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sha384)]
    [InlineData(HashAlgorithm.Sha512)]
    public void Signatures_of_the_platform_verify(HashAlgorithm algorithm)
    {
        byte[] hash = HashTests.Platform(algorithm, Message);
        byte[] signature = Platform2048.SignHash(
            hash, new HashAlgorithmName(algorithm.ToString().ToUpperInvariant()),
            RSASignaturePadding.Pss);
        Assert.True(RsaPss.Verify(algorithm, Key2048, hash, [9, .. signature, 9], 1, 256));
        hash[^1] ^= 1;
        Assert.False(RsaPss.Verify(algorithm, Key2048, hash, signature, 0, 256));
    }

    // 1025 and 1033 bits: emLen is shorter than the modulus, or its top bits are all used.
    [Theory]
    [InlineData(1024, 0)]
    [InlineData(1025, 0)]
    [InlineData(1025, 20)]
    [InlineData(1026, 32)]
    [InlineData(1031, 33)]
    [InlineData(1032, 32)]
    [InlineData(1033, 94)]
    [InlineData(1024, 94)]
    public void Salts_of_any_length_verify(int bits, int saltBytes)
    {
        AsymmetricCipherKeyPair pair = BouncyKey(bits);
        PssSigner signer = new(new Org.BouncyCastle.Crypto.Engines.RsaEngine(),
            new Org.BouncyCastle.Crypto.Digests.Sha256Digest(), saltBytes);
        signer.Init(true, new ParametersWithRandom(pair.Private, Random(saltBytes)));
        signer.BlockUpdate(Message, 0, Message.Length);
        byte[] signature = signer.GenerateSignature();
        RsaKeyParameters key = (RsaKeyParameters)pair.Public;
        RsaPublicKey ours = new(
            key.Modulus.ToByteArrayUnsigned(), key.Exponent.ToByteArrayUnsigned());
        Assert.Equal(ours.Modulus.Length, signature.Length);
        byte[] hash = SHA256.HashData(Message);
        Assert.True(Verify(ours, hash, signature));
        for (int at = 0; at < signature.Length; at += 7)
        {
            signature[at] ^= 0x10;
            Assert.False(Verify(ours, hash, signature));
            signature[at] ^= 0x10;
        }
    }

    // Encodings with one defect each, under the real private exponent.
    [Theory]
    [InlineData("right", true)]
    [InlineData("no salt", true)]
    [InlineData("longest salt", true)]
    [InlineData("other trailer", false)]
    [InlineData("top bit set", false)]
    [InlineData("no separator", false)]
    [InlineData("separator 2", false)]
    [InlineData("padding not zero", false)]
    [InlineData("other salt", false)]
    [InlineData("other padding before the hash", false)]
    [InlineData("mask of another hash", false)]
    public void Every_part_of_the_encoding_counts(string kind, bool expected)
    {
        byte[] hash = SHA256.HashData(Message);
        byte[] encoded = Encode(kind, hash);
        RSAParameters rsa = Platform2048.ExportParameters(true);
        byte[] power = BigInteger.ModPow(RsaKeyGenerationTests.Big(encoded),
                RsaKeyGenerationTests.Big(rsa.D!), RsaKeyGenerationTests.Big(rsa.Modulus!))
            .ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] signature = [.. new byte[256 - power.Length], .. power];
        Assert.Equal(expected, Verify(Key2048, hash, signature));
        if (kind != "top bit set")
        {
            Assert.Equal(expected, BouncyVerifies(kind, signature));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        byte[] hash = SHA256.HashData(Message);
        byte[] good = Platform2048.SignHash(
            hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(Verify(Key2048, hash, good));
        Assert.False(Verify(Key2048, hash, good[..^1]));
        Assert.False(Verify(Key2048, hash, [0, .. good]));
        Assert.False(Verify(Key2048, hash, []));
        Assert.False(Verify(Key2048, hash, new byte[256]));
        Assert.False(Verify(Key2048, hash, Key2048.Modulus));
        Assert.False(Verify(Key2048, hash[..31], good));
        Assert.False(RsaPss.Verify(HashAlgorithm.None, Key2048, hash, good, 0, 256));
        Assert.False(RsaPss.Verify(HashAlgorithm.Sha384, Key2048, hash, good, 0, 256));
        Assert.False(RsaPss.Verify(HashAlgorithm.Sha256, Key2048, hash, good, 1, 256));
        Assert.False(RsaPss.Verify(HashAlgorithm.Sha256, Key2048, hash, good, -1, 256));
        Assert.False(Verify(new RsaPublicKey(Key2048.Modulus, [1]), hash, good));
        byte[] pkcs1 = Platform2048.SignHash(
            hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.False(Verify(Key2048, hash, pkcs1));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, Key2048, hash, good, 0, 256));
    }

    private static bool Verify(RsaPublicKey key, byte[] hash, byte[] signature) =>
        RsaPss.Verify(HashAlgorithm.Sha256, key, hash, signature, 0, signature.Length);

    // RFC 8017 9.1.1, written out with a place for each defect.
    private static byte[] Encode(string kind, byte[] hash)
    {
        const int Length = 256;
        int saltBytes = kind switch { "no salt" => 0, "longest salt" => Length - 34, _ => 32 };
        byte[] salt = Hex.Repeat(0x5a, saltBytes);
        byte[] lead = new byte[8];
        if (kind == "other padding before the hash") lead[7] = 1;
        byte[] h = SHA256.HashData([.. lead, .. hash, .. salt]);
        if (kind == "other salt") salt[3] ^= 1;
        byte[] block = new byte[Length - 33];
        salt.CopyTo(block, block.Length - saltBytes);
        int separator = block.Length - saltBytes - 1;
        block[separator] = kind switch { "no separator" => 0, "separator 2" => 2, _ => 1 };
        if (kind == "padding not zero") block[separator / 2] = 4;
        byte[] mask = Mask(h, block.Length, kind == "mask of another hash");
        for (int i = 0; i < block.Length; i++) block[i] ^= mask[i];
        block[0] &= 0x7f;
        if (kind == "top bit set") block[0] |= 0x80;
        return [.. block, .. h, (byte)(kind == "other trailer" ? 0xcc : 0xbc)];
    }

    private static byte[] Mask(byte[] seed, int count, bool isSha1) =>
        [.. Enumerable.Range(0, count)
            .SelectMany(i => isSha1
                ? SHA1.HashData([.. seed, 0, 0, 0, (byte)i])
                : SHA256.HashData([.. seed, 0, 0, 0, (byte)i]))
            .Take(count)];

    private static bool BouncyVerifies(string kind, byte[] signature)
    {
        int saltBytes = kind switch { "no salt" => 0, "longest salt" => 222, _ => 32 };
        PssSigner signer = new(new Org.BouncyCastle.Crypto.Engines.RsaEngine(),
            new Org.BouncyCastle.Crypto.Digests.Sha256Digest(), saltBytes);
        signer.Init(false, new RsaKeyParameters(false,
            new Org.BouncyCastle.Math.BigInteger(1, Key2048.Modulus),
            new Org.BouncyCastle.Math.BigInteger(1, Key2048.Exponent)));
        signer.BlockUpdate(Message, 0, Message.Length);
        return signer.VerifySignature(signature);
    }

    private static AsymmetricCipherKeyPair BouncyKey(int bits)
    {
        Org.BouncyCastle.Crypto.Generators.RsaKeyPairGenerator generator = new();
        generator.Init(new RsaKeyGenerationParameters(
            Org.BouncyCastle.Math.BigInteger.ValueOf(65537), Random(bits), bits, 20));
        return generator.GenerateKeyPair();
    }

    private static Org.BouncyCastle.Security.SecureRandom Random(int seed)
    {
        Org.BouncyCastle.Security.SecureRandom random = new(
            new Org.BouncyCastle.Crypto.Prng.DigestRandomGenerator(
                new Org.BouncyCastle.Crypto.Digests.Sha256Digest()));
        random.SetSeed(seed);
        return random;
    }
}

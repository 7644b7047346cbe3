using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using Gateway.Core;
using Gateway.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Crypto;

/// <summary>
/// RSASSA-PKCS1-v1_5 both ways against the platform and BouncyCastle, and forgeries.
/// </summary>
public class RsaPkcs1Tests
{
    private static readonly byte[] Message = Hex.Ascii("a message");

    // Made once, from a seed (all seeds here are such that keys are found soon); the platform
    // checks the key when it imports it.
    private static readonly RSA Platform2048 =
        RsaKeyGenerationTests.Import(RsaKeyGenerationTests.Generate(2048, 16));

    [Theory]
    [InlineData(2048, HashAlgorithm.Sha1)]
    [InlineData(2048, HashAlgorithm.Sha256)]
    [InlineData(2048, HashAlgorithm.Sha384)]
    [InlineData(2048, HashAlgorithm.Sha512)]
    [InlineData(3072, HashAlgorithm.Sha256)]
    [InlineData(4096, HashAlgorithm.Sha512)]
    public void Signatures_are_the_platforms_and_verify_everywhere(int bits,
        HashAlgorithm algorithm)
    {
        RSA rsa = bits == 2048
            ? Platform2048
            : RsaKeyGenerationTests.Import(RsaKeyGenerationTests.Generate(bits, 2));
        RsaPrivateKey key = Key(rsa);
        for (int i = 0; i < 3; i++)
        {
            byte[] message = [.. Message, (byte)i];
            byte[] hash = HashTests.Platform(algorithm, message);
            byte[] signature = RsaPkcs1.Sign(algorithm, key, hash, new SeededRandom(i));
            byte[] expected = rsa.SignHash(hash, Name(algorithm), RSASignaturePadding.Pkcs1);
            Assert.Equal(Hex.Of(expected), Hex.Of(signature));
            Assert.True(BouncyCastleVerifies(rsa, algorithm, message, signature));
            Assert.True(RsaPkcs1.Verify(algorithm, key.PublicKey(), hash, expected, 0,
                expected.Length));

            byte[] surrounded = [1, 2, 3, .. expected, 4];
            Assert.True(RsaPkcs1.Verify(algorithm, key.PublicKey(), hash, surrounded, 3,
                expected.Length));
            hash[0] ^= 1;
            Assert.False(RsaPkcs1.Verify(algorithm, key.PublicKey(), hash, expected, 0,
                expected.Length));
        }
    }

    [Theory]
    [InlineData(1024, 3)]
    [InlineData(1024, 65537)]
    [InlineData(1032, 17)]
    [InlineData(1040, 0x1_0000_0001)]
    public void Signatures_of_BouncyCastle_verify(int bits, long exponent)
    {
        var random = new Org.BouncyCastle.Security.SecureRandom(
            new Org.BouncyCastle.Crypto.Prng.DigestRandomGenerator(
                new Org.BouncyCastle.Crypto.Digests.Sha256Digest()));
        random.SetSeed(bits);
        var generator = new Org.BouncyCastle.Crypto.Generators.RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(
            Org.BouncyCastle.Math.BigInteger.ValueOf(exponent), random, bits, 20));
        var pair = generator.GenerateKeyPair();
        RsaDigestSigner signer = new(new Org.BouncyCastle.Crypto.Digests.Sha256Digest());
        signer.Init(true, pair.Private);
        signer.BlockUpdate(Message, 0, Message.Length);
        byte[] signature = signer.GenerateSignature();
        var publicKey = (RsaKeyParameters)pair.Public;
        RsaPublicKey key = new(publicKey.Modulus.ToByteArrayUnsigned(),
            publicKey.Exponent.ToByteArrayUnsigned());
        byte[] hash = SHA256.HashData(Message);
        Assert.True(RsaPkcs1.Verify(HashAlgorithm.Sha256, key, hash, signature, 0,
            signature.Length));
        signature[^1] ^= 1;
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, key, hash, signature, 0,
            signature.Length));
    }

    // Encoded messages that a lenient verifier takes, each signed with the real private exponent.
    [Theory]
    [InlineData("right", true)]
    [InlineData("no null", false)]
    [InlineData("null with content", false)]
    [InlineData("other hash oid", false)]
    [InlineData("hash one byte short", false)]
    [InlineData("garbage after", false)]
    [InlineData("padding of seven", false)]
    [InlineData("block type 0", false)]
    [InlineData("block type 2", false)]
    [InlineData("first byte 1", false)]
    [InlineData("hole in the padding", false)]
    [InlineData("no separator", false)]
    [InlineData("bare hash", false)]
    [InlineData("long form length", false)]
    [InlineData("zero", false)]
    [InlineData("one", false)]
    public void Encodings_count_only_whole(string kind, bool expected)
    {
        RsaPrivateKey key = Key(Platform2048);
        byte[] hash = SHA256.HashData(Message);
        byte[] signature = RawSign(key, Encoding(kind, hash, 256));
        Assert.Equal(expected,
            RsaPkcs1.Verify(HashAlgorithm.Sha256, key.PublicKey(), hash, signature, 0, 256));
    }

    [Fact]
    public void Length_and_range_of_the_signature_are_checked()
    {
        RsaPrivateKey key = Key(Platform2048);
        byte[] hash = SHA256.HashData(Message);
        byte[] good = Platform2048.SignHash(hash, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        Assert.False(Verify(key, hash, good[..^1]));
        Assert.False(Verify(key, hash, [.. good, 0]));
        Assert.False(Verify(key, hash, [0, .. good]));
        Assert.False(Verify(key, hash, []));
        Assert.False(Verify(key, hash, new byte[256]));
        Assert.False(Verify(key, hash, key.Modulus));
        Assert.False(Verify(key, hash, Hex.Repeat(0xff, 256)));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, key.PublicKey(), hash, good, 1, 256));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, key.PublicKey(), hash, good, -1, 256));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha1, key.PublicKey(), hash, good, 0, 256));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.None, key.PublicKey(), hash, good, 0, 256));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, key.PublicKey(), hash[..31], good, 0,
            256));

        // s + n is the same residue, where it still fits the length.
        BigInteger aliased = RsaKeyGenerationTests.Big(good)
            + RsaKeyGenerationTests.Big(key.Modulus);
        byte[] alias = aliased.ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.False(Verify(key, hash, alias.Length == 256 ? alias : alias[1..]));
        Assert.True(Verify(key, hash, good));
    }

    // With e = 3 a cube root gives any leading bytes: the forgery of CVE-2006-4339.
    [Fact]
    public void A_cube_root_with_garbage_at_the_end_is_refused()
    {
        const int TailBytes = 1 + 19 + 32; // the zero byte, the DigestInfo up to the hash, the hash
        byte[] hash = SHA256.HashData(Message);
        byte[] encoded = Encoding("right", hash, 256);
        byte[] start = new byte[256];
        start[1] = 1;
        start.AsSpan(2, 8).Fill(0xff);
        encoded.AsSpan(256 - TailBytes).CopyTo(start.AsSpan(10));
        BigInteger low = RsaKeyGenerationTests.Big(start);
        BigInteger root = CubeRootAbove(low);
        byte[] cube = new byte[256];
        byte[] cubed = BigInteger.Pow(root, 3).ToByteArray(isUnsigned: true, isBigEndian: true);
        cubed.CopyTo(cube, 256 - cubed.Length);
        Assert.Equal(Hex.Of(start[..(10 + TailBytes)]), Hex.Of(cube[..(10 + TailBytes)]));

        byte[] signature = new byte[256];
        byte[] bytes = root.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(signature, 256 - bytes.Length);
        RsaPublicKey key = new(Platform2048.ExportParameters(false).Modulus!, [3]);
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, key, hash, signature, 0, 256));
    }

    [Theory]
    [InlineData(127, 0x80, 0x01, "010001", false)]
    [InlineData(128, 0x7f, 0x01, "010001", false)]
    [InlineData(128, 0x80, 0x00, "010001", false)]
    [InlineData(513, 0x01, 0x01, "010001", false)]
    [InlineData(513, 0x00, 0x01, "010001", false)]
    [InlineData(0, 0, 0, "010001", false)]
    [InlineData(256, 0x80, 0x01, "", false)]
    [InlineData(256, 0x80, 0x01, "00", false)]
    [InlineData(256, 0x80, 0x01, "01", false)]
    [InlineData(256, 0x80, 0x01, "02", false)]
    [InlineData(256, 0x80, 0x01, "010000", false)]
    [InlineData(256, 0x80, 0x01, "00010001", false)]
    [InlineData(256, 0x80, 0x01, "010000000000000001", false)]
    [InlineData(128, 0x80, 0x01, "03", true)]
    [InlineData(256, 0x01, 0x01, "010001", true)]
    [InlineData(512, 0xff, 0xff, "8000000000000001", true)]
    public void Public_keys_have_limits(int length, byte first, byte last, string exponent,
        bool acceptable)
    {
        byte[] modulus = new byte[length];
        if (length > 0) (modulus[0], modulus[^1]) = (first, last);
        RsaPublicKey key = new(modulus, Hex.Parse(exponent));
        Assert.Equal(acceptable, RsaPkcs1.IsAcceptable(key));
        Assert.False(RsaPkcs1.Verify(HashAlgorithm.Sha256, key, new byte[32], new byte[length], 0,
            length));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("Q")]
    [InlineData("DP")]
    [InlineData("DQ")]
    [InlineData("QInv")]
    [InlineData("Modulus")]
    [InlineData("PublicExponent")]
    public void A_fault_in_any_number_gives_no_signature(string property)
    {
        RsaPrivateKey key = Key(Platform2048);
        byte[] hash = SHA256.HashData(Message);
        Assert.NotNull(RsaPkcs1.Sign(HashAlgorithm.Sha256, key, hash, new SeededRandom(1)));
        byte[] number = (byte[])typeof(RsaPrivateKey).GetProperty(property)!.GetValue(key)!;
        foreach (int at in new[] { 0, number.Length / 2, number.Length - 1 })
        {
            number[at] ^= 4;
            Assert.Null(RsaPkcs1.Sign(HashAlgorithm.Sha256, key, hash, new SeededRandom(1)));
            number[at] ^= 4;
        }
    }

    [Fact]
    public void What_does_not_fit_is_not_signed()
    {
        RsaPrivateKey key = Key(Platform2048);
        byte[] hash = SHA256.HashData(Message);
        Assert.Null(RsaPkcs1.Sign(HashAlgorithm.None, key, hash, new SeededRandom(1)));
        Assert.Null(RsaPkcs1.Sign(HashAlgorithm.Sha384, key, hash, new SeededRandom(1)));
        Assert.Null(RsaPkcs1.Sign(HashAlgorithm.Sha256, key, [], new SeededRandom(1)));
        RsaPrivateKey small = Key(Platform2048);
        small.Modulus = small.Modulus[..^1];
        Assert.Null(RsaPkcs1.Sign(HashAlgorithm.Sha256, small, hash, new SeededRandom(1)));
        key.P = [];
        Assert.Null(RsaPkcs1.Sign(HashAlgorithm.Sha256, key, hash, new SeededRandom(1)));
    }

    // The signature does not depend on the blinding; extreme factors are no exception.
    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    public void Blinding_with_extreme_factors(byte value)
    {
        RsaPrivateKey key = Key(Platform2048);
        byte[] hash = SHA256.HashData(Message);
        byte[] signature = RsaPkcs1.Sign(HashAlgorithm.Sha256, key, hash,
            new ConstantRandom(value));
        Assert.Equal(
            Hex.Of(Platform2048.SignHash(hash, HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1)),
            Hex.Of(signature));
    }

    [Fact]
    public void A_private_operation_wipes_what_it_used()
    {
        RsaPrivateKey key = Key(Platform2048);
        RsaPrivateOperation operation = RsaPrivateOperation.Create(key);
        byte[] encoded = RsaPkcs1.Encode(HashAlgorithm.Sha256, SHA256.HashData(Message), 256);
        Assert.NotNull(operation.Run(encoded, new SeededRandom(1)));
        Assert.NotEqual("", Secrets.LeftIn(operation));
        operation.Wipe();
        string left = Secrets.LeftIn(operation);
        Assert.DoesNotContain(left.Split(' '),
            path => path.Length > 0 && !path.StartsWith("RsaPrivateOperation._key."));
    }

    private static bool Verify(RsaPrivateKey key, byte[] hash, byte[] signature) =>
        RsaPkcs1.Verify(HashAlgorithm.Sha256, key.PublicKey(), hash, signature, 0,
            signature.Length);

    private static byte[] Encoding(string kind, byte[] hash, int length)
    {
        string info = kind switch
        {
            "no null" => "302f300b0609608648016503040201" + "0420",
            "null with content" => "3032300e060960864801650304020105010" + "00420",
            "other hash oid" => "3031300d060960864801650304020305000420",
            "hash one byte short" => "3030300d06096086480165030402010500041f",
            "bare hash" => "",
            "long form length" => "308131300d060960864801650304020105000420",
            _ => "3031300d060960864801650304020105000420",
        };
        byte[] tail = [.. Hex.Parse(info), .. kind == "hash one byte short" ? hash[..31] : hash];
        if (kind == "garbage after") tail = [.. tail, .. Hex.Repeat(0x5a, 40)];
        if (kind == "padding of seven")
        {
            tail = [.. tail, .. Hex.Repeat(0, length - tail.Length - 10)];
        }

        byte[] encoded = new byte[length];
        encoded[1] = 1;
        encoded.AsSpan(2, length - tail.Length - 3).Fill(0xff);
        tail.CopyTo(encoded, length - tail.Length);
        if (kind == "block type 0") encoded[1] = 0;
        if (kind == "block type 2") encoded[1] = 2;
        if (kind == "first byte 1") encoded[0] = 1;
        if (kind == "hole in the padding") encoded[77] = 0xfe;
        if (kind == "no separator") encoded[length - tail.Length - 1] = 0xff;
        if (kind is "zero" or "one") Array.Clear(encoded);
        if (kind == "one") encoded[^1] = 1;
        return encoded;
    }

    private static byte[] RawSign(RsaPrivateKey key, byte[] encoded)
    {
        BigInteger s = BigInteger.ModPow(RsaKeyGenerationTests.Big(encoded),
            RsaKeyGenerationTests.Big(key.PrivateExponent), RsaKeyGenerationTests.Big(key.Modulus));
        byte[] bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] signature = new byte[encoded.Length];
        bytes.CopyTo(signature, signature.Length - bytes.Length);
        return signature;
    }

    private static BigInteger CubeRootAbove(BigInteger number)
    {
        BigInteger low = 0;
        BigInteger high = BigInteger.One << 800;
        while (low < high)
        {
            BigInteger middle = (low + high) / 2;
            if (BigInteger.Pow(middle, 3) < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static bool BouncyCastleVerifies(RSA rsa, HashAlgorithm algorithm, byte[] message,
        byte[] signature)
    {
        RSAParameters parameters = rsa.ExportParameters(false);
        var verifier =
            Org.BouncyCastle.Security.SignerUtilities.GetSigner(Name(algorithm).Name + "withRSA");
        verifier.Init(false, new RsaKeyParameters(false,
            new Org.BouncyCastle.Math.BigInteger(1, parameters.Modulus),
            new Org.BouncyCastle.Math.BigInteger(1, parameters.Exponent)));
        verifier.BlockUpdate(message, 0, message.Length);
        return verifier.VerifySignature(signature);
    }

    internal static RsaPrivateKey Key(RSA rsa)
    {
        RSAParameters parameters = rsa.ExportParameters(true);
        return new RsaPrivateKey
        {
            Modulus = parameters.Modulus,
            PublicExponent = parameters.Exponent,
            PrivateExponent = parameters.D,
            P = parameters.P,
            Q = parameters.Q,
            DP = parameters.DP,
            DQ = parameters.DQ,
            QInv = parameters.InverseQ,
        };
    }

    private static HashAlgorithmName Name(HashAlgorithm algorithm) => algorithm switch
    {
        HashAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        HashAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        HashAlgorithm.Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private sealed class ConstantRandom(byte value) : IRandom
    {
        public void Fill(byte[] buffer, int offset, int count) =>
            Array.Fill(buffer, value, offset, count);
    }
}

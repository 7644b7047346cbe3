using System;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;
using Aes = Gateway.Crypto.Aes;
using PlatformAes = System.Security.Cryptography.Aes;

namespace Gateway.Tests.Crypto;

/// <summary>AES and CBC against FIPS 197, SP 800-38A and the platform.</summary>
public class AesTests
{
    private static readonly byte[] Key = Hex.Parse("2b7e151628aed2a6abf7158809cf4f3c");

    // FIPS 197 appendices B and C.1; SP 800-38A F.1.1 (ECB-AES128), all four blocks.
    [Theory]
    [InlineData("2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734", "3925841d02dc09fbdc118597196a0b32")]
    [InlineData("000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a")]
    [InlineData("2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a", "3ad77bb40d7a3660a89ecaf32466ef97")]
    [InlineData("2b7e151628aed2a6abf7158809cf4f3c", "ae2d8a571e03ac9c9eb76fac45af8e51", "f5d3d58503b9699de785895a96fdbaaf")]
    [InlineData("2b7e151628aed2a6abf7158809cf4f3c", "30c81c46a35ce411e5fbc1191a0a52ef", "43b1cd7f598ece23881b00e3ed030688")]
    [InlineData("2b7e151628aed2a6abf7158809cf4f3c", "f69f2445df4f9b17ad2b417be66c3710", "7b0c785e27e8ad3f8223207104725dd4")]
    // FIPS 197 appendices C.2 and C.3; SP 800-38A F.1.3 (ECB-AES192) and F.1.5 (ECB-AES256).
    [InlineData("000102030405060708090a0b0c0d0e0f1011121314151617", "00112233445566778899aabbccddeeff", "dda97ca4864cdfe06eaf70a0ec0d7191")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089")]
    [InlineData("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "6bc1bee22e409f96e93d7e117393172a", "bd334f1d6e45f25ff712a214571fa5cc")]
    [InlineData("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "6bc1bee22e409f96e93d7e117393172a", "f3eed1bdb5d2a03c064b5a7e3db181f8")]
    [InlineData("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "f69f2445df4f9b17ad2b417be66c3710", "23304b7a39f9f3ff067d8d8f9e24ecc7")]
    public void Blocks(string key, string plain, string encrypted)
    {
        Aes cipher = new(Hex.Parse(key));
        byte[] block = Hex.Parse(plain);
        cipher.EncryptBlock(block, 0, block, 0);
        Assert.Equal(encrypted, Hex.Of(block));
        cipher.DecryptBlock(block, 0, block, 0);
        Assert.Equal(plain, Hex.Of(block));
    }

    // SP 800-38A F.2.1 and F.2.2 (CBC-AES128).
    [Fact]
    public void Cbc_vector()
    {
        const string Plain = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" +
            "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
        const string Encrypted = "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2" +
            "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7";
        byte[] iv = Hex.Parse("000102030405060708090a0b0c0d0e0f");
        byte[] data = Hex.Parse(Plain);
        AesCbc.Encrypt(new Aes(Key), iv, data, 0, data.Length);
        Assert.Equal(Encrypted, Hex.Of(data));
        AesCbc.Decrypt(new Aes(Key), iv, data, 0, data.Length);
        Assert.Equal(Plain, Hex.Of(data));
    }

    // SP 800-38A F.2.5 and F.2.6 (CBC-AES256).
    [Fact]
    public void Cbc_vector_of_256_bits()
    {
        const string Plain = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" +
            "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
        const string Encrypted = "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d" +
            "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b";
        byte[] key = Hex.Parse("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        byte[] iv = Hex.Parse("000102030405060708090a0b0c0d0e0f");
        byte[] data = Hex.Parse(Plain);
        AesCbc.Encrypt(new Aes(key), iv, data, 0, data.Length);
        Assert.Equal(Encrypted, Hex.Of(data));
        AesCbc.Decrypt(new Aes(key), iv, data, 0, data.Length);
        Assert.Equal(Plain, Hex.Of(data));
    }

    [Fact]
    public void Padded_messages_of_every_length_agree_with_the_platform()
    {
        Random random = new(6);
        for (int length = 0; length < 70; length++)
        {
            byte[] key = new byte[16 + (length % 3 * 8)];
            byte[] iv = new byte[16];
            byte[] plain = new byte[length];
            random.NextBytes(key);
            random.NextBytes(iv);
            random.NextBytes(plain);
            using PlatformAes aes = PlatformAes.Create();
            aes.Key = key;
            byte[] data = AesCbc.Pad(plain);
            AesCbc.Encrypt(new Aes(key), iv, data, 0, data.Length);
            Assert.Equal(Hex.Of(aes.EncryptCbc(plain, iv)), Hex.Of(data));
            AesCbc.Decrypt(new Aes(key), iv, data, 0, data.Length);
            Assert.Equal(length, AesCbc.UnpaddedLength(data, 0, data.Length));
            Assert.Equal(Hex.Of(plain), Hex.Of(data[..length]));
        }
    }

    [Theory]
    [InlineData("", -1)]
    [InlineData("0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", -1)]
    [InlineData("00000000000000000000000000000000", -1)]
    [InlineData("11111111111111111111111111111111", -1)]
    [InlineData("00000000000000000000000000000102", -1)]
    [InlineData("00000000000000000000000000000303ff", -1)]
    [InlineData("000000000000000000000000ff040404", -1)]
    [InlineData("0f101010101010101010101010101010", -1)]
    [InlineData("10101010101010101010101010101010", 0)]
    [InlineData("00000000000000000000000000000001", 15)]
    [InlineData("00000000000000000000000000000202", 14)]
    public void Malformed_padding_is_seen(string padded, int length) =>
        Assert.Equal(length, AesCbc.UnpaddedLength(Hex.Parse(padded), 0, padded.Length / 2));

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(40)]
    public void Other_key_lengths_are_refused(int bytes) =>
        Assert.Throws<ArgumentException>(() => new Aes(new byte[bytes]));

    [Theory]
    [InlineData(-16)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    public void Broken_blocks_are_refused(int count)
    {
        Assert.Throws<ArgumentException>(
            () => AesCbc.Encrypt(new Aes(Key), new byte[16], new byte[64], 0, count));
        Assert.Throws<ArgumentException>(
            () => AesCbc.Decrypt(new Aes(Key), new byte[16], new byte[64], 0, count));
    }
}

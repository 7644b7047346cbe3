using System;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;

namespace Gateway.Tests.Crypto;

/// <summary>AES-128 and CBC against FIPS 197, SP 800-38A and the platform.</summary>
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
    public void Blocks(string key, string plain, string encrypted)
    {
        Aes128 cipher = new(Hex.Parse(key));
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
        AesCbc.Encrypt(new Aes128(Key), iv, data, 0, data.Length);
        Assert.Equal(Encrypted, Hex.Of(data));
        AesCbc.Decrypt(new Aes128(Key), iv, data, 0, data.Length);
        Assert.Equal(Plain, Hex.Of(data));
    }

    [Fact]
    public void Padded_messages_of_every_length_agree_with_the_platform()
    {
        Random random = new(6);
        for (int length = 0; length < 70; length++)
        {
            byte[] key = new byte[16];
            byte[] iv = new byte[16];
            byte[] plain = new byte[length];
            random.NextBytes(key);
            random.NextBytes(iv);
            random.NextBytes(plain);
            using Aes aes = Aes.Create();
            aes.Key = key;
            byte[] data = AesCbc.Pad(plain);
            AesCbc.Encrypt(new Aes128(key), iv, data, 0, data.Length);
            Assert.Equal(Hex.Of(aes.EncryptCbc(plain, iv)), Hex.Of(data));
            AesCbc.Decrypt(new Aes128(key), iv, data, 0, data.Length);
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
    [InlineData(24)]
    [InlineData(32)]
    public void Other_key_lengths_are_refused(int bytes) =>
        Assert.Throws<ArgumentException>(() => new Aes128(new byte[bytes]));

    [Theory]
    [InlineData(-16)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    public void Broken_blocks_are_refused(int count)
    {
        Assert.Throws<ArgumentException>(
            () => AesCbc.Encrypt(new Aes128(Key), new byte[16], new byte[64], 0, count));
        Assert.Throws<ArgumentException>(
            () => AesCbc.Decrypt(new Aes128(Key), new byte[16], new byte[64], 0, count));
    }
}

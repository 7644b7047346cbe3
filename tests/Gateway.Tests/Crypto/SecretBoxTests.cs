using System;
using System.Linq;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;
using Aes = System.Security.Cryptography.Aes;

namespace Gateway.Tests.Crypto;

/// <summary>Sealed secrets, also opened by hand with the platform's primitives.</summary>
public class SecretBoxTests
{
    private const string Purpose = "private key";
    private static readonly byte[] DeviceKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1234)]
    [InlineData(SecretBox.PlainBytesMax)]
    public void The_format_is_the_documented_one(int length)
    {
        byte[] plain = new byte[length];
        new Random(length).NextBytes(plain);
        byte[] box = SecretBox.Seal(DeviceKey, Purpose, new SeededRandom(1), plain);
        Assert.Equal(SecretBox.SealedLength(length), box.Length);
        Assert.Equal(1, box[0]);

        byte[] keys = HKDF.DeriveKey(HashAlgorithmName.SHA256, DeviceKey, 48, [],
            Hex.Ascii("gateway secret box 1"));
        byte[] tagged = [(byte)Purpose.Length, .. Hex.Ascii(Purpose), .. box[..^32]];
        Assert.Equal(Hex.Of(HMACSHA256.HashData(keys[16..], tagged)), Hex.Of(box[^32..]));
        using Aes aes = Aes.Create();
        aes.Key = keys[..16];
        Assert.Equal(plain, aes.DecryptCbc(box.AsSpan()[17..^32], box.AsSpan(1, 16)));
        Assert.Equal(plain, SecretBox.Open(DeviceKey, Purpose, box));
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_refused()
    {
        byte[] box = SecretBox.Seal(DeviceKey, Purpose, new SeededRandom(2), Hex.Ascii("secret"));
        for (int bit = 0; bit < 8 * box.Length; bit++)
        {
            byte[] changed = [.. box];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SecretBox.Open(DeviceKey, Purpose, changed));
        }

        for (int length = 0; length < box.Length; length++)
        {
            Assert.Null(SecretBox.Open(DeviceKey, Purpose, box[..length]));
        }

        Assert.Null(SecretBox.Open(DeviceKey, Purpose, [.. box, .. new byte[16]]));
        Assert.Null(SecretBox.Open(DeviceKey, Purpose, null));
        Assert.Null(SecretBox.Open(DeviceKey, Purpose,
            new byte[SecretBox.SealedLength(SecretBox.PlainBytesMax) + 16]));
    }

    [Fact]
    public void Another_purpose_or_device_does_not_open_it()
    {
        byte[] box = SecretBox.Seal(DeviceKey, Purpose, new SeededRandom(3), Hex.Ascii("secret"));
        byte[] other = [.. DeviceKey];
        other[31] ^= 1;
        Assert.Null(SecretBox.Open(other, Purpose, box));
        Assert.Null(SecretBox.Open(DeviceKey, Purpose + "s", box));
        Assert.Null(SecretBox.Open(DeviceKey, "", box));
        Assert.NotNull(SecretBox.Open(DeviceKey, Purpose, box));
    }

    [Fact]
    public void The_same_secret_never_looks_the_same()
    {
        SeededRandom random = new(4);
        byte[] first = SecretBox.Seal(DeviceKey, Purpose, random, Hex.Ascii("secret"));
        byte[] second = SecretBox.Seal(DeviceKey, Purpose, random, Hex.Ascii("secret"));
        Assert.NotEqual(Hex.Of(first), Hex.Of(second));
    }

    [Fact]
    public void Misuse_is_a_bug()
    {
        SeededRandom random = new(5);
        Assert.Throws<ArgumentException>(() => SecretBox.Seal(new byte[16], Purpose, random, [1]));
        Assert.Throws<ArgumentException>(
            () => SecretBox.Seal(DeviceKey, new string('x', 65), random, [1]));
        Assert.Throws<ArgumentException>(
            () => SecretBox.Seal(DeviceKey, Purpose, random,
                new byte[SecretBox.PlainBytesMax + 1]));
    }
}

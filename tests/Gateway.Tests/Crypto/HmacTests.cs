using System;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Crypto;

/// <summary>HMAC against RFC 2202, RFC 4231 and the platform.</summary>
public class HmacTests
{
    private const string Key131 = "aa*131";
    private const string LargeKey = "Test Using Larger Than Block-Size Key - Hash Key First";
    private const string Fifty = "dd*50";
    private const string FiftyCd = "cd*50";
    private const string Key25 = "0102030405060708090a0b0c0d0e0f10111213141516171819";

    // RFC 2202 3 (SHA-1) and RFC 4231 4.2 to 4.8; "xx*n" stands for n times the byte xx.
    [Theory]
    [InlineData(HashAlgorithm.Sha1, "0b*20", "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00")]
    [InlineData(HashAlgorithm.Sha1, "=Jefe", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")]
    [InlineData(HashAlgorithm.Sha1, "aa*20", Fifty, "125d7342b9ac11cd91a39af48aa17b4f63f175d3")]
    [InlineData(HashAlgorithm.Sha1, Key25, FiftyCd, "4c9007f4026250c6bc8414f9bf50c86c2d7235da")]
    [InlineData(HashAlgorithm.Sha1, "aa*80", "Test Using Larger Than Block-Size Key - Hash Key First",
        "aa4ae5e15272d00e95705637ce8a3b55ed402112")]
    [InlineData(HashAlgorithm.Sha256, "0b*20", "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData(HashAlgorithm.Sha256, "=Jefe", "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(HashAlgorithm.Sha256, "aa*20", Fifty,
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    [InlineData(HashAlgorithm.Sha256, Key25, FiftyCd,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    [InlineData(HashAlgorithm.Sha256, Key131, LargeKey,
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    [InlineData(HashAlgorithm.Sha384, "0b*20", "Hi There",
        "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6")]
    [InlineData(HashAlgorithm.Sha384, "=Jefe", "what do ya want for nothing?",
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649")]
    [InlineData(HashAlgorithm.Sha384, Key131, LargeKey,
        "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952")]
    [InlineData(HashAlgorithm.Sha512, "0b*20", "Hi There",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde" +
        "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854")]
    [InlineData(HashAlgorithm.Sha512, "=Jefe", "what do ya want for nothing?",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554" +
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737")]
    [InlineData(HashAlgorithm.Sha512, Key131, LargeKey,
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352" +
        "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598")]
    public void Vectors_of_rfc_2202_and_4231(HashAlgorithm algorithm, string key, string message,
        string mac)
    {
        byte[] data = message.Contains('*') ? Bytes(message) : Hex.Ascii(message);
        Assert.Equal(mac, Hex.Of(Hmac.Compute(algorithm, Bytes(key), data, 0, data.Length)));
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha1)]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sha384)]
    [InlineData(HashAlgorithm.Sha512)]
    public void Every_key_length_agrees_with_the_platform_and_one_instance_serves_many(
        HashAlgorithm algorithm)
    {
        Random random = new(2);
        byte[] data = new byte[300];
        random.NextBytes(data);
        Hmac reused = new(algorithm, [1, 2, 3]);
        byte[] mac = new byte[reused.SizeBytes];
        for (int keyLength = 0; keyLength < 200; keyLength++)
        {
            byte[] key = new byte[keyLength];
            random.NextBytes(key);
            reused.SetKey(key, 0, keyLength);
            reused.Update(data, 0, 5);
            reused.Reset();
            for (int message = 0; message < 2; message++)
            {
                reused.Update(data, 0, 100);
                reused.Update(data, 100, keyLength);
                reused.Finish(mac, 0);
                Assert.Equal(Hex.Of(Platform(algorithm, key, data.AsSpan(0, 100 + keyLength))),
                    Hex.Of(mac));
            }
        }
    }

    [Fact]
    public void Wipe_leaves_no_key_behind()
    {
        byte[] data = [1, 2, 3];
        Hmac hmac = new(HashAlgorithm.Sha256, Hex.Repeat(9, 32));
        hmac.Wipe();
        hmac.Reset();
        hmac.Update(data, 0, 3);
        byte[] mac = new byte[32];
        hmac.Finish(mac, 0);
        Assert.NotEqual(Hex.Of(Platform(HashAlgorithm.Sha256, Hex.Repeat(9, 32), data)),
            Hex.Of(mac));
    }

    internal static byte[] Platform(HashAlgorithm algorithm, byte[] key,
        ReadOnlySpan<byte> data) => algorithm switch
    {
        HashAlgorithm.Sha1 => HMACSHA1.HashData(key, data),
        HashAlgorithm.Sha256 => HMACSHA256.HashData(key, data),
        HashAlgorithm.Sha384 => HMACSHA384.HashData(key, data),
        _ => HMACSHA512.HashData(key, data),
    };

    private static byte[] Bytes(string form)
    {
        if (form[0] == '=') return Hex.Ascii(form[1..]);
        int star = form.IndexOf('*');
        return star < 0
            ? Hex.Parse(form)
            : Hex.Repeat(Convert.ToByte(form[..star], 16), int.Parse(form[(star + 1)..]));
    }
}

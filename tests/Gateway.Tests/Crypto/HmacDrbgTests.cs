using System;
using System.Collections.Generic;
using Gateway.Crypto;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Crypto.Prng.Drbg;
using Xunit;

namespace Gateway.Tests.Crypto;

/// <summary>HMAC_DRBG against NIST's vectors and BouncyCastle's.</summary>
public class HmacDrbgTests
{
    private static readonly byte[] None = [];

    // NIST CAVP, drbgtestvectors.zip, HMAC_DRBG.rsp, [SHA-256], 256-bit entropy, 128-bit nonce,
    // COUNT = 0 of the groups without reseeding: personalization/additional input 0/0, 0/256,
    // 256/256.
    [Theory]
    [InlineData(
        "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488", "659ba96c601dc69fc902940805ec0ca8", "", "", "",
        "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460" +
        "b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668" +
        "961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8")]
    [InlineData(
        "d3cc4d1acf3dde0c4bd2290d262337042dc632948223d3a2eaab87da44295fbd", "0109b0e729f457328aa18569a9224921", "",
        "3c311848183c9a212a26f27f8c6647e40375e466a0857cc39c4e47575d53f1f6",
        "fcb9abd19ccfbccef88c9c39bfb3dd7b1c12266c9808992e305bc3cff566e4e4",
        "9c7b758b212cd0fcecd5daa489821712e3cdea4467b560ef5ddc24ab47749a1f1ffdbbb118f4e62fcfca3371b8fbfc5b" +
        "0646b83e06bfbbab5fac30ea09ea2bc76f1ea568c9be0444b2cc90517b20ca825f2d0eccd88e7175538b85d90ab39018" +
        "3ca6395535d34473af6b5a5b88f5a59ee7561573337ea819da0dcc3573a22974")]
    [InlineData(
        "5d3286bc53a258a53ba781e2c4dcd79a790e43bbe0e89fb3eed39086be34174b", "c5422294b7318952ace7055ab7570abf",
        "2dba094d008e150d51c4135bb2f03dcde9cbf3468a12908a1b025c120c985b9d",
        "793a7ef8f6f0482beac542bb785c10f8b7b406a4de92667ab168ecc2cf7573c6",
        "2238cdb4e23d629fe0c2a83dd8d5144ce1a6229ef41dabe2a99ff722e510b530",
        "d04678198ae7e1aeb435b45291458ffde0891560748b43330eaf866b5a6385e74c6fa5a5a44bdb284d436e98d244018d" +
        "6acedcdfa2e9f499d8089e4db86ae89a6ab2d19cb705e2f048f97fb597f04106a1fa6a1416ad3d859118e079a0c319eb" +
        "95686f4cbcce3b5101c7a0b010ef029c4ef6d06cdfac97efb9773891688c37cf")]
    public void Vectors_without_reseeding(
        string entropy, string nonce, string personalization, string first, string second,
        string returned)
    {
        HmacDrbg drbg = new(Hex.Parse(entropy), 256, Hex.Parse(nonce), Hex.Parse(personalization));
        byte[] output = new byte[128];
        drbg.Generate(output, 0, 128, Hex.Parse(first));
        drbg.Generate(output, 0, 128, Hex.Parse(second));
        Assert.Equal(returned, Hex.Of(output));
        Assert.Equal(3, drbg.ReseedCounter);
    }

    // The same file, prediction resistance false: reseeded once, then two requests.
    [Theory]
    [InlineData(
        "06032cd5eed33f39265f49ecb142c511da9aff2af71203bffaf34a9ca5bd9c0d", "0e66f71edc43e42a45ad3c6fc6cdc4df", "",
        "01920a4e669ed3a85ae8a33b35a74ad7fb2a6bb4cf395ce00334a9c9a5a5d552", "", "", "",
        "76fc79fe9b50beccc991a11b5635783a83536add03c157fb30645e611c2898bb2b1bc215000209208cd506cb28da2a51" +
        "bdb03826aaf2bd2335d576d519160842e7158ad0949d1a9ec3e66ea1b1a064b005de914eac2e9d4f2d72a8616a802254" +
        "22918250ff66a41bd2f864a6a38cc5b6499dc43f7f2bd09e1e0f8f5885935124")]
    [InlineData(
        "05ac9fc4c62a02e3f90840da5616218c6de5743d66b8e0fbf833759c5928b53d", "2b89a17904922ed8f017a63044848545", "",
        "2791126b8b52ee1fd9392a0a13e0083bed4186dc649b739607ac70ec8dcecf9b",
        "43bac13bae715092cf7eb280a2e10a962faf7233c41412f69bc74a35a584e54c",
        "3f2fed4b68d506ecefa21f3f5bb907beb0f17dbc30f6ffbba5e5861408c53a1e",
        "529030df50f410985fde068df82b935ec23d839cb4b269414c0ede6cffea5b68",
        "02ddff5173da2fcffa10215b030d660d61179e61ecc22609b1151a75f1cbcbb4363c3a89299b4b63aca5e581e73c8604" +
        "91010aa35de3337cc6c09ebec8c91a6287586f3a74d9694b462d2720ea2e11bbd02af33adefb4a16e6b370fa0effd57d" +
        "607547bdcfbb7831f54de7073ad2a7da987a0016a82fa958779a168674b56524")]
    [InlineData(
        "cdb0d9117cc6dbc9ef9dcb06a97579841d72dc18b2d46a1cb61e314012bdf416", "d0c0d01d156016d0eb6b7e9c7c3c8da8",
        "6f0fb9eab3f9ea7ab0a719bfa879bf0aaed683307fda0c6d73ce018b6e34faaa",
        "8ec6f7d5a8e2e88f43986f70b86e050d07c84b931bcf18e601c5a3eee3064c82",
        "1ab4ca9014fa98a55938316de8ba5a68c629b0741bdd058c4d70c91cda5099b3",
        "16e2d0721b58d839a122852abd3bf2c942a31c84d82fca74211871880d7162ff",
        "53686f042a7b087d5d2eca0d2a96de131f275ed7151189f7ca52deaa78b79fb2",
        "dda04a2ca7b8147af1548f5d086591ca4fd951a345ce52b3cd49d47e84aa31a183e31fbc42a1ff1d95afec7143c8008c" +
        "97bc2a9c091df0a763848391f68cb4a366ad89857ac725a53b303ddea767be8dc5f605b1b95f6d24c9f06be65a973a08" +
        "9320b3cc42569dcfd4b92b62a993785b0301b3fc452445656fce22664827b88f")]
    public void Vectors_with_reseeding(string entropy, string nonce, string personalization,
        string reseed, string additional, string first, string second, string returned)
    {
        HmacDrbg drbg = new(Hex.Parse(entropy), 256, Hex.Parse(nonce), Hex.Parse(personalization));
        drbg.Reseed(Hex.Parse(reseed), 256, Hex.Parse(additional));
        Assert.Equal(1, drbg.ReseedCounter);
        byte[] output = new byte[128];
        drbg.Generate(output, 0, 128, Hex.Parse(first));
        drbg.Generate(output, 0, 128, Hex.Parse(second));
        Assert.Equal(returned, Hex.Of(output));
    }

    [Fact]
    public void A_long_mixed_run_agrees_with_BouncyCastle()
    {
        Random random = new(7);
        byte[] entropy = Next(random, 32);
        byte[] nonce = Next(random, 16);
        byte[] personalization = Next(random, 21);
        QueuedEntropy source = new(entropy);
        HMacSP800Drbg oracle =
            new(new HMac(new Sha256Digest()), 256, source, personalization, nonce);
        HmacDrbg drbg = new(entropy, 256, nonce, personalization);
        for (int i = 0; i < 100; i++)
        {
            byte[] additional = i % 3 == 0 ? None : Next(random, random.Next(1, 70));
            if (i % 10 == 9)
            {
                byte[] more = Next(random, 32);
                source.Add(more);
                oracle.Reseed(additional);
                drbg.Reseed(more, 256, additional);
            }

            byte[] expected = new byte[random.Next(0, 300)];
            byte[] output = new byte[expected.Length + 4];
            oracle.Generate(expected, 0, expected.Length,
                additional.Length == 0 ? null : additional, false);
            if (additional.Length == 0) drbg.Fill(output, 2, expected.Length);
            else drbg.Generate(output, 2, expected.Length, additional);
            Assert.Equal(Hex.Of(expected), Hex.Of(output[2..^2]));
        }
    }

    [Fact]
    public void Nothing_comes_out_before_256_bits_went_in()
    {
        byte[] output = new byte[16];
        HmacDrbg drbg = new(Hex.Repeat(1, 64), 0, None, None);
        Assert.False(drbg.IsSeeded);
        Assert.Throws<InvalidOperationException>(() => drbg.Fill(output, 0, 16));
        drbg.Reseed(Hex.Repeat(2, 32), 255, None);
        Assert.False(drbg.IsSeeded);
        Assert.Throws<InvalidOperationException>(() => drbg.Fill(output, 0, 1));
        Assert.Equal(0, output[0]);
        drbg.Reseed(Hex.Repeat(3, 1), 1, None);
        Assert.True(drbg.IsSeeded);
        drbg.Fill(output, 0, 16);
        Assert.NotEqual(Hex.Of(new byte[16]), Hex.Of(output));
    }

    [Theory]
    [InlineData(-1, 32)]
    [InlineData(257, 32)]
    [InlineData(1, 0)]
    public void More_bits_than_bytes_hold_are_not_credited(int bits, int bytes)
    {
        Assert.Throws<ArgumentException>(() => new HmacDrbg(new byte[bytes], bits, None, None));
        HmacDrbg drbg = new(None, 0, None, None);
        Assert.Throws<ArgumentException>(() => drbg.Reseed(new byte[bytes], bits, None));
        Assert.False(drbg.IsSeeded);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(HmacDrbg.RequestBytesMax + 1)]
    public void Requests_have_a_limit(int count)
    {
        HmacDrbg drbg = new(new byte[32], 256, None, None);
        Assert.Throws<ArgumentException>(() => drbg.Fill(new byte[8], 0, count));
    }

    [Fact]
    public void An_exhausted_generator_gives_nothing_before_it_is_reseeded()
    {
        HmacDrbg drbg = new(new byte[32], 256, None, None);
        typeof(HmacDrbg).GetProperty(nameof(HmacDrbg.ReseedCounter))!
            .SetValue(drbg, HmacDrbg.ReseedIntervalMax);
        drbg.Fill(new byte[8], 0, 8);
        Assert.True(drbg.NeedsReseed);
        Assert.Throws<InvalidOperationException>(() => drbg.Fill(new byte[8], 0, 8));
        drbg.Reseed(Hex.Repeat(1, 32), 256, None);
        drbg.Fill(new byte[8], 0, 8);
        Assert.Equal(2, drbg.ReseedCounter);
    }

    [Fact]
    public void Wiped_it_is_unseeded()
    {
        HmacDrbg drbg = new(new byte[32], 256, None, None);
        drbg.Wipe();
        Assert.Throws<InvalidOperationException>(() => drbg.Fill(new byte[8], 0, 8));
        Assert.Equal("", Secrets.LeftIn(drbg));
    }

    private static byte[] Next(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed class QueuedEntropy(byte[] first) : IEntropySource
    {
        private readonly Queue<byte[]> queue = new([first]);

        public bool IsPredictionResistant => false;

        public int EntropySize => 256;

        public void Add(byte[] entropy) => queue.Enqueue(entropy);

        public byte[] GetEntropy() => queue.Dequeue();

        public int GetEntropy(Span<byte> output)
        {
            byte[] next = queue.Dequeue();
            next.CopyTo(output);
            return next.Length;
        }
    }
}

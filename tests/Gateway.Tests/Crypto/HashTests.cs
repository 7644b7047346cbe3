using System;
using System.Security.Cryptography;
using Gateway.Crypto;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Crypto;

/// <summary>Hash functions against the examples of FIPS 180 and against the platform.</summary>
public class HashTests
{
    private const string Bits448 = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    private const string Bits896 =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno" +
        "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    // NIST "Examples with Intermediate Values" for FIPS 180-4 (one block, two blocks) and, for the
    // empty message, the first row of CAVP's short message files.
    [Theory]
    [InlineData(HashAlgorithm.Sha1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData(HashAlgorithm.Sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData(HashAlgorithm.Sha1, Bits448, "84983e441c3bd26ebaae4aa1f95129e5e54670f1")]
    [InlineData(HashAlgorithm.Sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(HashAlgorithm.Sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(HashAlgorithm.Sha256, Bits448, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData(HashAlgorithm.Sha256, Bits896, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    [InlineData(HashAlgorithm.Sha384, "", "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da" +
        "274edebfe76f65fbd51ad2f14898b95b")]
    [InlineData(HashAlgorithm.Sha384, "abc", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed" +
        "8086072ba1e7cc2358baeca134c825a7")]
    [InlineData(HashAlgorithm.Sha384, Bits896, "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712" +
        "fcc7c71a557e2db966c3e9fa91746039")]
    [InlineData(HashAlgorithm.Sha512, "", "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce" +
        "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e")]
    [InlineData(HashAlgorithm.Sha512, "abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData(HashAlgorithm.Sha512, Bits896, "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018" +
        "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909")]
    public void Examples_of_fips_180(HashAlgorithm algorithm, string message, string digest)
    {
        byte[] data = Hex.Ascii(message);
        Assert.Equal(digest, Hex.Of(Hashes.Compute(algorithm, data, 0, data.Length)));
    }

    // FIPS 180-2, appendices A.3, B.3, C.3 and D.3.
    [Theory]
    [InlineData(HashAlgorithm.Sha1, "34aa973cd4c4daa4f61eeb2bdbad27316534016f")]
    [InlineData(HashAlgorithm.Sha256, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")]
    [InlineData(HashAlgorithm.Sha384, "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b" +
        "07b8b3dc38ecc4ebae97ddd87f3d8985")]
    [InlineData(HashAlgorithm.Sha512, "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb" +
        "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b")]
    public void A_million_times_a(HashAlgorithm algorithm, string digest)
    {
        Hash hash = Hashes.Create(algorithm);
        byte[] chunk = Hex.Repeat((byte)'a', 1000);
        for (int i = 0; i < 1000; i++) hash.Update(chunk, 0, chunk.Length);
        byte[] output = new byte[hash.SizeBytes];
        hash.Finish(output, 0);
        Assert.Equal(digest, Hex.Of(output));
    }

    // CAVP SHA test vectors for byte-oriented messages (SHA1/SHA256ShortMsg.rsp, first rows).
    [Theory]
    [InlineData(HashAlgorithm.Sha1, "36", "c1dfd96eea8cc2b62785275bca38ac261256e278")]
    [InlineData(HashAlgorithm.Sha256, "d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")]
    [InlineData(HashAlgorithm.Sha256, "11af", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98")]
    public void Rows_of_cavp(HashAlgorithm algorithm, string message, string digest)
    {
        byte[] data = Hex.Parse(message);
        Assert.Equal(digest, Hex.Of(Hashes.Compute(algorithm, data, 0, data.Length)));
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha1)]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sha384)]
    [InlineData(HashAlgorithm.Sha512)]
    public void Every_length_in_any_pieces_agrees_with_the_platform(HashAlgorithm algorithm)
    {
        Random random = new(1);
        byte[] data = new byte[700];
        random.NextBytes(data);
        Hash hash = Hashes.Create(algorithm);
        byte[] output = new byte[hash.SizeBytes + 2];
        for (int length = 0; length < 600; length++)
        {
            int offset = random.Next(100);
            for (int at = 0; at < length;)
            {
                int piece = Math.Min(random.Next(200), length - at);
                hash.Update(data, offset + at, piece);
                at += piece;
            }

            hash.Finish(output, 1);
            Assert.Equal(Hex.Of(Platform(algorithm, data.AsSpan(offset, length))),
                Hex.Of(output[1..^1]));
        }

        Assert.Equal(0, output[0] | output[^1]);
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha1)]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sha384)]
    [InlineData(HashAlgorithm.Sha512)]
    public void Reset_and_Wipe_start_anew(HashAlgorithm algorithm)
    {
        Hash hash = Hashes.Create(algorithm);
        byte[] data = Hex.Repeat(7, 333);
        byte[] output = new byte[hash.SizeBytes];
        hash.Update(data, 0, 333);
        hash.Reset();
        hash.Finish(output, 0);
        Assert.Equal(Hex.Of(Platform(algorithm, [])), Hex.Of(output));
        hash.Update(data, 0, 333);
        hash.Wipe();
        hash.Update(data, 0, 200);
        hash.Finish(output, 0);
        Assert.Equal(Hex.Of(Platform(algorithm, data.AsSpan(0, 200))), Hex.Of(output));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(11, 0)]
    [InlineData(10, 1)]
    [InlineData(2, int.MaxValue)]
    public void A_range_outside_the_array_is_refused(int offset, int count) =>
        Assert.Throws<ArgumentException>(() => new Sha256().Update(new byte[10], offset, count));

    [Fact]
    public void An_unknown_algorithm_has_no_size_and_cannot_be_created()
    {
        Assert.Equal(0, Hashes.SizeBytes(HashAlgorithm.None));
        Assert.Equal(0, Hashes.SizeBytes((HashAlgorithm)9));
        Assert.Throws<ArgumentException>(() => Hashes.Create(HashAlgorithm.None));
        Assert.Throws<ArgumentException>(() => new Sha512(HashAlgorithm.Sha256));
    }

    internal static byte[] Platform(HashAlgorithm algorithm,
        ReadOnlySpan<byte> data) => algorithm switch
    {
        HashAlgorithm.Sha1 => SHA1.HashData(data),
        HashAlgorithm.Sha256 => SHA256.HashData(data),
        HashAlgorithm.Sha384 => SHA384.HashData(data),
        _ => SHA512.HashData(data),
    };
}

using System;
using System.Security.Cryptography;
using System.Text;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Pki;
using Xunit;
using HashAlgorithm = Gateway.Crypto.HashAlgorithm;

namespace Gateway.Tests.Pki;

/// <summary>Private keys and the key engine, against the platform's RSA.</summary>
public class PrivateKeyTests
{
    private sealed class SeededRandom : IRandom
    {
        private readonly Random _random;

        internal SeededRandom(int seed)
        {
            _random = new Random(seed);
        }

        public void Fill(byte[] buffer, int offset, int count) =>
            _random.NextBytes(buffer.AsSpan(offset, count));
    }

    private static readonly byte[] Message = Encoding.ASCII.GetBytes("xxmessageyy");

    [Fact]
    public void Keys_of_the_platform_are_read_and_written_back()
    {
        byte[] der = TestCertificates.Rsa.ExportPkcs8PrivateKey();
        RSAParameters expected = TestCertificates.Rsa.ExportParameters(true);
        RsaPrivateKey? key = PrivateKeyInfo.Parse(der);
        Assert.NotNull(key);
        Assert.Equal(expected.Modulus, key.Modulus);
        Assert.Equal(expected.Exponent, key.PublicExponent);
        Assert.Equal(Trim(expected.D!), key.PrivateExponent);
        Assert.Equal(Trim(expected.P!), key.P);
        Assert.Equal(Trim(expected.Q!), key.Q);
        Assert.Equal(Trim(expected.DP!), key.DP);
        Assert.Equal(Trim(expected.DQ!), key.DQ);
        Assert.Equal(Trim(expected.InverseQ!), key.QInv);
        Assert.Equal(der, PrivateKeyInfo.Write(key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("3003 020100")]
    [InlineData("3014 020100 300D 06092A864886F70D010101 0500 0400")]
    [InlineData("3016 020100 300D 06092A864886F70D010101 0500 0402 3000")]
    [InlineData("3016 020101 300D 06092A864886F70D010101 0500 0402 3000")]
    [InlineData("3019 020100 300D 06092A864886F70D010101 0500 0405 3003 020100")]
    [InlineData("3019 020100 300D 06092A864886F70D010101 0500 0405 3003 020101")]
    public void Malformed_keys_are_refused(string hex) =>
        Assert.Null(PrivateKeyInfo.Parse(Convert.FromHexString(hex.Replace(" ", ""))));

    [Fact]
    public void Keys_with_anything_changed_in_their_frame_are_refused()
    {
        byte[] der = TestCertificates.Rsa.ExportPkcs8PrivateKey();
        Assert.Null(PrivateKeyInfo.Parse(der, 0, der.Length - 1));
        byte[] longer = new byte[der.Length + 1];
        der.CopyTo(longer, 0);
        Assert.Null(PrivateKeyInfo.Parse(longer));
        Assert.NotNull(PrivateKeyInfo.Parse(longer, 0, der.Length));
        for (int i = 0; i < 36; i++)
        {
            if (i is 20 or 21) continue;
            byte[] changed = (byte[])der.Clone();
            changed[i] ^= 0x40;
            Assert.Null(PrivateKeyInfo.Parse(changed));
        }

        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(PrivateKeyInfo.Parse(ec.ExportPkcs8PrivateKey()));
    }

    [Theory]
    [InlineData(SignatureAlgorithm.RsaSha1)]
    [InlineData(SignatureAlgorithm.RsaSha256)]
    [InlineData(SignatureAlgorithm.RsaSha384)]
    [InlineData(SignatureAlgorithm.RsaSha512)]
    public void Signatures_go_both_ways_with_the_platform(SignatureAlgorithm algorithm)
    {
        ManagedKeyEngine engine = new(new SeededRandom(1));
        RSA rsa = TestCertificates.Rsa;
        HashAlgorithmName hash = Name(algorithm);
        byte[] privateKey = rsa.ExportPkcs8PrivateKey();
        byte[] publicKey = rsa.ExportSubjectPublicKeyInfo();
        Assert.Equal(publicKey, engine.PublicKey(privateKey));
        byte[]? signature = engine.Sign(algorithm, privateKey, Message, 2, 7);
        Assert.NotNull(signature);
        Assert.True(rsa.VerifyData(Message, 2, 7, signature, hash, RSASignaturePadding.Pkcs1));
        byte[] theirs = rsa.SignData(Message, 2, 7, hash, RSASignaturePadding.Pkcs1);
        Assert.Equal(theirs, signature);
        Assert.True(Verify(engine, algorithm, publicKey, theirs));
        theirs[^1] ^= 1;
        Assert.False(Verify(engine, algorithm, publicKey, theirs));
        theirs[^1] ^= 1;
        SignatureAlgorithm other = algorithm == SignatureAlgorithm.RsaSha256
            ? SignatureAlgorithm.RsaSha512 : SignatureAlgorithm.RsaSha256;
        Assert.False(Verify(engine, other, publicKey, theirs));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ManagedKeyEngine engine = new(new SeededRandom(1));
        byte[] privateKey = TestCertificates.Rsa.ExportPkcs8PrivateKey();
        byte[] publicKey = TestCertificates.Rsa.ExportSubjectPublicKeyInfo();
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("managed", engine.Name);
        Assert.Null(engine.Generate(KeyAlgorithm.EcP256, 256));
        Assert.Null(engine.Generate(KeyAlgorithm.Rsa, 1024));
        Assert.Null(engine.Generate(KeyAlgorithm.Rsa, 8192));
        Assert.Null(engine.PublicKey(publicKey));
        Assert.Null(engine.PublicKey(new byte[0]));
        Assert.Null(engine.Sign(SignatureAlgorithm.None, privateKey, Message, 0, 1));
        Assert.Null(engine.Sign(SignatureAlgorithm.EcdsaSha256, privateKey, Message, 0, 1));
        Assert.Null(engine.Sign(SignatureAlgorithm.RsaSha256, publicKey, Message, 0, 1));
        Assert.False(Verify(engine, SignatureAlgorithm.RsaSha256, privateKey, new byte[256]));
        Assert.False(Verify(engine, SignatureAlgorithm.RsaSha256, publicKey, new byte[0]));
        Assert.False(Verify(engine, SignatureAlgorithm.None, publicKey, new byte[256]));
        Assert.False(Verify(
            engine, SignatureAlgorithm.RsaSha256, ec.ExportSubjectPublicKeyInfo(), new byte[256]));
        Assert.Throws<ArgumentException>(() => new ManagedKeyEngine(null));
    }

    [Fact]
    public void A_generated_key_is_one_for_the_platform()
    {
        ManagedKeyEngine engine = new(new SeededRandom(5));
        IKeyGeneration generation = engine.Generate(KeyAlgorithm.Rsa, 2048);
        Assert.Null(generation.TakePrivateKey());
        int percent = 0;
        while (generation.Step())
        {
            Assert.InRange(generation.Percent, percent, 100);
            percent = generation.Percent;
        }

        byte[]? der = generation.TakePrivateKey();
        Assert.NotNull(der);
        Assert.Equal(100, generation.Percent);
        Assert.Null(generation.TakePrivateKey());
        using RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(der, out int read);
        Assert.Equal(der.Length, read);
        Assert.Equal(2048, rsa.KeySize);
        byte[]? signature = engine.Sign(SignatureAlgorithm.RsaSha256, der, Message, 2, 7);
        Assert.True(rsa.VerifyData(
            Message, 2, 7, signature!, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        IKeyGeneration cancelled = engine.Generate(KeyAlgorithm.Rsa, 2048);
        cancelled.Step();
        cancelled.Cancel();
        Assert.False(cancelled.Step());
        Assert.Null(cancelled.TakePrivateKey());
    }

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("3015 300D 06092A864886F70D010101 0500 0304 00 300100")]
    [InlineData("3014 300D 06092A864886F70D010101 0500 0303 00 3000")]
    [InlineData("301A 300D 06092A864886F70D010101 0500 0309 00 3006 020100 020103")]
    [InlineData("301A 300D 06092A864886F70D010101 0500 0309 00 3006 0201FF 020103")]
    [InlineData("301D 300D 06092A864886F70D010101 0500 030C 00 3009 020133 020103 020103")]
    [InlineData("301A 300D 06092A864886F70D010101 0500 0309 01 3006 020133 020102")]
    [InlineData("301B 300D 06092A864886F70D010101 0500 0309 00 3006 020133 020103 00")]
    [InlineData("3017 3013 06072A8648CE3D0201 06082A8648CE3D030107 0300")]
    [InlineData("3019 3013 06072A8648CE3D0201 06082A8648CE3D030107 0302 0004")]
    public void Malformed_public_keys_are_refused(string hex)
    {
        byte[] der = Convert.FromHexString(hex.Replace(" ", ""));
        Assert.Null(SubjectPublicKeyInfo.Parse(der, 0, der.Length));
    }

    [Theory]
    [InlineData(SignatureAlgorithm.RsaSha1)]
    [InlineData(SignatureAlgorithm.RsaSha256)]
    [InlineData(SignatureAlgorithm.RsaSha384)]
    [InlineData(SignatureAlgorithm.RsaSha512)]
    [InlineData(SignatureAlgorithm.EcdsaSha256)]
    [InlineData(SignatureAlgorithm.EcdsaSha384)]
    [InlineData(SignatureAlgorithm.EcdsaSha512)]
    public void Algorithm_identifiers_are_those_of_others(SignatureAlgorithm algorithm)
    {
        DerWriter writer = new();
        AlgorithmIdentifiers.WriteSignature(writer, algorithm);
        byte[] der = writer.ToArray();
        DerReader reader = new(der, 0, der.Length);
        Assert.Equal(algorithm, AlgorithmIdentifiers.ReadSignature(reader));
        Assert.True(reader.End());
        string hash = algorithm.ToString().Replace("Rsa", "").Replace("Ecdsa", "");
        string bcName = hash.ToUpperInvariant()
            + (AlgorithmIdentifiers.IsRsaPkcs1(algorithm) ? "WITHRSA" : "WITHECDSA");
        Assert.Equal(
            Org.BouncyCastle.Operators.Utilities.DefaultSignatureAlgorithmFinder.Instance
                .Find(bcName).GetDerEncoded(),
            der);
    }

    [Theory]
    [InlineData("300B 06092A864886F70D01010B", SignatureAlgorithm.RsaSha256, true)]
    [InlineData("300D 06092A864886F70D01010B 0500", SignatureAlgorithm.RsaSha256, true)]
    [InlineData("300D 06092A864886F70D01010B 3000", SignatureAlgorithm.None, true)]
    [InlineData("300D 06092A864886F70D01010A 3000", SignatureAlgorithm.None, true)]
    [InlineData("300B 06092A864886F70D01010A", SignatureAlgorithm.None, true)]
    [InlineData("3005 06032A0304", SignatureAlgorithm.None, true)]
    [InlineData("300F 06092A864886F70D01010B 0500 0500", SignatureAlgorithm.None, false)]
    [InlineData("300E 06092A864886F70D01010B 050100", SignatureAlgorithm.None, false)]
    [InlineData("3000", SignatureAlgorithm.None, false)]
    [InlineData("3002 0500", SignatureAlgorithm.None, false)]
    public void Parameters_are_null_or_nothing(string hex, SignatureAlgorithm algorithm, bool ok)
    {
        byte[] der = Convert.FromHexString(hex.Replace(" ", ""));
        DerReader reader = new(der, 0, der.Length);
        Assert.Equal(algorithm, AlgorithmIdentifiers.ReadSignature(reader));
        Assert.Equal(ok, reader.IsOk);
    }

    [Theory]
    [InlineData("300A 06082B06010505080102", HashAlgorithm.Sha1)]
    [InlineData("300C 06082B06010505080102 0500", HashAlgorithm.Sha1)]
    [InlineData("300C 06082A864886F70D0207 0500", HashAlgorithm.Sha1)]
    [InlineData("300C 06082A864886F70D0209 0500", HashAlgorithm.Sha256)]
    [InlineData("300C 06082A864886F70D020A 0500", HashAlgorithm.Sha384)]
    [InlineData("300C 06082A864886F70D020B 0500", HashAlgorithm.Sha512)]
    [InlineData("3007 06052B0E03021A", HashAlgorithm.None)]
    public void Macs_are_known_by_all_their_names(string hex, HashAlgorithm algorithm)
    {
        byte[] der = Convert.FromHexString(hex.Replace(" ", ""));
        DerReader reader = new(der, 0, der.Length);
        Assert.Equal(algorithm, AlgorithmIdentifiers.ReadHmac(reader));
        Assert.True(reader.End());
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha1, "1.3.14.3.2.26", "1.2.840.113549.2.7")]
    [InlineData(HashAlgorithm.Sha256, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9")]
    [InlineData(HashAlgorithm.Sha384, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10")]
    [InlineData(HashAlgorithm.Sha512, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11")]
    public void Hashes_and_macs_are_written(HashAlgorithm algorithm, string hash, string hmac)
    {
        DerWriter writer = new();
        AlgorithmIdentifiers.WriteHash(writer, algorithm);
        AlgorithmIdentifiers.WriteHmac(writer, algorithm);
        System.Formats.Asn1.AsnReader all = new(
            writer.ToArray(), System.Formats.Asn1.AsnEncodingRules.DER);
        System.Formats.Asn1.AsnReader first = all.ReadSequence();
        Assert.Equal(hash, first.ReadObjectIdentifier());
        first.ReadNull();
        System.Formats.Asn1.AsnReader second = all.ReadSequence();
        Assert.Equal(hmac, second.ReadObjectIdentifier());
        second.ReadNull();
        Assert.False(all.HasData);
        byte[] der = writer.ToArray();
        DerReader reader = new(der, 0, der.Length);
        Assert.Equal(algorithm, AlgorithmIdentifiers.ReadHash(reader));
        Assert.Equal(algorithm, AlgorithmIdentifiers.ReadHmac(reader));
    }

    private static bool Verify(
        ManagedKeyEngine engine, SignatureAlgorithm algorithm, byte[] publicKey, byte[] signature)
    {
        byte[] framed = new byte[signature.Length + 5];
        signature.CopyTo(framed, 3);
        return engine.Verify(
            algorithm, publicKey, Message, 2, 7, framed, 3, signature.Length);
    }

    private static HashAlgorithmName Name(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaSha1 => HashAlgorithmName.SHA1,
        SignatureAlgorithm.RsaSha256 => HashAlgorithmName.SHA256,
        SignatureAlgorithm.RsaSha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private static byte[] Trim(byte[] number)
    {
        int skip = 0;
        while (number[skip] == 0) skip++;
        return number[skip..];
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Gateway.Tests.Support;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using SubjectPublicKeyInfo = Gateway.Pki.SubjectPublicKeyInfo;

namespace Gateway.Tests.Pki;

/// <summary>RSASSA-PSS and ECDSA as certificates and other peers present them.</summary>
public class SignatureTests
{
    private static readonly byte[] Message = Hex.Ascii("a message");
    private static readonly ManagedKeyEngine Engine = new(new SeededRandom(1));

    [Theory]
    [InlineData("SHA256", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("SHA384", SignatureAlgorithm.RsaPssSha384)]
    [InlineData("SHA512", SignatureAlgorithm.RsaPssSha512)]
    public void Pss_parameters_of_BouncyCastle_are_known(string hash, SignatureAlgorithm expected)
    {
        string name = hash + "WITHRSAANDMGF1";
        byte[] der = Org.BouncyCastle.Operators.Utilities.DefaultSignatureAlgorithmFinder.Instance
            .Find(name).GetDerEncoded();
        DerReader reader = new(der, 0, der.Length);
        Assert.Equal(expected, AlgorithmIdentifiers.ReadSignature(reader));
        Assert.True(reader.End());
        Assert.True(AlgorithmIdentifiers.IsRsaPss(expected));
        Assert.True(Engine.CanVerify(expected));
        Assert.Throws<ArgumentException>(() => AlgorithmIdentifiers.SignatureOid(expected));
    }

    [Theory]
    [InlineData("right", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("no salt length", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("trailer 1", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("hash without null", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("trailer 2", SignatureAlgorithm.None)]
    [InlineData("negative salt", SignatureAlgorithm.None)]
    [InlineData("huge salt", SignatureAlgorithm.None)]
    [InlineData("sha1", SignatureAlgorithm.None)]
    [InlineData("no hash", SignatureAlgorithm.None)]
    [InlineData("no mask", SignatureAlgorithm.None)]
    [InlineData("mask of sha384", SignatureAlgorithm.None)]
    [InlineData("mask not mgf1", SignatureAlgorithm.None)]
    [InlineData("empty", SignatureAlgorithm.None)]
    [InlineData("more at the end", SignatureAlgorithm.None)]
    [InlineData("null", SignatureAlgorithm.None)]
    public void Pss_parameters_need_one_hash(string kind, SignatureAlgorithm expected)
    {
        byte[] der = new DerSequence(PkcsObjectIdentifiers.IdRsassaPss, PssParameters(kind))
            .GetDerEncoded();
        DerReader reader = new(der, 0, der.Length);
        Assert.Equal(expected, AlgorithmIdentifiers.ReadSignature(reader));
        Assert.True(reader.End());
    }

    [Theory]
    [InlineData("sha256", "digest", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("sha256", "max", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("sha384", "0", SignatureAlgorithm.RsaPssSha384)]
    [InlineData("sha512", "auto", SignatureAlgorithm.RsaPssSha512)]
    public void Pss_certificates_of_openssl_are_verified_and_printed(
        string hash, string salt, SignatureAlgorithm expected)
    {
        OpenSsl.RequireOrSkip();
        byte[] key = TestCertificates.Rsa.ExportRSAPrivateKey();
        byte[] der = SelfSigned(key, hash, salt);
        Certificate certificate = TestCertificates.Parse(der);
        Assert.Equal(expected, certificate.SignatureAlgorithm);
        Assert.True(Verify(certificate));
        ListSink text = new();
        CertificateText.WriteBody(certificate, text);
        Assert.Contains("    Signature Algorithm: rsassaPss", text.Lines);
        der[certificate.TbsOffset + 20] ^= 1;
        Assert.False(Verify(certificate));
    }

    [Theory]
    [InlineData("nistP256", SignatureAlgorithm.EcdsaSha256)]
    [InlineData("nistP256", SignatureAlgorithm.EcdsaSha384)]
    [InlineData("nistP256", SignatureAlgorithm.EcdsaSha512)]
    [InlineData("nistP384", SignatureAlgorithm.EcdsaSha256)]
    [InlineData("nistP384", SignatureAlgorithm.EcdsaSha384)]
    [InlineData("nistP384", SignatureAlgorithm.EcdsaSha512)]
    public void Ecdsa_of_the_platform_verifies(string curve, SignatureAlgorithm algorithm)
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        HashAlgorithmName hash = new(algorithm.ToString().Replace("Ecdsa", "").ToUpperInvariant());
        byte[] publicKey = ecdsa.ExportSubjectPublicKeyInfo();
        byte[] signature = ecdsa.SignData(Message, hash, DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(Engine.CanVerify(algorithm));
        Assert.True(Verify(algorithm, publicKey, signature));
        Assert.True(Engine.Verify(algorithm, publicKey, [1, .. Message], 1, Message.Length,
            [7, 7, .. signature, 7], 2, signature.Length));
        Assert.False(Engine.Verify(algorithm, publicKey, Message, 1, Message.Length - 1,
            signature, 0, signature.Length));
        Assert.False(Verify(SignatureAlgorithm.RsaSha256, publicKey, signature));
        Assert.False(Verify(SignatureAlgorithm.RsaPssSha256, publicKey, signature));
        Assert.False(Verify(algorithm,
            TestCertificates.Rsa.ExportSubjectPublicKeyInfo(), signature));
    }

    // What is right as numbers and wrong as DER (X.690 8.3.2, 10.1), and what is neither.
    [Fact]
    public void Malformed_ecdsa_values_are_refused()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] publicKey = ecdsa.ExportSubjectPublicKeyInfo();
        byte[] plain = ecdsa.SignData(Message, HashAlgorithmName.SHA256);
        byte[] r = Integer(plain[..32]);
        byte[] s = Integer(plain[32..]);
        byte[] rs = [.. r, .. s];
        byte length = (byte)rs.Length;
        Assert.True(Verify(publicKey, [0x30, length, .. rs]));
        byte[] padded = [0x02, (byte)(r[1] + 1), 0, .. r[2..]];
        List<byte[]> bad =
        [
            [], [0x30], [0x30, 0], [0x30, 0x80, .. rs, 0, 0], plain, rs,
            [0x30, 0x81, length, .. rs],
            [0x30, 0x82, 0, length, .. rs],
            [0x30, (byte)(length + 1), .. rs],
            [0x30, (byte)(length - 1), .. rs],
            [0x30, length, .. rs, 0],
            [0x30, (byte)(length + 2), .. rs, 5, 0],
            [0x31, length, .. rs],
            [0x30, (byte)(length + 1), .. padded, .. s],
            [0x30, r[1], .. r],
            [0x30, (byte)(s.Length + 3), 2, 1, 0, .. s],
            [0x30, (byte)(r.Length + 3), .. r, 2, 1, 0],
            [0x30, (byte)(s.Length + 2), 2, 0, .. s],
            [0x30, (byte)(s.Length + 3), 2, 1, 0xff, .. s],
            [0x30, (byte)(s.Length + 2), 5, 0, .. s],
            [0x30, length, 4, .. rs[1..]],
            [0x30, (byte)(length + 2), 0x30, length, .. rs],
        ];
        foreach (byte[] value in bad) Assert.False(Verify(publicKey, value), Hex.Of(value));
        byte[] framed = [0x30, length, .. rs];
        Assert.False(Engine.Verify(SignatureAlgorithm.EcdsaSha256, publicKey, Message, 0,
            Message.Length, framed, 0, framed.Length + 1));
        Assert.False(Engine.Verify(SignatureAlgorithm.EcdsaSha256, publicKey, Message, 0,
            Message.Length, framed, -1, framed.Length));
    }

    [Fact]
    public void Points_come_out_of_the_key()
    {
        ECCurve[] curves = [ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384];
        foreach (ECCurve curve in curves)
        {
            using ECDsa ecdsa = ECDsa.Create(curve);
            ECPoint q = ecdsa.ExportParameters(false).Q;
            byte[] der = ecdsa.ExportSubjectPublicKeyInfo();
            SubjectPublicKeyInfo key = SubjectPublicKeyInfo.Parse(der, 0, der.Length);
            Assert.Equal((byte[])[4, .. q.X!, .. q.Y!], key.Point());
            Assert.Equal(8 * q.X!.Length, key.Bits);
            byte[] compressed = SubjectPublicKeyInfo.FromEcPoint(key.Kind, [2, .. q.X!]);
            SubjectPublicKeyInfo small =
                SubjectPublicKeyInfo.Parse(compressed, 0, compressed.Length);
            Assert.Null(small.Point());
            byte[] signature = ecdsa.SignData(Message, HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence);
            Assert.True(Verify(der, signature));
            Assert.False(Verify(compressed, signature));
        }

        byte[] rsa = TestCertificates.Rsa.ExportSubjectPublicKeyInfo();
        Assert.Null(SubjectPublicKeyInfo.Parse(rsa, 0, rsa.Length).Point());
    }

    private static Asn1Encodable PssParameters(string kind)
    {
        Asn1EncodableVector parameters = [];
        AlgorithmIdentifier sha256 = new(NistObjectIdentifiers.IdSha256, DerNull.Instance);
        AlgorithmIdentifier hash = kind switch
        {
            "sha1" => new(new DerObjectIdentifier("1.3.14.3.2.26"), DerNull.Instance),
            "hash without null" => new(NistObjectIdentifiers.IdSha256),
            _ => sha256,
        };
        AlgorithmIdentifier mask = kind switch
        {
            "sha1" => hash,
            "mask of sha384" => new(NistObjectIdentifiers.IdSha384, DerNull.Instance),
            _ => sha256,
        };
        DerObjectIdentifier function = kind == "mask not mgf1"
            ? NistObjectIdentifiers.IdSha256
            : PkcsObjectIdentifiers.IdMgf1;
        if (kind == "null") return DerNull.Instance;
        if (kind == "empty") return new DerSequence();
        if (kind != "no hash") parameters.Add(new DerTaggedObject(true, 0, hash));
        if (kind != "no mask")
            parameters.Add(new DerTaggedObject(true, 1, new AlgorithmIdentifier(function, mask)));
        Org.BouncyCastle.Math.BigInteger salt = kind switch
        {
            "negative salt" => Org.BouncyCastle.Math.BigInteger.ValueOf(-1),
            "huge salt" => Org.BouncyCastle.Math.BigInteger.One.ShiftLeft(40),
            _ => Org.BouncyCastle.Math.BigInteger.ValueOf(32),
        };
        if (kind != "no salt length")
            parameters.Add(new DerTaggedObject(true, 2, new DerInteger(salt)));
        if (kind.StartsWith("trailer ", StringComparison.Ordinal))
            parameters.Add(new DerTaggedObject(true, 3, DerInteger.ValueOf(kind[^1] - '0')));
        if (kind == "more at the end") parameters.Add(DerInteger.ValueOf(1));
        return new DerSequence(parameters);
    }

    private static byte[] SelfSigned(byte[] key, string hash, string salt)
    {
        string folder = Directory.CreateTempSubdirectory("gateway-pss").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "key.der"), key);
            return OpenSsl.Run(
                [
                    "req", "-x509", "-new", "-key", "key.der", "-keyform", "DER", "-outform", "DER",
                    "-subj", "/CN=pss", "-" + hash, "-sigopt", "rsa_padding_mode:pss",
                    "-sigopt", "rsa_pss_saltlen:" + salt, "-sigopt", "rsa_mgf1_md:" + hash,
                ],
                workingDirectory: folder).Ok().Stdout;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static byte[] Integer(byte[] magnitude)
    {
        DerWriter writer = new();
        writer.Integer(magnitude);
        return writer.ToArray();
    }

    private static bool Verify(Certificate certificate) => Engine.Verify(
        certificate.SignatureAlgorithm, certificate.PublicKeyInfo(), certificate.Der,
        certificate.TbsOffset, certificate.TbsLength, certificate.Der,
        certificate.SignatureOffset, certificate.SignatureLength);

    private static bool Verify(byte[] publicKey, byte[] signature) =>
        Verify(SignatureAlgorithm.EcdsaSha256, publicKey, signature);

    private static bool Verify(
        SignatureAlgorithm algorithm, byte[] publicKey, byte[] signature) => Engine.Verify(
            algorithm, publicKey, Message, 0, Message.Length, signature, 0, signature.Length);

    private sealed class ListSink : ITextSink
    {
        public List<string> Lines { get; } = [];

        public void Line(string text) => Lines.Add(text);
    }
}

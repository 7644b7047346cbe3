using System;
using System.Collections.Generic;
using System.IO;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Gateway.Tests.Support;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using Xunit;
using CertificateList = Gateway.Pki.CertificateList;

namespace Gateway.Tests.Pki;

/// <summary>Revocation lists of BouncyCastle, read here and by openssl.</summary>
public class CertificateListTests
{
    private static readonly ManagedKeyEngine Engine = new(new SeededRandom(1));
    private static readonly TestAuthority Ca = TestAuthority.Root("CN=ca");

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(200, true)]
    public void Everything_is_read(int revoked, bool hasNextUpdate)
    {
        byte[] der = Make(revoked, hasNextUpdate);
        CertificateList list = Parse(der);
        X509Crl oracle = new(der);
        Assert.Equal(oracle.IssuerDN.GetDerEncoded(), list.Issuer());
        Assert.Equal(new DateTimeOffset(oracle.ThisUpdate).ToUnixTimeSeconds(), list.ThisUpdate);
        Assert.Equal(hasNextUpdate
                ? new DateTimeOffset(oracle.NextUpdate!.Value).ToUnixTimeSeconds()
                : UtcTime.Unknown,
            list.NextUpdate);
        Assert.Equal(oracle.GetTbsCertList(),
            der.AsSpan(list.TbsOffset, list.TbsLength).ToArray());
        Assert.Equal(oracle.GetSignature(),
            der.AsSpan(list.SignatureOffset, list.SignatureLength).ToArray());
        Assert.Equal(SignatureAlgorithm.EcdsaSha256, list.SignatureAlgorithm);
        Assert.Equal(revoked, list.RevokedCount);
        Assert.Equal(0, list.UnknownCriticalCount);
        for (int i = 0; i <= revoked + 1; i++)
        {
            BigInteger serial = Serial(i);
            Assert.Equal(i < revoked, list.IsRevoked(serial.ToByteArray()));
        }

        Assert.False(list.IsRevoked([]));
        Assert.False(list.IsRevoked([0]));
        Assert.True(IsSigned(list));
        der[list.TbsOffset + list.TbsLength - 1] ^= 1;
        Assert.False(IsSigned(list));
    }

    [Fact]
    public void Openssl_sees_the_same()
    {
        OpenSsl.RequireOrSkip();
        byte[] der = Make(3, true);
        string text = OpenSsl.Run(
            ["crl", "-inform", "DER", "-noout", "-text", "-lastupdate", "-nextupdate"], der)
            .Ok().Text;
        CertificateList list = Parse(der);
        Assert.Contains("lastUpdate=" + UtcTime.ToCertificateText(list.ThisUpdate), text);
        Assert.Contains("nextUpdate=" + UtcTime.ToCertificateText(list.NextUpdate), text);
        Assert.Equal(list.RevokedCount, text.Split("Serial Number: ").Length - 1);
        for (int i = 0; i < 3; i++)
        {
            string serial = Convert.ToHexString(Serial(i).ToByteArrayUnsigned());
            Assert.Contains("Serial Number: " + serial, text);
        }
    }

    // The lists of openssl's own CA, one of version 1 among them.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lists_of_openssl_are_read(bool isVersion1)
    {
        OpenSsl.RequireOrSkip();
        string folder = Directory.CreateTempSubdirectory("gateway-crl").FullName;
        try
        {
            byte[] der = MakeByOpenSsl(folder, isVersion1);
            CertificateList list = Parse(der);
            Assert.Equal(2, list.RevokedCount);
            Assert.True(list.IsRevoked([0x12, 0x34]));
            Assert.True(list.IsRevoked([0x00, 0xAB, 0xCD]));
            Assert.False(list.IsRevoked([0x12]));
            Assert.Equal(SignatureAlgorithm.RsaSha256, list.SignatureAlgorithm);
            Assert.True(list.NextUpdate > list.ThisUpdate);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("27", 1)]
    [InlineData("28", 1)]
    [InlineData("20", 0)]
    [InlineData("35", 0)]
    public void Unknown_critical_extensions_of_the_list_are_counted(string number, int expected)
    {
        X509V2CrlGenerator generator = Generator(true);
        generator.AddExtension(
            new DerObjectIdentifier("2.5.29." + number), true, new DerSequence());
        Assert.Equal(expected, Parse(Sign(generator)).UnknownCriticalCount);
    }

    // certificateIssuer makes an indirect list of it (RFC 5280 5.3.3).
    [Theory]
    [InlineData("29", 2)]
    [InlineData("21", 0)]
    public void Unknown_critical_extensions_of_entries_are_counted(string number, int expected)
    {
        X509V2CrlGenerator generator = Generator(true);
        Org.BouncyCastle.Asn1.X509.X509ExtensionsGenerator extensions = new();
        extensions.AddExtension(
            new DerObjectIdentifier("2.5.29." + number), true, new DerEnumerated(1));
        for (int i = 0; i < 2; i++)
            generator.AddCrlEntry(Serial(i), TestAuthority.Start, extensions.Generate());
        CertificateList list = Parse(Sign(generator));
        Assert.Equal(expected, list.UnknownCriticalCount);
        Assert.True(list.IsRevoked(Serial(1).ToByteArray()));
    }

    [Theory]
    [InlineData("300A 020102 300D", "version", DerError.Unsupported)]
    [InlineData("3003 020101", "signature", DerError.Truncated)]
    [InlineData("3000", "signature", DerError.Truncated)]
    [InlineData("0500", "tbsCertList", DerError.UnexpectedTag)]
    public void What_is_no_list_says_so(string tbs, string field, DerError reason)
    {
        byte[] inner = Hex.Parse(tbs);
        if (inner.Length > 2) inner[1] = (byte)(inner.Length - 2);
        CertificateError error = new();
        Assert.Null(CertificateList.Parse([0x30, (byte)inner.Length, .. inner], error));
        Assert.Equal((field, reason), (error.Field, error.Reason));
    }

    [Fact]
    public void Limits_are_kept()
    {
        CertificateError error = new();
        Assert.NotNull(CertificateList.Parse(Make(CertificateList.EntriesMax, true), error));
        Assert.Null(CertificateList.Parse(Make(CertificateList.EntriesMax + 1, true), error));
        Assert.Equal(("revokedCertificates", DerError.TooMany), (error.Field, error.Reason));
        Assert.Null(CertificateList.Parse(new byte[CertificateList.SizeMax + 1], error));
        Assert.Equal(DerError.OutOfRange, error.Reason);
        Assert.Null(CertificateList.Parse(null, error));
        Assert.Null(CertificateList.Parse([], error));
        byte[] der = Make(2, true);
        Assert.Null(CertificateList.Parse([.. der, 0], error));
        for (int length = 0; length < der.Length; length++)
        {
            Assert.Null(CertificateList.Parse(der[..length], error));
            Assert.NotEqual("", error.Text());
        }
    }

    // Whatever is read never throws and never says yes for an unlisted number by accident.
    [Fact]
    public void Any_octet_may_be_wrong()
    {
        byte[] der = Make(4, true);
        Random random = new(11);
        CertificateError error = new();
        int read = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = (byte[])der.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            CertificateList list = CertificateList.Parse(changed, error);
            if (list == null)
            {
                Assert.NotEqual(DerError.None, error.Reason);
                continue;
            }

            read++;
            Assert.False(list.IsRevoked([0x55]));
            Assert.Equal(changed.AsSpan().SequenceEqual(der), IsSigned(list));
        }

        Assert.InRange(read, 100, 2900);
    }

    private static bool IsSigned(CertificateList list) => Engine.Verify(
        list.SignatureAlgorithm, TestCertificates.Parse(Ca.Der).PublicKeyInfo(), list.Der,
        list.TbsOffset, list.TbsLength, list.Der, list.SignatureOffset, list.SignatureLength);

    private static CertificateList Parse(byte[] der)
    {
        CertificateError error = new();
        CertificateList list = CertificateList.Parse(der, error);
        Assert.True(list != null, error.Text());
        return list!;
    }

    private static BigInteger Serial(int index) =>
        BigInteger.ValueOf(1000 + (index * 7919L)).Multiply(BigInteger.ValueOf(0x7fff));

    private static byte[] Make(int revoked, bool hasNextUpdate)
    {
        X509V2CrlGenerator generator = Generator(hasNextUpdate);
        for (int i = 0; i < revoked; i++)
        {
            int reason = i % 3 == 0 ? CrlReason.KeyCompromise : CrlReason.Unspecified;
            generator.AddCrlEntry(Serial(i), TestAuthority.Start, reason);
        }

        generator.AddExtension(X509Extensions.CrlNumber, false, DerInteger.ValueOf(5));
        return Sign(generator);
    }

    private static X509V2CrlGenerator Generator(bool hasNextUpdate)
    {
        X509V2CrlGenerator generator = new();
        generator.SetIssuerDN(new X509Name(Ca.Name));
        generator.SetThisUpdate(TestAuthority.Start);
        if (hasNextUpdate) generator.SetNextUpdate(TestAuthority.Start.AddDays(30));
        return generator;
    }

    private static byte[] Sign(X509V2CrlGenerator generator) => generator.Generate(
        new Asn1SignatureFactory("SHA256WITHECDSA", Ca.KeyPair.Private)).GetEncoded();

    private static byte[] MakeByOpenSsl(string folder, bool isVersion1)
    {
        string Local(string name) => Path.Combine(folder, name);
        byte[] key = TestCertificates.Rsa.ExportPkcs8PrivateKey();
        File.WriteAllBytes(Local("key.pem"), Pem.Encode("PRIVATE KEY", key, 0, key.Length));
        byte[] ca = TestCertificates.Make(TestCertificates.Rsa,
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            "C=cn,ST=beijing,L=BB,O=BB,OU=BB,CN=BB", [2]);
        File.WriteAllBytes(
            Local("ca.pem"), Pem.Encode(Pem.CertificateLabel, ca, 0, ca.Length));
        File.WriteAllText(Local("index.txt"),
            "R\t300101000000Z\t200102030405Z\t1234\tunknown\t/CN=a\n"
            + "R\t300101000000Z\t200102030405Z,keyCompromise\tABCD\tunknown\t/CN=b\n");
        File.WriteAllText(Local("number"), "07\n");
        List<string> lines = ["[ca]", "default_ca=own", "[own]", "database=index.txt"];
        if (!isVersion1) lines.AddRange(["crlnumber=number", "crl_extensions=ext"]);
        lines.AddRange(["[ext]", "authorityKeyIdentifier=keyid,issuer"]);
        File.WriteAllLines(Local("ca.cnf"), lines);
        OpenSsl.Run(
            [
                "ca", "-config", "ca.cnf", "-gencrl", "-keyfile", "key.pem", "-cert", "ca.pem",
                "-md", "sha256", "-crldays", "7", "-out", "crl.pem",
            ],
            workingDirectory: folder).Ok();
        return OpenSsl.Run(["crl", "-in", "crl.pem", "-outform", "DER"], workingDirectory: folder)
            .Ok().Stdout;
    }
}

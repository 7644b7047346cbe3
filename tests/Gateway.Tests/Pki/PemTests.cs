using System;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;
using Gateway.Pki;
using Xunit;

namespace Gateway.Tests.Pki;

/// <summary>PEM, fingerprints and alternative names against the platform.</summary>
public class PemTests
{
    [Fact]
    public void Written_blocks_are_those_of_the_platform()
    {
        Random random = new(3);
        for (int size = 0; size < 200; size++)
        {
            byte[] data = new byte[size];
            random.NextBytes(data);
            byte[] text = Pem.Encode(Pem.CertificateLabel, data, 0, size);
            string expected = PemEncoding.WriteString("CERTIFICATE", data) + "\n";
            if (size > 0) Assert.Equal(expected, Encoding.ASCII.GetString(text));
            byte[]? back = Pem.Decode(text, text.Length, Pem.CertificateLabel);
            Assert.Equal(size == 0 ? null : data, back);
        }
    }

    [Theory]
    [InlineData("-----BEGIN X-----\nAAEC\n-----END X-----", "000102")]
    [InlineData("noise\r\n-----BEGIN X-----\r\nAA\r\n EC\t\r\n-----END X-----\r\nmore", "000102")]
    [InlineData("-----BEGIN X-----AAECAw==-----END X-----", "00010203")]
    [InlineData(
        "-----BEGIN Y-----\nAAAA\n-----END Y-----\n-----BEGIN X-----\n/+8=\n-----END X-----",
        "FFEF")]
    public void Blocks_are_found_and_read(string text, string hex)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        Assert.Equal(Convert.FromHexString(hex), Pem.Decode(octets, octets.Length, "X"));
        Assert.True(Pem.IsPem(octets, octets.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAEC")]
    [InlineData("-----BEGIN X-----\nAAEC\n")]
    [InlineData("-----BEGIN X-----\nAAEC\n-----END Y-----")]
    [InlineData("-----BEGIN Y-----\nAAEC\n-----END Y-----")]
    [InlineData("-----BEGIN X-----\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nAAE\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nAAECA\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nAA=C\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nA===\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nAAEC====\n-----END X-----")]
    [InlineData("-----BEGIN X-----\n/+9=\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nAA!C\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nAA-_\n-----END X-----")]
    [InlineData("-----BEGIN X-----\nProc-Type: 4\n\nAAEC\n-----END X-----")]
    public void Bad_blocks_are_refused(string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        Assert.Null(Pem.Decode(octets, octets.Length, "X"));
    }

    [Fact]
    public void Size_has_a_limit()
    {
        byte[] text = Pem.Encode("X", new byte[Pem.TextSizeMax], 0, Pem.TextSizeMax);
        Assert.Null(Pem.Decode(text, text.Length, "X"));
        Assert.Null(Pem.Decode(text, text.Length + 1, "X"));
        Assert.Null(Pem.Decode(null, 0, "X"));
    }

    [Fact]
    public void Fingerprints_are_hashes_with_colons()
    {
        byte[] der = TestCertificates.Local;
        Assert.Equal(Colons(SHA1.HashData(der)), Fingerprint.Sha1(der));
        Assert.Equal(Colons(SHA256.HashData(der)), Fingerprint.Sha256(der));
    }

    [Fact]
    public void Alternative_names_are_read_by_the_platform_in_their_order()
    {
        byte[] address = [10, 2, 0, 2];
        byte[] names = SubjectAltName.Names(address, "test.abc.com", "user@test.abc.com");
        System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder builder = new();
        builder.AddIpAddress(System.Net.IPAddress.Parse("10.2.0.2"));
        builder.AddDnsName("test.abc.com");
        builder.AddEmailAddress("user@test.abc.com");
        Assert.Equal(builder.Build().RawData, names);
        byte[] extension = SubjectAltName.Extension(address, "test.abc.com", "user@test.abc.com");
        Org.BouncyCastle.Asn1.Asn1Sequence sequence =
            Org.BouncyCastle.Asn1.Asn1Sequence.GetInstance(extension);
        Assert.Equal("2.5.29.17", sequence[0].ToString());
        Assert.Equal(
            names, Org.BouncyCastle.Asn1.Asn1OctetString.GetInstance(sequence[1]).GetOctets());
        Assert.True(GeneralNames.Contains(
            names, 0, names.Length, GeneralNames.Dns, Encoding.ASCII.GetBytes("TEST.abc.com")));
        Assert.True(GeneralNames.Contains(names, 0, names.Length, GeneralNames.IpAddress, address));
        Assert.False(GeneralNames.Contains(
            names, 0, names.Length, GeneralNames.Email, Encoding.ASCII.GetBytes("test.abc.com")));
        Assert.False(GeneralNames.Contains(
            names, 0, names.Length, GeneralNames.Dns, Encoding.ASCII.GetBytes("best.abc.com")));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("010203", "a.b", null)]
    [InlineData(null, "", null)]
    [InlineData(null, "é.b", null)]
    [InlineData(null, "a.b", "")]
    [InlineData(null, null, "a\0@b")]
    public void Alternative_names_that_cannot_be_are_refused(
        string? address, string? dns, string? email)
    {
        byte[]? octets = address == null ? null : Convert.FromHexString(address);
        Assert.Null(SubjectAltName.Names(octets, dns, email));
        Assert.Null(SubjectAltName.Extension(octets, dns, email));
    }

    private static string Colons(byte[] hash) => BitConverter.ToString(hash).Replace('-', ':');
}

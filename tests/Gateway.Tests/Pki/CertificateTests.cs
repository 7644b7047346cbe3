using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;
using Xunit;
using BcCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace Gateway.Tests.Pki;

/// <summary>Every field of certificates against two other readers; hostile ones.</summary>
public class CertificateTests
{
    private static readonly byte[] LongSerial =
        Convert.FromHexString("4B0102030405060708090A0B0C0D0E0F10111213");

    public static TheoryData<string> Kinds => new()
    {
        "local", "ca", "rsa3072", "rsa4096", "p256", "p384", "rich",
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_what_others_read(string kind)
    {
        byte[] der = Make(kind);
        Certificate ours = TestCertificates.Parse(der);
        using X509Certificate2 platform = X509CertificateLoader.LoadCertificate(der);
        BcCertificate theirs = new(der);
        Assert.Equal(theirs.Version, ours.Version);
        Assert.Equal(theirs.SerialNumber.ToByteArray(), ours.SerialNumber());
        Assert.Equal(
            theirs.SigAlgOid,
            Oids.ToText(der, ours.SignatureOidOffset, ours.SignatureOidLength));
        Assert.Equal(platform.IssuerName.RawData, ours.Issuer());
        Assert.Equal(platform.SubjectName.RawData, ours.Subject());
        Assert.Equal(Seconds(theirs.NotBefore), ours.NotBefore);
        Assert.Equal(Seconds(theirs.NotAfter), ours.NotAfter);
        Assert.Equal(platform.PublicKey.ExportSubjectPublicKeyInfo(), ours.PublicKeyInfo());
        Assert.Equal(
            theirs.GetSignature(),
            Bytes.Slice(der, ours.SignatureOffset, ours.SignatureLength));
        Assert.Equal(
            theirs.GetTbsCertificate(),
            Bytes.Slice(der, ours.TbsOffset, ours.TbsLength));
        Assert.Equal(der, ours.ToArray());
        Assert.Equal(platform.Extensions.Count, ours.Extensions.Count);
        CompareKey(platform, ours.PublicKey);
        CompareExtensions(platform, ours);
    }

    private static void CompareKey(X509Certificate2 platform, SubjectPublicKeyInfo ours)
    {
        using RSA? rsa = platform.GetRSAPublicKey();
        if (rsa != null)
        {
            RSAParameters parameters = rsa.ExportParameters(false);
            Assert.Equal(PublicKeyKind.Rsa, ours.Kind);
            Assert.Equal(rsa.KeySize, ours.Bits);
            Assert.Equal(parameters.Modulus, ours.Modulus());
            Assert.Equal(parameters.Exponent, ours.Exponent());
            Assert.Equal(
                platform.PublicKey.ExportSubjectPublicKeyInfo(),
                SubjectPublicKeyInfo.FromRsa(parameters.Modulus!, parameters.Exponent!));
            return;
        }

        using ECDsa ec = platform.GetECDsaPublicKey()!;
        ECPoint point = ec.ExportParameters(false).Q;
        byte[] octets = new byte[] { 4 }.Concat(point.X!).Concat(point.Y!).ToArray();
        Assert.Equal(ec.KeySize, ours.Bits);
        Assert.Equal(ec.KeySize == 256 ? PublicKeyKind.EcP256 : PublicKeyKind.EcP384, ours.Kind);
        Assert.Equal(octets, Bytes.Slice(ours.Buffer, ours.KeyOffset, ours.KeyLength));
        Assert.Null(ours.Modulus());
        Assert.Equal(
            platform.PublicKey.ExportSubjectPublicKeyInfo(),
            SubjectPublicKeyInfo.FromEcPoint(ours.Kind, octets));
    }

    private static void CompareExtensions(X509Certificate2 platform, Certificate certificate)
    {
        CertificateExtensions ours = certificate.Extensions;
        byte[] der = certificate.Der;
        X509BasicConstraintsExtension? basic =
            platform.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault();
        Assert.Equal(basic != null, ours.HasBasicConstraints);
        Assert.Equal(basic?.CertificateAuthority ?? false, ours.IsCa);
        Assert.Equal(
            basic is { HasPathLengthConstraint: true } ? basic.PathLengthConstraint : -1,
            ours.PathLength);
        X509KeyUsageExtension? usage =
            platform.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault();
        Assert.Equal(usage != null, ours.HasKeyUsage);
        if (usage != null) Assert.Equal(usage.KeyUsages, PlatformUsages(ours.KeyUsage));
        string? subjectKey = platform.Extensions.OfType<X509SubjectKeyIdentifierExtension>()
            .SingleOrDefault()?.SubjectKeyIdentifier;
        Assert.Equal(
            subjectKey ?? "",
            Convert.ToHexString(der, ours.SubjectKeyIdOffset, ours.SubjectKeyIdLength));
        ReadOnlyMemory<byte>? authorityKey = platform.Extensions
            .OfType<X509AuthorityKeyIdentifierExtension>().SingleOrDefault()?.KeyIdentifier;
        Assert.Equal(
            Convert.ToHexString((authorityKey ?? default).Span),
            Convert.ToHexString(der, ours.AuthorityKeyIdOffset, ours.AuthorityKeyIdLength));
        byte[]? names = platform.Extensions
            .SingleOrDefault(e => e.Oid!.Value == "2.5.29.17")?.RawData;
        Assert.Equal(
            names ?? Array.Empty<byte>(),
            Bytes.Slice(der, ours.SubjectAltNameOffset, ours.SubjectAltNameLength));
    }

    private static X509KeyUsageFlags PlatformUsages(int usages)
    {
        X509KeyUsageFlags[] flags =
        {
            X509KeyUsageFlags.DigitalSignature, X509KeyUsageFlags.NonRepudiation,
            X509KeyUsageFlags.KeyEncipherment, X509KeyUsageFlags.DataEncipherment,
            X509KeyUsageFlags.KeyAgreement, X509KeyUsageFlags.KeyCertSign,
            X509KeyUsageFlags.CrlSign,
            X509KeyUsageFlags.EncipherOnly, X509KeyUsageFlags.DecipherOnly,
        };
        X509KeyUsageFlags all = 0;
        for (int i = 0; i < flags.Length; i++) if ((usages & (1 << i)) != 0) all |= flags[i];
        return all;
    }

    [Fact]
    public void Walking_allocates_nothing()
    {
        byte[] der = Make("rich");
        DerReader reader = new(der, 0, der.Length);
        Walk(reader);
        reader.Reset(der, 0, der.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int elements = Walk(reader);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, after - before);
        Assert.True(elements > 60, elements.ToString());
        Assert.True(reader.End());
    }

    private static int Walk(DerReader reader)
    {
        int elements = 0;
        int depth = 0;
        while (reader.IsOk)
        {
            while (reader.AtEnd && depth > 0)
            {
                reader.Leave();
                depth--;
            }

            if (reader.AtEnd) break;
            elements++;
            int tag = reader.PeekTag();
            if (Tag.IsConstructed(tag) && reader.Enter(tag)) depth++;
            else if (tag == Tag.Oid) reader.ReadOid();
            else if (tag == Tag.Integer) reader.ReadInteger(tag);
            else if (tag == Tag.BitString) reader.ReadBitString(tag);
            else reader.ReadAny();
        }

        return elements;
    }

    [Fact]
    public void Mutations_never_throw_and_are_never_looser_than_the_platform()
    {
        Random random = new(99);
        CertificateError error = new();
        int accepted = 0;
        int refused = 0;
        string[] kinds = { "rich", "ca", "p256" };
        foreach (string kind in kinds)
        {
            byte[] original = Make(kind);
            for (int round = 0; round < 3000; round++)
            {
                byte[] der = Mutate(original, random);
                Certificate? ours = Certificate.Parse(der, error);
                if (ours == null)
                {
                    Assert.NotEqual(DerError.None, error.Reason);
                    Assert.InRange(error.Offset, 0, der.Length);
                    refused++;
                    continue;
                }

                accepted++;
                Assert.Equal(DerError.None, error.Reason);
                Assert.True(IsDer(der), "looser than DER: " + Convert.ToHexString(der));
                CountingSink sink = new();
                CertificateText.WriteLocal(ours, "x.cer", sink);
                Assert.InRange(sink.Lines, 20, 2000);
            }
        }

        Assert.True(accepted > 1000 && refused > 1000, accepted + " " + refused);
    }

    private sealed class CountingSink : ITextSink
    {
        internal int Lines { get; private set; }

        public void Line(string text) => Lines++;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] der = (byte[])original.Clone();
        switch (random.Next(4))
        {
            case 0:
                der[random.Next(der.Length)] ^= (byte)(1 << random.Next(8));
                return der;
            case 1:
                for (int i = 0; i < 3; i++) der[random.Next(der.Length)] = (byte)random.Next(256);
                return der;
            case 2:
                return der.AsSpan(0, random.Next(der.Length)).ToArray();
            default:
                int at = random.Next(der.Length - 4);
                int from = random.Next(der.Length - 4);
                Array.Copy(original, from, der, at, 4);
                return der;
        }
    }

    // The platform's decoder walks the outer shape: every TLV that is not inside a string.
    private static bool IsDer(byte[] der)
    {
        try
        {
            AsnReader reader = new(der, AsnEncodingRules.DER);
            return Descend(reader, 0);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool Descend(AsnReader reader, int depth)
    {
        while (reader.HasData)
        {
            // What our parser steps over unread (odd values in names and extensions) stays opaque.
            bool opens = reader.PeekTag() == Asn1Tag.Sequence && depth < 2;
            if (opens) Descend(reader.ReadSequence(), depth + 1);
            else reader.ReadEncodedValue();
        }

        return true;
    }

    [Theory]
    [InlineData("", DerError.Truncated, "certificate")]
    [InlineData("0500", DerError.UnexpectedTag, "certificate")]
    [InlineData("3000", DerError.Truncated, "tbsCertificate")]
    [InlineData("3080", DerError.BadLength, "certificate")]
    [InlineData("30023000", DerError.Truncated, "serialNumber")]
    [InlineData("3007 3005 A003 020103", DerError.Unsupported, "version")]
    [InlineData("3007 3005 A003 0201FF", DerError.Unsupported, "version")]
    [InlineData("3008 3006 A004 02020002", DerError.BadInteger, "version")]
    [InlineData("300A 3008 A003 020102 020100", DerError.Truncated, "signature")]
    [InlineData("300B 3009 A003 020102 02020001", DerError.BadInteger, "serialNumber")]
    public void Stubs_are_refused_with_their_field(string hex, DerError reason, string field)
    {
        CertificateError error = new();
        Assert.Null(Certificate.Parse(Convert.FromHexString(hex.Replace(" ", "")), error));
        Assert.Equal(reason, error.Reason);
        Assert.Equal(field, error.Field);
        Assert.Contains(DerErrors.Text(reason), error.Text());
    }

    [Fact]
    public void Trailing_bytes_and_oversize_are_refused()
    {
        CertificateError error = new();
        Assert.Null(Certificate.Parse(TestCertificates.Local.Append((byte)0).ToArray(), error));
        Assert.Equal(DerError.TrailingData, error.Reason);
        Assert.Equal(TestCertificates.Local.Length, error.Offset);
        Assert.Null(Certificate.Parse(new byte[Certificate.SizeMax + 1], error));
        Assert.Equal(DerError.OutOfRange, error.Reason);
        Assert.Null(Certificate.Parse(null, error));
        byte[] framed = new byte[TestCertificates.Local.Length + 6];
        TestCertificates.Local.CopyTo(framed, 3);
        Certificate? inside = Certificate.Parse(framed, 3, TestCertificates.Local.Length, error);
        Assert.Equal(TestCertificates.Local, inside!.ToArray());
    }

    [Fact]
    public void An_outer_algorithm_that_differs_is_refused()
    {
        byte[] der = (byte[])TestCertificates.Local.Clone();
        Certificate good = TestCertificates.Parse(der);
        der[good.SignatureOidOffset + good.SignatureOidLength - 1] = 12;
        CertificateError error = new();
        Assert.Null(Certificate.Parse(der, error));
        Assert.Equal("signatureAlgorithm", error.Field);
        Assert.Equal(DerError.BadValue, error.Reason);
    }

    [Fact]
    public void An_extension_twice_is_refused()
    {
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            TestCertificates.Raw("1.2.3.4", "0500"),
            TestCertificates.Raw("1.2.3.5", "0500"));
        Certificate good = TestCertificates.Parse(der);
        Assert.Equal(2, good.Extensions.Count);
        int last = LastIndexOf(der, Convert.FromHexString("06032A0305"));
        der[last + 4] = 4;
        CertificateError error = new();
        Assert.Null(Certificate.Parse(der, error));
        Assert.Equal("extensions", error.Field);
        Assert.Equal(DerError.BadValue, error.Reason);
    }

    [Fact]
    public void Critical_extensions_that_are_not_understood_are_named()
    {
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            TestCertificates.Raw("2.5.29.30", "3000", true),
            TestCertificates.Raw("1.2.3.5", "0500", true),
            TestCertificates.Raw("1.2.3.6", "0500"));
        CertificateExtensions extensions = TestCertificates.Parse(der).Extensions;
        Assert.Equal(2, extensions.UnknownCriticalCount);
        Assert.Equal("2.5.29.30", extensions.FirstUnknownCritical);
        Certificate ca = TestCertificates.Parse(TestCertificates.Ca);
        Assert.Equal(0, ca.Extensions.UnknownCriticalCount);
    }

    [Theory]
    [InlineData("2.5.29.19", "3000 00")]
    [InlineData("2.5.29.19", "3003 010101")]
    [InlineData("2.5.29.19", "3006 0101FF 0201FF")]
    [InlineData("2.5.29.15", "0400")]
    [InlineData("2.5.29.15", "030201FF")]
    [InlineData("2.5.29.14", "0500")]
    [InlineData("2.5.29.14", "0402AA")]
    [InlineData("2.5.29.35", "3003 820100 00")]
    [InlineData("2.5.29.35", "3002 0500")]
    [InlineData("2.5.29.37", "3000")]
    [InlineData("2.5.29.37", "3002 0500")]
    [InlineData("2.5.29.17", "3000")]
    [InlineData("2.5.29.17", "3005 8703010203")]
    [InlineData("2.5.29.17", "3003 8201FF")]
    [InlineData("2.5.29.17", "3003 820100")]
    [InlineData("2.5.29.17", "3002 0500")]
    [InlineData("2.5.29.17", "3002 8900")]
    public void Malformed_known_extensions_are_refused(string oid, string hex)
    {
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            TestCertificates.Raw(oid, hex));
        CertificateError error = new();
        Assert.Null(Certificate.Parse(der, error));
        Assert.Equal("extensions", error.Field);
    }

    [Fact]
    public void Validity_ends_are_included()
    {
        Certificate certificate = TestCertificates.Parse(TestCertificates.Local);
        Assert.True(certificate.IsValidAt(certificate.NotBefore));
        Assert.True(certificate.IsValidAt(certificate.NotAfter));
        Assert.False(certificate.IsValidAt(certificate.NotBefore - 1));
        Assert.False(certificate.IsValidAt(certificate.NotAfter + 1));
        Certificate ca = TestCertificates.Parse(TestCertificates.Ca);
        Assert.True(ca.IsNamedIssuerOf(certificate));
        Assert.False(certificate.IsNamedIssuerOf(ca));
        Assert.True(ca.IsSelfIssued);
        Assert.True(ca.Extensions.Allows(KeyUsages.KeyCertSign));
        Assert.False(ca.Extensions.Allows(KeyUsages.KeyCertSign | KeyUsages.DigitalSignature));
        Assert.True(certificate.Extensions.Allows(KeyUsages.DigitalSignature));
    }

    internal static byte[] Make(string kind)
    {
        switch (kind)
        {
            case "local": return TestCertificates.Local;
            case "ca": return TestCertificates.Ca;
            case "rsa3072":
            case "rsa4096":
                return TestCertificates.MakeForModulus(
                    kind == "rsa3072" ? 3072 : 4096, "CN=big", LongSerial);

            case "p256":
            case "p384":
                using (ECDsa ec = ECDsa.Create(
                    kind == "p256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384))
                {
                    return TestCertificates.Make(ec, HashAlgorithmName.SHA256, "CN=ec", LongSerial);
                }

            default:
                return MakeRich();
        }
    }

    private static byte[] MakeRich()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Parse("fe80::1:0:0:2"));
        names.AddDnsName("test.abc.com");
        names.AddEmailAddress("user@test.abc.com");
        names.AddUri(new Uri("http://example.com/a"));
        names.AddUserPrincipalName("upn@example.com");
        return TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA512,
            "C=cn,ST=\"a, b\",O= lead,OU=x+CN=h\\C3\\A9,emailAddress=a@b,DC=c,UID=u",
            LongSerial,
            new X509BasicConstraintsExtension(false, false, 0, true),
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement
                | X509KeyUsageFlags.DecipherOnly, true),
            new X509EnhancedKeyUsageExtension(
                new OidCollection
                {
                    new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2"), new("1.2.3.4"),
                },
                false),
            new X509SubjectKeyIdentifierExtension("00112233", false),
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                new byte[] { 9, 8, 7 }),
            names.Build(true),
            new X509AuthorityInformationAccessExtension(
                new[] { "http://ocsp/" }, new[] { "http://ca/" }, false),
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(
                new[] { "http://crl/1", "http://crl/2" }),
            TestCertificates.Raw("2.5.29.32", "3020 3006 0604551D2000 3016 06032A0305 300F 300D"
                + " 06082B06010505070201 1601 61"),
            TestCertificates.Raw("1.2.3.4.5", "0C0568656C6C6F", true));
    }

    private static int LastIndexOf(byte[] data, byte[] part)
    {
        int at = data.AsSpan().LastIndexOf(part);
        Assert.True(at >= 0);
        return at;
    }

    private static long Seconds(DateTime utc) =>
        new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeSeconds();
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Pki;

/// <summary>
/// The text of certificates against <c>openssl x509 -text</c>. Differences that are meant, and
/// taken out before the comparison: no blanks at the end of lines; no spaces round the equals
/// sign of names; "RSA Public-Key" where version 3 says "Public-Key"; no line "Signature Value:";
/// lines of a distribution point that version 3.0 forgets to end are ended.
/// </summary>
public class CertificateTextTests
{
    private sealed class Lines : List<string>, ITextSink
    {
        public void Line(string text) => Add(text);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("ca")]
    [InlineData("rsa3072")]
    [InlineData("rsa4096")]
    [InlineData("p256")]
    [InlineData("p384")]
    [InlineData("rich")]
    public void Body_is_the_text_of_openssl(string kind) =>
        CompareWithOpenSsl(CertificateTests.Make(kind));

    [Theory]
    [InlineData("01")]
    [InlineData("7F")]
    [InlineData("00")]
    [InlineData("0080")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    [InlineData("00FFFFFFFFFFFFFFFF")]
    [InlineData("008000000000000000")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789ABCDEF01")]
    [InlineData("FB")]
    [InlineData("FF7F")]
    [InlineData("80FF000102030405060708")]
    public void Serial_numbers_are_those_of_openssl(string hex) => CompareWithOpenSsl(
        WithSerial(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("CN=\\ lead")]
    [InlineData("CN=trail\\ ")]
    [InlineData("CN=\\#hash")]
    [InlineData("CN=a#b")]
    [InlineData("CN=a\\,b\\+c\\;d\\<e\\>f")]
    [InlineData("CN=a\\\"b\\\\c")]
    [InlineData("CN=a\\\"\\\\\\, b")]
    [InlineData("CN=h\\C3\\A9\\F0\\9F\\98\\80")]
    [InlineData("CN=a/b=c")]
    [InlineData("CN=a+OU=b,DC=x,UID=u,SN=s,GN=g,T=t,STREET=s,SERIALNUMBER=9,dnQualifier=q")]
    [InlineData("2.5.4.41=n,2.5.4.43=i,2.5.4.65=p,1.2.3.4=x")]
    public void Names_are_those_of_openssl(string subject)
    {
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa, HashAlgorithmName.SHA256, subject, new byte[] { 1 });
        CompareWithOpenSsl(der);
        OpenSsl.Result compat = OpenSsl.Run(
            new[] { "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", "compat" },
            der).Ok();
        Certificate certificate = TestCertificates.Parse(der);
        string slash = DistinguishedName.ToText(
            der, certificate.SubjectOffset, certificate.SubjectLength, NameStyle.Slash);
        Assert.Equal("subject=" + slash, compat.Text.Trim('\n'));
    }

    [Fact]
    public void Extensions_of_openssl_are_printed_as_it_does()
    {
        OpenSsl.RequireOrSkip();
        const string Config = """
            [req]
            distinguished_name=d
            [d]
            [v]
            subjectAltName=@san
            keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment
            extendedKeyUsage=codeSigning,emailProtection,timeStamping,OCSPSigning,1.2.3
            nsCertType=client,server,email,objsign,sslCA,emailCA,objCA
            nsComment=hello there
            crlDistributionPoints=URI:http://crl/,c1
            authorityInfoAccess=OCSP;URI:http://ocsp/,caIssuers;URI:http://ca/,1.2.3.9;email:a@b
            certificatePolicies=1.2.3.4,2.5.29.32.0,@pol,@pol2
            issuerAltName=email:a@b
            1.2.3.4.5=critical,ASN1:UTF8String:hello world 1234567890
            1.2.3.4.6=DER:0500
            subjectKeyIdentifier=hash
            authorityKeyIdentifier=keyid:always,issuer:always
            basicConstraints=CA:FALSE
            [c1]
            fullname=URI:http://full/,dirName:dn
            CRLissuer=dirName:dn
            [pol]
            policyIdentifier=1.3.5.8
            CPS.1="http://cps/"
            userNotice.1=@n
            [pol2]
            policyIdentifier=1.3.5.9
            userNotice.1=@n2
            [n]
            explicitText="Explicit text"
            organization="Org"
            noticeNumbers=1,2
            [n2]
            explicitText="UTF8:Other"
            [dn]
            C=UK
            O=Org, x
            [san]
            IP.1=10.2.0.2
            DNS.1=test.abc.com
            email.1=user@test.abc.com
            URI.1=http://x/
            IP.2=fe80::1:0:0:2
            RID.1=1.2.3.4
            otherName.1=1.2.3.4;UTF8:abc
            otherName.2=1.3.6.1.4.1.311.20.2.3;UTF8:abc
            otherName.3=1.2.3.5;INTEGER:5
            dirName.1=dn
            """;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gateway-tests-");
        try
        {
            string config = Path.Combine(folder.FullName, "x.cnf");
            string key = Path.Combine(folder.FullName, "key.pem");
            string output = Path.Combine(folder.FullName, "out.der");
            File.WriteAllText(config, Config);
            File.WriteAllText(key, TestCertificates.Rsa.ExportPkcs8PrivateKeyPem());
            OpenSsl.Run(new[]
            {
                "req", "-x509", "-config", config, "-extensions", "v", "-key", key, "-outform",
                "DER", "-out", output, "-days", "30", "-subj", "/C=cn/O=a+b/CN=x",
            }).Ok();
            CompareWithOpenSsl(File.ReadAllBytes(output));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Malformed_values_fall_back_to_their_octets()
    {
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            TestCertificates.Raw("2.5.29.32", "3003 0C01 41"),
            TestCertificates.Raw("2.5.29.31", "0500"),
            TestCertificates.Raw("1.3.6.1.5.5.7.1.1", "3002 3000"),
            TestCertificates.Raw("2.16.840.1.113730.1.1", "0400"));
        Lines lines = new();
        CertificateText.WriteBody(TestCertificates.Parse(der), lines);
        int at = lines.IndexOf("            X509v3 Certificate Policies:");
        Assert.Equal(
            new[]
            {
                "                0...A",
                "            X509v3 CRL Distribution Points:",
                "                ..",
                "            Authority Information Access:",
                "                0.0.",
                "            Netscape Cert Type:",
                "                ..",
            },
            lines.Skip(at + 1).Take(7));
    }

    [Fact]
    public void Empty_and_blank_values_leave_no_blanks_at_the_end()
    {
        Certificate source = TestCertificates.Parse(TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            TestCertificates.Raw("2.5.29.15", "0302 0700"),
            TestCertificates.Raw("2.5.29.14", "0400"),
            TestCertificates.Raw("1.2.3.4", ""),
            TestCertificates.Raw("2.16.840.1.113730.1.13", "1602 4120")));
        byte[] der = source.Der;
        Gateway.Asn1.DerWriter writer = new();
        writer.Begin(0x30);
        writer.Begin(0x30);
        int start = source.TbsOffset + 4;
        writer.Raw(der, start, source.SubjectOffset - start);
        writer.Begin(0x30);
        writer.End();
        int rest = source.SubjectOffset + source.SubjectLength;
        writer.Raw(der, rest, source.TbsOffset + source.TbsLength - rest);
        writer.End();
        rest = source.TbsOffset + source.TbsLength;
        writer.Raw(der, rest, der.Length - rest);
        writer.End();
        CompareWithOpenSsl(writer.ToArray());
    }

    [Theory]
    [InlineData("2.5.29.31", "0500")]
    [InlineData("2.5.29.32", "3003 0C0141")]
    [InlineData("2.5.29.30", "0C03 410A42")]
    [InlineData("1.3.6.1.5.5.7.1.1", "3002 3000")]
    [InlineData("2.16.840.1.113730.1.1", "0400")]
    [InlineData("2.16.840.1.113730.1.13", "0C0141")]
    public void Malformed_values_are_shown_like_openssl_does(string oid, string hex) =>
        CompareWithOpenSsl(TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            TestCertificates.Raw(oid, hex.Replace("0A", "07"))));

    [Fact]
    public void The_blocks_have_their_head_and_end()
    {
        Lines local = new();
        CertificateText.WriteLocal(
            TestCertificates.Parse(TestCertificates.Local), "cmp_ir.cer", local);
        Assert.Equal(" The  x509_obj type is Cert:", local[0]);
        Assert.Equal("Certificate:", local[1]);
        Assert.Equal("    Data:", local[2]);
        Assert.Equal("        Version: 3 (0x2)", local[3]);
        Assert.Equal("        Serial Number: 1144733510 (0x443b3f46)", local[4]);
        Assert.Equal("        Signature Algorithm: sha256WithRSAEncryption", local[5]);
        Assert.Equal("        Issuer: C=cn, ST=beijing, L=BB, O=BB, OU=BB, CN=BB", local[6]);
        Assert.Equal("        Validity", local[7]);
        Assert.Equal("            Not Before: Jun 12 09:33:10 2012 GMT", local[8]);
        Assert.Equal("            Not After : Aug  3 02:38:27 2056 GMT", local[9]);
        Assert.Equal("        Subject: C=cn, ST=jiangsu, O=huawei, OU=info, CN=hello", local[10]);
        Assert.Equal("                RSA Public-Key: (2048 bit)", local[13]);
        Assert.Equal("                Modulus:", local[14]);
        Assert.Equal(20 + 45, local[15].Length);
        int exponent = local.IndexOf("                Exponent: 65537 (0x10001)");
        Assert.Equal(
            new[]
            {
                "        X509v3 extensions:",
                "            X509v3 Subject Alternative Name:",
                "                IP Address:10.2.0.2, DNS:test.abc.com, email:user@test.abc.com",
                "    Signature Algorithm: sha256WithRSAEncryption",
            },
            local.Skip(exponent + 1).Take(4));
        Assert.Equal(8 + 54, local[exponent + 5].Length);
        Assert.Equal(
            new[]
            {
                "", "Pki realm name: -abc", "Certificate file name: cmp_ir.cer",
                "Certificate peer name: -",
            },
            local.TakeLast(4));
        Assert.DoesNotContain(local, line => line.EndsWith(' '));
        Lines ca = new();
        CertificateText.WriteCa(TestCertificates.Parse(TestCertificates.Ca), "cmp_ca1.cer", ca);
        Assert.Equal(" The x509 object  type is certificate:", ca[0]);
        Assert.Equal(
            new[]
            {
                "", "Pki realm name: -", "Certificate file name: cmp_ca1.cer",
                "Certificate peer name: -",
            },
            ca.TakeLast(4));
        Assert.Contains("        Serial Number: 2 (0x2)", ca);
        Assert.Contains("                SSL CA, S/MIME CA, Object Signing CA", ca);
        Assert.Contains("                xca certificate", ca);
    }

    [Theory]
    [InlineData("test.abc.com", "-abc")]
    [InlineData("a.b.c.example.org", "-example")]
    [InlineData("abc.com", "-")]
    [InlineData("abc.com.", "-")]
    [InlineData("test.abc.com.", "-abc")]
    [InlineData("localhost", "-")]
    [InlineData("a..com", "-")]
    [InlineData("...", "-")]
    public void Realm_is_the_label_before_the_top_level_domain(string host, string realm)
    {
        byte[] names = SubjectAltName.Names(null, host, null);
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            new X509Extension("2.5.29.17", names, false));
        Assert.Equal(realm, CertificateText.RealmName(TestCertificates.Parse(der)));
    }

    [Fact]
    public void Realm_takes_the_first_name_that_fits()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress("a@x.y.z");
        names.AddDnsName("short.com");
        names.AddDnsName("one.two.com");
        names.AddDnsName("a.three.com");
        byte[] der = TestCertificates.Make(
            TestCertificates.Rsa,
            HashAlgorithmName.SHA256,
            "CN=x",
            new byte[] { 1 },
            names.Build());
        Assert.Equal("-two", CertificateText.RealmName(TestCertificates.Parse(der)));
    }

    private static byte[] WithSerial(byte[] contents)
    {
        Certificate source = TestCertificates.Parse(TestCertificates.Local);
        byte[] der = source.Der;
        Gateway.Asn1.DerWriter writer = new();
        writer.Begin(0x30);
        writer.Begin(0x30);
        writer.Raw(Convert.FromHexString("A003020102"));
        writer.Element(2, contents, 0, contents.Length);
        int rest = source.SerialOffset + source.SerialLength;
        writer.Raw(der, rest, source.TbsOffset + source.TbsLength - rest);
        writer.End();
        rest = source.TbsOffset + source.TbsLength;
        writer.Raw(der, rest, der.Length - rest);
        writer.End();
        return writer.ToArray();
    }

    private static void CompareWithOpenSsl(byte[] der)
    {
        Lines ours = new();
        CertificateText.WriteBody(TestCertificates.Parse(der), ours);
        Assert.DoesNotContain(ours, line => line.EndsWith(' ') || line.Contains('\n'));
        OpenSsl.RequireOrSkip();
        OpenSsl.Result result = OpenSsl.Run(
            new[] { "x509", "-inform", "DER", "-noout", "-text" }, der).Ok();
        List<string> theirs = new();
        string all = Regex.Replace(
            result.Text.TrimEnd('\n'),
            "(?<=[^ \n]) {16}(CRL Issuer|Reasons):",
            "\n                $1:");
        foreach (string line in all.Split('\n'))
        {
            string text = line.TrimEnd();
            if (text == "    Signature Value:") continue;
            bool isName = Regex.IsMatch(text, "^ +(Issuer|Subject|DirName):.");
            if (isName) text = Regex.Replace(text, @"([A-Za-z0-9.]+) = ", "$1=");
            theirs.Add(Regex.Replace(text, @"^( {16})(RSA )?Public-Key: ", "$1Public-Key: "));
        }

        Assert.Equal(theirs, ours.Select(line => line.Replace("RSA Public-Key: ", "Public-Key: ")));
    }
}

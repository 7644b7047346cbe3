using System;
using System.Linq;
using System.Text;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Gateway.Tests.Support;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Pkcs;
using Xunit;

namespace Gateway.Tests.Pki;

/// <summary>PKCS #10 requests as openssl and BouncyCastle read them.</summary>
public class CertificationRequestTests
{
    private const string Subject = "C=cn,ST=jiangsu,O=info,CN=hello";
    private static readonly ManagedKeyEngine Engine = new(new SeededRandom(1));

    [Theory]
    [InlineData(Subject, true)]
    [InlineData(Subject, false)]
    [InlineData("", true)]
    public void Openssl_verifies_and_prints_it(string subject, bool hasAltName)
    {
        OpenSsl.RequireOrSkip();
        byte[] der = Make(subject, hasAltName);
        byte[] pem = Pem.Encode(CertificationRequest.PemLabel, der, 0, der.Length);
        Assert.StartsWith("-----BEGIN CERTIFICATE REQUEST-----\n", Encoding.ASCII.GetString(pem));
        OpenSsl.Result result = OpenSsl.Run(["req", "-verify", "-noout", "-text"], pem).Ok();
        Assert.Contains("verify OK", result.Stderr);
        string text = result.Text;
        Assert.Contains("Version: 1 (0x0)", text);
        Assert.Contains("Signature Algorithm: sha256WithRSAEncryption", text);
        if (subject.Length > 0) Assert.Contains("ST=jiangsu", text.Replace(" = ", "="));
        Assert.Equal(hasAltName, text.Contains(
            "IP Address:10.2.0.2, DNS:test.abc.com, email:user@test.abc.com"));
        Assert.Equal(subject.Length == 0, text.Contains("Subject Alternative Name: critical"));
        der[^1] ^= 1;
        Assert.DoesNotContain("verify OK", OpenSsl.Run(
            ["req", "-verify", "-noout", "-inform", "DER"], der).Stderr);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BouncyCastle_reads_subject_key_and_names(bool hasAltName)
    {
        Pkcs10CertificationRequest request = new(Make(Subject, hasAltName));
        Assert.True(request.Verify());
        CertificationRequestInfoOf(request, out byte[] subject, out byte[] publicKey);
        Assert.Equal(Name(Subject), subject);
        Assert.Equal(TestCertificates.Rsa.ExportSubjectPublicKeyInfo(), publicKey);
        X509Extensions? extensions = request.GetRequestedExtensions();
        if (!hasAltName)
        {
            Assert.Null(extensions);
            return;
        }

        X509Extension found = extensions!.GetExtension(X509Extensions.SubjectAlternativeName);
        Assert.False(found.IsCritical);
        Assert.Equal(AltNames(), found.Value.GetOctets());
        Assert.Equal([GeneralName.IPAddress, GeneralName.DnsName, GeneralName.Rfc822Name],
            Org.BouncyCastle.Asn1.X509.GeneralNames.GetInstance(found.GetParsedValue())
                .GetNames().Select(n => n.TagNo));
    }

    private static void CertificationRequestInfoOf(
        Pkcs10CertificationRequest request, out byte[] subject, out byte[] publicKey)
    {
        var info = request.GetCertificationRequestInfo();
        subject = info.Subject.GetDerEncoded();
        publicKey = info.SubjectPublicKeyInfo.GetDerEncoded();
    }

    private static byte[] Name(string subject) => subject.Length == 0
        ? [0x30, 0]
        : DistinguishedName.FromText(subject, new NameError());

    private static byte[] AltNames() =>
        SubjectAltName.Names([10, 2, 0, 2], "test.abc.com", "user@test.abc.com");

    private static byte[] Make(string subject, bool hasAltName)
    {
        byte[] info = CertificationRequest.Info(
            Name(subject), TestCertificates.Rsa.ExportSubjectPublicKeyInfo(),
            hasAltName ? AltNames() : null);
        byte[] signature = Engine.Sign(SignatureAlgorithm.RsaSha256,
            TestCertificates.Rsa.ExportPkcs8PrivateKey(), info, 0, info.Length);
        return CertificationRequest.Write(info, SignatureAlgorithm.RsaSha256, signature);
    }
}

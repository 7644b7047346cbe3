using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Gateway.LabCa;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>OpenSSL's CMP client enrols at the lab CA.</summary>
public sealed class OpenSslEnrolmentTests : LabCaTestBase
{
    private const string Recipient = "/C=cn/ST=beijing/L=SD/O=BB/OU=BB/CN=BB";
    private const string Subject = "/C=cn/ST=jiangsu/O=huawei/OU=info/CN=hello";
    private static readonly Dictionary<string,
        string> s_secret = new() { ["MAC_SECRET"] = CmpTestClient.Secret };

    private string PathOf(string name) => Path.Combine(Folder.FullName, name);

    private OpenSsl.Result OpenSslRun(params string[] arguments) =>
        OpenSsl.Run(arguments, environment: s_secret, workingDirectory: Folder.FullName);

    private void MakeKey() => OpenSslRun(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
            "ee.key").Ok();

    private OpenSsl.Result Enrol(LabCaServer ca, string command, params string[] more) =>
        OpenSslRun(
    [
        "cmp", "-cmd", command, "-server", ca.Endpoint + "/pkix/", "-ref", "1234", "-secret",
            "env:MAC_SECRET",
        "-recipient", Recipient, "-newkey", "ee.key", "-subject", Subject, "-certout", "ee.pem",
        "-cacertsout", "capubs.pem", "-batch", .. more,
    ]);

    [Theory]
    [InlineData("ir")]
    [InlineData("cr")]
    [InlineData("p10cr")]
    public async Task The_certificate_verifies(string command)
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync();
        MakeKey();
        string[] more = ["-sans", "10.2.0.2 test.abc.com"];
        if (command == "p10cr")
        {
            OpenSslRun("req", "-new", "-key", "ee.key", "-subj", Subject, "-out", "ee.csr",
                "-addext",
                "subjectAltName=IP:10.2.0.2,DNS:test.abc.com").Ok();
            more = ["-csr", "ee.csr"];
        }

        Enrol(ca, command, more).Ok();
        Assert.Contains("OK", OpenSslRun("verify", "-x509_strict", "-CAfile", "ca/ca.pem",
            "ee.pem").Ok().Text);
        string text = OpenSslRun("x509", "-in", "ee.pem", "-noout", "-text", "-nameopt",
            "RFC2253").Ok().Text;
        Assert.Contains("IP Address:10.2.0.2, DNS:test.abc.com", text);
        Assert.Contains("Subject: CN=hello,OU=info,O=huawei,ST=jiangsu,C=cn", text);
        Assert.Equal(OpenSslRun("pkey", "-in", "ee.key", "-pubout").Ok().Text,
            OpenSslRun("x509", "-in", "ee.pem", "-noout", "-pubkey").Ok().Text);

        IssuedCertificate issued = Assert.Single(ca.Issued);
        Assert.Equal(CertificateStatus.Valid, issued.Status);
        Assert.Equal("C=cn, ST=jiangsu, O=huawei, OU=info, CN=hello", issued.Subject);
        if (command == "ir")
        {
            using X509Certificate2 anchor =
                X509CertificateLoader.LoadCertificateFromFile(PathOf("capubs.pem"));
            Assert.Equal(ca.CertificateDer, anchor.RawData);
        }

        Assert.Equal(2, Log.Count);
        Assert.Contains("certConf -> pkiconf", Log.Last());
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(protectWrongMac: false);
        MakeKey();
        OpenSsl.Result result = OpenSsl.Run(
            ["cmp", "-cmd", "ir", "-server", ca.Endpoint + "/pkix/", "-ref", "1234", "-secret",
                "env:MAC_SECRET",
                "-recipient", Recipient, "-newkey", "ee.key", "-subject", Subject, "-certout",
                    "ee.pem", "-batch",
                "-unprotected_errors"],
            environment: new Dictionary<string, string> { ["MAC_SECRET"] = "wrong" },
                workingDirectory: Folder.FullName);
        Assert.NotEqual(0, result.ExitCode);
        string said = result.Text + result.Stderr;
        Assert.Contains("badMessageCheck", said);
        Assert.Contains("wrong MAC", said);
        Assert.Empty(ca.Issued);
        Assert.DoesNotContain(Log, line => line.Contains(CmpTestClient.Secret));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Implicit_confirmation_is_granted_only_when_configured(bool granted,
        int messages)
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(implicitConfirm: granted);
        MakeKey();
        Enrol(ca, "ir", "-implicit_confirm").Ok();
        Assert.Equal(messages, Log.Count);
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);
    }

    [Fact]
    public async Task Classic_certificates_carry_what_the_old_ones_did()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca =
            await StartAsync(LabCaProfile.Classic, key: new CaKeyAlgorithm(2048, null));
        MakeKey();
        Enrol(ca, "ir", "-sans", "10.2.0.2 test.abc.com").Ok();
        using X509Certificate2 certificate =
            X509CertificateLoader.LoadCertificate(Assert.Single(ca.Issued).Der);
        Assert.Equal("2.5.29.17", Assert.Single(certificate.Extensions).Oid!.Value);
        Assert.Equal(8, certificate.SerialNumber.Length);
        Assert.Equal("sha256RSA", certificate.SignatureAlgorithm.FriendlyName);

        using X509Certificate2 anchor = X509CertificateLoader.LoadCertificate(ca.CertificateDer);
        Assert.Equal("02", anchor.SerialNumber);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(anchor);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(certificate));

        string text = OpenSslRun("x509", "-in", "ca/ca.pem", "-noout", "-text").Ok().Text;
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())
            .SkipWhile(line => line != "X509v3 extensions:").Skip(1)
            .TakeWhile(line => !line.StartsWith("Signature Algorithm"))];
        Assert.Equal(
        [
            "X509v3 Basic Constraints: critical", "CA:TRUE", "X509v3 Subject Key Identifier:",
                lines[3],
            "X509v3 Key Usage:", "Certificate Sign, CRL Sign",
            "Netscape Cert Type:", "SSL CA, S/MIME CA, Object Signing CA",
            "Netscape Comment:", "xca certificate",
        ], lines);
    }
}

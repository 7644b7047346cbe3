using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Gateway.LabCa;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>OpenSSL's CMP client against what the lab CA does beyond the first enrolment.</summary>
public sealed class OpenSslSignedTests : LabCaTestBase
{
    private const string Recipient = "/C=cn/ST=beijing/L=SD/O=BB/OU=BB/CN=BB";
    private const string Subject = "/C=cn/CN=hello";

    private OpenSsl.Result Run(params string[] arguments) => OpenSsl.Run(arguments,
        environment: new Dictionary<string, string> { ["MAC_SECRET"] = CmpTestClient.Secret },
        workingDirectory: Folder.FullName);

    private void MakeKey(string name, bool rsa = false) => Run([
        "genpkey", "-out", name, .. rsa
            ? new[] { "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048" }
            : ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]]).Ok();

    private OpenSsl.Result Cmp(LabCaServer ca, string command, params string[] more) => Run(
        ["cmp", "-cmd", command, "-server", ca.Endpoint + "/.well-known/cmp/p/lab/any", "-batch",
            .. more]);

    private static string[] WithMac(params string[] more) =>
        ["-ref", "1234", "-secret", "env:MAC_SECRET", "-recipient", Recipient, .. more];

    private static string[] Signed(string certificate, params string[] more) =>
        ["-cert", certificate + ".pem", "-key", certificate + ".key", "-trusted", "ca/ca.pem",
            .. more];

    private LabCaOptions Options(CaKeyAlgorithm? key = null) => new()
    {
        Directory = CaFolder,
        Key = key ?? CaKeyAlgorithm.P256,
        References = References,
        Log = Logged,
    };

    private void EnrolFirst(LabCaServer ca, bool rsa = false)
    {
        MakeKey("one.key", rsa);
        Cmp(ca, "ir", WithMac("-newkey", "one.key", "-subject", Subject, "-certout", "one.pem"))
            .Ok();
    }

    [Theory]
    [InlineData("rsa:2048")]
    [InlineData("ec:p256")]
    [InlineData("ec:p384")]
    public async Task The_life_of_a_certificate(string keyOfCa)
    {
        OpenSsl.RequireOrSkip();
        Assert.True(CaKeyAlgorithm.TryParse(keyOfCa, out CaKeyAlgorithm key, out _));
        await using LabCaServer ca = await StartAsync(Options(key));
        EnrolFirst(ca, rsa: keyOfCa == "rsa:2048");
        MakeKey("two.key");
        Cmp(ca, "cr", Signed("one", "-newkey", "two.key", "-subject", Subject, "-certout",
            "two.pem")).Ok();
        MakeKey("three.key");
        Cmp(ca, "kur", Signed("two", "-newkey", "three.key", "-certout", "three.pem")).Ok();
        Assert.Equal(3, ca.Issued.Count(one => one.Status == CertificateStatus.Valid));
        Assert.Contains("OK", Run("verify", "-x509_strict", "-CAfile", "ca/ca.pem", "three.pem")
            .Ok().Text);

        Cmp(ca, "rr", Signed("three", "-oldcert", "three.pem", "-revreason", "4")).Ok();
        Assert.Equal("revoked: superseded", ca.Issued[2].Reason);
        OpenSsl.Result again = Cmp(ca, "cr", Signed("three", "-newkey", "two.key", "-subject",
            Subject, "-certout", "none.pem"));
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("signerNotTrusted", again.Text + again.Stderr);
        Assert.False(File.Exists(Path.Combine(Folder.FullName, "none.pem")));
    }

    [Fact]
    public async Task A_csr_is_signed_for_and_a_secret_revokes()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(Options());
        EnrolFirst(ca);
        MakeKey("two.key");
        Run("req", "-new", "-key", "two.key", "-subj", Subject, "-out", "two.csr").Ok();
        Cmp(ca, "p10cr", Signed("one", "-csr", "two.csr", "-certout", "two.pem")).Ok();
        Cmp(ca, "rr", WithMac("-oldcert", "two.pem")).Ok();
        Assert.Equal([CertificateStatus.Valid, CertificateStatus.Revoked],
            ca.Issued.Select(one => one.Status));
        OpenSsl.Result again = Cmp(ca, "rr", WithMac("-oldcert", "two.pem"));
        Assert.Contains("certRevoked", again.Text + again.Stderr);
    }

    [Theory]
    [InlineData(LabCaSigner.Ca, false, false)]
    [InlineData(LabCaSigner.Ra, false, false)]
    [InlineData(LabCaSigner.Ra, true, false)]
    [InlineData(LabCaSigner.Ca, false, true)]
    public async Task Answers_by_an_ra_by_pss_or_without_null_are_believed(LabCaSigner signer,
        bool pss, bool omitNull)
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = new CaKeyAlgorithm(2048, null),
            References = References,
            Signer = signer,
            AnswerByPss = pss,
            OmitNullParameters = omitNull,
        });
        EnrolFirst(ca);
        MakeKey("two.key");
        Cmp(ca, "kur", Signed("one", "-newkey", "two.key", "-certout", "two.pem")).Ok();
        Assert.Equal(2, ca.Issued.Count(one => one.Status == CertificateStatus.Valid));
    }

    [Fact]
    public async Task Polling_ends_with_the_certificate()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            References = References,
            PollCount = 2,
            CheckAfterSeconds = 1,
            Log = Logged,
        });
        EnrolFirst(ca);
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);
        Assert.Equal(2, Log.Count(line => line.Contains("pollRep")));
        Assert.Equal("/.well-known/cmp/p/lab/any", ca.Requests[0].Path);
    }

    [Fact]
    public async Task Ca_certificates_are_told()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(Options());
        Cmp(ca, "genm", WithMac("-infotype", "caCerts")).Ok();
        Assert.Contains("genp, caCerts", Log.Last());
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("expired")]
    [InlineData("usage")]
    public async Task OpenSsl_refuses_signers_that_must_not_sign(string who)
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(Options());
        EnrolFirst(ca);
        ca.Misbehave(who switch
        {
            "stranger" => Misbehaviour.UntrustedSigner,
            "expired" => Misbehaviour.ExpiredSigner,
            _ => Misbehaviour.SignerWithoutDigitalSignature,
        });
        MakeKey("two.key");
        OpenSsl.Result result =
            Cmp(ca, "kur", Signed("one", "-newkey", "two.key", "-certout", "two.pem"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.False(File.Exists(Path.Combine(Folder.FullName, "two.pem")));
    }

    [Fact]
    public async Task A_chain_of_four_is_verified_from_its_root()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = CaKeyAlgorithm.P256,
            References = References,
            ChainLength = 4,
        });
        MakeKey("one.key");
        Cmp(ca, "ir", WithMac("-newkey", "one.key", "-subject", Subject, "-certout", "one.pem",
            "-cacertsout", "root.pem", "-extracertsout", "extra.pem", "-chainout",
            "chain.pem")).Ok();
        Assert.Contains("OK", Run("verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted",
            "extra.pem", "one.pem").Ok().Text);
    }
}

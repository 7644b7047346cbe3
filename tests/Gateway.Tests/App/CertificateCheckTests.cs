using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.App;
using Gateway.Core;
using Gateway.Tests.Cmp;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>What <c>pki validate-certificate</c> finds, and its verdict.</summary>
public sealed class CertificateCheckTests : IDisposable
{
    private const string Valid = " Info: The certificate mine.cer is valid.";
    private const string Invalid = "Error: The certificate mine.cer is not valid: ";

    private CertificateBench _bench = new();
    private bool _hasSucceeded;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_good_certificate_is_valid_and_its_path_is_told()
    {
        Assert.Equal(
            [
                " Info: Subject /CN=device",
                " Info: Valid from 2027-01-01 00:00:00 to 2028-01-01 00:00:00 UTC",
                " Info: Key pair k1",
                " Info: Issued by /CN=sub",
                " Info: Issued by /CN=root",
                " Info: The last of them is imported and trusted.",
                " Info: No revocation list of its CA is in flash;"
                    + " 'pki cmp general-message crl' fetches one.",
                Valid,
            ],
            Check(_bench.IssueMine()));
        Assert.True(_hasSucceeded);
    }

    [Fact]
    public void An_imported_authority_is_trusted_without_its_root()
    {
        List<string> lines = Check(_bench.IssueMine(), hasRoot: false);
        Assert.Equal(Valid, lines[^1]);
        Assert.DoesNotContain(" Info: Issued by /CN=root", lines);
    }

    [Fact]
    public void Without_a_path_it_is_not_valid()
    {
        Assert.Equal(Invalid + "the certificate of CN=device has no known issuer.",
            Check(_bench.IssueMine(), hasSub: false)[^1]);
        Assert.False(_hasSucceeded);
    }

    [Fact]
    public void A_signature_of_somebody_else_is_found()
    {
        byte[] der = _bench.IssueMine();
        der[^1] ^= 1;
        Assert.Equal(Invalid
            + "the certificate of CN=device does not bear the signature of its issuer.",
            Check(der)[^1]);
    }

    [Fact]
    public void Dates_are_checked_against_the_clock()
    {
        Assert.Equal(Invalid + "the certificate of CN=device has expired.",
            Check(_bench.IssueMine(days: 99))[^1]);
        Assert.Equal(Valid, Check(_bench.IssueMine(days: 101))[^1]);
    }

    [Fact]
    public void Without_a_clock_the_verdict_leaves_dates_aside()
    {
        _bench.Dispose();
        _bench = new CertificateBench(isClockSet: false);
        List<string> lines = Check(_bench.IssueMine(days: 1));
        Assert.Equal(" Info: The certificate mine.cer is valid, its dates left aside.", lines[^1]);
        Assert.Single(lines, line => line.StartsWith(" Warning: The clock is not set",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_whose_key_is_elsewhere_is_not_valid_here()
    {
        Assert.Equal(Invalid + "no key pair of this device belongs to it.",
            Check(_bench.IssueMine(), hasKey: false)[^1]);
    }

    [Fact]
    public void A_key_usage_without_signatures_is_a_warning()
    {
        List<string> lines = Check(_bench.IssueMine(usage: X509KeyUsageFlags.KeyEncipherment));
        Assert.Contains(
            " Warning: Its key usage lacks digitalSignature, so it cannot sign requests.", lines);
        Assert.Equal(Valid, lines[^1]);
    }

    [Fact]
    public void An_ended_root_is_passed_by_where_the_authority_itself_is_imported()
    {
        _bench.Import(CertificateKind.Ca, "root.cer", _bench.IssueRoot(days: 50));
        Assert.Equal(Valid, Check(_bench.IssueMine(), hasRoot: false)[^1]);
        Assert.Equal(Invalid + "the certificate of CN=root has expired.",
            Check(_bench.IssueMine(isUnderSub: false), hasRoot: false)[^1]);
    }

    [Fact]
    public void A_revoked_certificate_is_not_valid()
    {
        byte[] der = _bench.IssueMine();
        _bench.Write("cmp_crl1.crl", _bench.List(true, 90, 30, null, der));
        Assert.Equal(Invalid + "it is revoked by cmp_crl1.crl of 2027-04-01 00:00:00 UTC.",
            Check(der)[^1]);
    }

    [Fact]
    public void A_certificate_below_a_revoked_authority_is_not_valid()
    {
        _bench.Write("cmp_crl1.crl", _bench.List(false, 90, 30, null, _bench.Sub));
        Assert.Equal(Invalid + "the certificate of its issuer is revoked by cmp_crl1.crl of"
            + " 2027-04-01 00:00:00 UTC.", Check(_bench.IssueMine())[^1]);
    }

    [Fact]
    public void The_newest_list_decides_and_an_old_one_is_told()
    {
        byte[] der = _bench.IssueMine();
        _bench.Write("cmp_crl1.crl", _bench.List(true, 50, 7, null, der));
        _bench.Write("cmp_crl2.crl", _bench.List(true, 60, 7));
        List<string> lines = Check(der);
        Assert.Contains(" Info: Not in the revocation list cmp_crl2.crl of 2027-03-02 00:00:00 UTC",
            lines);
        Assert.Contains(" Warning: The list cmp_crl2.crl of 2027-03-02 00:00:00 UTC is out of date;"
            + " fetch a newer one.", lines);
        Assert.Equal(Valid, lines[^1]);
    }

    [Fact]
    public void A_list_that_the_issuer_did_not_sign_does_not_count()
    {
        byte[] der = _bench.IssueMine();
        using ECDsa other = CertificateBench.NewKey();
        _bench.Write("cmp_crl1.crl", _bench.List(true, 90, 30, other, der));
        _bench.Write("cmp_crl2.crl", [0x30, 0x00]);
        List<string> lines = Check(der);
        Assert.Contains(
            " Warning: The list cmp_crl1.crl does not count: its signature is wrong.", lines);
        Assert.Equal(Valid, lines[^1]);
    }

    [Fact]
    public void Authorities_are_checked_too()
    {
        Check(_bench.IssueMine());
        Assert.Equal(
            [
                " Info: It is an imported root itself.",
                " Info: The certificate root.cer is valid.",
            ],
            Run(CertificateKind.Ca, "root.cer").TakeLast(2));
        Assert.Contains(" Info: Issued by /CN=root", Run(CertificateKind.Ca, "sub.cer"));
        Assert.True(_hasSucceeded);
        _bench.Configuration.RemoveImport(CertificateKind.Ca, "root.cer");
        Assert.Contains(" Info: Its issuer is not imported; it is trusted itself.",
            Run(CertificateKind.Ca, "sub.cer"));
        Assert.True(_hasSucceeded);
        _bench.Import(CertificateKind.Ca, "leaf.cer", _bench.IssueMine());
        Assert.Equal("Error: The certificate leaf.cer is not valid: the certificate is not the"
            + " certificate of a CA.", Run(CertificateKind.Ca, "leaf.cer")[^1]);
    }

    [Fact]
    public void A_step_verifies_at_most_one_signature()
    {
        _bench.Write("cmp_crl1.crl", _bench.List(true, 50, 7));
        _bench.Write("cmp_crl2.crl", _bench.List(false, 50, 7));
        Check(_bench.IssueMine());
        NetKeyEngine engine = (NetKeyEngine)_bench.Parts.Engine;
        int before = engine.VerifyCount;
        CertificateCheckJob job = Job(CertificateKind.Local, CertificateBench.Mine);
        int last = before;
        while (job.Step(0, new CertificateBench.Lines()))
        {
            Assert.InRange(engine.VerifyCount - last, 0, 1);
            last = engine.VerifyCount;
        }

        Assert.Equal(4, last - before);
    }

    [Fact]
    public void What_cannot_be_read_and_what_is_cancelled_is_told()
    {
        _bench.Import(CertificateKind.Local, CertificateBench.Mine, [0x30, 0x00]);
        Assert.Equal(["Error: The certificate mine.cer cannot be read; import it again."],
            Run(CertificateKind.Local, CertificateBench.Mine));
        CertificateBench.Lines lines = new();
        Job(CertificateKind.Local, CertificateBench.Mine).Cancel(lines);
        Assert.StartsWith("Error: The check was cancelled", Assert.Single(lines.All));
    }

    private List<string> Check(byte[] mine, bool hasRoot = true, bool hasSub = true,
        bool hasKey = true)
    {
        if (hasRoot) _bench.Import(CertificateKind.Ca, "root.cer", _bench.Root);
        if (hasSub) _bench.Import(CertificateKind.Ca, "sub.cer", _bench.Sub);
        if (hasKey) _bench.StoreKey();
        _bench.Import(CertificateKind.Local, CertificateBench.Mine, mine);
        return Run(CertificateKind.Local, CertificateBench.Mine);
    }

    private CertificateCheckJob Job(CertificateKind kind, string name) =>
        new(_bench.Parts, kind, name, _bench.Configuration);

    private List<string> Run(CertificateKind kind, string name)
    {
        CertificateBench.Lines output = new();
        CertificateCheckJob job = Job(kind, name);
        int steps = 0;
        while (job.Step(0, output)) Assert.True(++steps < 50);
        _hasSucceeded = job.Succeeded;
        Assert.Equal(!_hasSucceeded, output.All[^1].StartsWith("Error: ",
            StringComparison.Ordinal));
        return output.All;
    }
}

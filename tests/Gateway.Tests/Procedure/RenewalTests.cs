using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core;
using Gateway.LabCa;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>The board renews its certificate by itself, again and again.</summary>
public sealed class RenewalTests : RenewalBench
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void At_80_percent_a_new_key_and_certificate_take_the_place_of_the_old_ones()
    {
        (string name, byte[] der) = Identity();
        Assert.Equal("cmp_ir.cer", name);
        string[] names = ["cmp_kur.cer", "cmp_kur2.cer", "cmp_kur.cer"];
        foreach (string next in names)
        {
            byte[] key = Board.Keys().Find("rsa_cmp").PublicKey;
            Time.Advance(Validity * 0.79);
            Rest();
            Assert.Empty(Requests());
            Time.Advance(Validity * 0.01);
            Until(() => Requests().Length >= 2, s_minute);
            Rest();
            Assert.Equal(["kur", "certConf"], Requests());
            Log.Clear();

            (string renewed, byte[] renewedDer) = Identity();
            Assert.Equal(next, renewed);
            Assert.NotEqual(der, renewedDer);
            Assert.Null(new CertificateStore(Records).Read(CertificateKind.Local, name));
            byte[] renewedKey = Board.Keys().Find("rsa_cmp").PublicKey;
            Assert.NotEqual(key, renewedKey);
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(renewedDer);
            Assert.Equal(renewedKey, certificate.PublicKey.ExportSubjectPublicKeyInfo());
            Assert.Null(Board.Keys().FindAt("rsa_cmp", KeyPlace.Next));
            Assert.Null(Board.Keys().FindAt("rsa_cmp", KeyPlace.Previous));
            Assert.Empty(new Journal(Records).List());
            Assert.Null(new ConfigurationStore(Records).ReadOlder());
            (name, der) = (renewed, renewedDer);
        }

        string[] said = Board.Type("display pki cmp auto-update");
        Assert.Contains(said, l => l.StartsWith("   Certificate          : cmp_kur.cer"));
        Assert.Contains(said, l => l.EndsWith(" renewed", StringComparison.Ordinal));
        Restart();
        Assert.Equal(name, Identity().Name);
        Assert.DoesNotContain(Board.Type("display pki cmp auto-update"),
            l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public void While_the_CA_is_away_it_is_asked_each_half_hour_and_nothing_is_written()
    {
        Restart(isCaThere: false);
        Time.Advance(Validity * 0.8);
        Until(() => Shown("Failures in a row").Contains(": 5 ", StringComparison.Ordinal),
            s_minute);

        // The time itself is kept once a day.
        string[] names = [.. Records.List("").Where(n => n != "clock")];
        long[] before = [.. names.Select(HashOf)];
        for (int i = 0; i < 10; i++)
        {
            string failures = Shown("Failures in a row");
            Pass(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
            Assert.NotEqual(failures, Shown("Failures in a row"));
        }

        Assert.Equal(before, names.Select(HashOf));
        Assert.Contains("No answer from the CA", Shown("Last result"));
        Restart();
        Until(() => Requests().Length >= 2, s_minute);
        Rest();
        Assert.Equal(["kur", "certConf"], Requests());
        Assert.Equal("cmp_kur.cer", Identity().Name);
    }

    [Fact]
    public void After_the_end_the_MAC_secret_gets_a_new_certificate()
    {
        Time.Advance(Validity * 0.5);
        Restart(isCaThere: false);
        Time.Advance(Validity * 0.6);
        Rest();
        Assert.Contains("expired", Shown("Elapsed"));
        Restart();
        Until(() => Identity().Name != "cmp_ir.cer", s_minute);
        Assert.Equal("ir", Requests()[0]);
        Assert.Equal("cmp_ir2.cer", Identity().Name);
        string[] said = Board.Type("display pki cmp auto-update");
        Assert.Contains(said, l => l.Contains("is renewed: cmp_ir2.cer, valid until",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_root_that_nears_its_end_gets_its_successor_without_a_question()
    {
        // 80 % of the 20 years of the lab CA's root; the board's own certificate has long ended.
        Time.Advance(TimeSpan.FromDays(365.25 * 16.1));
        byte[] root = [.. Ca.RollOver()[0]];
        Until(() => new ConfigurationStore(Records).Read().Contains("cmp_newroot.cer"),
            TimeSpan.FromMinutes(20));
        Assert.Equal(root,
            new CertificateStore(Records).Read(CertificateKind.Ca, "cmp_newroot.cer"));
        string text = new ConfigurationStore(Records).Read();
        Assert.Contains("pki import-certificate ca filename cmp_ca1.cer", text);
        string[] said = Board.Type("display pki certificate brief");
        Assert.Contains(said, l => l.Contains("The CA certificate cmp_newroot.cer follows"
            + " cmp_ca1.cer; the old root vouches for it.", StringComparison.Ordinal));
        Assert.NotEqual("cmp_ir.cer", Identity().Name);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-100)]
    [InlineData(-40 * 365)]
    [InlineData(40 * 365)]
    public void A_CA_whose_clock_is_wrong_renews_all_the_same(int days)
    {
        Time.Advance(Validity * 0.8);
        Ca.Misbehave(Misbehaviour.WrongTime(TimeSpan.FromDays(days)));
        Until(() => Identity().Name != "cmp_ir.cer", s_minute);
        Pass(TimeSpan.FromHours(3), TimeSpan.FromMinutes(10));
        Assert.InRange(Requests().Count(r => r is "kur" or "ir"), 2, 3);
    }

    [Fact]
    public void An_answer_of_nobody_with_a_wrong_time_does_not_put_the_clock_in_doubt()
    {
        Time.Advance(Validity * 0.8);
        Ca.Misbehave(Misbehaviour.WrongTime(TimeSpan.FromDays(40)), answers: 3);
        Ca.Misbehave(Misbehaviour.UntrustedSigner, answers: 3);
        Until(() => Requests().Length >= 2, s_minute);
        Assert.Contains("Time source: authenticated message of the CA 80 days ago",
            Board.Type("display clock"));
    }

    [Fact]
    public void A_clock_set_over_the_end_of_the_certificate_is_asked_for()
    {
        string[] said = Board.Type("quit", "clock datetime 00:00:00 2027-02-25", "n");
        Assert.Contains(" Warning: cmp_ir.cer is renewed at once, due since 2027-02-18 23:59:48"
            + " UTC.", said);
        Assert.Contains(" Warning: Nobody but the operator sets the clock back then.", said);
        said = Board.Type("clock datetime 00:00:00 2027-04-01", "y", "display clock");
        Assert.Contains(" Warning: cmp_ir.cer has expired then, on 2027-03-11 00:00:00 UTC.",
            said);
        Assert.Contains("2027-04-01 00:00:00 UTC", said);
        Assert.Contains("The board's own calendar says 2026-12-01 00:00:00 UTC, and does so again",
            said);
        Assert.DoesNotContain(Board.Type("clock datetime 00:00:00 2027-05-01"),
            l => l.Contains("Warning", StringComparison.Ordinal));
    }

    private string Shown(string label) => Board.Type("display pki cmp auto-update")
        .Single(l => l.StartsWith("   " + label, StringComparison.Ordinal));

    private long HashOf(string name)
    {
        byte[] payload = Records.Read(name);
        return payload.Length == 0 ? 0 : new ReadOnlySpan<byte>(payload).ToArray()
            .Aggregate(17L, (hash, octet) => (hash * 31) + octet);
    }
}

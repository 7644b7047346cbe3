using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core;
using Gateway.Hal.Sim;
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

    [Fact]
    public void A_certificate_that_was_left_imported_costs_no_renewal_and_no_new_key()
    {
        new FileStore(Records).Write("old.cer", Identity().Der, 0);
        string[] said = Board.Type("pki import-certificate local filename old.cer", "y",
            "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
        byte[] oldKey = Board.Keys().Find("rsa_cmp").PublicKey;
        for (int i = 0; i < 4; i++)
        {
            byte[] key = Board.Keys().Find("rsa_cmp").PublicKey;
            Renew();
            Assert.NotEqual(key, Board.Keys().Find("rsa_cmp").PublicKey);
            Assert.Equal(oldKey, Board.Keys().FindAt("rsa_cmp", KeyPlace.Previous).PublicKey);
            Assert.Null(Board.Keys().FindAt("rsa_cmp", KeyPlace.Next));
        }

        Board.Type("pki delete-certificate local filename old.cer", "y", "commit");
        Assert.Null(Board.Keys().FindAt("rsa_cmp", KeyPlace.Previous));
    }

    [Fact]
    public void Where_every_place_of_a_key_is_needed_the_certificate_is_renewed_for_the_same_key()
    {
        ImportCopy("first.cer");
        Renew();
        ImportCopy("second.cer");
        Renew();
        string shown = Shown("Key pair");
        Assert.Contains("has no place for another key: the certificate first.cer needs an older"
            + " one; delete it with 'pki delete-certificate local filename first.cer'", shown);
        byte[] key = KeyOf(Identity().Der);
        for (int i = 0; i < 2; i++)
        {
            Renew();
            Assert.Equal(key, KeyOf(Identity().Der));
        }

        Board.Type("pki delete-certificate local filename first.cer", "y", "commit");
        Renew();
        Assert.NotEqual(key, KeyOf(Identity().Der));
    }

    [Fact]
    public void Sessions_that_share_a_key_pair_are_all_renewed()
    {
        string[] said = Board.Type("pki cmp session other", "cmp-request entity user01",
            $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
            "cmp-request server url http://10.3.0.1:8080", "cmp-request rsa local-key-pair rsa_cmp",
            "cmp-request message-authentication-code 1234 " + FaultyCa.Secret, "quit", "commit",
            "pki cmp initial-request session other",
            "pki import-certificate local filename other_ir.cer", "y", "pki cmp session other",
            "cmp-request rsa local-key-pair rsa_cmp regenerate",
            "cmp-request authentication-cert other_ir.cer", "certificate auto-update enable",
            "certificate update expire-time 80", "quit", "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
        string[] before = LocalNames();
        for (int i = 0; i < 3; i++)
        {
            Log.Clear();
            Time.Advance(Validity * 0.8);
            Until(() => Requests().Count(r => r == "certConf") == 2, s_minute);
            Rest();
            string[] after = LocalNames();
            Assert.Equal(2, after.Length);
            Assert.Empty(before.Intersect(after));
            before = after;
        }

        byte[][] keys = [.. before.Select(n =>
            KeyOf(new CertificateStore(Records).Read(CertificateKind.Local, n)))];
        Assert.NotEqual(keys[0], keys[1]);
        Assert.All(keys, k => Assert.NotNull(Board.Keys().OpenPrivateKeyFor(k)));
    }

    [Fact]
    public void A_next_key_that_the_CA_refuses_twice_is_replaced()
    {
        Ca.Misbehave(Misbehaviour.Reject(CmpFailInfo.BadRequest, "the key is known"), 2);
        Time.Advance(Validity * 0.8);
        Until(() => Requests().Length >= 1, s_minute);
        Rest();
        byte[] refused = Board.Keys().FindAt("rsa_cmp", KeyPlace.Next).PublicKey;
        Until(() => Identity().Name == "cmp_kur.cer", s_minute);
        Assert.Equal(["kur", "kur", "kur", "certConf"], Requests());
        Assert.NotEqual(refused, KeyOf(Identity().Der));
        Assert.Null(Board.Keys().OpenPrivateKeyFor(refused));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_applied_for_anew()
    {
        Records.WriteBoth("local-cmp_ir.cer", [1, 2, 3]);
        Restart();
        Assert.Contains("the certificate cannot be read; the CA is asked with the MAC secret",
            Shown("Reason"));
        Until(() => Identity().Name != "cmp_ir.cer", s_minute);
        Assert.Equal(["ir", "certConf"], Requests());
        Assert.NotNull(Identity().Der);
        Assert.Contains("80 %", Shown("Update due at"));
    }

    [Fact]
    public void Somebody_who_answers_in_place_of_the_CA_delays_a_renewal_that_waits_by_an_hour()
    {
        Ca.Misbehave(Misbehaviour.Poll(1000, 60));
        Time.Advance(Validity * 0.8);
        Until(() => Requests().Length >= 2, s_minute);
        Rest();
        Assert.Equal(JournalState.Waiting, new Journal(Records).Read("cmp").State);
        Ca.Behave();
        Ca.Misbehave(Misbehaviour.HttpStatus(404));
        Pass(TimeSpan.FromMinutes(70), s_minute);
        Assert.Empty(new Journal(Records).List());
        Ca.Behave();
        Until(() => Identity().Name == "cmp_kur.cer", s_minute);
    }

    [Fact]
    public void A_board_without_a_seed_shows_the_automatic_update()
    {
        Records.Erase("random-state");
        using ConsoleBench board = new(Ca.Endpoint.ToString(), Board.Flash, 7777,
            SimClock.FromHost(Time), 0);
        string[] said = board.Type("display pki cmp auto-update");
        Assert.Contains(said, l => l.StartsWith("   Next action", StringComparison.Ordinal));
    }

    private static byte[] KeyOf(byte[] der)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }

    private void ImportCopy(string name)
    {
        new FileStore(Records).Write(name, Identity().Der, 0);
        string[] said = Board.Type("pki import-certificate local filename " + name, "y",
            "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
    }

    private void Renew()
    {
        string name = Identity().Name;
        Time.Advance(Validity * 0.8);
        Until(() => Identity().Name != name, s_minute);
        Rest();
    }

    private string[] LocalNames() => [.. new ConfigurationStore(Records).Read().Split('\n')
        .Where(l => l.StartsWith("pki import-certificate local", StringComparison.Ordinal))
        .Select(l => l.Split(' ')[^1])];

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

    // A field with the rows that it goes on in.
    private string Shown(string label)
    {
        string[] rows = Board.Type("display pki cmp auto-update");
        int first = Array.FindIndex(rows,
            r => r.StartsWith("   " + label, StringComparison.Ordinal));
        Assert.True(first >= 0, label);
        string deep = new(' ', 26);
        return string.Join(' ', rows.Skip(first + 1)
            .TakeWhile(r => r.StartsWith(deep, StringComparison.Ordinal)).Select(r => r.Trim())
            .Prepend(rows[first]));
    }

    private long HashOf(string name)
    {
        byte[] payload = Records.Read(name);
        return payload.Length == 0 ? 0 : new ReadOnlySpan<byte>(payload).ToArray()
            .Aggregate(17L, (hash, octet) => (hash * 31) + octet);
    }
}

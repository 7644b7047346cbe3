using System;
using System.Collections.Generic;
using Gateway.App;
using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal.Sim;
using Gateway.Pki;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Gateway.Tests.Pki;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Which CA certificates are renewed, by whom, and what is taken as a successor.</summary>
public sealed class AuthorityRenewalTests : ITextSink
{
    private const long DayMs = 86_400_000;
    private static readonly DateTime s_begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Valid for 100 days, so a successor is asked for after 80.
    private static readonly TestAuthority s_root = TestAuthority.Root(Wish("CN=root"));
    private static readonly TestAuthority s_sub = s_root.Issue(Wish("CN=sub"));
    private static readonly byte[] s_own = s_sub.Issue(Wish("CN=own") with { IsCa = null }).Der;
    private static readonly TestAuthority s_lasting =
        TestAuthority.Root(Wish("CN=root", 1000) with { KeyName = "lasting" });

    private readonly CertificateStore _certificates;
    private readonly FileStore _files;
    private readonly Configuration _configuration = new("g", []);
    private readonly AuthorityRenewal _renewal;
    private readonly List<string> _lines = [];

    public AuthorityRenewalTests()
    {
        RecordStore records = new(new MemoryFlash());
        _certificates = new CertificateStore(records);
        _files = new FileStore(records);
        _renewal = new AuthorityRenewal(new NetKeyEngine(), _certificates, _files, 0);
        _files.Write("own.cer", s_own, 0);
        _configuration.Sessions.Add(new SessionSettings("other")
        {
            IsAutoUpdateEnabled = true, CaName = "CN=else",
        });
        _configuration.Sessions.Add(new SessionSettings("cmp")
        {
            IsAutoUpdateEnabled = true, AuthenticationCertificate = "own.cer",
        });
        Import("root.cer", s_root.Der);
        Import("sub.cer", s_sub.Der);
    }

    void ITextSink.Line(string text) => _lines.Add(text);

    [Fact]
    public void Each_is_asked_for_after_80_percent_and_then_once_a_day()
    {
        AuthorityPlan plan = _renewal.Next(_configuration, At(70), 5 * DayMs);
        Assert.Equal(15 * DayMs, plan.DueMs);
        plan = _renewal.Next(_configuration, At(80), 15 * DayMs);
        Assert.Equal(15 * DayMs, plan.DueMs);
        Assert.Equal(("cmp", "root.cer", GeneralKind.RootCaUpdate),
            (plan.SessionName, plan.FileName, plan.Kind));
        _renewal.Asked(plan, 15 * DayMs);
        plan = _renewal.Next(_configuration, At(80), 15 * DayMs);
        Assert.Equal(("cmp", "sub.cer", GeneralKind.CaCertificates),
            (plan.SessionName, plan.FileName, plan.Kind));
        _renewal.Asked(plan, (15 * DayMs) + 7);
        plan = _renewal.Next(_configuration, At(80), (15 * DayMs) + 7);
        Assert.Equal("root.cer", plan.FileName);
        Assert.Equal(16 * DayMs, plan.DueMs);
    }

    [Fact]
    public void After_a_start_it_waits_two_minutes() =>
        Assert.Equal(120_000, _renewal.Next(_configuration, At(90), 1000).DueMs);

    [Fact]
    public void What_has_ended_or_a_successor_or_no_session_is_not_asked_for()
    {
        Assert.Null(_renewal.Next(_configuration, At(101), DayMs));
        Import("later.cer", s_lasting.Der);
        Assert.Equal("sub.cer", _renewal.Next(_configuration, At(90), DayMs).FileName);
        SessionSettings session = _configuration.FindSession("cmp");
        session.IsAutoUpdateEnabled = false;
        Assert.Null(_renewal.Next(_configuration, At(90), DayMs));

        // A session that names the CA may ask for it too.
        session = _configuration.FindSession("other");
        session.CaName = "CN=sub";
        Assert.Equal("other", _renewal.Next(_configuration, At(90), DayMs).SessionName);
    }

    [Fact]
    public void An_old_one_goes_when_it_has_ended_and_another_one_is_there()
    {
        Assert.Null(_renewal.Ended(_configuration, At(101)));
        Import("later.cer", s_lasting.Der);

        // The gateway's own certificate stands on it, by way of sub.cer.
        Assert.Null(_renewal.Ended(_configuration, At(101)));
        _files.Write("own.cer", s_lasting.Issue(Wish("CN=own") with { IsCa = null }).Der, 0);
        Assert.Null(_renewal.Ended(_configuration, At(100)));
        Assert.Null(_renewal.Ended(_configuration, UtcTime.Unknown));
        Assert.Equal("root.cer", _renewal.Ended(_configuration, At(101)));
        _configuration.FindSession("cmp").VerificationCertificate = "root.cer";
        Assert.Null(_renewal.Ended(_configuration, At(101)));
    }

    [Fact]
    public void What_an_imported_certificate_stands_on_stays_unless_its_successor_has_the_same_key()
    {
        Import("later.cer", s_lasting.Der);
        _files.Write("own.cer", s_lasting.Issue(Wish("CN=own") with { IsCa = null }).Der, 0);
        byte[] second = s_root.Issue(Wish("CN=second") with { IsCa = null }).Der;
        _certificates.Write(CertificateKind.Local, "second.cer", second, 0);
        _configuration.AddImport(CertificateKind.Local, "second.cer");
        Assert.Null(_renewal.Ended(_configuration, At(101)));
        Import("same.cer", TestAuthority.Root(Wish("CN=root", 900)).Der);
        Assert.Equal("root.cer", _renewal.Ended(_configuration, At(101)));
    }

    [Fact]
    public void A_lying_time_server_ends_no_trust_anchor()
    {
        Import("later.cer", s_lasting.Der);
        _files.Write("own.cer", s_lasting.Issue(Wish("CN=own") with { IsCa = null }).Der, 0);
        long now = UtcTime.FromCivil(2027, 1, 1, 0, 0, 0);
        byte[] old = TestAuthority.Root(Wish("CN=root", 700)).Der;
        _certificates.Write(CertificateKind.Ca, "root.cer", old, 0);
        ManualTimeProvider time = new(DateTimeOffset.UnixEpoch);
        BoardClock clock = new(SimClock.Unset(time), new ClockRecord(now, ClockSource.Ca, now, now));
        Assert.Null(clock.Tell(ClockSource.Sntp, now + (16 * 366 * 86400L)));
        Assert.Null(_renewal.Ended(_configuration, clock.Sure()));
        Assert.Null(clock.Tell(ClockSource.Sntp, now + 200));
        Assert.Equal(now + 200, clock.UtcNow());
        clock.Hint(now + (2 * 366 * 86400L));
        Assert.Equal("root.cer", _renewal.Ended(_configuration, clock.Sure()));
    }

    [Fact]
    public void A_root_is_taken_when_the_old_one_vouches_for_it_and_it_lasts_longer()
    {
        byte[] link = s_root.Issue(Wish("CN=root", 1000) with { KeyName = "lasting" }).Der;
        AuthorityImport taken = Judge().JudgeRoot(Plan(s_root), s_lasting.Der, link, this);
        Assert.Equal("cmp_newroot.cer", taken.FileName);
        Assert.Equal(s_lasting.Der, taken.Der);
        Assert.StartsWith("The CA certificate cmp_newroot.cer follows it.cer; the old root"
            + " vouches for it. SHA256 fingerprint:", Assert.Single(_lines));

        // The name is that of another one now.
        Import("cmp_newroot.cer", s_root.Der);
        taken = Judge().JudgeRoot(Plan(s_root), s_lasting.Der, link, this);
        Assert.Equal("cmp_newroot2.cer", taken.FileName);

        Refused(Judge().JudgeRoot(Plan(s_root), s_lasting.Der, null, this),
            "root certificate for it.cer was not taken: the CA gave no certificate of it by the");
        TestAuthority brief = TestAuthority.Root(Wish("CN=root", 99) with { KeyName = "brief" });
        byte[] briefLink = s_root.Issue(Wish("CN=root", 99) with { KeyName = "brief" }).Der;
        Refused(Judge().JudgeRoot(Plan(s_root), brief.Der, briefLink, this),
            "it does not last longer than the old one, or has another name");
        Refused(Judge().JudgeRoot(Plan(s_root), null, null, this), "has no newer certificate");
    }

    [Fact]
    public void A_CA_below_a_root_is_taken_when_the_root_vouches_for_it()
    {
        byte[] good = s_root.Issue(Wish("CN=sub", 200) with { KeyName = "new" }).Der;
        byte[] better = s_root.Issue(Wish("CN=sub", 300) with { KeyName = "new" }).Der;
        byte[] stranger = s_root.Issue(Wish("CN=stranger", 900)).Der;
        AuthorityImport taken =
            Judge().JudgeAuthorities(Plan(s_sub), [good, s_sub.Der, better, stranger], this);
        Assert.Equal(("cmp_newca.cer", better), (taken.FileName, taken.Der));
        Assert.Contains("; an imported root vouches for it.", Assert.Single(_lines));
        Refused(Judge().JudgeAuthorities(Plan(s_sub), [s_sub.Der, stranger, [0x30, 0]], this),
            "The CA has no newer certificate for it.cer.");
    }

    [Fact]
    public void A_CA_below_a_root_is_refused_where_no_root_vouches_for_an_authority()
    {
        TestAuthority evil = TestAuthority.Root(Wish("CN=evil", 900));
        Refused(Below(evil.Issue(Wish("CN=sub", 200))), "has no known issuer");
        TestAuthority impostor =
            TestAuthority.Root(Wish("CN=root", 900) with { KeyName = "impostor" });
        Refused(Below(impostor.Issue(Wish("CN=sub", 200))), "signature of its issuer");
        Refused(Below(s_root.Issue(Wish("CN=sub", 200) with { IsCa = false })),
            "it is not the certificate of a CA");
        Refused(Below(s_root.Issue(Wish("CN=sub", 200) with { NotBefore = s_begin.AddDays(99) })),
            "is not valid yet");

        // Neither by itself nor over another one.
        Refused(Below(s_sub.Issue(Wish("CN=sub", 200) with { KeyName = "new" })),
            "the authority that ends vouches for itself");
        TestAuthority between = s_sub.Issue(Wish("CN=between", 300));
        TestAuthority around = between.Issue(Wish("CN=sub", 200) with { KeyName = "new" });
        Refused(Judge().JudgeAuthorities(Plan(s_sub), [around.Der, between.Der, s_sub.Der], this),
            "the authority that ends vouches for itself");

        // Through another CA of the answer it is all right, unless that may have none below.
        TestAuthority middle = s_root.Issue(Wish("CN=middle", 300));
        TestAuthority far = middle.Issue(Wish("CN=sub", 200) with { KeyName = "new" });
        Assert.NotNull(Judge().JudgeAuthorities(Plan(s_sub), [far.Der, middle.Der], this));
        middle = s_root.Issue(Wish("CN=middle", 300) with { PathLength = 0 });
        far = middle.Issue(Wish("CN=sub", 200) with { KeyName = "new" });
        Refused(Judge().JudgeAuthorities(Plan(s_sub), [far.Der, middle.Der], this),
            "an authority above it may have none below");
    }

    private static TestAuthority.Wish Wish(string name, int days = 100) => new(name)
    {
        NotBefore = s_begin, NotAfter = s_begin.AddDays(days),
    };

    private static long At(int day) => day == 101
        ? new DateTimeOffset(s_begin.AddDays(100)).ToUnixTimeSeconds() + 1
        : new DateTimeOffset(s_begin.AddDays(day)).ToUnixTimeSeconds();

    private AuthorityImport Below(TestAuthority told) =>
        Judge().JudgeAuthorities(Plan(s_sub), [told.Der], this);

    private void Refused(AuthorityImport taken, string reason)
    {
        Assert.Null(taken);
        Assert.Contains(reason, _lines[^1]);
    }

    private AuthorityJudge Judge() =>
        new(new NetKeyEngine(), _certificates, _configuration, At(85));

    private static AuthorityPlan Plan(TestAuthority old) =>
        new() { SessionName = "cmp", FileName = "it.cer", Certificate = old.Der };

    private void Import(string name, byte[] der)
    {
        _certificates.Write(CertificateKind.Ca, name, der, 0);
        _configuration.AddImport(CertificateKind.Ca, name);
    }
}

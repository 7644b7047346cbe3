using System;
using System.Collections.Generic;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Warnings of certificates near their end, and the table that shows them.</summary>
public sealed class ExpiryWarningsTests : IDisposable
{
    private readonly CertificateBench.Lines _notices = new();
    private CertificateBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_ends_within_the_days_or_has_ended_is_warned_of_at_once_and_daily()
    {
        Import();
        ExpiryWarnings warnings = Warnings();
        string[] expected =
        [
            "Warning: The ca certificate old.cer has ended on 2027-04-10 00:00:00 UTC;"
                + " import its successor.",
            "Warning: The local certificate soon.cer ends in 30 days, on 2027-05-11 00:00:00 UTC;"
                + " no CMP session signs with it, apply for another one.",
        ];
        Assert.Equal(expected, Round(warnings));
        Assert.Equal(_bench.Clock.NowMs + ExpiryWarnings.IntervalMs, warnings.DueMs);

        _bench.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Round(warnings));
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            [
                expected[0], expected[1].Replace("30 days", "29 days"),
                "Warning: The local certificate later.cer ends in 30 days, on 2027-05-12 00:00:00"
                    + " UTC; no CMP session signs with it, apply for another one.",
            ],
            Round(warnings));
    }

    [Fact]
    public void The_days_are_those_of_the_running_configuration()
    {
        Import();
        _bench.Configuration.PrewarningDays = 31;
        Assert.Equal(3, Round(Warnings()).Count);
        _bench.Configuration.PrewarningDays = 7;
        Assert.Single(Round(Warnings()));
    }

    [Fact]
    public void What_a_session_renews_by_itself_is_told_only_in_its_last_tenth()
    {
        Import();
        SessionSettings session = new("cmp") { AuthenticationCertificate = "SOON.cer" };
        _bench.Configuration.Sessions.Add(session);
        Assert.Equal(2, Round(Warnings()).Count);
        session.IsAutoUpdateEnabled = true;
        Assert.DoesNotContain(Round(Warnings()), line => line.Contains("soon.cer"));

        // Of its 130 days 30 are left, then 13, then a second less.
        _bench.Time.Advance(TimeSpan.FromDays(17));
        Assert.DoesNotContain(Round(Warnings()), line => line.Contains("soon.cer"));
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(Round(Warnings()), line => line.Contains("soon.cer ends in 12 days, on"));
        _bench.Time.Advance(TimeSpan.FromDays(20));
        Assert.Contains(Round(Warnings()), line => line.Contains("soon.cer has ended on"));
    }

    [Fact]
    public void What_is_advised_is_possible()
    {
        Import();
        SessionSettings session = new("cmp") { AuthenticationCertificate = "SOON.cer" };
        _bench.Configuration.Sessions.Add(session);
        Assert.EndsWith(" UTC; renew it with 'pki cmp keyupdate-request session cmp'.",
            Told("soon.cer"));
        _bench.Time.Advance(TimeSpan.FromDays(18));
        session.IsAutoUpdateEnabled = true;
        Assert.EndsWith(" UTC; see 'display pki cmp auto-update'.", Told("soon.cer"));
        session.IsAutoUpdateEnabled = false;
        _bench.Time.Advance(TimeSpan.FromDays(20));
        Assert.EndsWith(" UTC; apply anew with 'pki cmp initial-request session cmp'.",
            Told("soon.cer"));
    }

    [Fact]
    public void The_last_days_are_told()
    {
        Import();
        ExpiryWarnings warnings = Warnings();
        _bench.Time.Advance(TimeSpan.FromDays(29));
        Assert.Contains(Round(warnings), line => line.Contains("soon.cer ends in 1 day, on"));
        _bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains(Round(warnings), line => line.Contains("soon.cer ends within a day, on"));
        _bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains(Round(warnings), line => line.Contains("soon.cer has ended on"));
    }

    [Fact]
    public void Without_a_clock_nothing_is_said_until_the_time_is_known()
    {
        _bench.Dispose();
        _bench = new CertificateBench(isClockSet: false);
        Import();
        ExpiryWarnings warnings = Warnings();
        Assert.Equal(long.MaxValue, warnings.DueMs);
        _bench.Time.Advance(TimeSpan.FromDays(3));
        Assert.Empty(Round(warnings));
        _bench.Clock.Tell(ClockSource.Operator,
            CertificateBench.From.AddDays(100).ToUnixTimeSeconds());
        Assert.True(warnings.DueMs <= _bench.Clock.NowMs);
        Assert.Equal(2, Round(warnings).Count);
    }

    [Fact]
    public void A_poll_looks_at_one_certificate_and_a_changed_configuration_is_borne()
    {
        Import();
        ConfigurationTransaction transaction = new(_bench.Configuration);
        ExpiryWarnings warnings = new(_bench.Parts.Certificates, transaction, _bench.Clock,
            _notices);
        for (int i = 0; i < 3; i++) Assert.True(warnings.Poll(_bench.Clock.NowMs));
        foreach (string name in new[] { "soon.cer", "later.cer", "far.cer" })
            transaction.Candidate.RemoveImport(CertificateKind.Local, name);
        Assert.Null(transaction.Commit());
        Assert.False(warnings.Poll(_bench.Clock.NowMs));
        Assert.Equal(_bench.Clock.NowMs + ExpiryWarnings.IntervalMs, warnings.DueMs);
    }

    [Fact]
    public void A_certificate_that_is_gone_or_broken_is_passed_by()
    {
        _bench.Import(CertificateKind.Ca, "broken.cer", [1, 2, 3]);
        _bench.Configuration.AddImport(CertificateKind.Ca, "gone.cer");
        Assert.Empty(Round(Warnings()));
        Assert.Equal("ca     missing    -          -                    gone.cer         -",
            Table()[^1]);
    }

    [Fact]
    public void The_table_has_a_line_for_each()
    {
        Import();
        Assert.Equal(
            [
                "Kind   State      Days left  Not after (UTC)      File name        Subject CN",
                "ca     expired    0          2027-04-10 00:00:00  old.cer          root",
                "local  ends soon  30         2027-05-11 00:00:00  soon.cer         device",
                "local  valid      31         2027-05-12 00:00:00  later.cer        device",
                "local  valid      265        2028-01-01 00:00:00  far.cer          device",
            ],
            Table());
    }

    private void Import()
    {
        _bench.Import(CertificateKind.Ca, "old.cer", _bench.IssueRoot(99));
        _bench.Import(CertificateKind.Local, "soon.cer", _bench.IssueMine(days: 130));
        _bench.Import(CertificateKind.Local, "later.cer", _bench.IssueMine(days: 131));
        _bench.Import(CertificateKind.Local, "far.cer", _bench.IssueMine());
    }

    private ExpiryWarnings Warnings() => new(_bench.Parts.Certificates,
        new ConfigurationTransaction(_bench.Configuration), _bench.Clock, _notices);

    private string Told(string name) =>
        Assert.Single(Round(Warnings()), line => line.Contains(name));

    private List<string> Round(ExpiryWarnings warnings)
    {
        _notices.All.Clear();
        while (warnings.DueMs <= _bench.Clock.NowMs) warnings.Poll(_bench.Clock.NowMs);
        Assert.False(warnings.Poll(_bench.Clock.NowMs));
        return [.. _notices.All];
    }

    private List<string> Table()
    {
        CertificateBench.Lines output = new();
        new CertificateTable(_bench.Parts.Certificates, _bench.Clock.UtcNow())
            .Print(_bench.Configuration, output);
        return output.All;
    }
}

using System.Collections.Generic;
using Gateway.App;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>What the operator sees of an automatic update.</summary>
public sealed class RenewalDisplayTests
{
    private static readonly long s_begin = UtcTime.FromCivil(2026, 1, 1, 0, 0, 0);

    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(60, "1 minute")]
    [InlineData(121, "2 minutes 1 second")]
    [InlineData(3600, "1 hour")]
    [InlineData(7260, "2 hours 1 minute")]
    [InlineData(86399, "23 hours 59 minutes")]
    [InlineData(273600, "3 days 4 hours")]
    public void A_span_has_two_units_at_most(long seconds, string text) =>
        Assert.Equal(text, RenewalDisplay.Span(seconds));

    [Fact]
    public void What_is_next_and_what_came_last_are_told()
    {
        RenewalStatus status = Status(47);
        status.History.Begin(RenewalStep.Update, 0);
        status.History.Fail("The CA has refused.", s_begin + 5, 0);
        Assert.Equal(
        [
            " CMP Automatic Update Information:",
            "   Session name         : cmp",
            "   Certificate          : cmp_ir.cer",
            "   Valid from           : 2026-01-01 00:00:00 UTC",
            "   Valid until          : 2026-04-11 00:00:00 UTC",
            "   Elapsed              : 47 %",
            "   Update due at        : 50 %, 2026-02-20 00:00:00 UTC",
            "   Next action          : key update request",
            "   Time of it           : 2026-02-20 00:00:00 UTC, in 3 days",
            "   Reason               : at 50 % of the validity",
            "   Last result          : 2026-01-01 00:00:05 UTC The CA has refused.",
            "   Failures in a row    : 1 (since the start)",
        ], Printed(status));
    }

    [Fact]
    public void What_is_under_way_takes_the_place_of_what_is_next()
    {
        RenewalStatus status = Status(60);
        status.UnderWay = "waiting for the CA";
        Assert.Contains("   Next action          : waiting for the CA", Printed(status));
    }

    [Fact]
    public void An_unknown_time_an_end_and_no_certificate_are_told()
    {
        RenewalStatus status = Status(47);
        status.Facts.UtcNow = UtcTime.Unknown;
        status.Next = RenewalSchedule.Next(status.Facts);
        string[] lines = Printed(status);
        Assert.Contains("   Elapsed              : 0 % at least, the time is not known", lines);
        Assert.Contains("   Next action          : question for the time", lines);
        Assert.Contains("   Time of it           : in 3 minutes", lines);
        Assert.Contains("   Elapsed              : expired", Printed(Status(101)));
        Assert.Contains("   Time of it           : now", Printed(Status(60)));
        status.Facts = null!;
        status.Next = null!;
        lines = Printed(status);
        Assert.Contains("   Next action          : none; there is no certificate to be updated,"
            + " see", lines);
        Assert.Contains("                          'cmp-request authentication-cert'", lines);
        Assert.Contains("   Last result          : none since the start", lines);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_late_key_pair_is_what_the_update_waits_for()
    {
        RenewalStatus status = Status(60);
        status.Facts.NeedsKey = true;
        status.Next = RenewalSchedule.Next(status.Facts);
        Assert.Contains("   Reason               : the update is due and waits for its key pair",
            Printed(status));
        status.Facts.UtcNow = s_begin + (101 * 86400);
        status.Next = RenewalSchedule.Next(status.Facts);
        string[] lines = Printed(status);
        Assert.Contains("   Reason               : the certificate has expired; its update waits for"
            + " its", lines);
        Assert.Contains("                          key pair", lines);
    }

    private static RenewalStatus Status(int atDay)
    {
        RenewalStatus status = new()
        {
            SessionName = "cmp",
            CertificateName = "cmp_ir.cer",
            History = new RenewalHistory("cmp", 0, 0),
            Facts = new RenewalFacts
            {
                NotBefore = s_begin,
                NotAfter = s_begin + (100 * 86400),
                ExpirePercent = 50,
                UtcNow = s_begin + (atDay * 86400L),
                AtLeast = s_begin,
                NowMs = atDay > 50 ? 10_000 : 0,
            },
        };
        status.Next = RenewalSchedule.Next(status.Facts);
        return status;
    }

    private static string[] Printed(RenewalStatus status)
    {
        Lines lines = new();
        RenewalDisplay.Print(status, lines);
        return [.. lines.All];
    }

    private sealed class Lines : ITextSink
    {
        public List<string> All { get; } = [];

        public void Line(string text) => All.Add(text);
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Gateway.Soak;
using Xunit;

namespace Gateway.Tests.Soak;

/// <summary>Years of faults from seeds; SOAK_SEEDS asks for more of them, five years each.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int SeedsUsual = 200;
    private const double YearsUsual = 0.4;

    [Fact]
    public void Worlds_keep_their_invariants()
    {
        string? wish = Environment.GetEnvironmentVariable("SOAK_SEEDS");
        SoakOrder order = wish is null
            ? new SoakOrder(1, SeedsUsual, YearsUsual, Environment.ProcessorCount)
            : new SoakOrder(1, int.Parse(wish, CultureInfo.InvariantCulture),
                Jobs: Environment.ProcessorCount);
        SoakSummary summary = SoakRunner.Run(order, stop: TestContext.Current.CancellationToken);
        output.WriteLine(string.Join("\n", summary.Counts.All.Select(c => $"{c.Key}: {c.Value}")));
        output.WriteLine($"CPU seconds a seed: {summary.CpuSeconds / summary.Seeds:F2}");
        Assert.True(summary.Failures.Count == 0, string.Join("\n", summary.Failures.Take(5)
            .Select(f => $"seed {f.Seed}: {f.Violation!.Invariant}: {f.Violation.Message}"
                + $" (gatewayctl soak --first {f.Seed} --count 1 --years {order.Years} --trace)")));
        Assert.Equal(order.Count, summary.Seeds);
        string[] needed =
        [
            "renewals", "CA outages", "CA waits", "refusals", "lost messages", "delays",
            "corrupted messages", "duplicates", "cuts in flash", "cuts at messages", "restarts",
            "full flash", "rotten bits", "time troubles",
        ];
        Assert.All(needed, what => Assert.NotEqual(0, summary.Counts.Of(what)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void A_seed_replays_event_for_event(long seed)
    {
        List<string> first = Trace(seed);
        Assert.NotEmpty(first);
        Assert.Equal(first, Trace(seed));
        Assert.NotEqual(first, Trace(seed + 1));
    }

    [Fact]
    public void A_key_that_vanishes_breaks_the_identity()
    {
        SoakWorld world = new(SoakLife.Quiet(1));
        world.Enrol();
        string[] key = [.. world.Flash.List().Where(
            n => n.StartsWith("key-", StringComparison.Ordinal))];
        Assert.Equal(2, key.Length);
        foreach (string slot in key) world.Flash.Delete(slot);
        Assert.Equal("identity", Broken(() => Touch(world, "key-touched.a", [1])).Invariant);
    }

    [Fact]
    public void A_secret_in_flash_is_found()
    {
        SoakWorld world = new(SoakLife.Quiet(1));
        world.Enrol();
        byte[] open = Encoding.ASCII.GetBytes("note: correct-horse-battery!");
        Assert.Equal("secret", Broken(() => Touch(world, "note.a", open)).Invariant);
    }

    [Fact]
    public void Growth_is_found()
    {
        SoakWorld world = new(SoakLife.Quiet(1));
        world.Enrol();
        Assert.Equal("growth", Broken(() =>
        {
            for (int i = 0; i < GrowthLimits.SlotsMax; i++) Touch(world, $"local-{i}.a", [1]);
        }).Invariant);
    }

    [Fact]
    public void A_renewal_that_a_good_hour_would_have_allowed_is_missed()
    {
        // Nobody answers although nothing is wrong with the world.
        SoakWorld world = new(SoakLife.Quiet(1) with { ValiditySeconds = 10 * 86400 });
        world.Enrol();
        world.NextFate = () => new ExchangeFate { NotSent = Gateway.Hal.HttpFailure.Unreachable };
        SoakViolation broken = Broken(() => world.GoOn(days: 20));
        Assert.Equal("renewal", broken.Invariant);
    }

    [Fact]
    public void A_quiet_gateway_hardly_wears_its_flash()
    {
        SoakResult result = new SoakWorld(SoakLife.Quiet(1)).Run(years: 5);
        Assert.Null(result.Violation);
        Assert.InRange(result.Counts.Of("renewals"), 6, 7);
        double writes = result.Wear.Writes / result.WearDays;
        double erases = result.Wear.Erases / result.WearDays;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"A day, over 5 years of 1-year certificates: {writes:F3} writes, {erases:F3} erases"));
        Assert.InRange(writes, 0.01, 2);
        Assert.InRange(erases, 0.001, 2);
    }

    private static List<string> Trace(long seed)
    {
        List<string> lines = [];
        SoakResult result = new SoakWorld(SoakLife.Draw(seed), lines.Add).Run(years: 0.5);
        Assert.Null(result.Violation);
        return lines;
    }

    private static void Touch(SoakWorld world, string record, byte[] content)
    {
        world.Counting.Write(record, content, 0, content.Length);
        world.GoOn(days: 0.01);
    }

    private static SoakViolation Broken(Action action) => Assert.Throws<SoakViolation>(action);
}

using System;
using Gateway.App;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>When a certificate is renewed, and how.</summary>
public sealed class RenewalScheduleTests
{
    private const long Begin = 1_800_000_000;
    private const long Day = 86400;

    [Fact]
    public void An_update_is_due_when_the_percentage_has_elapsed_and_is_spread_a_little()
    {
        RenewalFacts facts = Facts(100 * Day, 80);
        facts.UtcNow = Begin;
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.Update, next.Step);
        Assert.Equal(Begin + (80 * Day), next.DueUtcSeconds);
        Assert.Equal(80 * Day * 1000, next.DueMs);
        Assert.Equal("at 80 % of the validity", next.Why);
        facts.Jitter = 255;
        Assert.Equal(Begin + (80 * Day) + 300, RenewalSchedule.Next(facts).DueUtcSeconds);
    }

    [Theory]
    [InlineData(120, 0)]
    [InlineData(86400, 86)]
    [InlineData(3_155_760_000, 300)]
    public void The_spread_is_a_thousandth_of_the_validity_and_five_minutes_at_most(
        long validity, long spread)
    {
        RenewalFacts facts = Facts(validity, 50);
        facts.UtcNow = Begin;
        facts.Jitter = 255;
        long after = (RenewalSchedule.Next(facts).DueMs / 1000) - (validity / 2);
        Assert.Equal(spread, after);
    }

    [Fact]
    public void A_certificate_without_end_is_not_renewed()
    {
        RenewalFacts facts = Facts(Day, 50);
        facts.NotAfter = UtcTime.FromCivil(9999, 12, 31, 23, 59, 59);
        facts.UtcNow = Begin + (50 * 365 * Day);
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.None, next.Step);
        Assert.Equal(long.MaxValue, next.DueMs);
        Assert.Equal("the certificate has no well-defined end date", next.Why);

        // A second less is an end, and the multiplication does not overflow.
        facts.NotBefore = UtcTime.FromCivil(1, 1, 1, 0, 0, 0);
        facts.NotAfter--;
        facts.ExpirePercent = 100;
        Assert.Equal(facts.NotAfter, RenewalSchedule.DueUtc(facts));
        Assert.Equal(RenewalStep.Update, RenewalSchedule.Next(facts).Step);
    }

    [Fact]
    public void A_key_pair_is_made_three_times_its_generation_ahead()
    {
        RenewalFacts facts = Facts(100 * Day, 50);
        facts.UtcNow = Begin;
        facts.NeedsKey = true;
        facts.KeySeconds = 3600;
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.MakeKey, next.Step);
        Assert.Equal(Begin + (50 * Day) - (3 * 3600), next.DueUtcSeconds);
        facts.KeySeconds = (int)(20 * Day);
        Assert.Equal(Begin + (40 * Day), RenewalSchedule.Next(facts).DueUtcSeconds);
        facts.IsKeyReady = true;
        Assert.Equal(RenewalStep.Update, RenewalSchedule.Next(facts).Step);
    }

    [Fact]
    public void A_key_that_was_just_made_does_not_delay_the_update()
    {
        RenewalFacts facts = Tried(RenewalStep.MakeKey, 0, 60);
        facts.NeedsKey = true;
        facts.IsKeyReady = true;
        Assert.Equal(facts.NowMs, RenewalSchedule.Next(facts).DueMs);
    }

    [Fact]
    public void A_key_that_cannot_be_made_does_not_cost_the_certificate()
    {
        RenewalFacts facts = Tried(RenewalStep.MakeKey, 9, 60);
        facts.NeedsKey = true;
        Assert.Equal(RenewalStep.MakeKey, RenewalSchedule.Next(facts).Step);
        facts.UtcNow = Begin + (96 * Day);
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.Update, next.Step);
        Assert.Equal("the next key pair cannot be made; the current one is kept; tried again after"
            + " 9 failures in a row", next.Why);
        facts.LastStep = RenewalStep.Update;
        Assert.Equal(RenewalStep.MakeKey, RenewalSchedule.Next(facts).Step);
    }

    [Theory]
    [InlineData(1, 60, 75)]
    [InlineData(2, 120, 150)]
    [InlineData(3, 240, 300)]
    [InlineData(5, 960, 1200)]
    [InlineData(6, 1440, 1800)]
    [InlineData(1_000_000, 1440, 1800)]
    public void Failures_double_the_pause_up_to_half_an_hour(int failures, int least, int most)
    {
        RenewalFacts facts = Tried(RenewalStep.Update, failures, 60);
        Assert.Equal(least * 1000L, Pause(facts));
        facts.Jitter = 255;
        Assert.Equal(most * 1000L, Pause(facts));
    }

    [Fact]
    public void The_pause_is_ten_minutes_at_most_in_the_last_tenth()
    {
        // Due at 50 days, so the last tenth begins at 95.
        RenewalFacts facts = Tried(RenewalStep.Update, 20, 96);
        facts.Jitter = 255;
        Assert.Equal(600_000, Pause(facts));

        // A longer one ends where the last tenth begins, or ten minutes after the attempt.
        facts.UtcNow = Begin + (95 * Day) - 1200;
        Assert.Equal(1_200_000, Pause(facts));
        facts.UtcNow = Begin + (95 * Day) - 60;
        Assert.Equal(600_000, Pause(facts));
    }

    [Fact]
    public void After_a_start_the_first_step_waits_ten_to_sixty_seconds()
    {
        RenewalFacts facts = Facts(100 * Day, 50);
        facts.UtcNow = Begin + (60 * Day);
        facts.NowMs = 7000;
        facts.StartMs = 5000;
        Assert.Equal(15000, RenewalSchedule.Next(facts).DueMs);
        facts.Jitter = 255;
        Assert.Equal(65000, RenewalSchedule.Next(facts).DueMs);
    }

    [Fact]
    public void An_expired_certificate_is_tried_in_turns_with_the_secret()
    {
        RenewalFacts facts = Tried(RenewalStep.Update, 30, 101);
        facts.CanApplyAnew = true;
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.ApplyAnew, next.Step);
        Assert.StartsWith("the certificate has expired; the CA is asked with the MAC secret",
            next.Why);
        facts.LastStep = RenewalStep.ApplyAnew;
        Assert.Equal(RenewalStep.Update, RenewalSchedule.Next(facts).Step);
        Assert.Equal(1_440_000, Pause(facts));
        facts.CanApplyAnew = false;
        facts.LastStep = RenewalStep.Update;
        next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.Update, next.Step);
        Assert.StartsWith(
            "the certificate has expired and there is no MAC secret to apply anew with", next.Why);
    }

    [Fact]
    public void Without_the_time_the_CA_is_asked_for_it_until_the_lower_bound_decides()
    {
        RenewalFacts facts = Facts(100 * Day, 50);
        facts.AtLeast = Begin + Day;
        facts.StartMs = 0;
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.AskTime, next.Step);
        Assert.Equal(180_000, next.DueMs);
        Assert.Equal(UtcTime.Unknown, next.DueUtcSeconds);

        facts = Tried(RenewalStep.AskTime, 50, 10);
        facts.UtcNow = UtcTime.Unknown;
        facts.AtLeast = Begin + (10 * Day);
        facts.Jitter = 255;
        Assert.Equal(1_800_000, Pause(facts));
        Assert.Equal(RenewalStep.AskTime, RenewalSchedule.Next(facts).Step);

        facts.AtLeast = Begin + (50 * Day);
        next = RenewalSchedule.Next(facts);
        Assert.Equal(RenewalStep.Update, next.Step);
        Assert.Equal("at 50 % of the validity", next.Why);

        // The question failed, not the update: that need not wait as long.
        Assert.InRange(Pause(facts), 60_000, 375_000);
    }

    // Two years without a time: what is done of each, and the shortest pause between requests.
    [Theory]
    [InlineData(false, 1, 86400)]
    [InlineData(true, 1, 1800)]
    [InlineData(false, 60, 86400)]
    public void Without_the_time_and_without_an_answer_the_update_is_tried_at_a_bounded_rate(
        bool isInDoubt, int keySeconds, int pauseSeconds)
    {
        RenewalFacts facts = Facts(365 * Day, 80);
        facts.StartMs = 0;
        facts.IsInDoubt = isInDoubt;
        facts.NeedsKey = keySeconds > 1;
        facts.KeySeconds = keySeconds;
        RenewalHistory history = new("s", 100, 0);
        long lastMs = 0;
        int updates = 0;
        while (facts.NowMs < 90 * Day * 1000)
        {
            history.Tell(facts);
            RenewalDecision next = RenewalSchedule.Next(facts);
            facts.NowMs = next.DueMs;
            history.Begin(next.Step, facts.NowMs);
            if (next.Step == RenewalStep.Update)
            {
                updates++;
                Assert.InRange((facts.NowMs - lastMs) / 1000, pauseSeconds, pauseSeconds + 1900);
                lastMs = facts.NowMs;
            }

            history.Fail("no", UtcTime.Unknown, 100);
        }

        Assert.InRange(updates, 90 * Day / (pauseSeconds + 1900), 90 * Day / pauseSeconds);
    }

    [Fact]
    public void What_an_answer_interrupted_is_repeated_once_without_the_time()
    {
        RenewalFacts facts = Tried(RenewalStep.Update, 1, 10);
        facts.UtcNow = UtcTime.Unknown;
        facts.IsInDoubt = true;
        facts.RenewedMs = 0;
        facts.LastRequestMs = facts.LastAttemptMs;
        Assert.Equal((RenewalStep.Update, 60_000L),
            (RenewalSchedule.Next(facts).Step, Pause(facts)));
        facts.Failures = 2;
        Assert.Equal(RenewalStep.AskTime, RenewalSchedule.Next(facts).Step);
        facts.LastStep = RenewalStep.AskTime;
        facts.QuestionsInVain = 9;
        facts.NowMs += 1_800_000;
        facts.LastAttemptMs = facts.NowMs;
        Assert.Equal(RenewalStep.AskTime, RenewalSchedule.Next(facts).Step);

        // The certificate is from before the start: the bound may be far from the time.
        facts.RenewedMs = RenewalFacts.Never;
        Assert.Equal((RenewalStep.Update, 60_000L),
            (RenewalSchedule.Next(facts).Step, Pause(facts)));
    }

    [Fact]
    public void An_update_without_the_time_ends_the_questions_for_it()
    {
        RenewalHistory history = new("s", 0, 0);
        history.Begin(RenewalStep.AskTime, 180_000);
        history.Fail("no", UtcTime.Unknown, 0);
        RenewalFacts facts = Facts(100 * Day, 50);
        facts.StartMs = 0;
        facts.NowMs = (Day * 1000) - 61_000;
        history.Begin(RenewalStep.AskTime, facts.NowMs);
        history.Fail("no", UtcTime.Unknown, 0);
        history.Fail("no", UtcTime.Unknown, 0);
        history.Tell(facts);
        RenewalDecision next = RenewalSchedule.Next(facts);
        Assert.Equal((RenewalStep.Update, Day * 1000), (next.Step, next.DueMs));
        Assert.Equal("nobody has told the time, not even the CA; the update may be due", next.Why);
        history.Begin(RenewalStep.Update, next.DueMs);
        history.Succeed("renewed", UtcTime.Unknown, 0);
        facts.NowMs += 2 * Day * 1000;
        history.Begin(RenewalStep.AskTime, facts.NowMs);
        history.Fail("no", UtcTime.Unknown, 0);
        history.Tell(facts);
        Assert.Equal(RenewalStep.AskTime, RenewalSchedule.Next(facts).Step);
    }

    [Theory]
    [InlineData(100 * Day, Day)]
    [InlineData(1000, 125)]
    public void After_a_success_the_next_one_waits_though_it_be_due(long validity, long pause)
    {
        RenewalFacts facts = Facts(validity, 50);
        facts.UtcNow = Begin + (3 * validity);
        RenewalHistory history = new("s", 0, 0);
        history.Begin(RenewalStep.Update, 7000);
        history.Succeed("renewed", facts.UtcNow, 0);
        history.Tell(facts);
        facts.NowMs = 8000;
        facts.NeedsKey = true;
        Assert.Equal(7000 + (pause * 1000), RenewalSchedule.Next(facts).DueMs);
        facts.NeedsKey = false;
        Assert.Equal(7000 + (pause * 1000), RenewalSchedule.Next(facts).DueMs);
    }

    [Fact]
    public void Each_second_attempt_that_fails_leaves_the_time_out()
    {
        RenewalFacts facts = new();
        foreach (bool omits in new[] { false, true, false, true })
        {
            Assert.Equal(omits, facts.OmitsTime);
            facts.Failures++;
        }
    }

    [Fact]
    public void A_clock_behind_the_lower_bound_does_not_count()
    {
        RenewalFacts facts = Tried(RenewalStep.None, 0, 1);
        facts.AtLeast = Begin + (60 * Day);
        Assert.Equal(RenewalStep.Update, RenewalSchedule.Next(facts).Step);
        Assert.True(RenewalSchedule.Next(facts).DueMs <= facts.NowMs + 300_000);
    }

    [Fact]
    public void Failures_of_the_question_are_none_of_the_renewal()
    {
        RenewalHistory history = new("s", 7, 1000);
        history.Begin(RenewalStep.AskTime, 2000);
        history.Fail("no answer", UtcTime.Unknown, 8);
        history.Begin(RenewalStep.AskTime, 3000);
        history.Fail("no answer", UtcTime.Unknown, 9);
        Assert.Equal((2, 9, 3000L), (history.Failures, history.Jitter, history.LastAttemptMs));
        history.Begin(RenewalStep.Update, 4000);
        Assert.Equal(0, history.Failures);
        history.Fail("refused", 5, 10);
        RenewalFacts facts = new();
        history.Tell(facts);
        Assert.Equal((1000L, RenewalStep.Update, 4000L, 1, 10), (facts.StartMs, facts.LastStep,
            facts.LastAttemptMs, facts.Failures, facts.Jitter));
        history.Succeed("done", 6, 11);
        Assert.Equal((0, "done", 6L), (history.Failures, history.LastResult,
            history.LastResultUtc));
    }

    [Fact]
    public void Whatever_happens_the_rules_hold()
    {
        int[] done = new int[(int)RenewalStep.AskTime + 1];
        int paces = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            RenewalWorld world = new(seed);
            world.Run();
            for (int i = 0; i < done.Length; i++) done[i] += world.Done[i];
            paces += world.Paces;
        }

        // Every step was among them, and the longest pause was looked at.
        Assert.Equal(0, done[(int)RenewalStep.None]);
        Assert.All(done[1..], count => Assert.True(count > 200, string.Join(' ', done)));
        Assert.True(paces > 10_000, paces.ToString());
    }

    private static RenewalFacts Facts(long validity, int percent) => new()
    {
        NotBefore = Begin,
        NotAfter = Begin + validity,
        ExpirePercent = percent,
        AtLeast = Begin,
        StartMs = -1_000_000_000,
    };

    // 100 days, due after 50, tried just now.
    private static RenewalFacts Tried(RenewalStep step, int failures, int atDay)
    {
        RenewalFacts facts = Facts(100 * Day, 50);
        facts.UtcNow = Begin + (atDay * Day);
        facts.NowMs = 5_000_000_000;
        facts.LastAttemptMs = facts.NowMs;
        facts.LastStep = step;
        facts.Failures = failures;
        return facts;
    }

    private static long Pause(RenewalFacts facts) =>
        RenewalSchedule.Next(facts).DueMs - facts.NowMs;
}

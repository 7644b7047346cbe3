using System;
using Gateway.App;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>
/// A certificate, a clock and a CA that is there or not, drawn from a seed; follows the schedule
/// and checks its rules at every step.
/// </summary>
internal sealed class RenewalWorld
{
    private const int Steps = 300;
    private const long Begin = 1_800_000_000;
    private const long MinuteMs = 60_000;
    private const long DayMs = 86_400_000;

    private readonly int _seed;
    private readonly Random _random;
    private readonly RenewalFacts _facts = new();
    private readonly long _validity;
    private RenewalHistory _history;
    private long _lastMessageMs = long.MinValue / 2;
    private long _lastRequestMs;
    private bool _isFirst = true;

    internal RenewalWorld(int seed)
    {
        _seed = seed;
        _random = new Random(seed);

        // From two minutes to a hundred years.
        _validity = (long)(120 * Math.Pow(26_298_000, _random.NextDouble()));
        _facts.NotBefore = Begin;
        _facts.NotAfter = Begin + _validity;
        _facts.ExpirePercent = _random.Next(10, 100);
        _facts.NeedsKey = _random.Next(2) == 0;
        _facts.KeySeconds = _random.Next(1, 10_000);
        _facts.CanApplyAnew = _random.Next(2) == 0;
        KnowsTime = _random.Next(3) > 0;
        Utc = Begin + (long)(_validity * Place());
        _history = Restart();
    }

    /// <summary>How often each step was done.</summary>
    internal int[] Done { get; } = new int[(int)RenewalStep.AskTime + 1];

    /// <summary>How often the longest pause was checked.</summary>
    internal int Paces { get; private set; }

    private bool KnowsTime { get; set; }

    private long Utc { get; set; }

    private long NowMs { get; set; }

    private long DueUtc => RenewalSchedule.DueUtc(_facts);

    internal void Run()
    {
        for (int i = 0; i < Steps; i++)
        {
            RenewalDecision next = Decide();
            Check(next.Step != RenewalStep.None && next.DueMs >= NowMs, "no step");
            if (_random.Next(4) == 0) CheckHalfway(next);
            Leap(next.DueMs - NowMs);
            RenewalDecision now = Decide();

            // The bound may have decided meanwhile; a calendar of seconds may want one more.
            Check(now.DueMs - NowMs <= 1000 || now.Step != next.Step, "it was put off");
            if (now.DueMs > NowMs) continue;
            Do(now.Step);
            if (_random.Next(40) == 0) _history = Restart();
        }
    }

    private double Place() => _random.Next(5) switch
    {
        0 => 0,
        1 => (_facts.ExpirePercent / 100.0) - 0.001,
        2 => 1 - ((1 - (_facts.ExpirePercent / 100.0)) * 0.11),
        3 => 1,
        _ => _random.NextDouble(),
    };

    private RenewalDecision Decide()
    {
        _facts.NowMs = NowMs;
        _facts.UtcNow = KnowsTime ? Utc : UtcTime.Unknown;
        _facts.AtLeast = KnowsTime ? Utc : Utc - (_validity / 3);
        _history.Tell(_facts);
        return RenewalSchedule.Next(_facts);
    }

    // The schedule keeps to what it said.
    private void CheckHalfway(RenewalDecision next)
    {
        Leap((next.DueMs - NowMs) / 2);
        RenewalDecision again = Decide();
        bool hasEnded = _facts.Now > _facts.NotAfter;
        bool isSame = again.Step == next.Step && Math.Abs(again.DueMs - next.DueMs) <= 1000;
        Check(isSame || hasEnded, "another step halfway");
    }

    private void Leap(long ms)
    {
        if (ms <= 0) return;
        long at = NowMs + ms;
        Utc += (at / 1000) - (NowMs / 1000);
        NowMs = at;
    }

    private void Do(RenewalStep step)
    {
        _history.Begin(step, NowMs);
        Done[(int)step]++;
        if (step == RenewalStep.MakeKey)
        {
            bool isBlindKey = !KnowsTime && _facts.QuestionsInVain > 0
                && NowMs - _lastRequestMs >= DayMs;
            Check(_facts.Now >= RenewalSchedule.KeyDueUtc(_facts) || isBlindKey, "key too early");
            Leap(_random.Next(1, _facts.KeySeconds + 1) * 1000L);
            bool isMade = _random.Next(4) > 0;
            _facts.IsKeyReady = isMade;
            End(isMade);
            return;
        }

        CheckPace(step);
        _lastMessageMs = NowMs;
        if (step == RenewalStep.AskTime)
        {
            KnowsTime = _random.Next(20) == 0;
            End(KnowsTime);
            return;
        }

        bool isBlind = !KnowsTime && _facts.QuestionsInVain > 0
            && NowMs - _lastRequestMs >= DayMs;
        Check(_facts.Now >= DueUtc || isBlind, "before due");
        _lastRequestMs = NowMs;
        Check(_facts.IsKeyReady || !_facts.NeedsKey || _facts.Failures > 0, "without its key");
        Check(step != RenewalStep.ApplyAnew
            || (_facts.Now > _facts.NotAfter && _facts.CanApplyAnew), "applied anew too early");
        End(false);
    }

    private void CheckPace(RenewalStep step)
    {
        long pauseMs = NowMs - _lastMessageMs;
        bool wasRestarted = _isFirst;
        _isFirst = false;
        if (wasRestarted) return;
        Check(pauseMs >= MinuteMs, "more than one a minute");
        bool wasDue = _facts.Now - (pauseMs / 1000) >= DueUtc;
        bool isRenewal = step != RenewalStep.AskTime && !_facts.NeedsKey;
        if (!wasDue || !isRenewal) return;
        Paces++;
        Check(pauseMs <= 30 * MinuteMs, "too rare");
        long tenth = (_facts.NotAfter - DueUtc) / 10;
        bool isLate = _facts.Now <= _facts.NotAfter
            && _facts.Now - (pauseMs / 1000) >= _facts.NotAfter - tenth;
        Check(!isLate || pauseMs <= (10 * MinuteMs) + 1000, "too rare in the last tenth");
    }

    private void End(bool isSuccess)
    {
        if (isSuccess) _history.Succeed("done", Utc, _random.Next(256));
        else _history.Fail("failed", Utc, _random.Next(256));
    }

    private RenewalHistory Restart()
    {
        _isFirst = true;
        _lastRequestMs = NowMs;
        if (_random.Next(3) == 0) KnowsTime = false;
        return new RenewalHistory("s", _random.Next(256), NowMs);
    }

    private void Check(bool isRight, string what) => Assert.True(isRight,
        $"seed {_seed}: {what}; {_facts.LastStep} {_facts.Failures}, validity {_validity}, "
        + $"{_facts.ExpirePercent} %, now {_facts.Now - Begin}, at {NowMs}");
}

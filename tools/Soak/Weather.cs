using System;
using Gateway.Hal;
using Gateway.LabCa;

namespace Gateway.Soak;

/// <summary>
/// What goes wrong in a world, and when. Times without trouble are what a missed renewal is judged
/// by.
/// </summary>
internal sealed class Weather
{
    private const double MsOfDay = 86_400_000.0;
    private const double MsOfHour = 3_600_000.0;
    private const double MsOfMinute = 60_000.0;

    // After the network's time is right again the board may take so long to believe another source.
    private const double ClockLagMs = 10 * MsOfMinute;
    private const int PollsMax = 3;
    private const int PollSecondsMax = 6 * 3600;
    private const long DelayMsMax = 90_000;

    private readonly SoakLife _life;
    private readonly SimulatedTime _time;
    private readonly SoakRandom _random;
    private readonly SoakCounts _counts;
    private readonly FaultyNetworkTime _networkTime;
    private readonly Action<string> _trace;
    private int _troubles;
    private bool _isCaDown;

    public Weather(SoakLife life, SimulatedTime time, FaultyNetworkTime networkTime,
        SoakCounts counts, Action<string> trace)
    {
        _life = life;
        _time = time;
        _networkTime = networkTime;
        _counts = counts;
        _trace = trace;
        _random = new SoakRandom(life.Seed, "weather");
    }

    /// <summary>Whether anything goes wrong yet.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Since when nothing goes wrong; <see cref="long.MaxValue"/> while something
    /// does.</summary>
    public long GoodSinceMs => _troubles > 0 ? long.MaxValue : _goodSinceMs;

    /// <summary>Restarts the board.</summary>
    public Action Restart { get; set; } = () => { };

    /// <summary>Says whether the flash is full.</summary>
    public Action<bool> SetFull { get; set; } = _ => { };

    /// <summary>Lets a bit of one copy of a record rot.</summary>
    public Action<SoakRandom> Rot { get; set; } = _ => { };

    private long _goodSinceMs;

    /// <summary>Lets things go wrong from now on.</summary>
    public void Begin()
    {
        IsOn = true;
        Now(_life.OutageMeanDays, "CA outages",
            () => _random.LogUniform(MsOfMinute, _life.OutageDaysMax * MsOfDay),
            isOn => _isCaDown = isOn);
        Now(_life.FullMeanDays, "full flash",
            () => _random.LogUniform(MsOfHour, 14 * MsOfDay), SetFull);
        Now(_life.TimeTroubleMeanDays, "time troubles",
            () => _random.LogUniform(MsOfMinute, 5 * MsOfDay), TroubleTime);
        Moment(_life.RestartMeanDays, "restarts", () => Restart());
        Moment(_life.RotMeanDays, "rotten bits", () => Rot(_random));
    }

    /// <summary>Something went wrong until now, or will until that time.</summary>
    public void Note(double untilMs = 0) =>
        _goodSinceMs = Math.Max(_goodSinceMs, Math.Max(_time.NowMs, (long)untilMs));

    /// <summary>A trouble begins.</summary>
    public void Enter() => _troubles++;

    /// <summary>It ends.</summary>
    public void Leave()
    {
        _troubles--;
        Note();
    }

    /// <summary>The fate of the next exchange.</summary>
    public ExchangeFate DrawFate()
    {
        ExchangeFate fate = new();
        if (!IsOn) return fate;
        if (_isCaDown)
        {
            bool isSilent = _random.Chance(0.5);
            return fate with
            {
                NotSent = isSilent ? HttpFailure.ConnectTimedOut : HttpFailure.Unreachable,
            };
        }

        if (Happens(_life.LossRate, "lost messages"))
        {
            fate = _random.Chance(0.5)
                ? fate with { NotSent = HttpFailure.Unreachable }
                : fate with
                {
                    AnswerLost = _random.Pick(HttpFailure.ResponseTimedOut,
                        HttpFailure.ConnectionLost, HttpFailure.NoAnswer),
                };
        }

        if (Happens(_life.CorruptionRate, "corrupted messages"))
        {
            fate = _random.Chance(0.5) ? fate with { CorruptsRequest = true }
                : fate with { CorruptsAnswer = true };
        }

        if (Happens(_life.DuplicateRate, "duplicates")) fate = fate with { IsDuplicated = true };
        if (Happens(_life.DelayRate, "delays"))
        {
            fate = fate with
            {
                DelayMs = (long)_random.LogUniform(CaLink.RoundTripMs, DelayMsMax),
            };
        }

        if (Happens(_life.PollRate, "CA waits"))
        {
            int polls = (int)_random.Between(1, PollsMax);
            int seconds = (int)_random.LogUniform(1, PollSecondsMax);
            fate = fate with { CaMood = Misbehaviour.Poll(polls, seconds) };
            Note(_time.NowMs + ((polls + 1) * seconds * 1000.0));
        }
        else if (Happens(_life.RefusalRate, "refusals"))
        {
            fate = fate with
            {
                CaMood = _random.Chance(0.5)
                    ? Misbehaviour.Reject(CmpFailInfo.SystemUnavail, "come back later")
                    : Misbehaviour.ErrorMessage(CmpFailInfo.SystemFailure, "out of order"),
            };
        }

        if (Happens(_life.CutAtMessageRate, "planned cuts at messages"))
        {
            fate = fate with
            {
                Cut = _random.Pick(MessageCut.BeforeRequest, MessageCut.AfterRequest,
                    MessageCut.AtAnswer),
            };
        }

        return fate;
    }

    private bool Happens(double rate, string what)
    {
        if (!_random.Chance(rate)) return false;
        _counts.Add(what);
        return true;
    }

    private void TroubleTime(bool isOn)
    {
        if (!isOn)
        {
            _networkTime.IsSilent = false;
            _networkTime.OffsetSeconds = 0;
            Note(_time.NowMs + ClockLagMs);
            return;
        }

        _networkTime.IsSilent = _random.Chance(0.4);
        long lieSeconds = _life.TimeLieSecondsMax;
        long offset = _random.Between(-lieSeconds, lieSeconds);
        if (!_networkTime.IsSilent) _networkTime.OffsetSeconds = offset;
    }

    // Something that lasts.
    private void Now(double meanDays, string what, Func<double> durationMs, Action<bool> set)
    {
        if (meanDays == 0) return;
        _time.After(_random.Exponential(meanDays) * MsOfDay, () =>
        {
            double lastsMs = durationMs();
            _counts.Add(what);
            _trace($"{what}: begins, for {lastsMs / MsOfHour:F1} h");
            Enter();
            set(true);
            _time.After(lastsMs, () =>
            {
                _trace($"{what}: over");
                set(false);
                Leave();
                Now(meanDays, what, durationMs, set);
            });
        });
    }

    private void Moment(double meanDays, string what, Action action)
    {
        if (meanDays == 0) return;
        _time.After(_random.Exponential(meanDays) * MsOfDay, () =>
        {
            _counts.Add(what);
            _trace(what);
            action();
            Note();
            Moment(meanDays, what, action);
        });
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Simulator;

namespace Gateway.Soak;

/// <summary>What came of a world.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Days">Days that it lasted.</param>
/// <param name="Counts">What happened in it.</param>
/// <param name="Wear">What was done to its flash after the first certificate.</param>
/// <param name="WearDays">Days in which that was done.</param>
/// <param name="Violation">The invariant that did not hold; null when all did.</param>
/// <param name="LastEvents">What happened last, oldest first.</param>
public sealed record SoakResult(long Seed, double Days, SoakCounts Counts, FlashWear Wear,
    double WearDays, SoakViolation? Violation, IReadOnlyList<string> LastEvents);

/// <summary>
/// A gateway, its CA and what lies between them, in simulated time from one seed: nothing here
/// depends on the host's clock, randomness or threads, so that a seed replays.
/// </summary>
public sealed class SoakWorld
{
    private const double MsOfDay = 86_400_000.0;
    private const long MsOfHour = 3_600_000;
    private const int LastEventsMax = 60;

    // A task that is due and does nothing is asked again after this.
    private const long TickMs = 1000;

    // More ticks in a row than the longest timeout takes.
    private const int TicksMax = 20_000;

    // Steps of the main loop without a pause: a machine at work takes some thousands.
    private const int BusyStepsMax = 2_000_000;
    private const int BusyStepsAtOnce = 16;
    private const int BusySlowness = 40;
    private const int AttemptsMax = 5;

    // From due to a renewal that nothing hinders but a power cut.
    private const long RenewalMsMax = 4 * MsOfHour;
    private const long OffMsMax = 10 * 60_000;
    private const long OperatorRetryMs = 20 * 60_000;
    private const int CutOperationsMax = 60;
    private const string Secret = "correct-horse-battery";

    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly SoakLife _life;
    private readonly SimulatedTime _time = new(s_start);
    private readonly SoakRandom _random;
    private readonly SoakCounts _counts = new();
    private readonly Weather _weather;
    private readonly CaLink _link;
    private readonly BoardUnderTest _board;
    private readonly Operator _operator;
    private readonly SecretWatch _secrets;
    private readonly IdentityCheck _identities;
    private readonly SecondCopies _copies;
    private readonly GrowthLimits _growth = new();
    private readonly Action<string>? _trace;
    private readonly Queue<string> _lastEvents = new();
    private readonly TerminalScreen _screen;
    private readonly SoakSite _site;
    private FlashIdentity? _identity;
    private FlashWear _wearAtStart;
    private long _wearStartMs;
    private bool _isFlashDirty;
    private bool _renews;
    private int _busySteps;
    private int _ticks;
    private long _startAtMs;
    private string? _cutWhere;
    private long _writes;
    private string _lastWritten = "";
    private long _undeliveredWrites;
    private int _undeliveredStart;

    // What the last answer said may be kept once, be it after a request that does not get through.
    private bool _hasNewsKept;

    /// <summary>A world that has not begun.</summary>
    /// <param name="life">What it is like.</param>
    /// <param name="trace">Told of each event, null for none.</param>
    public SoakWorld(SoakLife life, Action<string>? trace = null)
    {
        _life = life;
        _trace = trace;
        _random = new SoakRandom(life.Seed, "world");
        _screen = new TerminalScreen(line => Note("| " + line));
        KeyPool pool = new(life.Seed);
        FaultyNetworkTime networkTime = new(_time);
        _weather = new Weather(life, _time, networkTime, _counts, Note);
        Authority = MakeAuthority();
        _site = new SoakSite(LabCaOptions.DefaultSubject, Secret, life.ExpirePercent);
        _secrets = new SecretWatch(pool, Secret);
        _link = new CaLink(_time, Authority, new SoakRandom(life.Seed, "link"), DrawFate)
        {
            OnRequest = message => _secrets.Look(message, "a message"),
            OnEnd = TakeExchange,
            OnUndelivered = TakeUndelivered,
            CutPower = where => _cutWhere = where,
        };
        _board = new BoardUnderTest(life.Seed, _time, _link, networkTime, new MemoryFlash(),
            OnFlashChange)
        {
            Engine = clock => new PooledKeyEngine(pool, clock, life.GenerationMs),
        };
        _operator = new Operator(_board);
        PooledKeyEngine engine = new(pool, SimClock.Unset(_time.Provider), 0);
        _identities = new IdentityCheck(_board.ChipId, engine, Authority.CertificateDer);
        FirstKey = () => StoreFirstKey(pool, engine);
        _weather.Restart = () => PowerOff("restarted");
        _weather.SetFull = isFull => _board.Troubled.IsFull = isFull;
        FlashRot rot = new();
        _copies = new SecondCopies(_board.Memory);
        _weather.Rot = random => _copies.Rotted(rot.Strike(_board.Memory, random));
    }

    /// <summary>The CA.</summary>
    internal InProcessLabCa Authority { get; }

    /// <summary>The flash.</summary>
    internal MemoryFlash Flash => _board.Memory;

    /// <summary>What the flash operations of the next start meet; 0 for no cut.</summary>
    internal Func<(long At, PowerCut Cut)>? NextFlashCut { get; set; }

    /// <summary>What the next exchange meets, in place of the weather.</summary>
    internal Func<ExchangeFate>? NextFate { get; set; }

    /// <summary>Counts of what happened.</summary>
    internal SoakCounts Counts => _counts;

    /// <summary>The identity in flash, null before the first.</summary>
    internal FlashIdentity? Identity => _identity;

    /// <summary>Flash operations of the present start.</summary>
    internal long FlashOperations => _board.Flash?.Operations ?? 0;

    private Action FirstKey { get; }

    /// <summary>Lets the world go on for so many years after its first certificate.</summary>
    public SoakResult Run(double years)
    {
        SoakViolation? violation = null;
        try
        {
            Enrol();
            _wearAtStart = _board.Counting.Wear;
            _wearStartMs = _time.NowMs;
            GoOn(years * SoakLife.DaysOfYear);
        }
        catch (SoakViolation broken)
        {
            violation = broken;
        }

        return new SoakResult(_life.Seed, _time.NowMs / MsOfDay, _counts,
            _board.Counting.Wear - _wearAtStart, (_time.NowMs - _wearStartMs) / MsOfDay,
            violation, [.. _lastEvents]);
    }

    /// <summary>From an empty flash to a committed identity, typed by an operator.</summary>
    internal void Enrol()
    {
        Start();
        FirstKey();
        Repeat(() => _operator.Enrol(_site), () => _identity is not null && _board.SavedLine(
            " certificate auto-update enable"), "enrolment");
    }

    /// <summary>Waits for the board's own renewal, and for it to have tidied up.</summary>
    internal void Renew()
    {
        FlashIdentity old = _identity!;
        _renews = true;
        bool isDone = RunUntil(DueMs(old) + RenewalMsMax, () => _identity!.Serial != old.Serial
            && _board.IsOn && _board.IsSettled(old.Name, SoakSite.KeyPair));
        if (!isDone) throw new SoakViolation("renewal", "the renewal does not come to its end");
    }

    /// <summary>The revocation of the identity, typed by an operator until the CA knows.</summary>
    internal void Revoke()
    {
        FlashIdentity identity = _identity!;
        _renews = false;
        Repeat(() => _operator.Revoke(identity.Name), () => Authority.Issued.Single(
            one => one.Serial == identity.Serial).Status == CertificateStatus.Revoked,
            "revocation");
    }

    // As a person does: tries, looks, and tries again after a pause.
    private void Repeat(Func<IEnumerable<string>> procedure, Func<bool> isDone, string what)
    {
        for (int i = 0; i < AttemptsMax; i++)
        {
            _operator.Begin(procedure);
            RunUntil(_time.NowMs + MsOfHour, () => _operator.IsIdle);
            if (isDone()) return;
            RunUntil(_time.NowMs + OperatorRetryMs, () => false);
        }

        throw new SoakViolation(what, $"the {what} does not come to its end");
    }

    /// <summary>Lets the world go on with nobody at the console.</summary>
    internal void GoOn(double days)
    {
        if (!_renews) _weather.Begin();
        _renews = true;

        RunUntil(_time.NowMs + (long)(days * MsOfDay), () => false);
        if (_isFlashDirty) Examine();
    }

    /// <summary>Starts of the board.</summary>
    internal int Starts => _board.Starts;

    /// <summary>Messages that the board has sent.</summary>
    internal long Messages => _link.Posts;

    /// <summary>What was done to the flash.</summary>
    internal CountingFlash Counting => _board.Counting;

    /// <summary>Until what is asked for is so; false when time was over first.</summary>
    internal bool RunUntil(long endMs, Func<bool> isDone)
    {
        while (_time.NowMs < endMs)
        {
            if (isDone()) return true;
            Step(endMs);
        }

        return isDone();
    }

    /// <summary>Why the world failed, for who has to look into it.</summary>
    internal IReadOnlyList<string> LastEvents => [.. _lastEvents];

    private static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private InProcessLabCa MakeAuthority() => new(new LabCaOptions
    {
        Directory = "",
        Key = CaKeyAlgorithm.P256,
        Clock = _time.Provider,
        RandomSeed = BitConverter.GetBytes(_life.Seed),
        Validity = ValidityPeriod.Seconds((int)_life.ValiditySeconds),
        References = new Dictionary<string, byte[]>
        {
            [SoakSite.Reference] = Encoding.UTF8.GetBytes(Secret),
        },
    });

    // An EC key comes from the factory, an RSA key the operator makes.
    private void StoreFirstKey(KeyPool pool, PooledKeyEngine engine)
    {
        if (_life.IsRsa) return;
        byte[] key = pool.TakeEc();
        _board.StoreKey(SoakSite.KeyPair, key, engine.PublicKey(key));
    }

    private ExchangeFate DrawFate()
    {
        if (NextFate is { } next) return next();
        ExchangeFate fate = _weather.DrawFate();
        if (fate.IsTroubled) _weather.Note();
        return fate;
    }

    private void Step(long endMs)
    {
        if (!_board.IsOn)
        {
            Idle(Math.Min(endMs, _startAtMs));
            if (!_board.IsOn && _time.NowMs >= _startAtMs) Start();
            return;
        }

        bool worked;
        try
        {
            worked = _board.Poll();
        }
        catch (Exception e) when (e is PowerCutException or PowerLossException)
        {
            _counts.Add(e is PowerCutException ? "cuts in flash" : "cuts at a request");
            PowerOff(e.Message);
            return;
        }
        catch (Exception e) when (e is not SoakViolation)
        {
            throw new SoakViolation("exception", e.ToString());
        }

        Listen();
        if (_isFlashDirty) Examine();
        if (_board.WantsRestart)
        {
            PowerOff("reboot was typed");
            return;
        }

        if (worked)
        {
            WorkOn();
            return;
        }

        _busySteps = 0;
        if (_operator.Step()) return;
        Rest(endMs);
    }

    // Computing takes time; without a pause it takes ever longer steps of it.
    private void WorkOn()
    {
        _ticks = 0;
        if (++_busySteps > BusyStepsMax)
            throw new SoakViolation("busy", "the main loop never comes to rest");
        if (_busySteps % BusyStepsAtOnce != 0) return;
        long chunks = _busySteps / BusyStepsAtOnce;
        Idle(_time.NowMs + 1 + (chunks * chunks / BusySlowness));
    }

    private void Rest(long endMs)
    {
        long dueMs = _board.DueMs;
        bool isDue = dueMs <= _time.NowMs;
        if (isDue && ++_ticks > TicksMax)
            throw new SoakViolation("idle", "a task is due for hours and does nothing");
        if (!isDue) _ticks = 0;
        Idle(Math.Min(endMs, isDue ? _time.NowMs + TickMs : dueMs));
    }

    private void Idle(long untilMs)
    {
        long nextMs = Math.Max(_time.NowMs, Math.Min(untilMs, _time.NextMs));
        WatchRenewal(nextMs);
        _time.LeapTo(nextMs);
        _time.RunDue();
        if (_cutWhere is null) return;
        _counts.Add("cuts at messages");
        PowerOff(_cutWhere);
        _cutWhere = null;
    }

    private void Start()
    {
        (long at, PowerCut cut) = DrawFlashCut();
        bool isStarted;
        try
        {
            isStarted = _board.Start(at, cut);
        }
        catch (PowerCutException e)
        {
            _counts.Add("cuts in flash");
            PowerOff(e.Message);
            return;
        }
        catch (Exception e) when (e is not SoakViolation)
        {
            throw new SoakViolation("exception", "at start: " + e);
        }

        _counts.Add("starts");
        if (isStarted)
        {
            _weather.Note();
            Note("started");
            _operator.StartOver();
            return;
        }

        Listen();
        throw new SoakViolation("start", "the board does not start");
    }

    private (long At, PowerCut Cut) DrawFlashCut()
    {
        if (NextFlashCut is { } next) return next();
        if (!_weather.IsOn || !_random.Chance(_life.CutAtFlashRate)) return (0, PowerCut.Before);
        long at = (long)_random.LogUniform(1, CutOperationsMax);
        return (at, _random.Pick(Enum.GetValues<PowerCut>()));
    }

    private void PowerOff(string why)
    {
        Listen();
        Note("power off: " + why);
        _board.Stop();
        _operator.StartOver();
        _weather.Note();
        _startAtMs = _time.NowMs + _random.Between(1, OffMsMax);
        if (_isFlashDirty) Examine();
    }

    private void Listen()
    {
        string text = _board.Hear();
        if (text.Length == 0) return;
        _secrets.Look(text, "the console");
        _operator.Hear(text);
        _screen.Write(text);
    }

    private void OnFlashChange(string name)
    {
        _secrets.Look(_board.Memory.Read(name) ?? [], "flash, record " + name);
        bool isNews = !_hasNewsKept && name.StartsWith("txn-", StringComparison.Ordinal);
        if (isNews) _hasNewsKept = true;
        else if (!_copies.IsOne(name) && !IsKeptByItself(name))
        {
            _writes++;
            _lastWritten = name;
        }

        _isFlashDirty |= IdentityRecords.Any(prefix =>
            name.StartsWith(prefix, StringComparison.Ordinal));
        if (_trace is not null) Note("flash: " + name);
    }

    // The time once a day, and a key pair that could not be made before.
    private static bool IsKeptByItself(string name) =>
        name.StartsWith("clock", StringComparison.Ordinal)
        || name.StartsWith("key-", StringComparison.Ordinal);

    private static readonly string[] IdentityRecords =
        ["configuration", "local-", "key-", "device-key"];

    private void Examine()
    {
        _isFlashDirty = false;
        _growth.Check(_board.Memory);
        FlashIdentity? found = _identities.Read(_board.Memory, out string reason);
        if (found is null)
        {
            if (_identity is not null) throw new SoakViolation("identity", reason);
            return;
        }

        if (found.Serial == _identity?.Serial) return;
        if (_identity is not null) _counts.Add("renewals");
        _identity = found;
        Note($"identity {found.Name} until "
            + Text(DateTimeOffset.FromUnixTimeSeconds(found.NotAfter)));
    }

    private long DueMs(FlashIdentity identity)
    {
        long dueUtc = identity.NotBefore
            + ((identity.NotAfter - identity.NotBefore) * _life.ExpirePercent / 100);
        return (dueUtc - s_start.ToUnixTimeSeconds()) * 1000;
    }

    private void WatchRenewal(long untilMs)
    {
        if (_identity is not { } identity || !_weather.IsOn || !_board.IsOn) return;
        long goodMs = _weather.GoodSinceMs;
        if (goodMs == long.MaxValue) return;
        long fromMs = Math.Max(goodMs, DueMs(identity)) + _life.GenerationMs;
        long endMs = (identity.NotAfter - s_start.ToUnixTimeSeconds()) * 1000;

        // After the end the secret and the old certificate are tried in turns.
        long allowedMs = fromMs > endMs ? 2 * MsOfHour : MsOfHour;
        if (untilMs - fromMs <= allowedMs) return;
        throw new SoakViolation("renewal", $"{identity.Name} should have been renewed since "
            + Text(s_start.AddMilliseconds(DueMs(identity))) + "; nothing stood in the way since "
            + Text(s_start.AddMilliseconds(fromMs)));
    }

    // A request that did not even leave for the CA must leave no trace in flash.
    private void TakeUndelivered()
    {
        bool isRepeated = _undeliveredStart == _board.Starts && _operator.IsIdle;
        if (isRepeated && _writes != _undeliveredWrites)
        {
            throw new SoakViolation("retry", "between two requests that did not get through the"
                + " flash was written: " + _lastWritten);
        }

        _undeliveredStart = _board.Starts;
        _undeliveredWrites = _writes;
    }

    private void TakeExchange(string what)
    {
        _undeliveredStart = 0;
        _hasNewsKept = false;
        Note("message: " + what);
        if (_renews && _identity is { } identity
            && Authority.StatusOf(identity.Serial) == CertificateStatus.Revoked)
            throw new SoakViolation("revoked", $"the CA has revoked {identity.Name}, in use here");
    }

    private void Note(string what)
    {
        string line = Text(_time.Provider.GetUtcNow()) + "  " + what;
        _trace?.Invoke(line);
        _lastEvents.Enqueue(line);
        if (_lastEvents.Count > LastEventsMax) _lastEvents.Dequeue();
    }
}

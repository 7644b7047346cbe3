using System.Collections;
using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The gateway: makes its services, restores what flash holds, and runs console and jobs in one
/// loop. The composition root calls <see cref="Start"/> once and <see cref="Poll"/> for ever.
/// </summary>
public sealed class GatewayApplication
{
    private const int LineBufferSize = 256;

    private readonly GatewayParts _parts;
    private readonly byte[] _lineBuffer = new byte[LineBufferSize];
    private readonly Activity _activity = new Activity();
    private readonly ArrayList _tasks = new ArrayList();
    private Terminal _terminal;
    private SystemService _system;
    private RandomSource _random;
    private BackgroundTransactions _background;

    /// <summary>An application that has not started.</summary>
    public GatewayApplication(GatewayParts parts) => _parts = parts;

    /// <summary>Whether the console stands at a prompt or a question.</summary>
    public bool IsWaitingForInput => _terminal != null && _terminal.IsWaitingForInput;

    /// <summary>
    /// Whether the operator asked for a restart; the composition root carries it out.
    /// </summary>
    public bool IsRebootRequested => _system != null && _system.IsRebootRequested;

    /// <summary>
    /// The terminal, for switches that a composition root sets (paging, progress).
    /// </summary>
    public Terminal Terminal => _terminal;

    /// <summary>Why the gateway cannot run, one line for the console; null once it runs.</summary>
    public string StartFailure { get; private set; }

    /// <summary>Restores the saved state and prints the first prompt; false with
    /// <see cref="StartFailure"/> when flash or randomness fail.</summary>
    public bool Start()
    {
        RecordStore records = new RecordStore(_parts.Flash);
        LineOutput output = Output();
        VolumeReport volume = VolumeReport.Open(records, _parts);
        if (volume.Failure != null) return Stop(volume.Failure);
        volume.Print(output);
        RandomSource random = RandomSource.Start(records, _parts.Entropy, _parts.Board.ChipId);
        _random = random;
        DeviceSecrets secrets = DeviceSecrets.Open(records, _parts.Board.ChipId,
            random.IsSeeded ? random : null);
        if (secrets == null) return Fail("the device key cannot be kept in flash");

        ConfigurationStore configurations = new ConfigurationStore(records);
        _tasks.Add(new FlashScrub(records, configurations, _parts.Clock.MonotonicMs));
        ShellSettings settings = Settings();
        ConfigurationTransaction transaction =
            new ConfigurationTransaction(settings.FactoryConfiguration());
        NoticeOutput notices = new NoticeOutput();
        CmpParts parts = MakeParts(records, secrets, random, notices);
        KeySuccession succession = new KeySuccession(parts.Keys, parts.Uses);
        _background = new BackgroundTransactions(parts, notices);
        _tasks.Add(_background);
        TrialSupervisor trials = new TrialSupervisor(new TrialStore(records), configurations,
            transaction, parts.Clock, notices);
        _tasks.Add(trials);
        parts.Configurations = transaction;
        RenewalSupervisor renewals = MakeRenewals(parts, succession,
            new UnattendedCommit(transaction, configurations, trials), notices);
        _tasks.Add(new ExpiryWarnings(parts.Certificates, transaction, parts.Clock, notices));
        ShellServices services = MakeServices(parts, secrets, configurations, renewals);
        services.Trials = trials;
        _terminal = new Terminal(settings, services, transaction, output);
        _terminal.ScreenWidth = _parts.ScreenWidth;

        if (!random.IsSeeded) output.Line("Warning: " + random.WhyNotReady());
        string trouble = VolumeReport.TroubleOf(secrets);
        if (trouble != null) output.Line(trouble);
        ConfigurationRestore restore = new ConfigurationRestore(configurations, trials,
            transaction, _terminal, settings, output);
        bool isWhole = restore.RestoreSaved();
        StartPorts(transaction, notices, output);
        restore.RestoreTrial();
        _background.Restore(_parts.Clock.MonotonicMs, output);
        renewals.Restore();
        if (isWhole && !transaction.IsTrial) succession.Settle(transaction.Running);
        transaction.AddLasting(new IdentityGuard(parts));
        transaction.AddLasting(new CertificateParticipant(parts.Certificates, configurations));
        transaction.AddLasting(succession);
        transaction.AddLasting(
            new SavingParticipant(new ConfigurationSaver(configurations), trials));
        notices.Terminal = _terminal;
        _terminal.Start(_parts.Clock.MonotonicMs);
        return true;
    }

    /// <summary>
    /// One bounded turn of the main loop; true when it did something, so that the caller rests only
    /// when there is nothing to do.
    /// </summary>
    public bool Poll()
    {
        long nowMs = _parts.Clock.MonotonicMs;
        int count = _parts.Console.Read(_lineBuffer, 0, LineBufferSize);
        if (count > 0)
        {
            _random.AddJitter(nowMs);
            _terminal.Receive(_lineBuffer, 0, count, nowMs);
            System.Array.Clear(_lineBuffer, 0, count);
        }

        _activity.IsIdle = false;
        bool isBusy = _terminal.Poll(nowMs) && !_activity.IsIdle;
        return PollBackground(nowMs) || isBusy || count > 0;
    }

    /// <summary>
    /// When <see cref="Poll"/> next has something to do if no byte arrives, on the board's clock; a
    /// time that is over when it has so at once, <see cref="long.MaxValue"/> when nothing is due.
    /// </summary>
    public long DueMs
    {
        get
        {
            if (!_terminal.IsWaitingForInput) return 0;
            try
            {
                return FirstDueMs();
            }
            catch (System.OutOfMemoryException)
            {
                return 0;
            }
        }
    }

    private long FirstDueMs()
    {
        long first = long.MaxValue;
        foreach (IBackgroundTask task in _tasks)
        {
            long dueMs = task.DueMs;
            if (dueMs < first) first = dueMs;
        }

        return first;
    }

    private bool PollBackground(long nowMs)
    {
        bool hasComputed = false;
        foreach (IBackgroundTask task in _tasks) hasComputed |= PollTask(task, nowMs);
        return hasComputed;
    }

    // An exhausted heap in the background costs a delay, never the console.
    private static bool PollTask(IBackgroundTask task, long nowMs)
    {
        try
        {
            return task.Poll(nowMs);
        }
        catch (System.OutOfMemoryException)
        {
            Postpone(task, nowMs);
            return false;
        }
    }

    private static void Postpone(IBackgroundTask task, long nowMs)
    {
        try
        {
            task.Postpone(nowMs);
        }
        catch (System.OutOfMemoryException)
        {
            // Then it is tried again at the next turn, perhaps with more room.
        }
    }

    private void StartPorts(ConfigurationTransaction transaction, ITextSink notices,
        ITextSink output)
    {
        PortParticipant ports = new PortParticipant(_parts.Ports, _parts.Board.PortType,
            _parts.Clock, notices);
        ports.Start(transaction.Running, output);
        transaction.Add(ports);
        _tasks.Add(ports);
    }

    private LineOutput Output() => new LineOutput(_parts.Console, _parts.ScreenWidth);

    private bool Fail(string reason)
    {
        return Stop("Error: The gateway cannot start: " + reason
            + ". Restart; if it stays so, replace the board.");
    }

    private bool Stop(string failure)
    {
        StartFailure = failure;
        Output().Line(StartFailure);
        return false;
    }

    private ShellSettings Settings()
    {
        ShellSettings settings = new ShellSettings();
        settings.FactoryName = _parts.Board.FactoryName;
        settings.PortType = _parts.Board.PortType;
        settings.Ports = new string[_parts.Ports.Length];
        for (int i = 0; i < settings.Ports.Length; i++) settings.Ports[i] = _parts.Ports[i].Number;
        return settings;
    }

    private CmpParts MakeParts(RecordStore records, DeviceSecrets secrets, RandomSource random,
        NoticeOutput notices)
    {
        CmpParts parts = new CmpParts();
        parts.Keys = new KeyStore(records, secrets);
        parts.Certificates = new CertificateStore(records);
        parts.Files = new FileStore(records);
        parts.Journal = new Journal(records);
        parts.Uses = new KeyUses(parts.Certificates, parts.Files, parts.Journal);
        parts.Secrets = new SecretService(secrets, new MacSecretStore(records, secrets));
        parts.Engine = _parts.Engine ?? new ManagedKeyEngine(random);
        parts.Random = random;
        parts.Clock = MakeClock(new ClockStore(records));
        parts.Http = _parts.Http;
        parts.Activity = _activity;
        parts.Statistics = new CmpStatistics();
        parts.Trace = new CmpTrace(notices, parts.Clock);
        parts.Turn = new CmpTurn();
        parts.Renewals = new RenewalBook(random, _parts.Clock.MonotonicMs);
        return parts;
    }

    private BoardClock MakeClock(ClockStore store)
    {
        ClockRecord last = store.Read();
        BoardClock clock = new BoardClock(_parts.Clock, last);
        _tasks.Add(new ClockKeeper(clock, store, last));
        return clock;
    }

    private RenewalSupervisor MakeRenewals(CmpParts parts, KeySuccession succession,
        UnattendedCommit commit, ITextSink notices)
    {
        OneTimeSecrets secrets = new OneTimeSecrets(parts, commit);
        _background.Secrets = secrets;
        RenewalSupervisor renewals = new RenewalSupervisor(parts, _background,
            new IdentitySwitch(parts, commit, succession), secrets,
            new AuthoritySuccession(parts, _background, commit, notices), notices);
        _background.Automatic = renewals;
        _tasks.Add(renewals);
        return renewals;
    }

    private ShellServices MakeServices(CmpParts parts, DeviceSecrets secrets,
        ConfigurationStore configurations, RenewalSupervisor renewals)
    {
        ConfigurationTransaction transaction = parts.Configurations;
        SntpSchedule schedule = new SntpSchedule(_parts.Time, transaction, parts.Clock);
        _tasks.Add(schedule);
        _system = new SystemService(_parts.Board, parts.Engine, _parts.Ports, parts.Clock,
            new ClockDisplay(parts.Clock, schedule), new ClockOutlook(parts), configurations);
        ShellServices services = new ShellServices();
        services.System = _system;
        services.Secrets = parts.Secrets;
        services.Files = new FileService(parts.Files);
        services.Random = new RandomService(_random, secrets);
        services.Keys = new KeyService(parts.Keys, parts.Uses, parts.Engine, _random, parts.Clock,
            transaction);
        services.KeyTransport = new KeyTransportService(parts, services.Keys, transaction);
        services.Certificates = new CertificateService(parts, transaction);
        services.Enrolment = new EnrolmentService(parts, _background, renewals, transaction);
        return services;
    }
}

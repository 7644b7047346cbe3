using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The board itself, as the console sees it.</summary>
internal sealed class SystemService : ISystemService
{
    private readonly BoardInfo _board;
    private readonly IKeyEngine _engine;
    private readonly IEthernetPort[] _ports;
    private readonly BoardClock _clock;
    private readonly ClockDisplay _clockDisplay;
    private readonly ClockOutlook _clockOutlook;
    private readonly ConfigurationStore _configurations;

    public SystemService(BoardInfo board, IKeyEngine engine, IEthernetPort[] ports,
        BoardClock clock, ClockDisplay clockDisplay, ClockOutlook clockOutlook,
        ConfigurationStore configurations)
    {
        _board = board;
        _engine = engine;
        _ports = ports;
        _clock = clock;
        _clockDisplay = clockDisplay;
        _clockOutlook = clockOutlook;
        _configurations = configurations;
    }

    /// <summary>Whether a restart was asked for.</summary>
    public bool IsRebootRequested { get; private set; }

    /// <inheritdoc/>
    public void PrintVersion(ITextSink output)
    {
        output.Line("Gateway firmware " + FirmwareVersion.Text);
        output.Line("Board: " + _board.Model);
        output.Line("Key engine: " + _engine.Name);
        output.Line("Up for " + UpTime());
    }

    /// <inheritdoc/>
    public long UtcNow() => _clock.UtcNow();

    /// <inheritdoc/>
    public void PrintClock(ITextSink output) => _clockDisplay.Print(output);

    /// <inheritdoc/>
    public string WhyNoClock(long utcSeconds) => _clock.WhyNever(utcSeconds);

    /// <inheritdoc/>
    public long SecondsBack(long utcSeconds) => _clock.AtLeast() - utcSeconds;

    /// <inheritdoc/>
    public string[] ClockWarnings(long utcSeconds) => _clockOutlook.Warnings(utcSeconds);

    /// <inheritdoc/>
    public string SetClock(long utcSeconds) => _clock.Tell(ClockSource.Operator, utcSeconds);

    /// <inheritdoc/>
    public bool HasLink(string portName)
    {
        for (int i = 0; i < _ports.Length; i++)
        {
            if (_board.PortType + _ports[i].Number == portName) return _ports[i].IsLinkUp;
        }

        return false;
    }

    /// <inheritdoc/>
    public string SavedConfiguration() => _configurations.Read();

    /// <inheritdoc/>
    public string SaveConfiguration(string text) =>
        new ConfigurationSaver(_configurations).Save(text);

    /// <inheritdoc/>
    public string Reboot()
    {
        IsRebootRequested = true;
        return null;
    }

    private string UpTime()
    {
        long seconds = _clock.NowMs / 1000;
        return (seconds / 86400).ToString() + " days, "
            + (seconds / 3600 % 24).ToString() + " hours, "
            + (seconds / 60 % 60).ToString() + " minutes";
    }
}

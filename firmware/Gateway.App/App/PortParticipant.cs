using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>
/// Carries addresses and shutdown of a committed configuration to the ports. What can fail happens
/// in Prepare: a port that refuses leaves the others as they were. A port that refuses what is in
/// effect already, as at a start, is asked again every minute.
/// </summary>
internal sealed class PortParticipant : IConfigurationParticipant, IBackgroundTask
{
    private const int RetryMs = 60000;

    private readonly IEthernetPort[] _ports;
    private readonly string _portType;
    private readonly IClock _clock;
    private readonly ITextSink _notices;
    private Configuration _current;
    private Configuration _next;

    // By port: whether it has refused the settings of the current configuration, of the next one.
    private bool[] _isRefused;
    private bool[] _willBeRefused;
    private long _retryMs = long.MaxValue;

    public PortParticipant(IEthernetPort[] ports, string portType, IClock clock, ITextSink notices)
    {
        _ports = ports;
        _portType = portType;
        _clock = clock;
        _notices = notices;
        _isRefused = new bool[ports.Length];
    }

    /// <inheritdoc/>
    public long DueMs => _retryMs;

    /// <summary>
    /// Puts the configuration of a start into effect, as far as the ports take it; a line for each
    /// that does not.
    /// </summary>
    public void Start(Configuration running, ITextSink output)
    {
        _current = running;
        for (int i = 0; i < _ports.Length; i++)
        {
            string reason = Configure(_ports[i], running);
            _isRefused[i] = reason != null;
            if (reason == null) continue;
            output.Line("Warning: " + Refusal(_ports[i], reason));
            output.Line("It is asked again every minute; everything else is in effect.");
        }

        PlanRetry();
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (nowMs < _retryMs) return false;
        for (int i = 0; i < _ports.Length; i++)
        {
            if (!_isRefused[i] || Configure(_ports[i], _current) != null) continue;
            _isRefused[i] = false;
            _notices.Line(" Info: " + Name(_ports[i]) + " took its settings.");
        }

        PlanRetry();
        return true;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs) => PlanRetry();

    /// <inheritdoc/>
    public string Prepare(Configuration running, Configuration candidate)
    {
        _current = running;
        _next = candidate;
        _willBeRefused = new bool[_ports.Length];
        Vacate(running, candidate);
        for (int i = 0; i < _ports.Length; i++)
        {
            string reason = Configure(_ports[i], candidate);
            _willBeRefused[i] = reason != null;
            bool isNew = !_isRefused[i] || IsChanged(_ports[i], running, candidate);
            if (reason == null || !isNew) continue;
            Abort();
            return Refusal(_ports[i], reason);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Apply(Configuration running, Configuration candidate)
    {
        _current = candidate;
        _isRefused = _willBeRefused;
        PlanRetry();
    }

    /// <inheritdoc/>
    public void Abort()
    {
        Vacate(_next, _current);
        for (int i = 0; i < _ports.Length; i++)
        {
            _isRefused[i] = Configure(_ports[i], _current) != null;
        }

        PlanRetry();
    }

    private void PlanRetry()
    {
        _retryMs = long.MaxValue;
        foreach (bool isRefused in _isRefused)
        {
            if (isRefused) _retryMs = _clock.MonotonicMs + RetryMs;
        }
    }

    private string Name(IEthernetPort port) => _portType + port.Number;

    private string Refusal(IEthernetPort port, string reason) =>
        Name(port) + " refused its settings: " + reason + (reason.EndsWith(".") ? "" : ".");

    // An address that goes from one port to another must be free before it is taken.
    private void Vacate(Configuration from, Configuration to)
    {
        foreach (IEthernetPort port in _ports)
        {
            InterfaceSettings old = from.FindInterface(Name(port));
            InterfaceSettings settings = to.FindInterface(Name(port));
            if (old == null || settings == null || old.Address == null) continue;
            bool isSame =
                old.Address == settings.Address && old.PrefixLength == settings.PrefixLength;
            if (!isSame) port.Configure(null, 0, !old.IsShutDown);
        }
    }

    private bool IsChanged(IEthernetPort port, Configuration from, Configuration to)
    {
        InterfaceSettings old = from.FindInterface(Name(port));
        InterfaceSettings settings = to.FindInterface(Name(port));
        if (old == null || settings == null) return old != settings;
        return old.Address != settings.Address || old.PrefixLength != settings.PrefixLength
            || old.IsShutDown != settings.IsShutDown;
    }

    private string Configure(IEthernetPort port, Configuration configuration)
    {
        InterfaceSettings settings = configuration.FindInterface(Name(port));
        if (settings == null) return null;
        byte[] address = null;
        if (settings.Address != null && Ipv4.TryParse(settings.Address, out uint value))
        {
            address = new byte[]
            {
                (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value,
            };
        }

        return port.Configure(address, settings.PrefixLength, !settings.IsShutDown);
    }
}

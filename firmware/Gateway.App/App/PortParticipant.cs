using Gateway.Config;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>
/// Carries addresses and shutdown of a committed configuration to the ports. What can fail happens
/// in Prepare: a port that refuses leaves the others as they were.
/// </summary>
internal sealed class PortParticipant : IConfigurationParticipant
{
    private readonly IEthernetPort[] _ports;
    private readonly string _portType;
    private Configuration _before;
    private Configuration _next;

    public PortParticipant(IEthernetPort[] ports, string portType)
    {
        _ports = ports;
        _portType = portType;
    }

    /// <inheritdoc/>
    public string Prepare(Configuration running, Configuration candidate)
    {
        _before = running;
        _next = candidate;
        Vacate(running, candidate);
        foreach (IEthernetPort port in _ports)
        {
            string reason = Configure(port, candidate);
            if (reason == null) continue;
            Abort();
            return _portType + port.Number + " refused its settings: " + reason + ".";
        }

        return null;
    }

    /// <inheritdoc/>
    public void Apply(Configuration running, Configuration candidate) => Forget();

    /// <inheritdoc/>
    public void Abort()
    {
        Vacate(_next, _before);
        foreach (IEthernetPort port in _ports) Configure(port, _before);
        Forget();
    }

    private void Forget()
    {
        _before = null;
        _next = null;
    }

    // An address that goes from one port to another must be free before it is taken.
    private void Vacate(Configuration from, Configuration to)
    {
        foreach (IEthernetPort port in _ports)
        {
            InterfaceSettings old = from.FindInterface(_portType + port.Number);
            InterfaceSettings settings = to.FindInterface(_portType + port.Number);
            if (old == null || settings == null || old.Address == null) continue;
            bool isSame =
                old.Address == settings.Address && old.PrefixLength == settings.PrefixLength;
            if (!isSame) port.Configure(null, 0, !old.IsShutDown);
        }
    }

    private string Configure(IEthernetPort port, Configuration configuration)
    {
        InterfaceSettings settings = configuration.FindInterface(_portType + port.Number);
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

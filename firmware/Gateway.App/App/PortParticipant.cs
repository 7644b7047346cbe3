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
    private int _preparedCount;

    public PortParticipant(IEthernetPort[] ports, string portType)
    {
        _ports = ports;
        _portType = portType;
    }

    /// <inheritdoc/>
    public string Prepare(Configuration running, Configuration candidate)
    {
        _before = running;
        for (_preparedCount = 0; _preparedCount < _ports.Length; _preparedCount++)
        {
            string reason = Configure(_ports[_preparedCount], candidate);
            if (reason == null) continue;
            string name = _portType + _ports[_preparedCount].Number;
            Abort();
            return name + " refused its settings: " + reason + ".";
        }

        return null;
    }

    /// <inheritdoc/>
    public void Apply(Configuration running, Configuration candidate) => _before = null;

    /// <inheritdoc/>
    public void Abort()
    {
        for (int i = 0; i < _preparedCount; i++) Configure(_ports[i], _before);
        _before = null;
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

namespace Gateway.Config;

/// <summary>What is configured on one port of the board.</summary>
public sealed class InterfaceSettings
{
    /// <summary>An unconfigured port.</summary>
    public InterfaceSettings(string name)
    {
        Name = name;
    }

    /// <summary>Full name: port-type word and number, such as <c>Ethernet1/0/1</c>.</summary>
    public string Name { get; }

    /// <summary>Dotted IPv4 address, or null.</summary>
    public string Address { get; set; }

    /// <summary>Length of the network's prefix, 1 to 32 bits; 0 without an address.</summary>
    public int PrefixLength { get; set; }

    /// <summary>Whether the operator has shut the port down.</summary>
    public bool IsShutDown { get; set; }

    /// <summary>A copy that shares nothing that changes.</summary>
    public InterfaceSettings Clone() => (InterfaceSettings)MemberwiseClone();
}

using Gateway.Config;

namespace Gateway.Cli;

/// <summary>How a board is named on its console.</summary>
public sealed class ShellSettings
{
    /// <summary>Host name until the operator sets one, such as <c>HUAWEI</c>.</summary>
    public string FactoryName { get; set; }

    /// <summary>The word before a port's number, such as <c>Ethernet</c> or <c>100GE</c>.</summary>
    public string PortType { get; set; }

    /// <summary>Numbers of the ports, such as <c>1/0/1</c>.</summary>
    public string[] Ports { get; set; }

    /// <summary>
    /// What <c>display pki certificate local</c> prints as realm; <c>-</c> for none.
    /// </summary>
    public string LocalRealmName { get; set; } = "-";

    /// <summary>The configuration of this board when it is erased.</summary>
    public Configuration FactoryConfiguration()
    {
        string[] names = new string[Ports.Length];
        for (int i = 0; i < names.Length; i++) names[i] = PortType + Ports[i];
        return new Configuration(FactoryName, names);
    }
}

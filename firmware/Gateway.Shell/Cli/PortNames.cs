using Gateway.Config;

namespace Gateway.Cli;

/// <summary>The ways to write a port: <c>100GE1/0/1</c>, <c>100ge 1/0/1</c>, <c>100g1/0/1</c>.</summary>
internal sealed class PortNames
{
    private readonly ShellSettings settings;

    internal PortNames(ShellSettings settings)
    {
        this.settings = settings;
    }

    /// <summary>How help shows a port.</summary>
    internal string Label => settings.PortType;

    /// <summary>How help shows the number of a port.</summary>
    internal string NumberLabel
    {
        get
        {
            string label = "<";
            for (int i = 0; i < settings.Ports.Length; i++)
            {
                label += (i == 0 ? "" : ",") + settings.Ports[i];
            }

            return label + ">";
        }
    }

    /// <summary>Null when a token is a port, or the port-type word alone.</summary>
    internal string CheckPort(string token) => IsType(token) || Find(token) != null ? null : Allowed();

    internal string CheckNumber(string token) => Find(settings.PortType + token) != null ? null : Allowed();

    /// <summary>Full name of a port written in one token, or null.</summary>
    internal string Find(string token)
    {
        foreach (string number in settings.Ports)
        {
            int cut = token.Length - number.Length;
            if (cut > 0 && token.EndsWith(number) && IsType(token.Substring(0, cut)))
            {
                return settings.PortType + number;
            }
        }

        return null;
    }

    private bool IsType(string word) =>
        word.Length > 0 && Text.StartsWithIgnoreCase(settings.PortType, word);

    private string Allowed() => "The ports are " + settings.PortType + NumberLabel + ".";
}

using Gateway.Config;

namespace Gateway.Cli;

/// <summary>
/// The ways to write a port: <c>100GE1/0/1</c>, <c>100ge 1/0/1</c>, <c>100g1/0/1</c>.
/// </summary>
internal sealed class PortNames
{
    private readonly ShellSettings _settings;

    internal PortNames(ShellSettings settings)
    {
        _settings = settings;
    }

    /// <summary>How help shows a parameter; null when it has nothing to do with ports.</summary>
    internal string Label(string kind)
    {
        if (kind == "port-type") return _settings.PortType;
        if (kind == "port") return _settings.PortType + Numbers();
        return kind == "port-number" ? Numbers() : null;
    }

    /// <summary>Why a token cannot be a parameter about ports, or null.</summary>
    internal string Check(string kind, string token)
    {
        bool isRight = kind == "port-type" ? IsType(token)
            : Find(kind == "port" ? token : _settings.PortType + token) != null;
        return isRight ? null : "The ports are " + _settings.PortType + Numbers() + ".";
    }

    /// <summary>Full name of a port written in one token, or null.</summary>
    internal string Find(string token)
    {
        foreach (string number in _settings.Ports)
        {
            int cut = token.Length - number.Length;
            if (cut > 0 && token.EndsWith(number) && IsType(token.Substring(0, cut)))
            {
                return _settings.PortType + number;
            }
        }

        return null;
    }

    private bool IsType(string word) =>
        word.Length > 0 && Text.StartsWithIgnoreCase(_settings.PortType, word);

    private string Numbers()
    {
        string numbers = "<";
        for (int i = 0; i < _settings.Ports.Length; i++)
        {
            numbers += (i == 0 ? "" : ",") + _settings.Ports[i];
        }

        return numbers + ">";
    }
}

using System;
using System.Globalization;
using System.Net;
using Gateway.Hal.Sim;

namespace Gateway.Simulator;

/// <summary>Where a simulated board's console is.</summary>
public enum ConsoleKind
{
    /// <summary>Standard input and output.</summary>
    Stdio = 0,

    /// <summary>A TCP port.</summary>
    Tcp = 1,

    /// <summary>A pseudo-terminal.</summary>
    PseudoTerminal = 2,
}

/// <summary>A choice of console, as written <c>stdio</c>, <c>tcp:PORT</c>, <c>tcp:ADDRESS:PORT</c>
/// or <c>pty</c>.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Endpoint">Where a TCP console listens; loopback unless an address is given.</param>
public sealed record ConsoleChoice(ConsoleKind Kind, IPEndPoint? Endpoint = null)
{
    private const string TcpPrefix = "tcp:";

    /// <summary>Reads a choice.</summary>
    /// <returns>null when done, else the reason in one line.</returns>
    public static string? TryParse(string text, out ConsoleChoice choice)
    {
        choice = new ConsoleChoice(ConsoleKind.Stdio);
        if (text == "stdio") return null;
        if (text == "pty")
        {
            choice = new ConsoleChoice(ConsoleKind.PseudoTerminal);
            return null;
        }

        if (!text.StartsWith(TcpPrefix, StringComparison.Ordinal))
            return $"'{text}' is no console: give stdio, tcp:PORT or pty.";
        string rest = text[TcpPrefix.Length..];
        int colon = rest.LastIndexOf(':');
        IPAddress? address = IPAddress.Loopback;
        if (colon >= 0 && !IPAddress.TryParse(rest[..colon], out address))
            return $"'{rest[..colon]}' is no IP address to listen on.";
        if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out int port) || port > IPEndPoint.MaxPort)
        {
            return $"'{rest[(colon + 1)..]}' is no TCP port (0 to {IPEndPoint.MaxPort}, "
                + "0 takes a free one).";
        }

        choice = new ConsoleChoice(ConsoleKind.Tcp, new IPEndPoint(address, port));
        return null;
    }

    /// <summary>Opens the line.</summary>
    /// <param name="onLeave">Called when the user at this terminal asks to leave.</param>
    /// <exception cref="System.IO.IOException">It cannot be opened.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port cannot be had.</exception>
    /// <exception cref="PlatformNotSupportedException">This system has no such line.</exception>
    public ISimSerialLine Open(Action onLeave) => Kind switch
    {
        ConsoleKind.Tcp => new TcpSerialLine(Endpoint!),
        ConsoleKind.PseudoTerminal => new PtySerialLine(),
        _ => new StdioSerialLine(onLeave),
    };
}

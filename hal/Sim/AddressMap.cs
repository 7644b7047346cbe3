using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace Gateway.Hal.Sim;

/// <summary>
/// The simulated network: which address of the board's world is which address of the host. Only
/// what stands here, and the host's own loopback, can be reached.
/// </summary>
public sealed class AddressMap
{
    private const int HostLengthMax = 255;
    private readonly Dictionary<(string Host, int Port), DnsEndPoint> _targets = [];

    /// <summary>How many addresses are mapped.</summary>
    public int Count => _targets.Count;

    /// <summary>
    /// Adds an entry such as <c>10.3.0.1:8080=127.0.0.1:18080</c>; both sides may be host names,
    /// and IPv6 addresses in brackets.
    /// </summary>
    /// <returns>null when done, else the reason in one line.</returns>
    public string? TryAdd(string entry)
    {
        int equals = entry.IndexOf('=');
        if (equals < 0) return $"'{entry}' is not ADDRESS:PORT=ADDRESS:PORT.";
        string? reason = TryParse(entry[..equals], out string host, out int port)
            ?? TryParse(entry[(equals + 1)..], out string targetHost, out int targetPort)
            ?? TryAdd(host, port, targetHost, targetPort);
        return reason;
    }

    /// <summary>Adds an entry.</summary>
    /// <returns>null when done, else the reason in one line.</returns>
    public string? TryAdd(string host, int port, string targetHost, int targetPort) =>
        _targets.TryAdd((Normalise(host), port), new DnsEndPoint(targetHost, targetPort))
            ? null
            : $"'{host}:{port}' is mapped twice.";

    /// <summary>
    /// Where a connection to the address really goes: as mapped, or there itself when it is the
    /// host's loopback, or null when there is no route.
    /// </summary>
    public DnsEndPoint? Resolve(string host, int port)
    {
        string name = Normalise(host);
        if (_targets.TryGetValue((name, port), out DnsEndPoint? target)) return target;
        bool isLoopback = name == "localhost"
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
        return isLoopback ? new DnsEndPoint(name, port) : null;
    }

    /// <summary>Reads <c>HOST:PORT</c>.</summary>
    /// <returns>null when done, else the reason in one line.</returns>
    public static string? TryParse(string text, out string host, out int port)
    {
        int colon = text.LastIndexOf(':');
        host = "";
        port = 0;
        if (colon < 0) return $"'{text}' has no port.";
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out port) || port is < 1 or > IPEndPoint.MaxPort)
        {
            return $"'{text[(colon + 1)..]}' is no port (1 to {IPEndPoint.MaxPort}).";
        }

        host = text[..colon];
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        if (isBracketed) host = host[1..^1];
        UriHostNameType type = host.Length is 0 or > HostLengthMax
            ? UriHostNameType.Unknown
            : Uri.CheckHostName(host);
        bool isGood = isBracketed
            ? type == UriHostNameType.IPv6
            : type is UriHostNameType.Dns or UriHostNameType.IPv4 && !LooksLikeBadAddress(host);
        return isGood ? null : $"'{text[..colon]}' is no address and no host name.";
    }

    // 10.3.0 and 10.3.0.256 are names to the URI grammar; nobody means them as names.
    private static bool LooksLikeBadAddress(string host)
    {
        foreach (char c in host)
        {
            if (c != '.' && !char.IsAsciiDigit(c)) return false;
        }

        return !IPAddress.TryParse(host, out IPAddress? address) || address.ToString() != host;
    }

    private static string Normalise(string host)
    {
        string name = host.TrimStart('[').TrimEnd(']').ToLowerInvariant();
        return IPAddress.TryParse(name, out IPAddress? address) ? address.ToString() : name;
    }
}

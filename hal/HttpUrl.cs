namespace Gateway.Hal;

/// <summary>
/// An absolute URL of scheme http, <c>http://HOST[:PORT][/PATH][?QUERY]</c> in printable ASCII
/// without quotes and user information (RFC 3986, RFC 9110 4.2.1). HOST is a name, an IPv4 address
/// of four decimal numbers or an IPv6 address in brackets.
/// </summary>
public sealed class HttpUrl
{
    /// <summary>Most characters of a URL.</summary>
    public const int CharsMax = 1024;

    /// <summary>The port when a URL names none.</summary>
    public const int DefaultPort = 80;

    private const string Scheme = "http://";
    private const int PortMax = 65535;
    private const int HostCharsMax = 253;
    private const int LabelCharsMax = 63;
    private const int AddressLabels = 4;
    private const int OctetMax = 255;

    private HttpUrl(string host, int port, string target)
    {
        Host = host;
        Port = port;
        Target = target;
    }

    /// <summary>Name or address in lower case; IPv6 with its brackets.</summary>
    public string Host { get; }

    /// <summary>1 to 65535.</summary>
    public int Port { get; }

    /// <summary>Path and query, as they stand in the request line; "/" at least.</summary>
    public string Target { get; }

    /// <summary>Host and, when it is not 80, port: the value of the Host header.</summary>
    public string Authority => Port == DefaultPort ? Host : Host + ":" + Port.ToString();

    /// <summary>The URL as text, without fragment.</summary>
    public string Text => Scheme + Authority + Target;

    /// <summary>Reads a URL; null when it cannot be used.</summary>
    public static HttpUrl Parse(string text)
    {
        if (text == null || text.Length > CharsMax || text.Length <= Scheme.Length) return null;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] <= ' ' || text[i] > '~' || text[i] == '"') return null;
        }

        if (HttpChars.Lower(text.Substring(0, Scheme.Length)) != Scheme) return null;
        int end = PartEnd(text, Scheme.Length, "/?#");
        string authority = text.Substring(Scheme.Length, end - Scheme.Length);
        int hostEnd = HostEnd(authority);
        string host = HttpChars.Lower(authority.Substring(0, hostEnd));
        int port = ReadPort(authority, hostEnd);
        if (port < 1 || !IsHost(host)) return null;
        string target = text.Substring(end, PartEnd(text, end, "#") - end);
        if (target.Length == 0 || target[0] != '/') target = "/" + target;
        return new HttpUrl(host, port, target);
    }

    /// <summary>
    /// The URL that a reference in this one's answer means (RFC 3986 5.2); null when it is none of
    /// http or cannot be used.
    /// </summary>
    public HttpUrl Resolve(string reference)
    {
        if (reference.Length > CharsMax) return null;
        if (HasScheme(reference)) return Parse(reference);
        if (reference.StartsWith("//")) return Parse("http:" + reference);
        string origin = Scheme + Authority;
        int pathEnd = PartEnd(Target, 0, "?");
        if (reference.Length == 0 || reference[0] == '#') return this;
        if (reference[0] == '?') return Parse(origin + Target.Substring(0, pathEnd) + reference);
        string path = reference[0] == '/'
            ? reference
            : Target.Substring(0, LastSlash(pathEnd) + 1) + reference;
        int end = PartEnd(path, 0, "?#");
        return Parse(origin + WithoutDots(path.Substring(0, end)) + path.Substring(end));
    }

    private static int PartEnd(string text, int start, string marks)
    {
        int end = start;
        while (end < text.Length && marks.IndexOf(text[end]) < 0) end++;
        return end;
    }

    private static bool HasScheme(string reference)
    {
        int end = PartEnd(reference, 0, ":/?#");
        return end < reference.Length && reference[end] == ':';
    }

    private static int HostEnd(string authority)
    {
        int bracket = authority.LastIndexOf(']');
        int colon = authority.IndexOf(':', bracket + 1);
        return colon < 0 ? authority.Length : colon;
    }

    // -1 when it is none.
    private static int ReadPort(string authority, int hostEnd)
    {
        if (hostEnd == authority.Length) return DefaultPort;
        int port = HttpChars.Number(authority.Substring(hostEnd + 1));
        return port <= PortMax ? port : -1;
    }

    private static bool IsHost(string host)
    {
        if (host.Length == 0 || host.Length > HostCharsMax) return false;
        if (host[0] == '[') return IsBracketed(host);
        string[] labels = host.Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            if (!IsLabel(labels[i])) return false;
        }

        // What ends in a number is an address, and there is one way to write it: others guess at
        // 10.3.1 or 0x0a.3.0.1, nobody means them.
        return !IsNumber(labels[labels.Length - 1]) || IsAddress(labels);
    }

    private static bool IsNumber(string label) =>
        HttpChars.Number(label) >= 0 || label.StartsWith("0x");

    private static bool IsLabel(string label)
    {
        if (label.Length == 0 || label.Length > LabelCharsMax) return false;
        for (int i = 0; i < label.Length; i++)
        {
            char c = label[i];
            if (!HttpChars.IsDigit(c) && !HttpChars.IsLetter(c) && c != '-' && c != '_')
                return false;
        }

        return true;
    }

    private static bool IsAddress(string[] labels)
    {
        if (labels.Length != AddressLabels) return false;
        for (int i = 0; i < labels.Length; i++)
        {
            int octet = HttpChars.Number(labels[i]);
            if (octet < 0 || octet > OctetMax || octet.ToString() != labels[i]) return false;
        }

        return true;
    }

    private static bool IsBracketed(string host)
    {
        int last = host.Length - 1;
        if (last < 3 || host[last] != ']') return false;
        for (int i = 1; i < last; i++)
        {
            char c = host[i];
            if (HttpChars.HexValue(c) < 0 && c != ':' && c != '.') return false;
        }

        return host.IndexOf(':') > 0;
    }

    private int LastSlash(int pathEnd) => Target.LastIndexOf('/', pathEnd - 1);

    // RFC 3986 5.2.4, for a path that begins with a slash.
    private static string WithoutDots(string path)
    {
        string result = "";
        int at = 0;
        while (at < path.Length)
        {
            int end = PartEnd(path, at + 1, "/");
            string segment = path.Substring(at, end - at);
            bool isLast = end == path.Length;
            at = end;
            bool isUp = segment == "/..";
            if (isUp) result = result.Substring(0, LastSlashOrZero(result));
            if (!isUp && segment != "/.") result += segment;
            else if (isLast) result += "/";
        }

        return result;
    }

    private static int LastSlashOrZero(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? 0 : slash;
    }
}

namespace Gateway.Config;

/// <summary>
/// Form of a URL that can be used: <c>http://HOST[:PORT][/PATH][?QUERY]</c>. It is what the
/// transport reads (<c>HttpUrl</c>), which this layer does not know; a test compares the two.
/// </summary>
internal static class UrlForm
{
    private const string Scheme = "http://";
    private const int PortMax = 65535;

    /// <summary>Whether printable ASCII is such a URL.</summary>
    internal static bool IsUrl(string value)
    {
        if (value.IndexOf(' ') >= 0 || value.IndexOf('"') >= 0 || !HasScheme(value)) return false;
        string authority = value.Substring(Scheme.Length, AuthorityEnd(value) - Scheme.Length);
        int colon = authority.IndexOf(':', authority.LastIndexOf(']') + 1);
        if (colon < 0) return IsHost(authority);
        return IsPort(authority.Substring(colon + 1)) && IsHost(authority.Substring(0, colon));
    }

    // RFC 3986 3.1: in any case.
    private static bool HasScheme(string value) => value.Length > Scheme.Length
        && value.Substring(0, Scheme.Length).ToLower() == Scheme;

    private static int AuthorityEnd(string value)
    {
        int end = Scheme.Length;
        while (end < value.Length && "/?#".IndexOf(value[end]) < 0) end++;
        return end;
    }

    // Leading zeros are allowed, RFC 3986 3.2.3.
    private static bool IsPort(string text)
    {
        int port = 0;
        foreach (char c in text)
        {
            if (c < '0' || c > '9') return false;
            port = (port * 10) + (c - '0');
            if (port > PortMax) return false;
        }

        return port > 0;
    }

    private static bool IsHost(string host)
    {
        if (host.Length > 0 && host[0] == '[') return IsBracketed(host);
        if (host.IndexOf('*') >= 0 || !ConfigurationSchema.IsDnsName(host)) return false;
        // What ends in a number is an address, in the one form that nobody reads otherwise.
        string last = host.Substring(host.LastIndexOf('.') + 1);
        return !IsNumber(last) || Ipv4.TryParse(host, out uint _);
    }

    private static bool IsNumber(string label)
    {
        if (label.StartsWith("0x") || label.StartsWith("0X")) return true;
        foreach (char c in label)
        {
            if (c < '0' || c > '9') return false;
        }

        return true;
    }

    // An IPv6 address, outline only.
    private static bool IsBracketed(string host)
    {
        int last = host.Length - 1;
        if (last < 3 || host[last] != ']') return false;
        for (int i = 1; i < last; i++)
        {
            if ("0123456789abcdefABCDEF:.".IndexOf(host[i]) < 0) return false;
        }

        return host.IndexOf(':') > 0;
    }
}

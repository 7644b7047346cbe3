namespace Gateway.Config;

/// <summary>One <c>ip route-static</c> line; never changed once made.</summary>
public sealed class StaticRoute
{
    /// <summary>A route; addresses are dotted, the prefix is 0 to 32 bits.</summary>
    public StaticRoute(string network, int prefixLength, string nextHop)
    {
        Network = network;
        PrefixLength = prefixLength;
        NextHop = nextHop;
    }

    /// <summary>Destination network, its host bits zero.</summary>
    public string Network { get; }

    /// <summary>Length of the network's prefix, 0 to 32 bits.</summary>
    public int PrefixLength { get; }

    /// <summary>Address of the next router.</summary>
    public string NextHop { get; }
}

namespace Gateway.Hal;

/// <summary>How long the phases of one HTTP exchange may take, in milliseconds.</summary>
public sealed class HttpTimeouts
{
    /// <summary>Default of <see cref="ConnectMs"/>.</summary>
    public const int ConnectMsDefault = 15000;

    /// <summary>
    /// Default of <see cref="ResponseMs"/>: a CA that issues at once needs seconds for it.
    /// </summary>
    public const int ResponseMsDefault = 45000;

    /// <summary>Default of <see cref="IdleMs"/>.</summary>
    public const int IdleMsDefault = 15000;

    /// <summary>Default of <see cref="TotalMs"/>.</summary>
    public const int TotalMsDefault = 60000;

    /// <summary>From the start to the connection, the look-up of a name included.</summary>
    public int ConnectMs { get; set; } = ConnectMsDefault;

    /// <summary>From the last byte of the request to the first byte of the answer.</summary>
    public int ResponseMs { get; set; } = ResponseMsDefault;

    /// <summary>In which no byte moves, while the request goes or the answer comes.</summary>
    public int IdleMs { get; set; } = IdleMsDefault;

    /// <summary>Of the whole exchange, whatever moves.</summary>
    public int TotalMs { get; set; } = TotalMsDefault;
}

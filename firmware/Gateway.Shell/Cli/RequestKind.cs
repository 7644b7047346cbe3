namespace Gateway.Cli;

/// <summary>Which certificate request (RFC 9810 5.3).</summary>
public enum RequestKind
{
    /// <summary>The first certificate (ir).</summary>
    Initial = 0,

    /// <summary>A further certificate (cr).</summary>
    Certification = 1,

    /// <summary>A certificate in place of one that goes on (kur).</summary>
    KeyUpdate = 2,

    /// <summary>A further certificate, asked for in PKCS#10 form (p10cr).</summary>
    Pkcs10 = 3,
}

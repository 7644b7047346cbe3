namespace Gateway.Cmp;

/// <summary>Bodies of a PKIMessage by their context tag, RFC 9810 5.1.2.</summary>
public static class BodyType
{
    /// <summary>Initialization request.</summary>
    public const int Ir = 0;

    /// <summary>Initialization response.</summary>
    public const int Ip = 1;

    /// <summary>Certification request.</summary>
    public const int Cr = 2;

    /// <summary>Certification response.</summary>
    public const int Cp = 3;

    /// <summary>PKCS #10 certification request.</summary>
    public const int P10cr = 4;

    /// <summary>Key update request.</summary>
    public const int Kur = 7;

    /// <summary>Key update response.</summary>
    public const int Kup = 8;

    /// <summary>Revocation request.</summary>
    public const int Rr = 11;

    /// <summary>Revocation response.</summary>
    public const int Rp = 12;

    /// <summary>Confirmation.</summary>
    public const int PkiConf = 19;

    /// <summary>Nested message.</summary>
    public const int Nested = 20;

    /// <summary>General message.</summary>
    public const int Genm = 21;

    /// <summary>General response.</summary>
    public const int Genp = 22;

    /// <summary>Error message.</summary>
    public const int Error = 23;

    /// <summary>Certificate confirm.</summary>
    public const int CertConf = 24;

    /// <summary>Polling request.</summary>
    public const int PollReq = 25;

    /// <summary>Polling response.</summary>
    public const int PollRep = 26;

    /// <summary>The highest tag of a body.</summary>
    public const int Last = PollRep;

    // popdecc, popdecr, krr, krp, ccr, ccp, ckuann, cann, rann, crlann are known by name alone.
    private static readonly string[] Names =
    {
        "ir", "ip", "cr", "cp", "p10cr", "popdecc", "popdecr", "kur", "kup", "krr", "krp", "rr",
        "rp", "ccr", "ccp", "ckuann", "cann", "rann", "crlann", "pkiConf", "nested", "genm", "genp",
        "error", "certConf", "pollReq", "pollRep",
    };

    /// <summary>The name as RFC 9810 5.1.2 writes it; <c>body N</c> when there is none.</summary>
    public static string Name(int type) =>
        type >= 0 && type < Names.Length ? Names[type] : "body " + type.ToString();
}

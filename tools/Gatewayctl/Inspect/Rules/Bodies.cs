namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Tags of the bodies that an end entity meets (RFC 9810 5.1.2).</summary>
internal static class Bodies
{
    public const int Ir = 0;
    public const int Ip = 1;
    public const int Cr = 2;
    public const int Cp = 3;
    public const int P10cr = 4;
    public const int Kur = 7;
    public const int Kup = 8;
    public const int Rr = 11;
    public const int Rp = 12;
    public const int PkiConf = 19;
    public const int Genm = 21;
    public const int Genp = 22;
    public const int Error = 23;
    public const int CertConf = 24;
    public const int PollReq = 25;
    public const int PollRep = 26;

    /// <summary>A request for a certificate in the format of RFC 4211.</summary>
    public static bool IsCrmf(int tag) => tag is Ir or Cr or Kur;

    /// <summary>A request with which a transaction begins.</summary>
    public static bool IsInitial(int tag) => IsCrmf(tag) || tag is P10cr or Rr or Genm;

    /// <summary>A request for a certificate.</summary>
    public static bool IsEnrolment(int tag) => IsCrmf(tag) || tag == P10cr;

    /// <summary>An answer that brings certificates.</summary>
    public static bool IsCertResponse(int tag) => tag is Ip or Cp or Kup;

    /// <summary>What answers a request; -1 for what is no request.</summary>
    public static int AnswerOf(int tag) => tag switch
    {
        Ir => Ip,
        Cr or P10cr => Cp,
        Kur => Kup,
        Rr => Rp,
        Genm => Genp,
        CertConf or Error => PkiConf,
        PollReq => PollRep,
        _ => -1,
    };
}

namespace Gateway.Cmp;

/// <summary>PKIStatus, RFC 9810 5.2.3.</summary>
public static class PkiStatus
{
    /// <summary>Granted as asked.</summary>
    public const int Accepted = 0;

    /// <summary>Granted with changes.</summary>
    public const int GrantedWithMods = 1;

    /// <summary>Refused.</summary>
    public const int Rejection = 2;

    /// <summary>Not decided yet: poll.</summary>
    public const int Waiting = 3;

    /// <summary>A revocation is near.</summary>
    public const int RevocationWarning = 4;

    /// <summary>A revocation has happened.</summary>
    public const int RevocationNotification = 5;

    /// <summary>The key was updated already.</summary>
    public const int KeyUpdateWarning = 6;

    private static readonly string[] Names =
    {
        "accepted", "grantedWithMods", "rejection", "waiting", "revocationWarning",
        "revocationNotification", "keyUpdateWarning",
    };

    /// <summary>The name; <c>status N</c> when there is none.</summary>
    public static string Name(int status) =>
        status >= 0 && status < Names.Length ? Names[status] : "status " + status.ToString();
}

namespace Gateway.App;

/// <summary>What a CMP transaction is about; the numbers stand in flash.</summary>
internal enum TransactionKind
{
    /// <summary>ir.</summary>
    Initial = 0,

    /// <summary>cr.</summary>
    Certification = 1,

    /// <summary>kur.</summary>
    KeyUpdate = 2,

    /// <summary>p10cr.</summary>
    Pkcs10 = 3,

    /// <summary>rr.</summary>
    Revocation = 4,

    /// <summary>genm for CA certificates.</summary>
    CaCertificates = 5,

    /// <summary>genm for an update of a root certificate.</summary>
    RootCaUpdate = 6,

    /// <summary>genm for a template of certificates.</summary>
    CertificateTemplate = 7,

    /// <summary>genm for a revocation list.</summary>
    Crls = 8,
}

/// <summary>Names of the kinds of transaction.</summary>
internal static class TransactionKinds
{
    /// <summary>How many kinds there are.</summary>
    public const int Count = 9;

    private static readonly string[] Words =
    {
        "initial-request", "certificate-request", "keyupdate-request",
        "certificate-request pkcs10", "revocation-request", "general-message ca-certificates",
        "general-message root-ca-update", "general-message certificate-template",
        "general-message crl",
    };

    /// <summary>The words of its command after <c>pki cmp</c>.</summary>
    public static string Word(TransactionKind kind) => Words[(int)kind];

    /// <summary>
    /// Whether it changes something at the CA: a restart must not make the operator guess.
    /// </summary>
    public static bool IsKept(TransactionKind kind) => kind <= TransactionKind.Revocation;

    /// <summary>Whether it asks for a certificate.</summary>
    public static bool IsCertificate(TransactionKind kind) => kind <= TransactionKind.Pkcs10;
}

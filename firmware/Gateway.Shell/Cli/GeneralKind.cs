namespace Gateway.Cli;

/// <summary>What a general message asks for (RFC 9483 4.3).</summary>
public enum GeneralKind
{
    /// <summary>Certificates of authorities.</summary>
    CaCertificates = 0,

    /// <summary>The successor of a root certificate.</summary>
    RootCaUpdate = 1,

    /// <summary>What a certificate request should say.</summary>
    CertificateTemplate = 2,

    /// <summary>Lists of revoked certificates.</summary>
    Crls = 3,
}

namespace Gateway.Asn1;

/// <summary>Numbers n of the extensions id-ce n, RFC 5280 4.2.1.</summary>
public static class ExtensionId
{
    /// <summary>subjectKeyIdentifier.</summary>
    public const int SubjectKeyIdentifier = 14;

    /// <summary>keyUsage.</summary>
    public const int KeyUsage = 15;

    /// <summary>subjectAltName.</summary>
    public const int SubjectAltName = 17;

    /// <summary>issuerAltName.</summary>
    public const int IssuerAltName = 18;

    /// <summary>basicConstraints.</summary>
    public const int BasicConstraints = 19;

    /// <summary>reasonCode of a CRL entry, RFC 5280 5.3.1.</summary>
    public const int ReasonCode = 21;

    /// <summary>nameConstraints.</summary>
    public const int NameConstraints = 30;

    /// <summary>cRLDistributionPoints.</summary>
    public const int CrlDistributionPoints = 31;

    /// <summary>certificatePolicies.</summary>
    public const int CertificatePolicies = 32;

    /// <summary>authorityKeyIdentifier.</summary>
    public const int AuthorityKeyIdentifier = 35;

    /// <summary>extKeyUsage.</summary>
    public const int ExtendedKeyUsage = 37;
}

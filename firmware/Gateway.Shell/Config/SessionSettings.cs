namespace Gateway.Config;

/// <summary>A <c>pki cmp session</c>: where, how and for whom. Absent values are null.</summary>
public sealed class SessionSettings
{
    /// <summary>Percent of the validity period after which an update starts by default.</summary>
    public const int ExpirePercentDefault = 50;

    /// <summary>Most passes over the secret that an answer may ask for by default.</summary>
    public const int MacIterationsDefault = 100000;

    /// <summary>Seconds that an answer may take by default.</summary>
    public const int ResponseTimeoutDefault = 60;

    /// <summary>Hours that a transaction may take by default, polling included.</summary>
    public const int TotalTimeoutDefault = 168;

    /// <summary>A session without values.</summary>
    public SessionSettings(string name)
    {
        Name = name;
        ExpirePercent = ExpirePercentDefault;
        MacIterationsMax = MacIterationsDefault;
        ResponseTimeoutSeconds = ResponseTimeoutDefault;
        TotalTimeoutHours = TotalTimeoutDefault;
    }

    /// <summary>Name as it was created; looked up without regard to case.</summary>
    public string Name { get; }

    /// <summary>Subject of the authority such as <c>C=cn,O=BB,CN=BB</c>, without quotes.</summary>
    public string CaName { get; set; }

    /// <summary>File name of the certificate that signs requests.</summary>
    public string AuthenticationCertificate { get; set; }

    /// <summary>Name of the entity.</summary>
    public string EntityName { get; set; }

    /// <summary>Where the server listens, <c>http://…</c>.</summary>
    public string ServerUrl { get; set; }

    /// <summary>Name of the key pair to be certified.</summary>
    public string KeyPairName { get; set; }

    /// <summary>Whether an update makes a new key pair.</summary>
    public bool RegeneratesKeyPair { get; set; }

    /// <summary>Size of the new key pair in bits; 0 for that of the old one.</summary>
    public int RegenerateBits { get; set; }

    /// <summary>Reference value of the MAC secret, or null when no MAC is configured.</summary>
    public string MacReference { get; set; }

    /// <summary>
    /// Cipher text of the MAC secret as the secret service sealed it; null with a reference when
    /// the
    /// provisioned secret of that reference is used.
    /// </summary>
    public string MacCipherText { get; set; }

    /// <summary>
    /// Whether the MAC secret is erased once a certificate that it brought is confirmed.
    /// </summary>
    public bool ErasesMacSecret { get; set; }

    /// <summary>The MAC algorithm.</summary>
    public IntegrityAlgorithm Integrity { get; set; }

    /// <summary>Whether the certificate is updated by itself.</summary>
    public bool IsAutoUpdateEnabled { get; set; }

    /// <summary>Percent of the validity period that has elapsed when an update starts.</summary>
    public int ExpirePercent { get; set; }

    /// <summary>How requests are authenticated.</summary>
    public OriginAuthentication OriginAuthentication { get; set; }

    /// <summary>
    /// File name of the one certificate that may sign answers; null for any that an imported CA
    /// certificate vouches for.
    /// </summary>
    public string VerificationCertificate { get; set; }

    /// <summary>The hash of signatures over requests.</summary>
    public SignatureHash SignatureHash { get; set; }

    /// <summary>Whether an error that nothing protects is believed.</summary>
    public bool AcceptsUnprotectedError { get; set; }

    /// <summary>Whether a request with a MAC may be answered with a signature.</summary>
    public bool AcceptsSignatureAnswer { get; set; }

    /// <summary>Whether an answer may be signed with SHA-1.</summary>
    public bool AcceptsSha1 { get; set; }

    /// <summary>Whether an HTTP redirection is followed (RFC 9811).</summary>
    public bool AcceptsRedirect { get; set; }

    /// <summary>
    /// Whether the authority may do without a confirmation (RFC 9810 5.1.1.1).
    /// </summary>
    public bool OffersImplicitConfirm { get; set; }

    /// <summary>Whether requests say CMP version 3 in place of 2 (RFC 9810 7).</summary>
    public bool UsesVersion3 { get; set; }

    /// <summary>Name of the certificate profile that is asked for (RFC 9810 5.1.1.4).</summary>
    public string CertificateProfile { get; set; }

    /// <summary>Most passes over the secret that an answer may ask for.</summary>
    public int MacIterationsMax { get; set; }

    /// <summary>Seconds that an answer may take.</summary>
    public int ResponseTimeoutSeconds { get; set; }

    /// <summary>Hours that a transaction may take, polling included.</summary>
    public int TotalTimeoutHours { get; set; }

    /// <summary>How often a request that was not answered is sent again.</summary>
    public int RetryCount { get; set; }

    /// <summary>A copy that shares nothing that changes.</summary>
    public SessionSettings Clone() => (SessionSettings)MemberwiseClone();
}

namespace Gateway.Config;

/// <summary>The MAC algorithm of password-based protection (RFC 9810 5.1.3.1).</summary>
public enum IntegrityAlgorithm
{
    /// <summary>HMAC-SHA256, the default.</summary>
    HmacSha256 = 0,

    /// <summary>HMAC-SHA1, for old authorities.</summary>
    HmacSha1 = 1,
}

/// <summary>A <c>pki cmp session</c>: where, how and for whom. Absent values are null.</summary>
public sealed class SessionSettings
{
    /// <summary>Percent of the validity period after which an update starts by default.</summary>
    public const int ExpirePercentDefault = 50;

    /// <summary>A session without values.</summary>
    public SessionSettings(string name)
    {
        Name = name;
        ExpirePercent = ExpirePercentDefault;
    }

    /// <summary>Name as it was created; looked up without regard to case.</summary>
    public string Name { get; }

    /// <summary>Subject of the authority such as <c>C=cn,O=BB,CN=BB</c>, without quotes.</summary>
    public string CaName { get; set; }

    /// <summary>File name of the certificate that signs updates.</summary>
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

    /// <summary>The MAC algorithm.</summary>
    public IntegrityAlgorithm Integrity { get; set; }

    /// <summary>Whether the certificate is updated by itself.</summary>
    public bool IsAutoUpdateEnabled { get; set; }

    /// <summary>Percent of the validity period that has elapsed when an update starts.</summary>
    public int ExpirePercent { get; set; }

    /// <summary>A copy that shares nothing that changes.</summary>
    public SessionSettings Clone() => (SessionSettings)MemberwiseClone();
}

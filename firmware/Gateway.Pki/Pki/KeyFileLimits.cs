namespace Gateway.Pki;

/// <summary>Limits of files with a private key.</summary>
public static class KeyFileLimits
{
    /// <summary>Longest password, in characters of printable ASCII.</summary>
    public const int PasswordLengthMax = Crypto.Pkcs12Derivation.PasswordLengthMax;

    /// <summary>Iterations of each derivation for a file that is written.</summary>
    public const int IterationsWritten = 10000;

    /// <summary>Most iterations of a derivation for a file that is read.</summary>
    public const int IterationsMax = Crypto.Pbkdf2.IterationsMax;

    /// <summary>Most ContentInfos in a PKCS #12 file.</summary>
    public const int ContentCountMax = 8;

    /// <summary>Most bags in one SafeContents.</summary>
    public const int BagCountMax = 32;

    /// <summary>Most certificates that are written beside a key.</summary>
    public const int CertificateCountMax = 5;
}

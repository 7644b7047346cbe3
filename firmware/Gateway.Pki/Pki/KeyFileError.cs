namespace Gateway.Pki;

/// <summary>What keeps a private key in its file.</summary>
public enum KeyFileError
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is no private key in it.</summary>
    NoKey = 1,

    /// <summary>It is not well-formed, or goes over a limit of <see cref="KeyFileLimits"/>.
    /// </summary>
    Malformed = 2,

    /// <summary>The password does not open it.</summary>
    WrongPassword = 3,

    /// <summary>It is encrypted or authenticated in a way that is too old or not known.</summary>
    UnsupportedProtection = 4,

    /// <summary>Deriving its keys takes more iterations than this device does.</summary>
    TooManyIterations = 5,

    /// <summary>A PKCS #12 file without a MAC, or with one by a signature.</summary>
    NoMac = 6,

    /// <summary>There are several private keys in it.</summary>
    ManyKeys = 7,

    /// <summary>The key is of a kind or size that is not known here.</summary>
    UnsupportedKey = 8,

    /// <summary>The numbers of the key do not belong together.</summary>
    BadKey = 9,
}

/// <summary>Texts of <see cref="KeyFileError"/>.</summary>
public static class KeyFileErrors
{
    /// <summary>The rest of a sentence that begins with the file: what is wrong, what to do.
    /// </summary>
    public static string Text(KeyFileError error)
    {
        switch (error)
        {
            case KeyFileError.None: return "has no error";
            case KeyFileError.NoKey: return "holds no private key of that form";
            case KeyFileError.WrongPassword:
                return "does not open: the password is wrong or the file is damaged";
            case KeyFileError.UnsupportedProtection:
                return "is protected in a way that is not supported (RC2, DES, SHA-1 and PEM with"
                    + " Proc-Type are too old); make it anew with 'openssl pkcs12 -export' or"
                    + " 'openssl pkcs8 -topk8' of OpenSSL 3";
            case KeyFileError.TooManyIterations:
                return "asks for more iterations than this device does; make it anew with fewer";
            case KeyFileError.NoMac:
                return "has no MAC by a password; make it anew with 'openssl pkcs12 -export'";
            case KeyFileError.ManyKeys:
                return "holds several private keys; make one with a single key";
            case KeyFileError.UnsupportedKey:
                return "holds a key that is neither RSA (PKCS #1 or PKCS #8, 2048 to 4096 bits)"
                    + " nor EC (PKCS #8, P-256 or P-384)";
            case KeyFileError.BadKey:
                return "holds a private key whose numbers do not belong together";
            default: return "is damaged";
        }
    }
}

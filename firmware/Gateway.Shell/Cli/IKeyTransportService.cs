namespace Gateway.Cli;

/// <summary>Forms of a file with a private key.</summary>
public enum KeyFileForm
{
    /// <summary>PEM: PKCS #1, PKCS #8, or PKCS #8 encrypted.</summary>
    Pem = 0,

    /// <summary>PKCS #12.</summary>
    Pkcs12 = 1,
}

/// <summary>
/// Takes key pairs out of the device and into it, by files in flash. Errors are one sentence
/// without <c>Error:</c> that says what happened and what to do. Passwords are printable ASCII; the
/// shell wipes them when the command is over.
/// </summary>
public interface IKeyTransportService
{
    /// <summary>
    /// The job that writes an exportable key pair into a file, encrypted under a password; a PKCS
    /// #12 file holds its certificates too. Never null.
    /// </summary>
    IShellJob Export(string keyName, KeyFileForm form, string fileName, byte[] password);

    /// <summary>
    /// Null when a file looks as if it held a private key, or why it cannot be imported; tells
    /// whether a password is needed.
    /// </summary>
    string CheckFile(string fileName, KeyFileForm form, out bool needsPassword);

    /// <summary>
    /// The job that reads a key pair from a file, checks it and stores it under a name; one of the
    /// same name is replaced at the end, not before. The password is null when none is needed.
    /// Never null.
    /// </summary>
    IShellJob Import(string keyName, KeyFileForm form, string fileName, byte[] password,
        bool isExportable);

    /// <summary>
    /// The key pairs of the certificates in a file, or of the imported certificate of that name: an
    /// element for each certificate, in order, null where the device has no key. Null, with the
    /// reason, when there is no certificate.
    /// </summary>
    KeyDescription[] Match(string fileName, out string error);
}

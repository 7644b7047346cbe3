using Gateway.Core;

namespace Gateway.Config;

/// <summary>One <c>pki import-certificate</c> line; never changed once made.</summary>
public sealed class ImportedCertificate
{
    /// <summary>An import of a kind under a file name.</summary>
    public ImportedCertificate(CertificateKind kind, string fileName)
    {
        Kind = kind;
        FileName = fileName;
    }

    /// <summary>What the certificate is imported as.</summary>
    public CertificateKind Kind { get; }

    /// <summary>Its name in the certificate store: that of the file it came from.</summary>
    public string FileName { get; }

    /// <summary>The word of a kind on the console: <c>ca</c> or <c>local</c>.</summary>
    public static string Word(CertificateKind kind) => kind == CertificateKind.Ca ? "ca" : "local";
}

using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>What an operator compares before trusting a certificate.</summary>
public sealed class CertificateDescription
{
    /// <summary>Subject as <c>/C=cn/ST=beijing/O=BB/CN=BB</c>.</summary>
    public string Subject { get; set; }

    /// <summary>SHA-1 fingerprint, upper-case hex with colons.</summary>
    public string Sha1Fingerprint { get; set; }

    /// <summary>SHA-256 fingerprint, upper-case hex with colons.</summary>
    public string Sha256Fingerprint { get; set; }

    /// <summary>
    /// What the operator ought to know (weak hash, short key), one sentence, or null.
    /// </summary>
    public string Warning { get; set; }
}

/// <summary>
/// Certificates in files and in the certificate store. Errors are one sentence without
/// <c>Error:</c> that says what happened and what to do; null means success.
/// </summary>
public interface ICertificateService
{
    /// <summary>
    /// Checks that a file in flash holds a certificate that may be imported as this kind (a local
    /// one belongs to a key pair of the device) and describes it; null and the reason when not.
    /// In place of a file that is gone serves what an import left in the store and no configuration
    /// names.
    /// </summary>
    CertificateDescription DescribeFile(CertificateKind kind, string fileName, out string error);

    /// <summary>
    /// Copies the described file into the certificate store under its name, replacing one there.
    /// </summary>
    string Import(CertificateKind kind, string fileName);

    /// <summary>Whether the store holds a certificate of this kind and name.</summary>
    bool IsStored(CertificateKind kind, string fileName);

    /// <summary>
    /// Removes a certificate from the store that no configuration names. What a commit drops from
    /// the
    /// configuration is removed by the application's participant, not here.
    /// </summary>
    string RemoveStored(CertificateKind kind, string fileName);

    /// <summary>
    /// Whether a name can serve as <c>cmp-request authentication-cert</c>: a certificate, looked
    /// for
    /// in the store first and in flash second, that belongs to a key pair of the device.
    /// </summary>
    string CheckAuthenticationCertificate(string fileName);

    /// <summary>
    /// Whether a name can serve as <c>cmp-request verification-cert</c> or as the certificate of a
    /// general message: a readable one, looked for in the store first and in flash second.
    /// </summary>
    string CheckVerificationCertificate(string fileName);

    /// <summary>
    /// Keeps a pasted certificate, PEM with lines ended by LF, as a file, replacing one there; the
    /// reason when it is no certificate or is not written.
    /// </summary>
    string WritePasted(string fileName, byte[] pem);

    /// <summary>
    /// Prints the whole block of a stored certificate, head line to <c>Certificate peer name</c>.
    /// </summary>
    string Print(CertificateKind kind, string fileName, ITextSink output);

    /// <summary>
    /// Writes a stored certificate to a file, in PEM or DER form, replacing one there.
    /// </summary>
    string Export(CertificateKind kind, string fileName, string target, bool isPem);

    /// <summary>Prints a stored certificate in PEM form.</summary>
    string PrintPem(CertificateKind kind, string fileName, ITextSink output);

    /// <summary>
    /// The job that checks a stored certificate against the others that a configuration imports,
    /// the clock and the revocation lists in flash. It prints what it found and one line with the
    /// verdict, an <c>Error:</c> when the certificate must not be used. Never null.
    /// </summary>
    IShellJob Validate(CertificateKind kind, string fileName, Configuration configuration);

    /// <summary>Prints a table of the certificates that a configuration imports.</summary>
    void PrintBrief(Configuration configuration, ITextSink output);
}

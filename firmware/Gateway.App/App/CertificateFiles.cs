using Gateway.Pki;

namespace Gateway.App;

/// <summary>Certificates as files: their names and what may stand in them.</summary>
internal static class CertificateFiles
{
    /// <summary>The file of a first certificate.</summary>
    public static string InitialName(string sessionName) => sessionName + "_ir.cer";

    /// <summary>The file of a CA certificate that came with it; the issuer has number 1.</summary>
    public static string AuthorityName(string sessionName, int number) =>
        sessionName + "_ca" + number.ToString() + ".cer";

    /// <summary>
    /// The DER of a file in DER or PEM; null when a PEM file holds no certificate.
    /// </summary>
    public static byte[] ToDer(byte[] content) => Pem.IsPem(content, content.Length)
        ? Pem.Decode(content, content.Length, Pem.CertificateLabel) : content;

    /// <summary>A stored certificate; null for null and for what is none.</summary>
    public static Certificate Parse(byte[] der) =>
        der == null ? null : Certificate.Parse(der, new CertificateError());
}

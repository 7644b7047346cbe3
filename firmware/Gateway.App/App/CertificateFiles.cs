using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Certificates as files: their names and what may stand in them.</summary>
internal static class CertificateFiles
{
    private const string Extension = ".cer";
    private const string CrlExtension = ".crl";

    /// <summary>
    /// So many certificates of a request can be imported beside each other; then the first name
    /// serves again.
    /// </summary>
    public const int NumberMax = 9;

    // A root is valid for years, CAs below it are not always.
    private const int SuccessorNumberMax = 99;

    /// <summary>
    /// The file of the certificate that a request brought: <c>cmp_kur.cer</c>, or
    /// <c>cmp_kur2.cer</c> and so on while other certificates are imported under the names before
    /// it.
    /// </summary>
    public static string RequestedName(string sessionName, TransactionKind kind, byte[] der,
        CertificateStore certificates)
    {
        for (int number = 1; number <= NumberMax; number++)
        {
            string name = RequestedName(sessionName, kind, number);
            byte[] imported = certificates.Read(CertificateKind.Local, name);
            if (imported == null || Bytes.Equal(imported, der)) return name;
        }

        return RequestedName(sessionName, kind, 1);
    }

    /// <summary>The same name with a number, from 1 to <see cref="NumberMax"/>.</summary>
    public static string RequestedName(string sessionName, TransactionKind kind, int number)
    {
        string stem = sessionName + (kind == TransactionKind.Initial ? "_ir"
            : kind == TransactionKind.KeyUpdate ? "_kur" : "_cr");
        return stem + (number == 1 ? "" : number.ToString()) + Extension;
    }

    /// <summary>The file of a CA certificate that came with it; the issuer has number 1.</summary>
    public static string AuthorityName(string sessionName, int number) =>
        sessionName + "_ca" + number.ToString() + ".cer";

    /// <summary>The file of a CA certificate that the CA told, from 1.</summary>
    public static string ToldAuthorityName(string sessionName, int number) =>
        sessionName + "_cacerts" + number.ToString() + ".cer";

    /// <summary>The file of a root's successor.</summary>
    public static string NewRootName(string sessionName) => sessionName + "_newroot.cer";

    /// <summary>
    /// The name in the store of a CA certificate's successor that is imported by itself:
    /// <c>cmp_newroot.cer</c> or <c>cmp_newca.cer</c>, <c>cmp_newroot2.cer</c> and so on while
    /// others have the names before it; null when all are taken.
    /// </summary>
    public static string SuccessorName(string sessionName, bool isRoot, byte[] der,
        CertificateStore certificates)
    {
        string stem = sessionName + (isRoot ? "_newroot" : "_newca");
        for (int number = 1; number <= SuccessorNumberMax; number++)
        {
            string name = stem + (number == 1 ? "" : number.ToString()) + Extension;
            byte[] imported = certificates.Read(CertificateKind.Ca, name);
            if (imported == null || Bytes.Equal(imported, der)) return name;
        }

        return null;
    }

    /// <summary>The file of the new root's key certified by the old one.</summary>
    public static string NewRootLinkName(string sessionName) => sessionName + "_newrootlink.cer";

    /// <summary>The file of the old root's key certified by the new one.</summary>
    public static string OldRootLinkName(string sessionName) => sessionName + "_oldrootlink.cer";

    /// <summary>The file of a revocation list, from 1.</summary>
    public static string CrlName(string sessionName, int number) =>
        sessionName + "_crl" + number.ToString() + CrlExtension;

    /// <summary>Whether a file's name is that of a revocation list.</summary>
    public static bool IsCrlName(string name) => name.EndsWith(CrlExtension);

    /// <summary>A certificate as it stands in a file: its DER, or PEM if so wished.</summary>
    public static byte[] FromDer(byte[] der, bool isPem) =>
        isPem ? Pem.Encode(Pem.CertificateLabel, der, 0, der.Length) : der;

    /// <summary>
    /// The DER of a file in DER or PEM; null when a PEM file holds no certificate.
    /// </summary>
    public static byte[] ToDer(byte[] content) => Pem.IsPem(content, content.Length)
        ? Pem.Decode(content, content.Length, Pem.CertificateLabel) : content;

    /// <summary>
    /// The DER of a certificate of this device: from the store, else from a file; null when there
    /// is none of that name.
    /// </summary>
    public static byte[] ReadLocal(CertificateStore certificates, FileStore files, string name)
    {
        byte[] der = certificates.Read(CertificateKind.Local, name);
        if (der != null) return der;
        byte[] content = files.Read(name);
        return content == null ? null : ToDer(content);
    }

    /// <summary>
    /// The DER of any certificate: from the store, else from a file; null when there is none of
    /// that name.
    /// </summary>
    public static byte[] ReadAny(CertificateStore certificates, FileStore files, string name) =>
        certificates.Read(CertificateKind.Ca, name) ?? ReadLocal(certificates, files, name);

    /// <summary>A stored certificate; null for null and for what is none.</summary>
    public static Certificate Parse(byte[] der) =>
        der == null ? null : Certificate.Parse(der, new CertificateError());
}

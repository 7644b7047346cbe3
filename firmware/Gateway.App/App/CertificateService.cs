using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Certificates in files and in the store, as the console sees them.</summary>
internal sealed class CertificateService : ICertificateService
{
    private const int RsaBitsMin = 2048;

    private readonly CmpParts _parts;
    private readonly CertificateStore _store;
    private readonly FileStore _files;
    private readonly KeyStore _keys;
    private readonly BoardClock _clock;
    private readonly ConfigurationTransaction _transaction;

    // SHA-256 of the certificate described last: a transaction in the background may replace the
    // file while the operator compares the fingerprint.
    private byte[] _shown = new byte[0];

    public CertificateService(CmpParts parts, ConfigurationTransaction transaction)
    {
        _parts = parts;
        _store = parts.Certificates;
        _files = parts.Files;
        _keys = parts.Keys;
        _clock = parts.Clock;
        _transaction = transaction;
    }

    /// <inheritdoc/>
    public CertificateDescription DescribeFile(CertificateKind kind, string fileName,
        out string error)
    {
        byte[] der = ReadFileOrStray(kind, fileName, out error);
        Certificate certificate = der == null ? null : Parse(der, fileName, out error);
        if (certificate == null) return null;
        error = kind == CertificateKind.Ca ? WhyNoAuthority(certificate, fileName)
            : WhyNotOurs(certificate, fileName);
        if (error == null) error = WhyTaken(kind, fileName, der);
        if (error != null) return null;

        _shown = Hashes.Compute(HashAlgorithm.Sha256, der, 0, der.Length);
        CertificateDescription description = new CertificateDescription();
        description.Subject = DistinguishedName.ToText(certificate.Subject(), NameStyle.Slash);
        description.Sha1Fingerprint = Fingerprint.Sha1(der);
        description.Sha256Fingerprint = Fingerprint.Sha256(der);
        description.Warning = Weakness(certificate);
        return description;
    }

    /// <inheritdoc/>
    public string Import(CertificateKind kind, string fileName)
    {
        byte[] der = ReadFileOrStray(kind, fileName, out string error);
        if (der == null) return error;
        if (!Bytes.Equal(_shown, Hashes.Compute(HashAlgorithm.Sha256, der, 0, der.Length)))
        {
            return "The file " + fileName + " was changed since its certificate was checked;"
                + " import it again.";
        }

        FlashResult result = _store.Write(kind, fileName, der, _clock.UtcNow());
        return result == FlashResult.Ok ? null
            : "The certificate was not imported: " + FlashText.Of(result) + ".";
    }

    /// <inheritdoc/>
    public bool IsStored(CertificateKind kind, string fileName) =>
        _store.Read(kind, fileName) != null;

    /// <inheritdoc/>
    public string RemoveStored(CertificateKind kind, string fileName)
    {
        FlashResult result = _store.Delete(kind, fileName);
        return result == FlashResult.Ok ? null
            : "The certificate " + fileName + " was not deleted: " + FlashText.Of(result) + ".";
    }

    /// <inheritdoc/>
    public string CheckAuthenticationCertificate(string fileName)
    {
        byte[] der = ReadStoredOrFile(CertificateKind.Local, fileName, out string error);
        Certificate certificate = der == null ? null : Parse(der, fileName, out error);
        return certificate == null ? error : WhyNotOurs(certificate, fileName);
    }

    /// <inheritdoc/>
    public string CheckVerificationCertificate(string fileName)
    {
        byte[] der = _store.Read(CertificateKind.Ca, fileName);
        string error = null;
        if (der == null) der = ReadStoredOrFile(CertificateKind.Local, fileName, out error);
        if (der != null) Parse(der, fileName, out error);
        return error;
    }

    /// <inheritdoc/>
    public string WritePasted(string fileName, byte[] pem)
    {
        byte[] der = CertificateFiles.ToDer(pem);
        if (der == null) return "The pasted text is no certificate in PEM form.";
        if (Parse(der, fileName, out string error) == null) return error;
        return WriteFile(fileName, der, _parts.WritesPemFiles);
    }

    /// <inheritdoc/>
    public string Print(CertificateKind kind, string fileName, ITextSink output)
    {
        byte[] der = ReadStoredOrFile(kind, fileName, out string error);
        Certificate certificate = der == null ? null : Parse(der, fileName, out error);
        if (certificate == null) return error;
        if (kind == CertificateKind.Ca) CertificateText.WriteCa(certificate, fileName, output);
        else CertificateText.WriteLocal(certificate, fileName, output);
        return null;
    }

    /// <inheritdoc/>
    public string Export(CertificateKind kind, string fileName, string target, bool isPem)
    {
        byte[] der = _store.Read(kind, fileName);
        return der == null ? NotReadable(fileName) : WriteFile(target, der, isPem);
    }

    /// <inheritdoc/>
    public string PrintPem(CertificateKind kind, string fileName, ITextSink output)
    {
        byte[] der = _store.Read(kind, fileName);
        if (der == null) return NotReadable(fileName);
        TextLines.Write(CertificateFiles.FromDer(der, true), output);
        return null;
    }

    /// <inheritdoc/>
    public IShellJob Validate(CertificateKind kind, string fileName,
        Configuration configuration) =>
        new CertificateCheckJob(_parts, kind, fileName, configuration);

    /// <inheritdoc/>
    public void PrintBrief(Configuration configuration, ITextSink output) =>
        new CertificateTable(_store, _clock.UtcNow()).Print(configuration, output);

    private static string NotReadable(string fileName) =>
        "The certificate " + fileName + " cannot be read; import it again.";

    private string WriteFile(string fileName, byte[] der, bool isPem)
    {
        FlashResult result =
            _files.Write(fileName, CertificateFiles.FromDer(der, isPem), _clock.UtcNow());
        return result == FlashResult.Ok ? null
            : "The file " + fileName + " was not written: " + FlashText.Of(result) + ".";
    }

    private byte[] ReadStoredOrFile(CertificateKind kind, string fileName, out string error)
    {
        error = null;
        byte[] stored = _store.Read(kind, fileName);
        return stored ?? ReadFile(fileName, out error);
    }

    // What an import left in the store and no commit took can be imported again without its file.
    private byte[] ReadFileOrStray(CertificateKind kind, string fileName, out string error)
    {
        byte[] der = ReadFile(fileName, out error);
        if (der != null || _files.Read(fileName) != null) return der;
        if (!_transaction.Candidate.HasImport(kind, fileName))
        {
            der = _store.Read(kind, fileName);
            if (der != null) error = null;
            return der;
        }

        error = "The file " + fileName + " does not exist; the certificate of that name is imported"
            + " already.";
        return null;
    }

    private byte[] ReadFile(string fileName, out string error)
    {
        error = null;
        byte[] content = _files.Read(fileName);
        if (content == null)
        {
            error = "The file " + fileName + " does not exist; 'dir' lists the files.";
            return null;
        }

        byte[] der = CertificateFiles.ToDer(content);
        if (der == null) error = "The file " + fileName + " holds no certificate in PEM form.";
        return der;
    }

    private static Certificate Parse(byte[] der, string fileName, out string error)
    {
        CertificateError reason = new CertificateError();
        Certificate certificate = Certificate.Parse(der, reason);
        error = certificate != null ? null
            : "The file " + fileName + " is no certificate (" + reason.Text() + ").";
        return certificate;
    }

    private static string WhyNoAuthority(Certificate certificate, string fileName)
    {
        string reason = CertificatePath.WhyNoAuthority(certificate);
        return reason == null ? null : "The certificate in " + fileName + " " + reason
            + "; import it as local, or fetch the CA's.";
    }

    private string WhyNotOurs(Certificate certificate, string fileName) =>
        _keys.FindOwner(certificate.PublicKeyInfo()) != null ? null
            : "No key pair of this device belongs to the certificate in " + fileName
                + "; request a certificate for one of them.";

    private string WhyTaken(CertificateKind kind, string fileName, byte[] der)
    {
        if (!_transaction.NamesImport(kind, fileName)) return null;
        byte[] stored = _store.Read(kind, fileName);
        if (stored == null || Bytes.Equal(stored, der)) return null;
        string word = ImportedCertificate.Word(kind);
        return "Another certificate is imported as " + fileName + "; delete it first with 'pki"
            + " delete-certificate " + word + " filename " + fileName + "' and commit.";
    }

    private string Weakness(Certificate certificate)
    {
        long now = _clock.UtcNow();
        if (now != UtcTime.Unknown && !certificate.IsValidAt(now))
        {
            return "The certificate is not valid at the time of the board's clock"
                + " (check 'display clock').";
        }

        if (certificate.SignatureAlgorithm == SignatureAlgorithm.RsaSha1)
        {
            return "The certificate is signed with SHA-1, which is no longer safe.";
        }

        bool isShort = certificate.PublicKey.Kind == PublicKeyKind.Rsa
            && certificate.PublicKey.Bits < RsaBitsMin;
        return isShort
            ? "The certificate's key has fewer than 2048 bits, which is no longer safe."
            : null;
    }
}

using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Takes key pairs out of the device and into it.</summary>
internal sealed class KeyTransportService : IKeyTransportService
{
    private const int CertificateCountMax = 16;

    private readonly CmpParts _parts;
    private readonly IKeyService _keys;
    private readonly ConfigurationTransaction _transaction;

    public KeyTransportService(CmpParts parts, IKeyService keys,
        ConfigurationTransaction transaction)
    {
        _parts = parts;
        _keys = keys;
        _transaction = transaction;
    }

    /// <inheritdoc/>
    public IShellJob Export(string keyName, KeyFileForm form, string fileName, byte[] password)
    {
        StoredKey key = _parts.Keys.Find(keyName);
        if (key == null || !key.IsExportable)
        {
            return new FailedJob("The key pair " + keyName + " cannot be exported.");
        }

        string reason = _parts.WhyNoRandom();
        if (reason != null) return new FailedJob(reason);
        byte[] privateKey = _parts.Keys.OpenPrivateKey(keyName);
        if (privateKey == null)
        {
            return new FailedJob("The key pair " + keyName + " was not sealed on this board and"
                + " cannot be used; create it anew.");
        }

        PrivateKeySealing sealing = form == KeyFileForm.Pem
            ? PrivateKeySealing.ToPem(privateKey, password, _parts.Random)
            : PrivateKeySealing.ToPkcs12(privateKey, password, _parts.Random, key.Name,
                Certificates(key.PublicKey));
        return new KeyExportJob(sealing, _parts.Files, fileName, _parts.Clock);
    }

    /// <inheritdoc/>
    public string CheckFile(string fileName, KeyFileForm form, out bool needsPassword)
    {
        needsPassword = false;
        PrivateKeyOpening opening = Look(fileName, form, out string error);
        if (opening == null) return error;
        if (opening.Error != KeyFileError.None) error = Text(fileName, opening.Error);
        needsPassword = opening.NeedsPassword;
        opening.Wipe();
        return error;
    }

    /// <inheritdoc/>
    public IShellJob Import(string keyName, KeyFileForm form, string fileName, byte[] password,
        bool isExportable)
    {
        // The trial signature is blinded, and the key is sealed: both need random numbers.
        string error = KeyService.WhyNoRoom(_parts.Keys, keyName) ?? _parts.WhyNoRandom();
        if (error != null) return new FailedJob(error);
        PrivateKeyOpening opening = Look(fileName, form, out error);
        if (opening == null) return new FailedJob(error);
        if (password != null) opening.UsePassword(password);
        StoredKey key = new StoredKey();
        key.Name = keyName;
        key.IsExportable = isExportable;
        key.CreatedUtcSeconds = _parts.Clock.UtcNow();
        return new KeyImportJob(opening, _parts, key, fileName);
    }

    /// <inheritdoc/>
    public KeyDescription[] Match(string fileName, out string error)
    {
        byte[] content = _parts.Files.Read(fileName);
        if (content == null)
        {
            content = CertificateFiles.ReadAny(_parts.Certificates, _parts.Files, fileName);
        }

        error = "The file " + fileName + " does not exist; 'dir' lists the files.";
        if (content == null) return null;
        error = null;
        KeyDescription[] found = new KeyDescription[CertificateCountMax];
        int count = 0;
        if (Pem.IsPem(content, content.Length))
        {
            int at = 0;
            while (at >= 0 && count < CertificateCountMax)
            {
                byte[] der =
                    Pem.Decode(content, content.Length, Pem.CertificateLabel, ref at);
                if (at >= 0) found[count++] = KeyOf(der);
            }
        }
        else if (CertificateFiles.Parse(content) != null)
        {
            found[count++] = KeyOf(content);
        }

        if (count == 0)
        {
            error = "The file " + fileName + " holds no certificate.";
            return null;
        }

        KeyDescription[] keys = new KeyDescription[count];
        System.Array.Copy(found, keys, count);
        return keys;
    }

    /// <summary>The sentence about a file that gives no key.</summary>
    internal static string Text(string fileName, KeyFileError error) =>
        "The file " + fileName + " " + KeyFileErrors.Text(error) + ".";

    private PrivateKeyOpening Look(string fileName, KeyFileForm form, out string error)
    {
        error = null;
        byte[] content = _parts.Files.Read(fileName);
        if (content == null)
        {
            error = "The file " + fileName + " does not exist; 'dir' lists the files.";
            return null;
        }

        PrivateKeyOpening opening = form == KeyFileForm.Pem ? PrivateKeyOpening.OfPem(content)
            : PrivateKeyOpening.OfPkcs12(content);
        Bytes.Wipe(content);
        return opening;
    }

    private KeyDescription KeyOf(byte[] der)
    {
        Certificate certificate = CertificateFiles.Parse(der);
        StoredKey key =
            certificate == null ? null : _parts.Keys.FindOwner(certificate.PublicKeyInfo());
        return key == null ? null : _keys.Find(key.Name);
    }

    // The imported certificate of a key and the CA certificates above it, as far as they are
    // imported; the root stays out.
    private byte[][] Certificates(byte[] publicKey)
    {
        string name = _parts.Uses.Import(publicKey, _transaction.Candidate);
        if (name == null) return new byte[0][];
        byte[] own = _parts.Certificates.Read(CertificateKind.Local, name);
        byte[][] above = IssuerChain.Of(own, Authorities());
        int count = above.Length + 1;
        if (count > KeyFileLimits.CertificateCountMax) count = KeyFileLimits.CertificateCountMax;
        byte[][] all = new byte[count][];
        all[0] = own;
        System.Array.Copy(above, 0, all, 1, count - 1);
        return all;
    }

    private byte[][] Authorities()
    {
        StoredFile[] files = _parts.Certificates.List(CertificateKind.Ca);
        byte[][] authorities = new byte[files.Length][];
        for (int i = 0; i < files.Length; i++)
        {
            authorities[i] = _parts.Certificates.Read(CertificateKind.Ca, files[i].Name);
        }

        return authorities;
    }
}

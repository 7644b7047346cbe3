using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The device's key pairs, as the console sees them.</summary>
internal sealed class KeyService : IKeyService
{
    private readonly KeyStore _keys;
    private readonly CertificateStore _certificates;
    private readonly IKeyEngine _engine;
    private readonly BoardClock _clock;
    private readonly ConfigurationTransaction _transaction;

    public KeyService(KeyStore keys, CertificateStore certificates, IKeyEngine engine,
        BoardClock clock, ConfigurationTransaction transaction)
    {
        _keys = keys;
        _certificates = certificates;
        _engine = engine;
        _clock = clock;
        _transaction = transaction;
    }

    /// <inheritdoc/>
    public string[] Names() => NameList.Sort(_keys.Names());

    /// <inheritdoc/>
    public KeyDescription Find(string name)
    {
        StoredKey key = _keys.Find(name);
        if (key == null) return null;
        SubjectPublicKeyInfo publicKey =
            SubjectPublicKeyInfo.Parse(key.PublicKey, 0, key.PublicKey.Length);
        KeyDescription description = new KeyDescription();
        description.Name = key.Name;
        description.Bits = publicKey == null ? 0 : publicKey.Bits;
        description.IsExportable = key.IsExportable;
        description.CreatedUtc = key.CreatedUtcSeconds;
        description.PublicKey = key.PublicKey;
        return description;
    }

    /// <inheritdoc/>
    public string WhyInUse(string name)
    {
        StoredKey key = _keys.Find(name);
        if (key == null) return null;

        // What is imported and not yet committed would be left without its key by the commit.
        string reason = WhyInUse(key, name, _transaction.Running);
        return reason ?? WhyInUse(key, name, _transaction.Candidate);
    }

    private string WhyInUse(StoredKey key, string name, Configuration configuration)
    {
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind != CertificateKind.Local) continue;
            Certificate certificate =
                CertificateFiles.Parse(_certificates.Read(CertificateKind.Local, import.FileName));
            if (certificate == null || !Bytes.Equal(certificate.PublicKeyInfo(), key.PublicKey))
            {
                continue;
            }

            return "The key pair " + name + " belongs to the certificate " + import.FileName
                + " in use; delete that certificate first.";
        }

        return null;
    }

    /// <inheritdoc/>
    public IShellJob Create(string name, int bits, bool isExportable)
    {
        StoredKey key = new StoredKey();
        key.Name = name;
        key.IsExportable = isExportable;
        key.CreatedUtcSeconds = _clock.UtcNow();
        return new KeyGenerationJob(_engine.Generate(KeyAlgorithm.Rsa, bits), _engine, _keys, key);
    }

    /// <inheritdoc/>
    public string Destroy(string name)
    {
        FlashResult result = _keys.Delete(name);
        return result == FlashResult.Ok ? null
            : "The key pair " + name + " was not destroyed: " + FlashText.Of(result) + ".";
    }
}

using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>What needs a private key of this device, found by its public key.</summary>
internal sealed class KeyUses
{
    private readonly CertificateStore _certificates;
    private readonly FileStore _files;
    private readonly Journal _journal;

    public KeyUses(CertificateStore certificates, FileStore files, Journal journal)
    {
        _certificates = certificates;
        _files = files;
        _journal = journal;
    }

    /// <summary>
    /// The name of the imported local certificate of a key in a configuration, or null.
    /// </summary>
    public string Import(byte[] publicKey, Configuration configuration)
    {
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind != CertificateKind.Local) continue;
            byte[] der = _certificates.Read(CertificateKind.Local, import.FileName);
            if (BelongsTo(der, publicKey)) return import.FileName;
        }

        return null;
    }

    /// <summary>
    /// The authentication certificate of a session in a configuration that has the key, or null.
    /// </summary>
    public string Authentication(byte[] publicKey, Configuration configuration)
    {
        foreach (SessionSettings session in configuration.Sessions)
        {
            string name = session.AuthenticationCertificate;
            if (name == null) continue;
            if (BelongsTo(CertificateFiles.ReadLocal(_certificates, _files, name), publicKey))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The name of a certificate of the key in a configuration, or null.</summary>
    public string User(byte[] publicKey, Configuration configuration) =>
        Import(publicKey, configuration) ?? Authentication(publicKey, configuration);

    /// <summary>
    /// The transaction under way that no record tells of, for a renewal is not kept before it is
    /// answered; null when there is none.
    /// </summary>
    public TransactionPlan UnderWay { get; set; }

    /// <summary>The session whose transaction under way needs the key, or null.</summary>
    public string WaitingSession(byte[] publicKey)
    {
        if (UnderWay != null && Bytes.Equal(UnderWay.PublicKey, publicKey))
        {
            return UnderWay.Session.Name;
        }

        foreach (JournalRecord record in _journal.List())
        {
            bool isNeeded = Bytes.Equal(record.PublicKey, publicKey)
                || Bytes.Equal(record.SigningPublicKey, publicKey);
            if (isNeeded) return record.SessionName;
        }

        return null;
    }

    /// <summary>
    /// Whether anything needs the key, or may need it: what flash does not give now counts as a
    /// need.
    /// </summary>
    public bool IsNeeded(byte[] publicKey, Configuration configuration) =>
        User(publicKey, configuration) != null || WaitingSession(publicKey) != null
        || IsUncertain(configuration);

    /// <summary>
    /// Whether anything needs the key in the configuration that runs, that lasts or that is edited.
    /// </summary>
    public bool IsNeededAnywhere(byte[] publicKey, ConfigurationTransaction configurations) =>
        IsNeeded(publicKey, configurations.Running)
        || IsNeeded(publicKey, configurations.Lasting)
        || IsNeeded(publicKey, configurations.Candidate);

    private bool IsUncertain(Configuration configuration)
    {
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind != CertificateKind.Local) continue;
            RecordState state = _certificates.StateOf(CertificateKind.Local, import.FileName);
            if (state == RecordState.Unreadable) return true;
        }

        foreach (SessionSettings session in configuration.Sessions)
        {
            string file = session.AuthenticationCertificate;
            if (file != null && _files.StateOf(file) == RecordState.Unreadable) return true;
        }

        return _journal.IsUnreadable;
    }

    private static bool BelongsTo(byte[] der, byte[] publicKey)
    {
        Certificate certificate = CertificateFiles.Parse(der);
        return certificate != null && Bytes.Equal(certificate.PublicKeyInfo(), publicKey);
    }
}

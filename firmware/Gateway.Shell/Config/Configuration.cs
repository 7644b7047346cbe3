using System.Collections;
using Gateway.Core;

namespace Gateway.Config;

/// <summary>
/// One whole configuration. The running one is never changed in place: a commit replaces it, so a
/// reference that a service took stays true for as long as the service holds it.
/// </summary>
public sealed class Configuration
{
    /// <summary>Days of <see cref="PrewarningDays"/> unless configured otherwise.</summary>
    public const int PrewarningDaysDefault = 30;

    private readonly ArrayList _entities = new ArrayList();
    private readonly ArrayList _sessions = new ArrayList();
    private readonly ArrayList _imports = new ArrayList();
    private readonly InterfaceSettings[] _interfaces;

    /// <summary>The configuration of an erased board with these ports (full names).</summary>
    public Configuration(string systemName, string[] portNames)
    {
        SystemName = systemName;
        _interfaces = new InterfaceSettings[portNames.Length];
        for (int i = 0; i < portNames.Length; i++)
        {
            _interfaces[i] = new InterfaceSettings(portNames[i]);
        }
    }

    private Configuration(Configuration other)
    {
        SystemName = other.SystemName;
        TimeServer = other.TimeServer;
        WritesPemFiles = other.WritesPemFiles;
        PrewarningDays = other.PrewarningDays;
        _interfaces = new InterfaceSettings[other._interfaces.Length];
        for (int i = 0; i < _interfaces.Length; i++) _interfaces[i] = other._interfaces[i].Clone();
        foreach (EntitySettings entity in other._entities) _entities.Add(entity.Clone());
        foreach (SessionSettings session in other._sessions) _sessions.Add(session.Clone());
        foreach (ImportedCertificate import in other._imports) _imports.Add(import);
    }

    /// <summary>Host name.</summary>
    public string SystemName { get; set; }

    /// <summary>Dotted IPv4 address of the SNTP server, or null.</summary>
    public string TimeServer { get; set; }

    /// <summary>Whether certificates become files in PEM form, not DER.</summary>
    public bool WritesPemFiles { get; set; }

    /// <summary>Days before its end from which on a certificate is warned of.</summary>
    public int PrewarningDays { get; set; } = PrewarningDaysDefault;

    /// <summary>One for every port of the board, in the board's order.</summary>
    public InterfaceSettings[] Interfaces => _interfaces;

    /// <summary>
    /// The <see cref="EntitySettings"/>, in the order in which they were created.
    /// </summary>
    public ArrayList Entities => _entities;

    /// <summary>
    /// The <see cref="SessionSettings"/>, in the order in which they were created.
    /// </summary>
    public ArrayList Sessions => _sessions;

    /// <summary>The <see cref="ImportedCertificate"/>s, CA certificates first.</summary>
    public ArrayList Imports => _imports;

    /// <summary>A copy that shares nothing that changes.</summary>
    public Configuration Clone() => new Configuration(this);

    /// <summary>The port of that full name, case ignored, or null.</summary>
    public InterfaceSettings FindInterface(string name)
    {
        foreach (InterfaceSettings port in _interfaces)
        {
            if (Text.EqualsIgnoreCase(port.Name, name)) return port;
        }

        return null;
    }

    /// <summary>The entity of that name, case ignored, or null.</summary>
    public EntitySettings FindEntity(string name)
    {
        foreach (EntitySettings entity in _entities)
        {
            if (Text.EqualsIgnoreCase(entity.Name, name)) return entity;
        }

        return null;
    }

    /// <summary>The session of that name, case ignored, or null.</summary>
    public SessionSettings FindSession(string name)
    {
        foreach (SessionSettings session in _sessions)
        {
            if (Text.EqualsIgnoreCase(session.Name, name)) return session;
        }

        return null;
    }

    /// <summary>The first session that uses the key pair, case ignored, or null.</summary>
    public SessionSettings FindUserOfKeyPair(string keyPairName)
    {
        foreach (SessionSettings session in _sessions)
        {
            if (Text.EqualsIgnoreCase(session.KeyPairName, keyPairName)) return session;
        }

        return null;
    }

    /// <summary>The first session that uses the entity, or null.</summary>
    public SessionSettings FindUserOfEntity(string entityName)
    {
        foreach (SessionSettings session in _sessions)
        {
            if (Text.EqualsIgnoreCase(session.EntityName, entityName)) return session;
        }

        return null;
    }

    /// <summary>
    /// The first session that signs with the certificate file, case ignored, or null.
    /// </summary>
    public SessionSettings FindUserOfCertificate(string fileName)
    {
        foreach (SessionSettings session in _sessions)
        {
            if (Text.EqualsIgnoreCase(session.AuthenticationCertificate, fileName)) return session;
        }

        return null;
    }

    /// <summary>
    /// The first session that checks answers with the certificate file, case ignored, or null.
    /// </summary>
    public SessionSettings FindUserOfVerification(string fileName)
    {
        foreach (SessionSettings session in _sessions)
        {
            if (Text.EqualsIgnoreCase(session.VerificationCertificate, fileName)) return session;
        }

        return null;
    }

    /// <summary>Whether that import is configured, case ignored.</summary>
    public bool HasImport(CertificateKind kind, string fileName) =>
        ImportIndex(kind, fileName) >= 0;

    /// <summary>Adds an import after those of its kind; one that is there already stays.</summary>
    public void AddImport(CertificateKind kind, string fileName)
    {
        if (HasImport(kind, fileName)) return;
        int at = _imports.Count;
        while (kind == CertificateKind.Ca && at > 0
            && ((ImportedCertificate)_imports[at - 1]).Kind == CertificateKind.Local) at--;
        _imports.Insert(at, new ImportedCertificate(kind, fileName));
    }

    /// <summary>Removes an import; false when there was none.</summary>
    public bool RemoveImport(CertificateKind kind, string fileName)
    {
        int at = ImportIndex(kind, fileName);
        if (at >= 0) _imports.RemoveAt(at);
        return at >= 0;
    }

    private int ImportIndex(CertificateKind kind, string fileName)
    {
        for (int i = 0; i < _imports.Count; i++)
        {
            ImportedCertificate import = (ImportedCertificate)_imports[i];
            bool isSame = import.Kind == kind && Text.EqualsIgnoreCase(import.FileName, fileName);
            if (isSame) return i;
        }

        return -1;
    }
}

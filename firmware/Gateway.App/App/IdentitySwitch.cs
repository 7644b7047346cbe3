using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Puts a renewed certificate in the place of the one that it renews. What decides which of them is
/// the identity is one record, the configuration: before it is written the old one counts, behind
/// it the new one. Everything else is prepared before or tidied up after it, and can be done again.
/// </summary>
internal sealed class IdentitySwitch
{
    private readonly CmpParts _parts;
    private readonly UnattendedCommit _commit;
    private readonly KeySuccession _succession;

    public IdentitySwitch(CmpParts parts, UnattendedCommit commit, KeySuccession succession)
    {
        _parts = parts;
        _commit = commit;
        _succession = succession;
    }

    /// <summary>Whether a switch left something undone, or a start may have found so.</summary>
    public bool IsUntidy { get; private set; } = true;

    /// <summary>
    /// Switches to a certificate; null and its name when that is done, else why not, one sentence.
    /// Null and no name when no session signs with the one that it renews any more.
    /// </summary>
    public string Switch(TransactionPlan plan, CertificateOperation granted, out string name)
    {
        byte[] der = granted.Certificate;
        name = null;
        string reason = _commit.WhyNot();
        if (reason != null) return reason;
        name = NameFor(plan, der);
        reason = name == null ? "No name is left for the renewed certificate; delete local"
            + " certificates that are not needed." : WhyNotOurs(der);
        if (reason != null) return reason;
        string old = plan.Session.AuthenticationCertificate;
        string next = name;
        if (!IsWanted(old, next))
        {
            name = null;
            return null;
        }

        reason = Store(name, der);
        if (reason != null) return reason;
        IsUntidy = true;
        if (!IsInPlace(old, next))
        {
            reason = _commit.Apply(configuration => Replace(configuration, old, next));
            if (reason != null) return reason;
        }

        Certificate issued = CertificateFiles.Parse(der);
        _parts.Clock.CertificateIssued(issued.NotBefore, issued.NotAfter);
        Tidy(old);
        return null;
    }

    /// <summary>
    /// Does what a full flash or a trial has left undone after a switch; harmless when nothing is.
    /// </summary>
    public void Tidy(string oldName)
    {
        ConfigurationTransaction transaction = _parts.Configurations;
        if (transaction.IsTrial) return;

        // Until no saved text names the old certificate any more, a rotten slot may lead back to
        // it: then its key must be there.
        if (_commit.DropOlder() != null) return;
        bool isOver = oldName != null && !transaction.NamesImport(CertificateKind.Local, oldName)
            && !transaction.Candidate.HasImport(CertificateKind.Local, oldName);
        if (isOver) _parts.Certificates.Delete(CertificateKind.Local, oldName);
        IsUntidy = !_succession.Settle(transaction.Running);
    }

    // The one that it has after a power cut in the middle, else the first that no configuration
    // names: what lies there is needed by nobody.
    private string NameFor(TransactionPlan plan, byte[] der)
    {
        string free = null;
        for (int number = 1; number <= CertificateFiles.NumberMax; number++)
        {
            string name = CertificateFiles.RequestedName(plan.Session.Name, plan.Kind, number);
            byte[] stored = _parts.Certificates.Read(CertificateKind.Local, name);
            if (stored != null && Bytes.Equal(stored, der)) return name;
            ConfigurationTransaction transaction = _parts.Configurations;
            bool isNamed = transaction.NamesImport(CertificateKind.Local, name)
                || transaction.Candidate.HasImport(CertificateKind.Local, name);
            if (free == null && !isNamed) free = name;
        }

        return free;
    }

    // A key that is not here, or does not fit, must not become the identity.
    private string WhyNotOurs(byte[] der)
    {
        Certificate certificate = CertificateFiles.Parse(der);
        byte[] publicKey = certificate == null ? null : certificate.PublicKeyInfo();
        byte[] privateKey = publicKey == null ? null : _parts.Keys.OpenPrivateKeyFor(publicKey);
        bool fits = privateKey != null
            && Bytes.Equal(_parts.Engine.PublicKey(privateKey), publicKey);
        Bytes.Wipe(privateKey);
        return fits ? null : "The key pair of the renewed certificate is not on this board.";
    }

    private string Store(string name, byte[] der)
    {
        byte[] stored = _parts.Certificates.Read(CertificateKind.Local, name);
        if (stored != null && Bytes.Equal(stored, der)) return null;
        FlashResult result = _parts.Certificates.Write(CertificateKind.Local, name, der,
            _parts.Clock.UtcNow());
        return result == FlashResult.Ok ? null
            : "The renewed certificate was not stored: " + FlashText.Of(result) + ".";
    }

    private bool IsInPlace(string old, string name)
    {
        ConfigurationTransaction transaction = _parts.Configurations;
        return IsReplaced(transaction.Lasting, old, name)
            && IsReplaced(transaction.Running, old, name);
    }

    private static bool IsReplaced(Configuration configuration, string old, string name)
    {
        if (!HasUser(configuration, old, name)) return true;
        if (!configuration.HasImport(CertificateKind.Local, name)) return false;
        if (RecordName.IsSame(old, name)) return true;
        return configuration.FindUserOfCertificate(old) == null
            && !configuration.HasImport(CertificateKind.Local, old);
    }

    // Where no session signs with the old certificate any more the new one would only be in the way
    // of the next key.
    private static void Replace(Configuration configuration, string old, string name)
    {
        bool isUsed = configuration.FindUserOfCertificate(name) != null;
        foreach (SessionSettings session in configuration.Sessions)
        {
            if (!RecordName.IsSame(session.AuthenticationCertificate, old)) continue;
            session.AuthenticationCertificate = name;
            isUsed = true;
        }

        if (!isUsed) return;
        if (!RecordName.IsSame(old, name)) configuration.RemoveImport(CertificateKind.Local, old);
        configuration.AddImport(CertificateKind.Local, name);
    }

    // Somewhere a session signs with the old certificate, or with the new one already.
    private bool IsWanted(string old, string name)
    {
        ConfigurationTransaction transaction = _parts.Configurations;
        return HasUser(transaction.Running, old, name) || HasUser(transaction.Lasting, old, name);
    }

    private static bool HasUser(Configuration configuration, string old, string name) =>
        configuration.FindUserOfCertificate(old) != null
        || configuration.FindUserOfCertificate(name) != null;
}

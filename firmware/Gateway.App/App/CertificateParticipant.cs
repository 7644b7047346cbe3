using Gateway.Config;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Removes from the certificate store what a commit dropped from the configuration, once no saved
/// text names it any more.
/// </summary>
internal sealed class CertificateParticipant : IConfigurationParticipant
{
    private readonly CertificateStore _certificates;
    private readonly ConfigurationStore _configurations;

    public CertificateParticipant(CertificateStore certificates,
        ConfigurationStore configurations)
    {
        _certificates = certificates;
        _configurations = configurations;
    }

    /// <inheritdoc/>
    public string Prepare(Configuration lasting, Configuration candidate) => null;

    /// <inheritdoc/>
    public void Apply(Configuration lasting, Configuration candidate)
    {
        foreach (ImportedCertificate import in lasting.Imports)
        {
            if (candidate.HasImport(import.Kind, import.FileName)) continue;

            // A certificate that stays behind when flash fails does no harm: no line in effect
            // names it.
            if (_configurations.ReadOlder() != null) return;
            _certificates.Delete(import.Kind, import.FileName);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
    }
}

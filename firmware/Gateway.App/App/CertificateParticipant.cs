using Gateway.Config;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Removes from the certificate store what a commit dropped from the configuration.
/// </summary>
internal sealed class CertificateParticipant : IConfigurationParticipant
{
    private readonly CertificateStore _certificates;

    public CertificateParticipant(CertificateStore certificates) => _certificates = certificates;

    /// <inheritdoc/>
    public string Prepare(Configuration running, Configuration candidate) => null;

    /// <inheritdoc/>
    public void Apply(Configuration running, Configuration candidate)
    {
        foreach (ImportedCertificate import in running.Imports)
        {
            if (candidate.HasImport(import.Kind, import.FileName)) continue;

            // A certificate that stays behind when flash fails here does no harm: no line names it.
            _certificates.Delete(import.Kind, import.FileName);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
    }
}

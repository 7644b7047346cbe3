using System.Collections;
using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Checks an imported certificate: its key pair, its key usage, its dates, the path to an imported
/// CA certificate (a root if there is one), and the revocation lists in flash. One signature a
/// step; a line for each finding, the verdict last.
/// </summary>
internal sealed class CertificateCheckJob : IShellJob
{
    private readonly CmpParts _parts;
    private readonly CertificateKind _kind;
    private readonly string _name;
    private readonly long _utcSeconds;
    private readonly Certificate _certificate;
    private readonly ArrayList _roots = new ArrayList();
    private readonly ArrayList _authorities = new ArrayList();
    private CertificatePath _path;
    private string _rootFault;
    private RevocationCheck _revocation;
    private string _fault;

    /// <summary>
    /// A check of a stored certificate against the CA certificates that a configuration imports.
    /// </summary>
    public CertificateCheckJob(CmpParts parts, CertificateKind kind, string name,
        Configuration configuration)
    {
        _parts = parts;
        _kind = kind;
        _name = name;
        _utcSeconds = parts.Clock.UtcNow();
        _certificate = CertificateFiles.Parse(parts.Certificates.Read(kind, name));
        if (_certificate == null) return;
        foreach (ImportedCertificate import in configuration.Imports)
        {
            if (import.Kind == CertificateKind.Ca) AddAuthority(import.FileName);
        }
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        if (_certificate == null)
        {
            output.Line("Error: The certificate " + _name + " cannot be read; import it again.");
            return false;
        }

        if (_path == null)
        {
            CheckItself(output);
            BeginPath(_roots, _authorities);
        }
        else if (_revocation == null)
        {
            StepPath(output);
        }
        else if (!_revocation.Step(output))
        {
            Note(_revocation.Fault);
            return Conclude(output);
        }

        output.Progress(_revocation == null ? "Checking the certification path..."
            : "Checking the revocation lists...");
        return true;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output) =>
        output.Line("Error: The check was cancelled; nothing is said about the certificate.");

    private void AddAuthority(string name)
    {
        Certificate authority =
            CertificateFiles.Parse(_parts.Certificates.Read(CertificateKind.Ca, name));
        if (authority == null) return;
        bool isItself = Bytes.Equal(authority.Der, _certificate.Der);

        // Below the certificate itself there is nothing to be found, unless it is a root.
        if (isItself && !authority.IsSelfIssued) return;
        _authorities.Add(authority.Der);
        if (authority.IsSelfIssued) _roots.Add(authority.Der);
    }

    private void CheckItself(ITextSink output)
    {
        output.Line(" Info: Subject " + DistinguishedName.ToText(_certificate.Subject(),
            NameStyle.Slash));
        output.Line(" Info: Valid from " + UtcTime.ToText(_certificate.NotBefore) + " to "
            + UtcTime.ToText(_certificate.NotAfter) + " UTC");
        if (_utcSeconds == UtcTime.Unknown)
        {
            output.Line(" Warning: The clock is not set, so no dates are checked; set it with"
                + " 'clock datetime'.");
        }

        if (_kind == CertificateKind.Ca) Note(WhyNoAuthority());
        else CheckKey(output);
    }

    private string WhyNoAuthority()
    {
        string reason = CertificatePath.WhyNoAuthority(_certificate);
        return reason == null ? null : "the certificate " + reason;
    }

    private void CheckKey(ITextSink output)
    {
        StoredKey key = _parts.Keys.FindOwner(_certificate.PublicKeyInfo());
        if (key == null) Note("no key pair of this device belongs to it");
        else output.Line(" Info: Key pair " + key.Name);

        // RFC 9483 3.2: who protects messages may sign.
        if (_certificate.Extensions.Allows(KeyUsages.DigitalSignature)) return;
        output.Line(" Warning: Its key usage lacks digitalSignature, so it cannot sign requests.");
    }

    private void BeginPath(ArrayList anchors, ArrayList pool) =>
        _path = new CertificatePath(_parts.Engine, _certificate.Der, ToArrays(pool),
            ToArrays(anchors), _utcSeconds, false);

    private void StepPath(ITextSink output)
    {
        if (_path.Step()) return;
        bool isTrusted = _path.Result == PathResult.Trusted;
        if (!isTrusted && _rootFault == null)
        {
            // No root leads here, but an authority that was imported is trusted by itself.
            _rootFault = _path.Text;
            BeginPath(_authorities, new ArrayList());
            return;
        }

        bool isAlone = _path.Result == PathResult.NoPath && _kind == CertificateKind.Ca;
        if (isTrusted) TellPath(output);
        else if (isAlone) output.Line(" Info: Its issuer is not imported; it is trusted itself.");
        else Note(_rootFault);
        _revocation = new RevocationCheck(_parts, _certificate, _path.Chain, _utcSeconds);
    }

    private void TellPath(ITextSink output)
    {
        foreach (byte[] der in _path.Chain)
        {
            output.Line(" Info: Issued by " + DistinguishedName.ToText(
                CertificateFiles.Parse(der).Subject(), NameStyle.Slash));
        }

        output.Line(_path.Chain.Length == 0 ? " Info: It is an imported root itself."
            : _path.Chain.Length == 1 ? " Info: That issuer is imported and trusted."
            : " Info: The last of them is imported and trusted.");
    }

    private bool Conclude(ITextSink output)
    {
        Succeeded = _fault == null;
        string certificate = "The certificate " + _name + " is ";
        if (!Succeeded) output.Line("Error: " + certificate + "not valid: " + _fault + ".");
        else if (_utcSeconds != UtcTime.Unknown) output.Line(" Info: " + certificate + "valid.");
        else output.Line(" Info: " + certificate + "valid, its dates left aside.");
        return false;
    }

    // The first fault tells most.
    private void Note(string fault)
    {
        if (_fault == null) _fault = fault;
    }

    private static byte[][] ToArrays(ArrayList list)
    {
        byte[][] arrays = new byte[list.Count][];
        for (int i = 0; i < arrays.Length; i++) arrays[i] = (byte[])list[i];
        return arrays;
    }
}

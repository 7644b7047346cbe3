using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Which CA certificates the gateway's own certificates stand on.</summary>
internal sealed class AuthorityUse
{
    private const int DepthMax = 4;

    private readonly IKeyEngine _engine;
    private readonly CertificateStore _certificates;
    private readonly FileStore _files;

    /// <summary>Verifies with that engine what lies in these stores.</summary>
    public AuthorityUse(IKeyEngine engine, CertificateStore certificates, FileStore files)
    {
        _engine = engine;
        _certificates = certificates;
        _files = files;
    }

    /// <summary>
    /// Whether one of the gateway's own certificates, valid or not, chains to an authority and to
    /// none of its successors (DER) as well.
    /// </summary>
    public bool IsNeeded(Certificate authority, Configuration configuration, byte[][] authorities)
    {
        foreach (ImportedCertificate import in configuration.Imports)
        {
            bool isOwn = import.Kind == CertificateKind.Local;
            if (isOwn && Stands(import.FileName, authority, authorities)) return true;
        }

        foreach (SessionSettings session in configuration.Sessions)
        {
            string name = session.AuthenticationCertificate;
            if (name != null && Stands(name, authority, authorities)) return true;
        }

        return false;
    }

    private bool Stands(string fileName, Certificate authority, byte[][] authorities)
    {
        Certificate own = CertificateFiles.Parse(
            CertificateFiles.ReadLocal(_certificates, _files, fileName));
        return own != null && Stands(own, authority, authorities, 0);
    }

    // Between the two only names are compared: what is kept too long does no harm.
    private bool Stands(Certificate below, Certificate authority, byte[][] authorities, int depth)
    {
        if (IsIssuer(authority, below)) return !HasOther(below, authority, authorities);
        if (depth == DepthMax) return false;
        foreach (byte[] der in authorities)
        {
            Certificate issuer = CertificateFiles.Parse(der);
            bool isBetween = issuer != null && !issuer.IsSelfIssued
                && issuer.IsNamedIssuerOf(below);
            if (isBetween && Stands(issuer, authority, authorities, depth + 1)) return true;
        }

        return false;
    }

    private bool HasOther(Certificate below, Certificate authority, byte[][] authorities)
    {
        foreach (byte[] der in authorities)
        {
            Certificate other = CertificateFiles.Parse(der);
            if (AuthorityJudge.IsLater(authority, other) && IsIssuer(other, below)) return true;
        }

        return false;
    }

    private bool IsIssuer(Certificate issuer, Certificate below) =>
        issuer.IsNamedIssuerOf(below) && CertificatePath.IsSigned(_engine, below, issuer);
}

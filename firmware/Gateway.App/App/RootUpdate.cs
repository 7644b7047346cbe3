using Gateway.Core;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>
/// Judges the update of a root certificate (RFC 9810 4.4, E.4): the old root vouches for the new
/// key, and the new certificate signs itself with that key.
/// </summary>
internal sealed class RootUpdate
{
    private readonly IKeyEngine _engine;
    private readonly long _utcSeconds;

    /// <summary>Judges at a time, UTC seconds or UtcTime.Unknown.</summary>
    public RootUpdate(IKeyEngine engine, long utcSeconds)
    {
        _engine = engine;
        _utcSeconds = utcSeconds;
    }

    /// <summary>Why the new root is not believed, a phrase, or null; all are DER.</summary>
    public string WhyNot(byte[] oldRoot, byte[] newWithNew, byte[] newWithOld)
    {
        if (newWithOld == null) return "the CA gave no certificate of it by the old root";
        Certificate old = CertificateFiles.Parse(oldRoot);
        Certificate root = CertificateFiles.Parse(newWithNew);
        Certificate link = CertificateFiles.Parse(newWithOld);
        if (old == null || root == null || link == null)
        {
            return "one of the certificates cannot be read";
        }

        if (!IsValid(old)) return "the old root is not valid at the time of the board's clock";
        if (!IsValid(root) || !IsValid(link))
        {
            return "it is not valid at the time of the board's clock";
        }

        if (!root.IsSelfIssued || !IsSigned(root, root)) return "it is not signed with its own key";
        if (!old.IsNamedIssuerOf(link) || !IsSigned(link, old))
        {
            return "the old root has not signed it";
        }

        bool isSame = Bytes.Equal(root.PublicKeyInfo(), link.PublicKeyInfo())
            && DistinguishedName.Matches(root.Subject(), link.Subject());
        if (!isSame) return "the old root has signed another key or name";

        // RFC 5280 3.2: a CA that certifies its own new key keeps its name. Under another name it
        // would be any authority below the root.
        if (!link.IsSelfIssued) return "the old root has signed another authority with it";
        bool areAuthorities = root.Extensions.IsCa && link.Extensions.IsCa;
        return areAuthorities ? null : "it is no CA certificate";
    }

    private bool IsValid(Certificate certificate) =>
        _utcSeconds == UtcTime.Unknown || certificate.IsValidAt(_utcSeconds);

    private bool IsSigned(Certificate certificate, Certificate issuer) =>
        certificate.SignatureAlgorithm != SignatureAlgorithm.RsaSha1
        && CertificatePath.IsSigned(_engine, certificate, issuer);
}

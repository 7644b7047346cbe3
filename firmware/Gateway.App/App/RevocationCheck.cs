using System.Collections;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Looks for the certificates of a path in the revocation lists in flash (RFC 5280 6.3.3): of the
/// lists that the issuer signed, the newest decides. One signature a step.
/// </summary>
internal sealed class RevocationCheck
{
    private readonly CmpParts _parts;
    private readonly Certificate[] _path;
    private readonly long _utcSeconds;
    private readonly ArrayList _files = new ArrayList();
    private CertificateList _newest;
    private string _newestName;
    private int _at;
    private int _file;

    /// <summary>
    /// A check of a certificate and those above it but the last; nothing is checked without a path.
    /// </summary>
    public RevocationCheck(CmpParts parts, Certificate certificate, byte[][] chain,
        long utcSeconds)
    {
        _parts = parts;
        _utcSeconds = utcSeconds;
        _path = new Certificate[chain == null ? 0 : chain.Length + 1];
        if (_path.Length == 0) return;
        _path[0] = certificate;
        for (int i = 1; i < _path.Length; i++) _path[i] = CertificateFiles.Parse(chain[i - 1]);
        foreach (StoredFile file in parts.Files.List())
        {
            if (CertificateFiles.IsCrlName(file.Name)) _files.Add(file.Name);
        }
    }

    /// <summary>What is wrong, the end of a sentence, or null.</summary>
    public string Fault { get; private set; }

    /// <summary>Goes on with at most one signature; true while there is more to do.</summary>
    public bool Step(ITextSink output)
    {
        if (_at >= _path.Length - 1) return false;
        while (_file < _files.Count)
        {
            string name = (string)_files[_file++];
            CertificateList list =
                CertificateList.Parse(_parts.Files.Read(name), new CertificateError());
            bool isOfIssuer = list != null
                && DistinguishedName.Matches(list.Issuer(), _path[_at].Issuer());
            if (!isOfIssuer) continue;
            string reason = WhyNot(list);
            if (reason == null) Take(list, name);
            else output.Line(" Warning: The list " + name + " does not count: " + reason + ".");
            return true;
        }

        Tell(output);
        _newest = null;
        _file = 0;
        _at++;
        return true;
    }

    private string WhyNot(CertificateList list)
    {
        Certificate issuer = _path[_at + 1];
        if (list.UnknownCriticalCount > 0) return "it has an extension that is not understood here";
        if (list.SignatureAlgorithm == SignatureAlgorithm.RsaSha1) return "it is signed with SHA-1";
        if (!issuer.Extensions.Allows(KeyUsages.CrlSign)) return "its issuer must not sign lists";
        return CrlResults.IsSigned(_parts.Engine, list, issuer) ? null : "its signature is wrong";
    }

    private void Take(CertificateList list, string name)
    {
        if (_newest != null && _newest.ThisUpdate >= list.ThisUpdate) return;
        _newest = list;
        _newestName = name;
    }

    private void Tell(ITextSink output)
    {
        string subject = _at == 0 ? "it" : "the certificate of its issuer";
        if (_newest == null)
        {
            if (_at > 0) return;
            output.Line(" Info: No revocation list of its CA is in flash;"
                + " 'pki cmp general-message crl' fetches one.");
            return;
        }

        string list = _newestName + " of " + UtcTime.ToText(_newest.ThisUpdate) + " UTC";
        bool isOld = _utcSeconds != UtcTime.Unknown && _newest.NextUpdate != UtcTime.Unknown
            && _utcSeconds > _newest.NextUpdate;
        if (isOld)
        {
            output.Line(" Warning: The list " + list + " is out of date; fetch a newer one.");
        }

        bool isRevoked = _newest.IsRevoked(_path[_at].SerialNumber());
        if (!isRevoked) output.Line(" Info: Not in the revocation list " + list);
        else if (Fault == null) Fault = subject + " is revoked by " + list;
    }
}

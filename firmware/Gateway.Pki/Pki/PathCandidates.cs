using System.Collections;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// The certificates that may be issuers, by a cursor: those whose key identifier is the one that
/// the certificate below names (RFC 5280 4.2.1.1) before the others, anchors before the rest.
/// </summary>
internal sealed class PathCandidates
{
    private const int Passes = 2;
    private readonly Certificate[] _all;
    private readonly int _anchors;

    /// <summary>
    /// Reads them; what is malformed, or there twice, does not count. Of the pool so many.
    /// </summary>
    internal PathCandidates(byte[][] anchors, byte[][] pool, int poolMax)
    {
        ArrayList read = new ArrayList();
        for (int i = 0; anchors != null && i < anchors.Length; i++) AddTo(read, anchors[i]);
        _anchors = read.Count;
        for (int i = 0; pool != null && i < pool.Length && i < poolMax; i++) AddTo(read, pool[i]);
        _all = new Certificate[read.Count];
        for (int i = 0; i < _all.Length; i++) _all[i] = (Certificate)read[i];
    }

    /// <summary>Cursors run from 0 to before this.</summary>
    internal int End => Passes * _all.Length;

    /// <summary>Whether the cursor stands at an anchor.</summary>
    internal bool IsAnchor(int cursor) => cursor % _all.Length < _anchors;

    /// <summary>Whether a certificate is an anchor.</summary>
    internal bool HasAnchor(Certificate certificate)
    {
        for (int i = 0; i < _anchors; i++)
        {
            if (AreSame(_all[i], certificate)) return true;
        }

        return false;
    }

    /// <summary>
    /// The certificate at the cursor, when it bears the name of the issuer and belongs to this
    /// pass; else null.
    /// </summary>
    internal Certificate At(int cursor, Certificate below)
    {
        Certificate candidate = _all[cursor % _all.Length];
        bool isPreferred = HasNamedKey(candidate, below);
        if (isPreferred != (cursor < _all.Length)) return null;
        return candidate.IsNamedIssuerOf(below) ? candidate : null;
    }

    /// <summary>Whether two are the same octets.</summary>
    internal static bool AreSame(Certificate a, Certificate b) => Bytes.Equal(a.Der, b.Der);

    private static bool HasNamedKey(Certificate candidate, Certificate below)
    {
        int length = below.Extensions.AuthorityKeyIdLength;
        return length > 0 && DistinguishedName.Equal(
            below.Der, below.Extensions.AuthorityKeyIdOffset, length,
            candidate.Der, candidate.Extensions.SubjectKeyIdOffset,
            candidate.Extensions.SubjectKeyIdLength);
    }

    private static void AddTo(ArrayList read, byte[] der)
    {
        Certificate certificate = Certificate.Parse(der, new CertificateError());
        if (certificate == null) return;
        for (int i = 0; i < read.Count; i++)
        {
            if (AreSame((Certificate)read[i], certificate)) return;
        }

        read.Add(certificate);
    }
}

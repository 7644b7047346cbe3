using Gateway.Core;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>
/// The CA certificates between one of ours and its root, as extraCerts want them (RFC 9483 3.3).
/// </summary>
internal static class IssuerChain
{
    private const int LengthMax = 4;

    /// <summary>
    /// The issuers of a certificate as far as they are known, lowest first, without the root.
    /// </summary>
    public static byte[][] Of(byte[] der, byte[][] authorities)
    {
        byte[][] chain = new byte[LengthMax][];
        int count = 0;
        Certificate below = CertificateFiles.Parse(der);
        while (below != null && count < LengthMax)
        {
            Certificate issuer = Find(below, authorities);
            if (issuer == null || issuer.IsSelfIssued) break;
            chain[count++] = issuer.ToArray();
            below = issuer;
        }

        byte[][] found = new byte[count][];
        System.Array.Copy(chain, found, count);
        return found;
    }

    private static Certificate Find(Certificate below, byte[][] authorities)
    {
        foreach (byte[] der in authorities)
        {
            Certificate candidate = CertificateFiles.Parse(der);
            bool isIssuer = candidate != null && candidate.IsNamedIssuerOf(below)
                && HasKeyOf(candidate, below);
            if (isIssuer) return candidate;
        }

        return null;
    }

    // RFC 5280 4.2.1.1: where both identifiers are there, they tell two keys of one name apart.
    private static bool HasKeyOf(Certificate issuer, Certificate below)
    {
        CertificateExtensions upper = issuer.Extensions;
        CertificateExtensions lower = below.Extensions;
        if (upper.SubjectKeyIdLength == 0 || lower.AuthorityKeyIdLength == 0) return true;
        return upper.SubjectKeyIdLength == lower.AuthorityKeyIdLength && Bytes.Equal(issuer.Der,
            upper.SubjectKeyIdOffset, below.Der, lower.AuthorityKeyIdOffset,
            upper.SubjectKeyIdLength);
    }
}

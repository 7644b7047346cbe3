using Gateway.Core;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>Keeps revocation lists whose signature an imported CA certificate verifies.</summary>
internal sealed class CrlResults
{
    private readonly CmpParts _parts;

    public CrlResults(CmpParts parts) => _parts = parts;

    /// <summary>Keeps the lists; false after an <c>Error:</c> line.</summary>
    public bool Keep(TransactionPlan plan, byte[][] lists, ITextSink output)
    {
        if (lists.Length == 0)
        {
            output.Line(" Info: The CA has no newer revocation list.");
            return true;
        }

        for (int i = 0; i < lists.Length; i++)
        {
            CertificateList list = CertificateList.Parse(lists[i], new CertificateError());
            string wrong = list == null ? "it cannot be read" : WhyNot(plan, list);
            string name = CertificateFiles.CrlName(plan.Session.Name, i + 1);
            if (wrong != null)
            {
                output.Line("Error: The revocation list was not kept: " + wrong + ".");
                return false;
            }

            if (!TransactionResults.Write(_parts, name, lists[i], output)) return false;
            Tell(plan, list, name, output);
        }

        return true;
    }

    // RFC 5280 6.3.3 (f), (g): the issuer's key signs it and may sign lists.
    private string WhyNot(TransactionPlan plan, CertificateList list)
    {
        Certificate about = CertificateFiles.Parse(plan.Certificate);
        if (!DistinguishedName.Matches(list.Issuer(), about.Issuer()))
        {
            return "it is of another CA than that of " + plan.FileName;
        }

        if (list.UnknownCriticalCount > 0) return "it has an extension that is not understood here";
        bool isWeak = list.SignatureAlgorithm == SignatureAlgorithm.RsaSha1
            && !plan.Session.AcceptsSha1;
        if (isWeak) return "it is signed with SHA-1; 'cmp-request accept sha1' allows it";
        bool hasIssuer = false;
        foreach (string name in plan.Authorities)
        {
            Certificate authority =
                CertificateFiles.Parse(_parts.Certificates.Read(CertificateKind.Ca, name));
            bool isIssuer = authority != null
                && DistinguishedName.Matches(authority.Subject(), list.Issuer())
                && authority.Extensions.Allows(KeyUsages.CrlSign);
            if (!isIssuer) continue;
            hasIssuer = true;
            if (IsSigned(_parts.Engine, list, authority)) return null;
        }

        return hasIssuer ? "its signature is wrong"
            : "the certificate of its CA is not imported, or must not sign lists";
    }

    /// <summary>Whether the key of an authority signed a list.</summary>
    public static bool IsSigned(IKeyEngine engine, CertificateList list, Certificate authority) =>
        engine.Verify(list.SignatureAlgorithm, authority.PublicKeyInfo(), list.Der,
            list.TbsOffset, list.TbsLength, list.Der, list.SignatureOffset, list.SignatureLength);

    private void Tell(TransactionPlan plan, CertificateList list, string name, ITextSink output)
    {
        output.Line(" " + name + ": " + list.RevokedCount.ToString() + " revoked certificate"
            + (list.RevokedCount == 1 ? "" : "s"));
        output.Line("   This update: " + UtcTime.ToCertificateText(list.ThisUpdate));
        output.Line("   Next update: " + (list.NextUpdate == UtcTime.Unknown ? "not said"
            : UtcTime.ToCertificateText(list.NextUpdate)));
        long now = _parts.Clock.UtcNow();
        bool isOld = now != UtcTime.Unknown && list.NextUpdate != UtcTime.Unknown
            && now > list.NextUpdate;
        if (isOld) output.Line(" Warning: The list is out of date; a newer one is due.");
        Certificate about = CertificateFiles.Parse(plan.Certificate);
        if (!list.IsRevoked(about.SerialNumber())) return;
        output.Line(" Warning: The certificate " + plan.FileName + " is revoked.");
    }
}

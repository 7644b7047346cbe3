using Gateway.Cmp;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>
/// Keeps and tells what general messages brought (RFC 9483 4.3). Nothing of it is trusted: that is
/// for the import, where the operator compares the fingerprint.
/// </summary>
internal sealed class GeneralResults
{
    private readonly CmpParts _parts;

    public GeneralResults(CmpParts parts) => _parts = parts;

    /// <summary>Keeps an answer; false after an <c>Error:</c> line.</summary>
    public bool Keep(TransactionPlan plan, GeneralOperation told, ITextSink output)
    {
        switch (told.What)
        {
            case GeneralRequest.CaCertificates:
                return KeepAuthorities(plan.Session.Name, told.Elements, output);
            case GeneralRequest.RootCaUpdate: return KeepRoot(plan, told, output);
            case GeneralRequest.CertificateTemplate: return TellTemplate(told.Template, output);
            default: return new CrlResults(_parts).Keep(plan, told.Elements, output);
        }
    }

    private bool KeepAuthorities(string session, byte[][] certificates, ITextSink output)
    {
        if (certificates.Length == 0)
        {
            output.Line(" Info: The CA tells no CA certificates.");
            return true;
        }

        for (int i = 0; i < certificates.Length; i++)
        {
            string name = CertificateFiles.ToldAuthorityName(session, i + 1);
            if (!KeepCertificate(name, certificates[i], output)) return false;
        }

        TellImport(output);
        return true;
    }

    private bool KeepRoot(TransactionPlan plan, GeneralOperation told, ITextSink output)
    {
        if (told.NewWithNew == null)
        {
            output.Line(" Info: The CA has no newer certificate for " + plan.FileName + ".");
            return true;
        }

        string wrong = new RootUpdate(_parts.Engine, _parts.Clock.UtcNow()).WhyNot(
            plan.Certificate, told.NewWithNew, told.NewWithOld);
        if (wrong != null)
        {
            output.Line("Error: The new root certificate was not kept: " + wrong + ".");
            return false;
        }

        string session = plan.Session.Name;
        bool isKept =
            KeepCertificate(CertificateFiles.NewRootName(session), told.NewWithNew, output)
            && TransactionResults.WriteCertificate(_parts,
                CertificateFiles.NewRootLinkName(session), told.NewWithOld, output)
            && (told.OldWithNew == null || TransactionResults.WriteCertificate(_parts,
                CertificateFiles.OldRootLinkName(session), told.OldWithNew, output));
        if (isKept) TellImport(output);
        return isKept;
    }

    private static bool TellTemplate(string[] template, ITextSink output)
    {
        output.Line(template.Length == 0
            ? " Info: The CA asks for nothing in particular in a request."
            : " The CA wants a request to contain:");
        foreach (string line in template) output.Line("   " + line);
        return true;
    }

    private bool KeepCertificate(string name, byte[] der, ITextSink output)
    {
        Certificate certificate = CertificateFiles.Parse(der);
        string subject = certificate == null ? "a certificate that cannot be read here"
            : DistinguishedName.ToText(certificate.Subject(), NameStyle.Slash);
        if (!TransactionResults.WriteCertificate(_parts, name, der, output)) return false;
        output.Line(" " + name + ": " + subject);
        output.Line("   SHA256 fingerprint:" + Fingerprint.Sha256(der));
        return true;
    }

    private static void TellImport(ITextSink output) =>
        output.Line(" Info: Compare the fingerprints; 'pki import-certificate ca filename' makes a"
            + " certificate trusted.");
}

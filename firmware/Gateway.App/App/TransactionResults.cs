using Gateway.Cmp;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Leaves what a transaction brought as files and says what there is to be said. For a certificate:
/// <c>SESSION_caN.cer</c> with the issuer first, then the certificate itself.
/// </summary>
internal sealed class TransactionResults
{
    private readonly CmpParts _parts;
    private readonly GeneralResults _general;

    public TransactionResults(CmpParts parts)
    {
        _parts = parts;
        _general = new GeneralResults(parts);
    }

    /// <summary>
    /// Keeps the results of a transaction that is done; false after an <c>Error:</c> line.
    /// </summary>
    public bool Keep(TransactionPlan plan, CmpOperation operation, ITextSink output)
    {
        CertificateOperation granted = operation as CertificateOperation;
        if (granted != null) return KeepCertificate(plan, granted, output);
        GeneralOperation told = operation as GeneralOperation;
        if (told != null) return _general.Keep(plan, told, output);
        output.Line(" Info: The CA has accepted the revocation request for " + plan.FileName + ".");
        return true;
    }

    /// <summary>
    /// Tells the operator who waited for it the name of the file, unless it is the expected one.
    /// </summary>
    public void TellFile(TransactionPlan plan, CmpOperation operation, ITextSink output)
    {
        CertificateOperation granted = operation as CertificateOperation;
        if (granted == null) return;
        string file = FileOf(plan, granted);
        bool isNumbered = file[file.Length - 5] >= '0' && file[file.Length - 5] <= '9';
        if (isNumbered) output.Line(" Info: The new certificate is in " + file + ".");
    }

    /// <summary>
    /// What the operator reads when it happened in the background; files may hold the rest.
    /// </summary>
    public string Notice(TransactionPlan plan, CmpOperation operation)
    {
        CertificateOperation granted = operation as CertificateOperation;
        string name = plan.Session.Name;
        return granted != null
            ? " Info: The certificate of session " + name + " has come: "
                + FileOf(plan, granted) + "; 'pki import-certificate local' puts it to use."
            : " Info: The answer to '" + TransactionKinds.Word(plan.Kind) + "' of session " + name
                + " has come.";
    }

    private string FileOf(TransactionPlan plan, CertificateOperation granted) =>
        CertificateFiles.RequestedName(plan.Session.Name, plan.Kind, granted.Certificate,
            _parts.Certificates);

    private bool KeepCertificate(TransactionPlan plan, CertificateOperation granted,
        ITextSink output)
    {
        foreach (string difference in granted.Differences)
        {
            output.Line("Warning: Check the new certificate: " + difference + ".");
        }

        if (_parts.Clock.UtcNow() == UtcTime.Unknown)
        {
            output.Line("Warning: The clock is not set, so no validity period was checked; set it"
                + " with 'clock datetime', then look at the dates with 'display pki certificate'.");
        }

        string session = plan.Session.Name;
        byte[][] authorities = granted.CaCertificates;
        for (int i = 0; i < authorities.Length; i++)
        {
            string name = CertificateFiles.AuthorityName(session, i + 1);
            if (!WriteCertificate(_parts, name, authorities[i], output)) return false;
        }

        string file = FileOf(plan, granted);
        return WriteCertificate(_parts, file, granted.Certificate, output);
    }

    /// <summary>
    /// Writes a certificate (DER) to a file in the configured form; false after an <c>Error:</c>
    /// line.
    /// </summary>
    public static bool WriteCertificate(CmpParts parts, string name, byte[] der,
        ITextSink output) =>
        Write(parts, name, CertificateFiles.FromDer(der, parts.WritesPemFiles), output);

    /// <summary>Writes a file of a result; false after an <c>Error:</c> line.</summary>
    public static bool Write(CmpParts parts, string name, byte[] content, ITextSink output)
    {
        FlashResult result = parts.Files.Write(name, content, parts.Clock.UtcNow());
        if (result == FlashResult.Ok) return true;
        output.Line("Error: The file " + name + " was not written: " + FlashText.Of(result)
            + ". Then run the command again.");
        return false;
    }
}

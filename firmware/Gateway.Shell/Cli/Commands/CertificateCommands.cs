using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>
/// Imported certificates. Of each pair of commands the second one is for local certificates.
/// </summary>
internal sealed class CertificateCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki{Public key infrastructure} import-certificate{Import a certificate} "
                    + "ca{CA certificate} filename{File name} <file-name>{File in flash} "
                    + "[ terminal{Paste the certificate, kept as this file} ]";
            case 1:
                return "pki import-certificate local{Certificate of this device} "
                    + "filename{File name} <file-name>{File in flash} "
                    + "[ terminal{Paste the certificate, kept as this file} ]";
            case 2:
                return "pki delete-certificate{Remove an imported certificate} ca{CA certificate} "
                    + "filename{File name} <file-name>{Name it was imported under}";
            case 3:
                return "pki delete-certificate local{Certificate of this device} "
                    + "filename{File name} <file-name>{Name it was imported under}";
            case 4:
                return "undo{Remove a setting} pki{Public key infrastructure} "
                    + "import-certificate{Remove an imported certificate} ca{CA certificate} "
                    + "filename{File name} <file-name>{Name it was imported under}";
            case 5:
                return "undo pki import-certificate local{Certificate of this device} "
                    + "filename{File name} <file-name>{Name it was imported under}";
            case 6:
                return "display{Show information} pki{Public key infrastructure} "
                    + "certificate{Imported certificates} ca{CA certificates} "
                    + "[ filename{One certificate} <file-name>{Name it was imported under} ]";
            case 7:
                return "display pki certificate local{Certificates of this device} "
                    + "[ filename{One certificate} <file-name>{Name it was imported under} ]";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        if (index < 2) return View.System | View.InText;
        return index < 6 ? View.System : View.All;
    }

    internal override void Execute(int index, CommandContext context)
    {
        CertificateKind kind = (index & 1) == 0 ? CertificateKind.Ca : CertificateKind.Local;
        if (index >= 6) Display(context, kind);
        else if (index >= 2) Remove(context, kind, context.Argument(0));
        else if (context.Has(1)) Paste(context, kind, context.Argument(0));
        else Import(context, kind, context.Argument(0));
    }

    private static void Paste(CommandContext context, CertificateKind kind, string name)
    {
        if (context.IsReplay)
        {
            context.Error("The certificate is pasted at the console, not in a text.");
            return;
        }

        context.Overwrite(name, () =>
        {
            context.Info("Paste the certificate in PEM form, up to its END line; "
                + "Ctrl+C cancels.");
            context.BeginPaste(new CertificatePaste(context, pem =>
            {
                string reason = context.Services.Certificates.WritePasted(name, pem);
                if (reason != null) context.Error(reason);
                else Import(context, kind, name);
            }));
        });
    }

    private static void Import(CommandContext context, CertificateKind kind, string name)
    {
        bool isKnown = context.Candidate.HasImport(kind, name);
        if (!isKnown && context.Candidate.Imports.Count >= ConfigurationSchema.ImportCountMax)
        {
            context.Error("There are " + ConfigurationSchema.ImportCountMax.ToString()
                + " certificates, no more are possible; remove one with 'pki delete-certificate'.");
            return;
        }

        if (context.IsReplay)
        {
            Replay(context, kind, name);
            return;
        }

        CertificateDescription description =
            context.Services.Certificates.DescribeFile(kind, name, out string reason);
        if (description == null)
        {
            context.Error(reason);
            return;
        }

        if (kind == CertificateKind.Ca)
        {
            context.Line(" The CA's Subject is " + description.Subject);
            context.Line(" The CA's fingerprint is:");
            context.Line("   SHA1   fingerprint:" + description.Sha1Fingerprint);
            context.Line("   SHA256 fingerprint:" + description.Sha256Fingerprint);
        }

        if (description.Warning != null) context.Warn(description.Warning);
        if (kind == CertificateKind.Local)
        {
            Store(context, kind, name);
            return;
        }

        context.Decide(" Is the fingerprint correct?(Y/N):", isYes =>
        {
            if (isYes) Store(context, kind, name);
            else context.Info("The certificate is not imported.");
        });
    }

    // Whoever imported the certificate has seen its fingerprint; the store is believed.
    private static void Replay(CommandContext context, CertificateKind kind, string name)
    {
        if (!context.Services.Certificates.IsStored(kind, name))
        {
            context.Warn("The certificate " + name
                + " is not in the store; import it at the console.");
        }

        context.Candidate.AddImport(kind, name);
        context.MarkEdited();
    }

    private static void Store(CommandContext context, CertificateKind kind, string name)
    {
        string reason = context.Services.Certificates.Import(kind, name);
        if (reason != null)
        {
            context.Error(reason);
            return;
        }

        context.Candidate.AddImport(kind, name);
        context.MarkEdited();
        context.Info("Succeeded in importing the certificate.");
        if (context.Services.Files.SizeOf(name) < 0) return;
        FileDisposal.Offer(context, name, null);
    }

    private static void Remove(CommandContext context, CertificateKind kind, string name)
    {
        SessionSettings signer = kind == CertificateKind.Local
            ? context.Candidate.FindUserOfCertificate(name) : null;
        if (IsUsed(context, signer, name, "authentication-cert")) return;
        SessionSettings verifier = context.Candidate.FindUserOfVerification(name);
        if (IsUsed(context, verifier, name, "verification-cert")) return;
        if (context.Candidate.RemoveImport(kind, name))
        {
            context.MarkEdited();
            return;
        }

        // What no configuration names goes at once; what the running one names goes at commit.
        bool isStored = context.Services.Certificates.IsStored(kind, name);
        if (!isStored || context.Transaction.NamesImport(kind, name))
        {
            context.Error("The certificate " + name + " is not imported as "
                + ImportedCertificate.Word(kind)
                + "; 'display configuration candidate' lists the imported ones.");
            return;
        }

        string reason = context.Services.Certificates.RemoveStored(kind, name);
        if (reason != null) context.Error(reason);
    }

    private static bool IsUsed(CommandContext context, SessionSettings user, string name,
        string setting)
    {
        if (user == null) return false;
        context.Error("The certificate " + name + " is used by CMP session " + user.Name
            + "; run 'undo cmp-request " + setting + "' there first.");
        return true;
    }

    private static void Display(CommandContext context, CertificateKind kind)
    {
        if (context.Has(0))
        {
            Print(context, kind, context.Argument(1));
            return;
        }

        int count = 0;
        foreach (ImportedCertificate import in context.Candidate.Imports)
        {
            if (import.Kind != kind) continue;
            Print(context, kind, import.FileName);
            count++;
        }

        if (count > 0) return;
        context.Info("No certificate is imported as " + ImportedCertificate.Word(kind) + ".");
    }

    private static void Print(CommandContext context, CertificateKind kind, string name)
    {
        if (!IsImported(context, kind, name)) return;
        string reason = context.Services.Certificates.Print(kind, name, context.Output);
        if (reason != null) context.Error(reason);
    }

    /// <summary>Whether the store holds a certificate; an error is printed when not.</summary>
    internal static bool IsImported(CommandContext context, CertificateKind kind, string name)
    {
        if (context.Services.Certificates.IsStored(kind, name)) return true;
        context.Error("The certificate " + name + " is not imported as "
            + ImportedCertificate.Word(kind) + "; import it with 'pki import-certificate'.");
        return false;
    }
}

using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>
/// Imported certificates that become files again. Of each pair of commands the second one is for
/// local certificates.
/// </summary>
internal sealed class CertificateExportCommands : CommandFamily
{
    private const int FormDefault = 0;
    private const int FormDer = 1;
    private const int FormPem = 2;
    private const int FormTerminal = 3;
    private const int FormCount = 4;

    private const string Target = " [ to{Another name} <file-name>{Name of the new file} ]";

    internal override string Syntax(int index)
    {
        if (index >= 2 * FormCount) return null;
        string command = "pki{Public key infrastructure} "
            + "export-certificate{Write an imported certificate to a file} "
            + ((index & 1) == 0 ? "ca{CA certificate}" : "local{Certificate of this device}")
            + " filename{File name} <file-name>{Name it was imported under}";
        switch (index / 2)
        {
            case FormDefault: return command + Target;
            case FormDer: return command + " der{Binary form}" + Target;
            case FormPem: return command + " pem{Text form}" + Target;
            default: return command + " terminal{Print it in PEM form}";
        }
    }

    internal override int Views(int index) => View.System;

    internal override void Execute(int index, CommandContext context)
    {
        CertificateKind kind = (index & 1) == 0 ? CertificateKind.Ca : CertificateKind.Local;
        int form = index / 2;
        string name = context.Argument(0);
        if (!CertificateCommands.IsImported(context, kind, name)) return;
        if (form == FormTerminal)
        {
            string reason = context.Services.Certificates.PrintPem(kind, name, context.Output);
            if (reason != null) context.Error(reason);
            return;
        }

        bool isPem = form == FormDefault ? context.Candidate.WritesPemFiles : form == FormPem;
        string target = context.Has(1) ? context.Argument(2) : name;
        context.Overwrite(target, () => Write(context, kind, name, target, isPem));
    }

    private static void Write(CommandContext context, CertificateKind kind, string name,
        string target, bool isPem)
    {
        string reason = context.Services.Certificates.Export(kind, name, target, isPem);
        if (reason != null)
        {
            context.Error(reason);
            return;
        }

        context.Info("Succeeded in exporting the certificate to " + target + " in "
            + (isPem ? "PEM" : "DER") + " form.");
    }
}

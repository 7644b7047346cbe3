using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>How imported certificates stand.</summary>
internal sealed class CertificateCheckCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki{Public key infrastructure} "
                    + "validate-certificate{Check an imported certificate} ca{CA certificate} "
                    + "filename{File name} <file-name>{Name it was imported under}";
            case 1:
                return "pki validate-certificate local{Certificate of this device} "
                    + "filename{File name} <file-name>{Name it was imported under}";
            case 2:
                return "display{Show information} pki{Public key infrastructure} "
                    + "certificate{Imported certificates} brief{One line for each}";
            default: return null;
        }
    }

    internal override int Views(int index) => index < 2 ? View.System : View.All;

    internal override void Execute(int index, CommandContext context)
    {
        ICertificateService certificates = context.Services.Certificates;
        if (index == 2)
        {
            if (context.Candidate.Imports.Count == 0) context.Info("No certificate is imported.");
            else certificates.PrintBrief(context.Candidate, context.Output);
            return;
        }

        CertificateKind kind = index == 0 ? CertificateKind.Ca : CertificateKind.Local;
        string name = context.Argument(0);
        if (!CertificateCommands.IsImported(context, kind, name)) return;
        context.Run(certificates.Validate(kind, name, context.Candidate.Clone()), _ => { });
    }
}

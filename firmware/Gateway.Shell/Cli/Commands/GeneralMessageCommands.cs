using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Questions to an authority that ask for no certificate of the device.</summary>
internal sealed class GeneralMessageCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case (int)GeneralKind.CaCertificates:
                return "pki cmp general-message{Ask the CA for information} "
                    + "ca-certificates{CA certificates} session{CMP session} "
                    + "<session-name>{Name of the session}";
            case (int)GeneralKind.RootCaUpdate:
                return "pki cmp general-message root-ca-update{Successor of a root certificate} "
                    + "session{CMP session} <session-name>{Name of the session} "
                    + "certificate{Root certificate} <file-name>{File name}";
            case (int)GeneralKind.CertificateTemplate:
                return "pki cmp general-message "
                    + "certificate-template{What a certificate request should say} "
                    + "session{CMP session} <session-name>{Name of the session}";
            case (int)GeneralKind.Crls:
                return "pki cmp general-message crl{List of revoked certificates} "
                    + "session{CMP session} <session-name>{Name of the session} "
                    + "certificate{Certificate that the list may hold} <file-name>{File name}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.System;

    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = RequestChecks.Find(context, context.Argument(0));
        if (session == null || !RequestChecks.IsReadyForGeneral(context, session)) return;
        GeneralKind kind = (GeneralKind)index;
        bool hasFile = kind == GeneralKind.RootCaUpdate || kind == GeneralKind.Crls;
        string name = hasFile ? context.Argument(1) : null;
        if (hasFile && !RequestChecks.IsAccepted(context,
            context.Services.Certificates.CheckVerificationCertificate(name))) return;
        Configuration settings = context.Candidate.Clone();
        context.Run(context.Services.Enrolment.AskGeneral(kind, settings, session.Name, name),
            _ => { });
    }
}

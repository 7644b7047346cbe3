using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>
/// Certificate requests. They work on the candidate: the operator applies first and commits
/// afterwards.
/// </summary>
internal sealed class EnrolmentCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki{Public key infrastructure} cmp{Certificate Management Protocol} "
                    + "initial-request{Apply for the first certificate} session{CMP session} "
                    + "<session-name>{Name of the session}";
            case 1:
                return "pki cmp certificate-request{Apply for a further certificate} "
                    + "session{CMP session} <session-name>{Name of the session} "
                    + "[ pkcs10{In PKCS#10 form} ]";
            case 2:
                return "pki cmp keyupdate-request{Update the certificate that signs requests} "
                    + "session{CMP session} <session-name>{Name of the session}";
            case 3:
                return "pki enroll-certificate{Make a request to be carried by hand} "
                    + "session{CMP session} <session-name>{Name of the session} "
                    + "pkcs10{In PKCS#10 form} "
                    + "[ filename{Write a file in place of PEM text} <file-name>{File name} ]";
            default: return null;
        }
    }

    internal override int Views(int index) => View.System;

    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = RequestChecks.Find(context, context.Argument(0));
        if (session == null) return;
        switch (index)
        {
            case 0: Request(context, session, RequestKind.Initial); break;
            case 1:
                Request(context, session,
                    context.Has(1) ? RequestKind.Pkcs10 : RequestKind.Certification);
                break;
            case 2: Request(context, session, RequestKind.KeyUpdate); break;
            default: MakeFile(context, session, context.Argument(2)); break;
        }
    }

    private static void Request(CommandContext context, SessionSettings session, RequestKind kind)
    {
        if (!RequestChecks.IsReady(context, session, kind)) return;
        Configuration settings = context.Candidate.Clone();
        context.Run(context.Services.Enrolment.Request(kind, settings, session.Name), _ => { });
    }

    private static void MakeFile(CommandContext context, SessionSettings session, string fileName)
    {
        if (!RequestChecks.IsReadyForFile(context, session)) return;
        context.Overwrite(fileName, () =>
        {
            Configuration settings = context.Candidate.Clone();
            context.Run(context.Services.Enrolment.CreatePkcs10(settings, session.Name, fileName),
                _ => { });
        });
    }
}

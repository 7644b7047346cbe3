using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Certificate requests.</summary>
internal sealed class EnrolmentCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        return index == 0
            ? "pki{Public key infrastructure} cmp{Certificate Management Protocol} "
                + "initial-request{Apply for the first certificate} session{CMP session} "
                + "<session-name>{Name of the session}"
            : null;
    }

    internal override int Views(int index) => View.System;

    // Works on the candidate: the operator applies first and commits afterwards.
    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = context.Candidate.FindSession(context.Argument(0));
        if (session == null)
        {
            context.Error("There is no CMP session " + context.Argument(0)
                + "; create it with 'pki cmp session' first.");
            return;
        }

        string missing = Missing(context, session);
        if (missing.Length > 0)
        {
            context.Error("CMP session " + session.Name + " lacks " + missing.Substring(2)
                + "; set it with 'cmp-request' first.");
            return;
        }

        Configuration settings = context.Candidate.Clone();
        context.Run(context.Services.Enrolment.InitialRequest(settings, session.Name), _ => { });
    }

    private static string Missing(CommandContext context, SessionSettings session)
    {
        EntitySettings entity = context.Candidate.FindEntity(session.EntityName);
        string missing = "";
        if (session.EntityName == null) missing += ", entity";
        else if (entity?.CommonName == null) missing += ", entity with a common name";
        if (session.CaName == null) missing += ", ca-name";
        if (session.ServerUrl == null) missing += ", server url";
        if (session.KeyPairName == null) missing += ", rsa local-key-pair";
        else if (context.Services.Keys.Find(session.KeyPairName) == null)
        {
            missing += ", rsa local-key-pair that exists (" + session.KeyPairName + " does not)";
        }

        return missing + MissingAuthentication(context, session);
    }

    private static string MissingAuthentication(CommandContext context, SessionSettings session)
    {
        if (session.MacReference == null) return ", message-authentication-code";
        bool canOpen = session.MacCipherText == null
            ? context.Services.Secrets.IsProvisioned(session.MacReference)
            : context.Services.Secrets.CanOpen(session.MacCipherText);
        return canOpen ? "" : ", message-authentication-code with a usable secret";
    }
}

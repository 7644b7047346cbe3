using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>
/// Finds the session of a request and names all that it lacks before anything is sent.
/// </summary>
internal static class RequestChecks
{
    /// <summary>The session of that name; null after an error.</summary>
    internal static SessionSettings Find(CommandContext context, string name)
    {
        SessionSettings session = context.Candidate.FindSession(name);
        if (session == null)
        {
            context.Error("There is no CMP session " + name
                + "; create it with 'pki cmp session' first.");
        }

        return session;
    }

    /// <summary>Whether a certificate request can be made; false after an error.</summary>
    internal static bool IsReady(CommandContext context, SessionSettings session, RequestKind kind)
    {
        bool usesMac = RequestAuthentication.UsesMac(session, kind);
        return HasAll(context, session, Subject(context, session) + Server(session)
            + KeyPair(context, session) + Credentials(context, session, usesMac, kind))
            && (usesMac || CanSign(context, session)) && CanVerify(context, session);
    }

    /// <summary>Whether a PKCS#10 file can be made; false after an error.</summary>
    internal static bool IsReadyForFile(CommandContext context, SessionSettings session) =>
        HasAll(context, session, Subject(context, session) + KeyPair(context, session));

    /// <summary>Whether a general message can be sent; false after an error.</summary>
    internal static bool IsReadyForGeneral(CommandContext context, SessionSettings session)
    {
        bool usesMac = RequestAuthentication.UsesMacForGeneral(session);
        return HasAll(context, session, Server(session)
            + Credentials(context, session, usesMac, RequestKind.Certification))
            && (usesMac || CanSign(context, session)) && CanVerify(context, session);
    }

    /// <summary>Whether a certificate can be revoked; false after an error.</summary>
    internal static bool IsReadyForRevocation(CommandContext context, SessionSettings session,
        string fileName)
    {
        string missing = Server(session);
        if (RequestAuthentication.UsesMacForRevocation(session)) missing += Mac(context, session);
        return HasAll(context, session, missing)
            && IsAccepted(context, context.Services.Enrolment.CheckRevocable(fileName))
            && CanVerify(context, session);
    }

    /// <summary>Prints why something is refused; true when nothing is.</summary>
    internal static bool IsAccepted(CommandContext context, string reason)
    {
        if (reason != null) context.Error(reason);
        return reason == null;
    }

    /// <summary>Names what is missing, a list that begins with a comma; true when empty.</summary>
    internal static bool HasAll(CommandContext context, SessionSettings session, string missing)
    {
        if (missing.Length == 0) return true;
        context.Error("CMP session " + session.Name + " lacks " + missing.Substring(2)
            + "; set it with 'cmp-request' first.");
        return false;
    }

    private static string Subject(CommandContext context, SessionSettings session)
    {
        if (session.EntityName == null) return ", entity";
        EntitySettings entity = context.Candidate.FindEntity(session.EntityName);
        return entity?.CommonName == null ? ", entity with a common name" : "";
    }

    private static string Server(SessionSettings session) =>
        (session.CaName == null ? ", ca-name" : "")
        + (session.ServerUrl == null ? ", server url" : "");

    private static string KeyPair(CommandContext context, SessionSettings session)
    {
        if (session.KeyPairName == null) return ", rsa local-key-pair";
        return context.Services.Keys.Find(session.KeyPairName) != null ? ""
            : ", rsa local-key-pair that exists (" + session.KeyPairName + " does not)";
    }

    private static string Credentials(CommandContext context, SessionSettings session,
        bool usesMac, RequestKind kind)
    {
        if (usesMac) return Mac(context, session);
        if (session.AuthenticationCertificate != null) return "";
        bool isSigned = kind == RequestKind.KeyUpdate
            || session.OriginAuthentication == OriginAuthentication.Signature;
        if (isSigned) return ", authentication-cert";
        return kind == RequestKind.Initial ? ", message-authentication-code"
            : ", message-authentication-code or authentication-cert";
    }

    private static string Mac(CommandContext context, SessionSettings session)
    {
        if (session.MacReference == null) return ", message-authentication-code";
        bool canOpen = session.MacCipherText == null
            ? context.Services.Secrets.IsProvisioned(session.MacReference)
            : context.Services.Secrets.CanOpen(session.MacCipherText);
        return canOpen ? "" : ", message-authentication-code with a usable secret";
    }

    private static bool CanSign(CommandContext context, SessionSettings session) =>
        IsAccepted(context, context.Services.Certificates.CheckAuthenticationCertificate(
            session.AuthenticationCertificate));

    private static bool CanVerify(CommandContext context, SessionSettings session)
    {
        string name = session.VerificationCertificate;
        return name == null || IsAccepted(context,
            context.Services.Certificates.CheckVerificationCertificate(name));
    }
}

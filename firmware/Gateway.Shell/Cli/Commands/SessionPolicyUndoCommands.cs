using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Returns the policies of the session view to their defaults.</summary>
internal sealed class SessionPolicyUndoCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "undo{Remove a setting} cmp-request{What a request says} "
                    + "integrity-algorithm{Return to hmac-sha256}";
            case 1:
                return "undo cmp-request "
                    + "origin-authentication-method{Let request and settings decide}";
            case 2: return "undo cmp-request signature-algorithm{Return to rsa-sha256}";
            case 3:
                return "undo cmp-request accept{Accept what is refused by default} "
                    + "unprotected-error{Errors that nothing protects}";
            case 4:
                return "undo cmp-request accept "
                    + "signature-answer{Signed answers to a request with a MAC}";
            case 5: return "undo cmp-request accept sha1{Answers signed with SHA-1}";
            case 6: return "undo cmp-request accept redirect{HTTP redirections}";
            case 7: return "undo cmp-request implicit-confirm{Always send the confirmation}";
            case 8: return "undo cmp-request version{Return to CMP version 2}";
            case 9: return "undo cmp-request certificate-profile{Ask for no profile}";
            case 10: return "undo cmp-request mac-iterations-max{Return to 100000 iterations}";
            case 11: return "undo cmp-request response-timeout{Return to 60 seconds}";
            case 12: return "undo cmp-request total-timeout{Return to 168 hours}";
            case 13: return "undo cmp-request retry-count{Return to no retry}";
            case 14: return "undo cmp-request one-time-secret{Keep the secret}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.Session;

    internal override void Execute(int index, CommandContext context)
    {
        Remove(index, context.Session);
        context.MarkEdited();
    }

    private static void Remove(int index, SessionSettings session)
    {
        switch (index)
        {
            case 0: session.Integrity = IntegrityAlgorithm.HmacSha256; break;
            case 1: session.OriginAuthentication = OriginAuthentication.Unset; break;
            case 2: session.SignatureHash = SignatureHash.Sha256; break;
            case 3: session.AcceptsUnprotectedError = false; break;
            case 4: session.AcceptsSignatureAnswer = false; break;
            case 5: session.AcceptsSha1 = false; break;
            case 6: session.AcceptsRedirect = false; break;
            case 7: session.OffersImplicitConfirm = false; break;
            case 8: session.UsesVersion3 = false; break;
            case 9: session.CertificateProfile = null; break;
            case 14: session.ErasesMacSecret = false; break;
            default: RemoveLimit(index, session); break;
        }
    }

    private static void RemoveLimit(int index, SessionSettings session)
    {
        switch (index)
        {
            case 10: session.MacIterationsMax = SessionSettings.MacIterationsDefault; break;
            case 11:
                session.ResponseTimeoutSeconds = SessionSettings.ResponseTimeoutDefault;
                break;
            case 12: session.TotalTimeoutHours = SessionSettings.TotalTimeoutDefault; break;
            default: session.RetryCount = 0; break;
        }
    }
}

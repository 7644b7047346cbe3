using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>
/// The settings of the session view that say how a request is made and what is accepted as an
/// answer.
/// </summary>
internal sealed class SessionPolicyCommands : CommandFamily
{
    // The first commands stand in the order of the values that they set.
    private const int IntegrityCount = 6;
    private const int OriginEnd = IntegrityCount + 2;
    private const int HashEnd = OriginEnd + 3;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "cmp-request{What a request says} integrity-algorithm{MAC algorithm} "
                    + "hmac-sha256{HMAC-SHA256, the default}";
            case 1: return "cmp-request integrity-algorithm hmac-sha1{HMAC-SHA1, for old CAs}";
            case 2: return "cmp-request integrity-algorithm hmac-sha384{HMAC-SHA384}";
            case 3: return "cmp-request integrity-algorithm hmac-sha512{HMAC-SHA512}";
            case 4: return "cmp-request integrity-algorithm pbmac1-sha256{PBMAC1, HMAC-SHA256}";
            case 5: return "cmp-request integrity-algorithm pbmac1-sha512{PBMAC1, HMAC-SHA512}";
            case 6:
                return "cmp-request origin-authentication-method{How requests are authenticated} "
                    + "message-authentication-code{By the shared secret}";
            case 7:
                return "cmp-request origin-authentication-method "
                    + "signature{By authentication-cert}";
            case 8:
                return "cmp-request signature-algorithm{Signature algorithm of requests} "
                    + "rsa-sha256{RSA with SHA-256, the default}";
            case 9: return "cmp-request signature-algorithm rsa-sha384{RSA with SHA-384}";
            case 10: return "cmp-request signature-algorithm rsa-sha512{RSA with SHA-512}";
            case 11:
                return "cmp-request accept{Accept what is refused by default} "
                    + "unprotected-error{Errors that nothing protects}";
            case 12:
                return "cmp-request accept "
                    + "signature-answer{Signed answers to a request with a MAC}";
            case 13: return "cmp-request accept sha1{Answers signed with SHA-1}";
            case 14: return "cmp-request accept redirect{HTTP redirections}";
            case 15:
                return "cmp-request implicit-confirm{Let the CA do without a confirmation}";
            case 16:
                return "cmp-request version{CMP version of requests} 2{Version 2, the default}";
            case 17: return "cmp-request version 3{Version 3}";
            case 18:
                return "cmp-request certificate-profile{Certificate profile to ask for} "
                    + "<profile>{Name of the profile at the CA}";
            case 19:
                return "cmp-request mac-iterations-max{Most MAC iterations of an answer} "
                    + "<mac-iterations>{Number of iterations, 100000 by default}";
            case 20:
                return "cmp-request response-timeout{Longest wait for an answer} "
                    + "<seconds>{Seconds, 60 by default}";
            case 21:
                return "cmp-request total-timeout{Longest wait for the CA's decision} "
                    + "<hours>{Hours, 168 by default}";
            case 22:
                return "cmp-request retry-count{Retries without an answer} "
                    + "<retries>{Number of retries, 0 by default}";
            case 23:
                return "cmp-request one-time-secret{Erase the secret once a certificate is "
                    + "confirmed}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.Session | View.InText;

    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = context.Session;
        if (index < IntegrityCount) session.Integrity = (IntegrityAlgorithm)index;
        else if (index < OriginEnd)
        {
            session.OriginAuthentication =
                (OriginAuthentication)(index - IntegrityCount + (int)OriginAuthentication.Mac);
        }
        else if (index < HashEnd) session.SignatureHash = (SignatureHash)(index - OriginEnd);
        else Set(index, session, context.Argument(0));
        context.MarkEdited();
    }

    private static void Set(int index, SessionSettings session, string value)
    {
        switch (index)
        {
            case 11: session.AcceptsUnprotectedError = true; break;
            case 12: session.AcceptsSignatureAnswer = true; break;
            case 13: session.AcceptsSha1 = true; break;
            case 14: session.AcceptsRedirect = true; break;
            case 15: session.OffersImplicitConfirm = true; break;
            case 16: session.UsesVersion3 = false; break;
            case 17: session.UsesVersion3 = true; break;
            case 18: session.CertificateProfile = value; break;
            case 23: session.ErasesMacSecret = true; break;
            default: SetLimit(index, session, ConfigurationSchema.ToInteger(value)); break;
        }
    }

    private static void SetLimit(int index, SessionSettings session, int value)
    {
        switch (index)
        {
            case 19: session.MacIterationsMax = value; break;
            case 20: session.ResponseTimeoutSeconds = value; break;
            case 21: session.TotalTimeoutHours = value; break;
            default: session.RetryCount = value; break;
        }
    }
}

using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Revocation requests; each command but the first names its reason.</summary>
internal sealed class RevocationCommands : CommandFamily
{
    // RFC 5280 5.3.1
    private const int Unspecified = 0;
    private const int KeyCompromise = 1;
    private const int AffiliationChanged = 3;
    private const int Superseded = 4;
    private const int CessationOfOperation = 5;
    private const int CertificateHold = 6;
    private const int RemoveFromCrl = 8;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki cmp revocation-request{Revoke a certificate of this device} "
                    + "session{CMP session} <session-name>{Name of the session} "
                    + "certificate{Certificate to revoke} <file-name>{File name} "
                    + "[ reason{Why} unspecified{No reason, the default} ]";
            case 1:
                return "pki cmp revocation-request session <session-name> certificate <file-name> "
                    + "reason key-compromise{Somebody else may have the private key}";
            case 2:
                return "pki cmp revocation-request session <session-name> certificate <file-name> "
                    + "reason affiliation-changed{Its names are no longer right}";
            case 3:
                return "pki cmp revocation-request session <session-name> certificate <file-name> "
                    + "reason superseded{Another certificate is in its place}";
            case 4:
                return "pki cmp revocation-request session <session-name> certificate <file-name> "
                    + "reason cessation-of-operation{It is needed no more}";
            case 5:
                return "pki cmp revocation-request session <session-name> certificate <file-name> "
                    + "reason certificate-hold{Hold it until further notice}";
            case 6:
                return "pki cmp revocation-request session <session-name> certificate <file-name> "
                    + "reason remove-from-crl{Release it from hold}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.System;

    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = RequestChecks.Find(context, context.Argument(0));
        if (session == null) return;
        string name = context.Argument(1);
        if (!RequestChecks.IsReadyForRevocation(context, session, name)) return;
        int reason = Reason(index);
        SessionSettings user = context.Candidate.FindUserOfCertificate(name);
        if (user != null && reason != RemoveFromCrl)
        {
            context.Warn("CMP session " + user.Name + " signs its requests with " + name + ".");
        }

        context.Warn(Effect(reason, name));
        context.Decide(" Are you sure to continue? [Y/N]:", isYes =>
        {
            if (!isYes) return;
            Configuration settings = context.Candidate.Clone();
            context.Run(context.Services.Enrolment.Revoke(settings, session.Name, name, reason),
                _ => { });
        });
    }

    private static int Reason(int index)
    {
        switch (index)
        {
            case 1: return KeyCompromise;
            case 2: return AffiliationChanged;
            case 3: return Superseded;
            case 4: return CessationOfOperation;
            case 5: return CertificateHold;
            case 6: return RemoveFromCrl;
            default: return Unspecified;
        }
    }

    private static string Effect(int reason, string name)
    {
        switch (reason)
        {
            case CertificateHold:
                return "The certificate " + name
                    + " will be put on hold; 'reason remove-from-crl' releases it.";
            case RemoveFromCrl: return "The certificate " + name + " will be released from hold.";
            default:
                return "The certificate " + name
                    + " will be revoked for ever; this cannot be taken back.";
        }
    }
}

using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Removes the settings of the session view.</summary>
internal sealed class SessionUndoCommands : CommandFamily
{
    private const int NeededCount = 5;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            // The first ones are needed by the automatic update.
            case 0:
                return "undo{Remove a setting} cmp-request{What a request says} "
                    + "entity{Entity that certificates are asked for}";
            case 1: return "undo cmp-request ca-name{Subject of the CA certificate}";
            case 2: return "undo cmp-request server{CMP server} url{Where it listens}";
            case 3: return "undo cmp-request authentication-cert{Certificate that signs requests}";
            case 4: return "undo cmp-request rsa{RSA} local-key-pair{Key pair of this device}";
            case 5:
                return "undo cmp-request "
                    + "message-authentication-code{Authenticate by a shared secret}";
            case 6:
                return "undo cmp-request "
                    + "verification-cert{The one certificate that signs answers}";
            case 7:
                return "undo certificate{Certificate} auto-update{Automatic update} "
                    + "enable{Switch it off}";
            case 8:
                return "undo certificate update{Update} expire-time{Return to 50 percent}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.Session;

    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = context.Session;
        if (index < NeededCount && session.IsAutoUpdateEnabled)
        {
            context.Error("The automatic update needs this setting; "
                + "run 'undo certificate auto-update enable' first.");
            return;
        }

        Remove(index, session);
        context.MarkEdited();
    }

    private static void Remove(int index, SessionSettings session)
    {
        switch (index)
        {
            case 0: session.EntityName = null; break;
            case 1: session.CaName = null; break;
            case 2: session.ServerUrl = null; break;
            case 3: session.AuthenticationCertificate = null; break;
            case 4:
                session.KeyPairName = null;
                session.RegeneratesKeyPair = false;
                session.RegenerateBits = 0;
                break;
            case 5:
                session.MacReference = null;
                session.MacCipherText = null;
                break;
            case 6: session.VerificationCertificate = null; break;
            case 7: session.IsAutoUpdateEnabled = false; break;
            default: session.ExpirePercent = SessionSettings.ExpirePercentDefault; break;
        }
    }
}

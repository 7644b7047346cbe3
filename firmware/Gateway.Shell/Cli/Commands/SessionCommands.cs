using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>The settings of the session view.</summary>
internal sealed class SessionCommands : CommandFamily
{
    private const string CipherFrame = "%@%#";

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "cmp-request{What a request says} "
                    + "entity{Entity that certificates are asked for} "
                    + "<entity-name>{Name of the entity}";
            case 1:
                return "cmp-request ca-name{Subject of the CA certificate} "
                    + "<ca-name>{Subject in quotes, in the CA certificate's order}";
            case 2:
                return "cmp-request server{CMP server} url{Where it listens} "
                    + "<url>{URL, http://...}";
            case 3:
                return "cmp-request rsa{RSA} local-key-pair{Key pair of this device} "
                    + "<key-name>{Name of the key pair} [ regenerate{Updates make a new key pair} "
                    + "[ <key-bits>{Bits of the new key pair} ] ]";
            case 4:
                return "cmp-request message-authentication-code{Authenticate by a shared secret} "
                    + "<reference>{Reference value} "
                    + "[ <secret>{Secret, plain or cipher text; asked for when left out} ]";
            case 5:
                return "cmp-request authentication-cert{Certificate that signs requests} "
                    + "<file-name>{File name of the certificate}";
            case 6:
                return "cmp-request verification-cert{The one certificate that signs answers} "
                    + "<file-name>{File name of the certificate}";
            case 7:
                return "certificate{Certificate} auto-update{Automatic update} "
                    + "enable{Switch it on}";
            case 8:
                return "certificate update{Update} expire-time{When it starts} "
                    + "<percent>{Percent of the validity period that has elapsed}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.Session | View.InText;

    internal override void Execute(int index, CommandContext context)
    {
        SessionSettings session = context.Session;
        switch (index)
        {
            case 0: SetEntity(context, session); break;
            case 1: SetCaName(context, session); break;
            case 2: session.ServerUrl = context.Argument(0); context.MarkEdited(); break;
            case 3: SetKeyPair(context, session); break;
            case 4: SetMac(context, session); break;
            case 5: SetAuthenticationCertificate(context, session); break;
            case 6: SetVerificationCertificate(context, session); break;
            case 7: EnableAutoUpdate(context, session); break;
            default:
                session.ExpirePercent = ConfigurationSchema.ToInteger(context.Argument(0));
                context.MarkEdited();
                break;
        }
    }

    private static void SetEntity(CommandContext context, SessionSettings session)
    {
        EntitySettings entity = context.Candidate.FindEntity(context.Argument(0));
        if (entity == null)
        {
            context.Error("There is no PKI entity " + context.Argument(0)
                + "; create it with 'pki entity' first.");
            return;
        }

        if (entity.CommonName == null)
        {
            context.Error("The PKI entity " + entity.Name
                + " has no common name; set it with 'common-name' in its view first.");
            return;
        }

        session.EntityName = entity.Name;
        context.MarkEdited();
    }

    private static void SetCaName(CommandContext context, SessionSettings session)
    {
        string reason = context.Services.Enrolment.CheckCaName(context.Argument(0));
        if (reason != null)
        {
            context.ErrorAt(ParseError.WrongParameter, 0, reason);
            return;
        }

        session.CaName = context.Argument(0);
        context.MarkEdited();
    }

    private static void SetKeyPair(CommandContext context, SessionSettings session)
    {
        string name = context.Argument(0);
        KeyDescription key = context.Services.Keys.Find(name);
        if (key == null)
        {
            string missing = "There is no RSA key pair " + name
                + "; create it with 'pki rsa local-key-pair create'";
            if (!context.IsReplay)
            {
                context.Error(missing + " first.");
                return;
            }

            context.Warn(missing + ".");
        }

        session.KeyPairName = key == null ? name : key.Name;
        session.RegeneratesKeyPair = context.Has(1);
        session.RegenerateBits = context.Has(2)
            ? ConfigurationSchema.ToInteger(context.Argument(2)) & ~1 : 0;
        context.MarkEdited();
    }

    private static void SetMac(CommandContext context, SessionSettings session)
    {
        string reference = context.Argument(0);
        if (context.Has(1))
        {
            byte[] secret = context.SecretArgument(1);
            if (secret == null) AskSecret(context, session, reference);
            else TakeSecret(context, session, reference, secret);
            Bytes.Wipe(secret);
            return;
        }

        bool isProvisioned = context.Services.Secrets.IsProvisioned(reference);
        if (!isProvisioned && !context.IsReplay)
        {
            AskSecret(context, session, reference);
            return;
        }

        if (isProvisioned) context.Info("The provisioned secret of " + reference + " is used.");
        else context.Warn("No secret of " + reference
            + " is provisioned; enter it at the console.");
        SetMac(context, session, reference, null);
    }

    private static void SetMac(CommandContext context, SessionSettings session, string reference,
        string cipherText)
    {
        session.MacReference = reference;
        session.MacCipherText = cipherText;
        context.MarkEdited();
    }

    private static void AskSecret(CommandContext context, SessionSettings session, string reference)
    {
        context.AskSecret("Enter the secret:", first =>
        {
            if (first == null) return;

            // The terminal wipes what it hands over, so the first entry is kept in a copy.
            byte[] kept = Bytes.Slice(first, 0, first.Length);
            context.AskSecret("Confirm the secret:", second =>
            {
                if (Bytes.Equal(kept, second)) Seal(context, session, reference, second);
                else if (second != null) context.Error("The two entries differ; try again.");
                Bytes.Wipe(kept);
            });
        });
    }

    private static void TakeSecret(CommandContext context, SessionSettings session,
        string reference, byte[] secret)
    {
        bool isCipherText = IsCipherText(secret);
        int lengthMax = isCipherText ? ConfigurationSchema.CipherTextLengthMax
            : ConfigurationSchema.SecretLengthMax;
        if (secret.Length == 0 || secret.Length > lengthMax || !IsVisible(secret))
        {
            context.ErrorAt(ParseError.WrongParameter, 1,
                "1 to " + lengthMax.ToString() + " printable characters are allowed.");
            return;
        }

        if (!isCipherText)
        {
            Seal(context, session, reference, secret);
            return;
        }

        string cipherText = System.Text.Encoding.UTF8.GetString(secret, 0, secret.Length);
        if (!context.Services.Secrets.CanOpen(cipherText))
        {
            string reason = "The cipher text was not made by this device or was changed; "
                + "enter the secret in plain text.";
            if (!context.IsReplay)
            {
                context.Error(reason);
                return;
            }

            context.Warn(reason);
        }

        SetMac(context, session, reference, cipherText);
    }

    private static void Seal(CommandContext context, SessionSettings session, string reference,
        byte[] secret)
    {
        string cipherText = context.Services.Secrets.Seal(secret);
        if (cipherText != null)
        {
            SetMac(context, session, reference, cipherText);
            return;
        }

        string reason = context.Services.Random.WhyNotReady();
        context.Error(reason ?? "The secret cannot be stored now; try again later.");
    }

    private static bool IsCipherText(byte[] secret)
    {
        int frame = CipherFrame.Length;
        if (secret.Length <= 2 * frame) return false;
        for (int i = 0; i < frame; i++)
        {
            byte last = secret[secret.Length - frame + i];
            if (secret[i] != CipherFrame[i] || last != CipherFrame[i]) return false;
        }

        return true;
    }

    private static bool IsVisible(byte[] secret)
    {
        foreach (byte value in secret)
        {
            if (value <= ' ' || value > '~') return false;
        }

        return true;
    }

    private static void SetAuthenticationCertificate(CommandContext context,
        SessionSettings session)
    {
        string name = context.Argument(0);
        string reason = context.Services.Certificates.CheckAuthenticationCertificate(name);
        if (IsRefused(context, reason)) return;
        session.AuthenticationCertificate = name;
        context.MarkEdited();
    }

    private static void SetVerificationCertificate(CommandContext context,
        SessionSettings session)
    {
        string name = context.Argument(0);
        string reason = context.Services.Certificates.CheckVerificationCertificate(name);
        if (IsRefused(context, reason)) return;
        session.VerificationCertificate = name;
        context.MarkEdited();
    }

    private static bool IsRefused(CommandContext context, string reason)
    {
        if (reason == null) return false;
        if (context.IsReplay) context.Warn(reason);
        else context.Error(reason);
        return !context.IsReplay;
    }

    private static void EnableAutoUpdate(CommandContext context, SessionSettings session)
    {
        string missing = "";
        if (session.EntityName == null) missing += ", entity";
        if (session.CaName == null) missing += ", ca-name";
        if (session.ServerUrl == null) missing += ", server url";
        if (session.AuthenticationCertificate == null) missing += ", authentication-cert";
        if (session.KeyPairName == null) missing += ", rsa local-key-pair";
        if (!RequestChecks.HasAll(context, session, missing)) return;
        session.IsAutoUpdateEnabled = true;
        context.MarkEdited();
    }
}

using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>
/// Key pairs that leave the device and enter it. Each form can stand before the file, or behind it.
/// </summary>
internal sealed class KeyTransportCommands : CommandFamily
{
    private const int ExportCount = 4;
    private const int ImportCount = 4;
    private const int PasswordLengthMin = 8;
    private const string KeyWords =
        "rsa-key-pair{RSA key pair} <key-name>{Name of the key pair} ";

    private const string PemWord = "pem{PEM form} ";
    private const string Pkcs12Word = "pkcs12{PKCS #12 form} ";
    private const string FileWords = "filename{File name} <file-name>{File in flash} ";
    private const string PasswordWords =
        "[ password{Password of the file} <secret>{Password, asked for when left out} ]";

    private const string ExportWords = "pki{Public key infrastructure} "
        + "export{Write a key pair into a file} " + KeyWords;

    private const string ImportWords = "pki import{Take a key pair from a file} " + KeyWords;
    private const string ExportableWord = "[ exportable{The private key may be exported} ] ";

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return ExportWords + PemWord + FileWords + PasswordWords;
            case 1: return ExportWords + Pkcs12Word + FileWords + PasswordWords;
            case 2: return ExportWords + FileWords + PemWord + PasswordWords;
            case 3: return ExportWords + FileWords + Pkcs12Word + PasswordWords;
            case 4: return ImportWords + PemWord + FileWords + ExportableWord + PasswordWords;
            case 5: return ImportWords + Pkcs12Word + FileWords + ExportableWord + PasswordWords;
            case 6: return ImportWords + FileWords + PemWord + ExportableWord + PasswordWords;
            case 7: return ImportWords + FileWords + Pkcs12Word + ExportableWord + PasswordWords;
            case 8:
                return "pki match-rsa-key{Find the key pair of a certificate} "
                    + "certificate-filename{File with certificates} <file-name>{File in flash}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.System;

    internal override void Execute(int index, CommandContext context)
    {
        KeyFileForm form = (index & 1) == 0 ? KeyFileForm.Pem : KeyFileForm.Pkcs12;
        if (index < ExportCount) Export(context, form);
        else if (index < ExportCount + ImportCount) Import(context, form);
        else Match(context, context.Argument(0));
    }

    private static void Export(CommandContext context, KeyFileForm form)
    {
        string name = context.Argument(0);
        string file = context.Argument(1);
        if (IsRefused(context, 3, PasswordLengthMin, out byte[] password)) return;
        if (KeyCommands.IsUnknown(context, name)) return;
        if (!context.Services.Keys.Find(name).IsExportable)
        {
            context.Error("The RSA key pair " + name + " was not made exportable and stays in this"
                + " device; make another with 'pki rsa local-key-pair create' and 'exportable'.");
            return;
        }

        context.Overwrite(file, () =>
        {
            if (password != null) Export(context, form, name, file, password);
            else AskNew(context, chosen => Export(context, form, name, file, chosen));
        });
    }

    private static void Export(CommandContext context, KeyFileForm form, string name, string file,
        byte[] password)
    {
        IShellJob job = context.Services.KeyTransport.Export(name, form, file, password);
        context.Run(job, hasSucceeded =>
        {
            if (!hasSucceeded) return;
            context.Info("Succeeded in exporting the RSA key pair " + name + " to file " + file
                + ".");
        });
    }

    private static void AskNew(CommandContext context, SecretHandler next)
    {
        context.AskSecret("Enter the password:", first =>
        {
            if (first == null) return;
            string reason = WhyNoPassword(first, PasswordLengthMin);
            if (reason != null)
            {
                context.Error("The password is refused: " + reason);
                return;
            }

            // The terminal wipes what it hands over, so the first entry is kept in a copy.
            byte[] kept = context.Hold(Bytes.Slice(first, 0, first.Length));
            context.AskSecret("Confirm the password:", second =>
            {
                if (Bytes.Equal(kept, second)) next(kept);
                else if (second != null) context.Error("The two entries differ; try again.");
            });
        });
    }

    private static void Import(CommandContext context, KeyFileForm form)
    {
        string name = context.Argument(0);
        string file = context.Argument(1);
        bool isExportable = context.Has(2);
        if (IsRefused(context, 4, 1, out byte[] password)) return;
        string reason =
            context.Services.KeyTransport.CheckFile(file, form, out bool needsPassword);
        if (reason != null)
        {
            context.Error(reason);
            return;
        }

        if (context.Services.Keys.Find(name) == null)
        {
            Open(context, form, name, file, isExportable, needsPassword, password);
            return;
        }

        if (KeyCommands.IsInUse(context, name)) return;
        context.Decide(" Warning: The key pair " + name
            + " already exists, overwrite it? [Y/N]:", isYes =>
        {
            if (isYes) Open(context, form, name, file, isExportable, needsPassword, password);
        });
    }

    private static void Open(CommandContext context, KeyFileForm form, string name, string file,
        bool isExportable, bool needsPassword, byte[] password)
    {
        if (!needsPassword || password != null)
        {
            Import(context, form, name, file, isExportable, needsPassword ? password : null);
            return;
        }

        context.AskSecret("Enter the password:", entered =>
        {
            if (entered == null) return;
            byte[] kept = context.Hold(Bytes.Slice(entered, 0, entered.Length));
            Import(context, form, name, file, isExportable, kept);
        });
    }

    private static void Import(CommandContext context, KeyFileForm form, string name, string file,
        bool isExportable, byte[] password)
    {
        IShellJob job =
            context.Services.KeyTransport.Import(name, form, file, password, isExportable);
        context.Run(job, hasSucceeded =>
        {
            if (!hasSucceeded) return;
            context.MarkEdited();
            context.Info("Succeeded in importing the RSA key pair " + name + ".");
            FileDisposal.Offer(context, file,
                "The file " + file + " still holds the private key.");
        });
    }

    // Whether a password that stands in the line is impossible; the error is printed then. Null
    // when there is none in the line, or only its mask.
    private static bool IsRefused(CommandContext context, int slot, int lengthMin,
        out byte[] password)
    {
        password = context.Has(slot) ? context.Hold(context.SecretArgument(slot)) : null;
        string reason = password == null ? null : WhyNoPassword(password, lengthMin);
        if (reason != null) context.ErrorAt(ParseError.WrongParameter, slot, reason);
        return reason != null;
    }

    private static string WhyNoPassword(byte[] password, int lengthMin)
    {
        bool isPossible = password.Length >= lengthMin
            && password.Length <= ConfigurationSchema.SecretLengthMax;
        foreach (byte value in password) isPossible &= value >= ' ' && value <= '~';
        return isPossible ? null : lengthMin.ToString() + " to "
            + ConfigurationSchema.SecretLengthMax.ToString()
            + " printable characters are allowed.";
    }

    private static void Match(CommandContext context, string file)
    {
        KeyDescription[] keys = context.Services.KeyTransport.Match(file, out string error);
        if (keys == null)
        {
            context.Error(error);
            return;
        }

        int count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] == null) continue;
            count++;
            context.Info("Certificate " + (i + 1).ToString() + " from file " + file + " matches "
                + (keys[i].Algorithm == KeyAlgorithm.Rsa ? "RSA" : "ECC") + " key "
                + keys[i].Name);
        }

        if (count > 0) return;
        context.Error("No certificate from file " + file + " matches a key pair of this device;"
            + " 'display pki rsa local-key-pair public' lists the key pairs.");
    }
}

using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>Key pairs.</summary>
internal sealed class KeyCommands : CommandFamily
{
    private const int BitsQuestionCountMax = 3;
    private const int BytesPerGroup = 4;
    private const int BytesPerLine = 20;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki{Public key infrastructure} rsa{RSA} "
                    + "local-key-pair{Key pair of this device} create{Make a key pair} "
                    + "<key-name>{Name of the key pair} "
                    + "[ modulus{Size of the modulus} <key-bits>{Bits} ] "
                    + "[ exportable{The private key may be exported} ]";
            case 1:
                return "pki rsa local-key-pair destroy{Destroy a key pair} "
                    + "<key-name>{Name of the key pair}";
            case 2:
                return "display{Show information} pki{Public key infrastructure} rsa{RSA} "
                    + "local-key-pair{Key pair of this device} [ name{One key pair} "
                    + "<key-name>{Name of the key pair} ] public{Public half}";
            default: return null;
        }
    }

    internal override int Views(int index) => index == 2 ? View.All : View.System;

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: Create(context); break;
            case 1: Destroy(context); break;
            default: Display(context); break;
        }
    }

    private static void Create(CommandContext context)
    {
        string name = context.Argument(0);
        int bits = context.Has(2) ? ConfigurationSchema.ToInteger(context.Argument(2)) : 0;
        bool isExportable = context.Has(3);
        if (context.Services.Keys.Find(name) == null)
        {
            Announce(context, name, bits, isExportable);
            return;
        }

        if (IsInUse(context, name)) return;
        context.Decide(" Warning: The key pair " + name
            + " already exists, overwrite it? [Y/N]:", isYes =>
        {
            if (isYes) Announce(context, name, bits, isExportable);
        });
    }

    private static void Announce(CommandContext context, string name, int bits, bool isExportable)
    {
        context.Info("The name of the new key-pair will be: " + name);
        if (bits != 0)
        {
            Generate(context, name, bits, isExportable);
            return;
        }

        context.Line(" The size of the public key ranges from "
            + ConfigurationSchema.KeyBitsMin.ToString() + " to "
            + ConfigurationSchema.KeyBitsMax.ToString() + ".");
        AskBits(context, name, isExportable, 1);
    }

    private static void AskBits(CommandContext context, string name, bool isExportable, int count)
    {
        context.Ask(" Input the bits in the modules:", answer =>
        {
            int bits = answer.Length == 0 ? ConfigurationSchema.KeyBitsDefault
                : ConfigurationSchema.ToInteger(answer);
            string refused = bits < 0 ? ConfigurationSchema.Check("key-bits", answer)
                : ConfigurationSchema.Check("key-bits", bits.ToString());
            if (refused == null)
            {
                Generate(context, name, bits, isExportable);
                return;
            }

            context.Error("The size is out of range. " + refused);
            if (count < BitsQuestionCountMax) AskBits(context, name, isExportable, count + 1);
        });
    }

    private static void Generate(CommandContext context, string name, int bits, bool isExportable)
    {
        // A modulus has an even number of bits.
        int evenBits = bits & ~1;
        context.Line(" Generating key-pairs...");
        context.Run(context.Services.Keys.Create(name, evenBits, isExportable), hasSucceeded =>
        {
            if (!hasSucceeded) return;
            context.Line(" Generating key-pairs finished");
            context.MarkEdited();
        });
    }

    private static void Destroy(CommandContext context)
    {
        string name = context.Argument(0);
        if (IsUnknown(context, name) || IsInUse(context, name)) return;
        context.Line(" Warning: The name of the key pair to be deleted is " + name + ".");
        context.Decide(" Are you sure you want to delete the key pair? [y/n]:", isYes =>
        {
            if (!isYes) return;
            string reason = context.Services.Keys.Destroy(name);
            if (reason != null)
            {
                context.Error(reason);
                return;
            }

            context.Info("Delete RSA key pair success.");
            context.MarkEdited();
        });
    }

    /// <summary>Whether there is no such key pair; prints an error then.</summary>
    internal static bool IsUnknown(CommandContext context, string name)
    {
        if (context.Services.Keys.Find(name) != null) return false;
        context.Error("There is no RSA key pair " + name
            + "; 'display pki rsa local-key-pair public' lists the key pairs.");
        return true;
    }

    /// <summary>
    /// Whether a key pair can be neither overwritten nor destroyed; prints the reason then.
    /// </summary>
    internal static bool IsInUse(CommandContext context, string name)
    {
        SessionSettings user = context.Transaction.Running.FindUserOfKeyPair(name);
        if (user == null) user = context.Candidate.FindUserOfKeyPair(name);
        if (user != null)
        {
            context.Error("The RSA key pair " + name + " is used by CMP session " + user.Name
                + "; run 'undo cmp-request rsa local-key-pair' there and commit first.");
            return true;
        }

        string reason = context.Services.Keys.WhyInUse(name);
        if (reason != null) context.Error(reason);
        return reason != null;
    }

    private static void Display(CommandContext context)
    {
        if (context.Has(0))
        {
            string name = context.Argument(1);
            if (!IsUnknown(context, name)) Print(context, context.Services.Keys.Find(name));
            return;
        }

        string[] names = context.Services.Keys.Names();
        if (names.Length == 0) context.Info("There is no RSA key pair.");
        foreach (string name in names) Print(context, context.Services.Keys.Find(name));
    }

    private static void Print(CommandContext context, KeyDescription key)
    {
        if (key == null) return;
        context.Line(" Time of key pair created: "
            + (key.CreatedUtc == UtcTime.Unknown ? "-" : UtcTime.ToText(key.CreatedUtc) + " UTC"));
        context.Line(" Key name: " + key.Name);
        bool isRsa = key.Algorithm == KeyAlgorithm.Rsa;
        context.Line(" Key type: " + (isRsa ? "RSA" : "ECC"));
        context.Line(isRsa ? " Key modulus: " + key.Bits.ToString()
            : " Key curve: P-" + key.Bits.ToString());
        context.Line(" Exportable: " + (key.IsExportable ? "yes" : "no"));
        context.Line(" Key code:");
        for (int at = 0; at < key.PublicKey.Length; at += BytesPerLine)
        {
            PrintRow(context, key.PublicKey, at);
        }

        context.Line("");
    }

    private static void PrintRow(CommandContext context, byte[] data, int from)
    {
        int end = from + BytesPerLine < data.Length ? from + BytesPerLine : data.Length;
        string row = " ";
        for (int at = from; at < end; at += BytesPerGroup)
        {
            int count = at + BytesPerGroup < end ? BytesPerGroup : end - at;
            row += " " + Bytes.ToHex(data, at, count, '\0');
        }

        context.Line(row);
    }
}

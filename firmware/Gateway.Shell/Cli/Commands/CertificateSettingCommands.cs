using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Settings that all certificates share.</summary>
internal sealed class CertificateSettingCommands : CommandFamily
{
    private const int LastSetting = 2;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki{Public key infrastructure} "
                    + "file-format{Form in which certificates become files} der{Binary form}";
            case 1: return "pki file-format pem{Text form}";
            case LastSetting:
                return "pki set-certificate{Settings of all certificates} "
                    + "expire-prewarning{When to warn before a certificate ends} "
                    + "<days>{Days before its end}";
            case 3:
                return "undo{Remove a setting} pki{Public key infrastructure} "
                    + "file-format{Form in which certificates become files}";
            case 4:
                return "undo pki set-certificate{Settings of all certificates} "
                    + "expire-prewarning{When to warn before a certificate ends}";
            case 5:
                return "display{Show information} pki{Public key infrastructure} "
                    + "file-format{Form in which certificates become files}";
            case 6:
                return "display pki set-certificate{Settings of all certificates}";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        if (index <= LastSetting) return View.System | View.InText;
        return index < 5 ? View.System : View.All;
    }

    internal override void Execute(int index, CommandContext context)
    {
        Configuration candidate = context.Candidate;
        switch (index)
        {
            case 0:
            case 3: candidate.WritesPemFiles = false; break;
            case 1: candidate.WritesPemFiles = true; break;
            case LastSetting:
                candidate.PrewarningDays = ConfigurationSchema.ToInteger(context.Argument(0));
                break;
            case 4: candidate.PrewarningDays = Configuration.PrewarningDaysDefault; break;
            case 5:
                SessionDisplay.Value(context.Output, "File format",
                    candidate.WritesPemFiles ? "PEM" : "DER");
                return;
            default:
                SessionDisplay.Value(context.Output, "Expire prewarning",
                    candidate.PrewarningDays.ToString() + " days");
                return;
        }

        context.MarkEdited();
    }
}

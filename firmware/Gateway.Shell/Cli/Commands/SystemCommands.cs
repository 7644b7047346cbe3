using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>The board itself: name, version, restart, screen.</summary>
internal sealed class SystemCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "sysname{Set the host name} <sysname>{Host name}";
            case 1: return "undo{Remove a setting} sysname{Return to the host name of the factory}";
            case 2: return "display{Show information} version{Hardware and firmware}";
            case 3: return "reboot{Restart the board}";
            case 4:
                return "screen-length{Lines after which output stops} "
                    + "<screen-length>{Number of lines, 0 for never} "
                    + "temporary{Until the next start}";
            case 5:
                return "undo{Remove a setting} screen-length{Return to 24 lines} "
                    + "temporary{Until the next start}";
            case 6:
                return "screen-width{Columns after which typed lines go on in the next row} "
                    + "<screen-width>{Number of columns} temporary{Until the next start}";
            case 7:
                return "undo screen-width{Return to 80 columns} temporary{Until the next start}";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        switch (index)
        {
            case 0: return View.System | View.InText;
            case 1: return View.System;
            case 3: return View.User | View.System;
            default: return View.All;
        }
    }

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: SetName(context, context.Argument(0)); break;
            case 1: SetName(context, context.Settings.FactoryName); break;
            case 2: context.Services.System.PrintVersion(context.Output); break;
            case 3: Reboot(context); break;
            case 4:
                context.SetScreenLength(ConfigurationSchema.ToInteger(context.Argument(0)));
                break;
            case 5: context.SetScreenLength(ConsoleOutput.ScreenLengthDefault); break;
            case 6:
                context.SetScreenWidth(ConfigurationSchema.ToInteger(context.Argument(0)));
                break;
            default: context.SetScreenWidth(Terminal.ScreenWidthDefault); break;
        }
    }

    private static void SetName(CommandContext context, string name)
    {
        context.Candidate.SystemName = name;
        context.MarkEdited();
    }

    private static void Reboot(CommandContext context)
    {
        if (context.Transaction.HasUncommittedChanges)
        {
            context.Line(" Warning: Uncommitted configurations found, they will be lost.");
        }

        if (context.Transaction.IsTrial)
        {
            context.Line(" Warning: A trial configuration is running; it goes on after the restart"
                + " with the time that is left.");
        }

        context.Decide(" System will reboot! Continue? [Y/N]:", isYes =>
        {
            if (!isYes) return;
            string reason = context.Services.System.Reboot();
            if (reason != null)
            {
                context.Error(reason);
                return;
            }

            context.Info("System is rebooting, please wait...");
            context.Halt();
        });
    }
}

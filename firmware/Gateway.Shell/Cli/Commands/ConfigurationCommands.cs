using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>What becomes of the candidate as a whole.</summary>
internal sealed class ConfigurationCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "commit{Put the candidate configuration into effect}";
            case 1:
                return "clear{Discard} configuration{Configuration} "
                    + "candidate{What was edited and not committed}";
            case 2:
                return "load{Load} configuration{Configuration} "
                    + "terminal{Paste a configuration text, up to 'return' or Ctrl+C}";
            case 3: return "save{Save the running configuration}";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        switch (index)
        {
            case 2: return View.System;
            case 3: return View.User | View.System;
            default: return View.Configuration;
        }
    }

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: Commit(context); break;
            case 1: Discard(context); break;
            case 2:
                context.Info("Paste the configuration; 'return' or Ctrl+C ends it.");
                context.BeginLoad();
                break;
            default: Save(context); break;
        }
    }

    private static void Commit(CommandContext context)
    {
        // Without an edit nothing is written to flash, except that a trial is confirmed.
        bool isTrial = context.Transaction.IsTrial;
        if (!context.Transaction.HasUncommittedChanges && !isTrial) return;
        string reason = context.Transaction.Commit();
        if (reason != null) context.Error(reason);
        else if (isTrial) context.Info("The trial is over; the configuration is kept.");
    }

    private static void Discard(CommandContext context)
    {
        context.Transaction.Discard();
        bool isGone = (context.View == View.Entity && context.Entity == null)
            || (context.View == View.Session && context.Session == null);
        if (isGone) context.EnterView(View.System, null);
    }

    private static void Save(CommandContext context)
    {
        if (context.Transaction.IsTrial)
        {
            context.Error("A trial configuration is running; keep it with 'commit' or end it with"
                + " 'abort trial', then save.");
            return;
        }

        context.Line(" Warning: The current configuration will be written to the device.");
        context.Decide(" Are you sure to continue? [Y/N]:", isYes =>
        {
            if (!isYes) return;
            string text = ConfigurationText.ToText(context.Transaction.Lasting);
            string reason = context.Services.System.SaveConfiguration(text);
            if (reason != null) context.Error(reason);
            else context.Info("Succeeded in saving the configuration.");
            if (reason != null || !context.Transaction.HasUncommittedChanges) return;
            context.Warn("What is not committed is not saved; 'commit' does both.");
        });
    }
}

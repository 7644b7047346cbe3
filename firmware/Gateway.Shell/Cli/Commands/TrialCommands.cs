using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>The candidate on trial: it goes back by itself unless it is committed.</summary>
internal sealed class TrialCommands : CommandFamily
{
    private const int SecondsDefault = 600;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "commit trial{For a time, then back to what was committed} "
                    + "[ <trial-seconds>{Seconds, 600 if not given} ]";
            case 1: return "abort{End} trial{Go back to what was committed}";
            case 2:
                return "display{Show information} configuration{Configuration} "
                    + "trial{Configuration on trial} status{Time that is left}";
            default: return null;
        }
    }

    internal override int Views(int index) => index < 2 ? View.Configuration : View.All;

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: Commit(context); break;
            case 1: Abort(context); break;
            default: PrintStatus(context); break;
        }
    }

    private static void Commit(CommandContext context)
    {
        if (!context.Transaction.HasUncommittedChanges && !context.Transaction.IsTrial)
        {
            context.Info("Nothing was edited; there is nothing to try.");
            return;
        }

        int seconds = context.Has(0)
            ? ConfigurationSchema.ToInteger(context.Argument(0)) : SecondsDefault;
        string reason = context.Services.Trials.Commit(seconds);
        if (reason != null) context.Error(reason);
        else context.Line(TrialText.Notice(context.Services.Trials));
    }

    private static void Abort(CommandContext context)
    {
        if (!context.Transaction.IsTrial)
        {
            context.Error("No trial configuration is running; 'commit trial' starts one.");
            return;
        }

        string reason = context.Services.Trials.Abort();
        if (reason != null)
        {
            context.Error(reason);
            return;
        }

        context.Info("The trial is over; what was committed before is running again.");
        if (!context.Transaction.HasUncommittedChanges) return;
        context.Info("The trial configuration is the candidate; 'clear configuration candidate'"
            + " gives it up.");
    }

    private static void PrintStatus(CommandContext context)
    {
        if (!context.Transaction.IsTrial)
        {
            context.Info("No trial configuration is running.");
            return;
        }

        ITrialService trials = context.Services.Trials;
        string end = trials.EndUtc == UtcTime.Unknown ? null
            : UtcTime.ToText(trials.EndUtc) + " UTC";
        context.Line(" Trial Configuration Information:");
        SessionDisplay.Value(context.Output, "Total time",
            trials.TotalSeconds.ToString() + " s");
        SessionDisplay.Value(context.Output, "Time left", trials.SecondsLeft.ToString() + " s");
        SessionDisplay.Value(context.Output, "Ends at", end);
    }
}

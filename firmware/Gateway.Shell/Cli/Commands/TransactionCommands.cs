using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>What CMP sessions are doing and did.</summary>
internal sealed class TransactionCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki cmp stop{End a request that waits for the CA} session{CMP session} "
                    + "<session-name>{Name of the session}";
            case 1:
                return "display pki cmp{Certificate Management Protocol} "
                    + "statistics{Requests since the start} "
                    + "[ session{CMP session} <session-name>{Name of the session} ]";
            case 2:
                return "reset{Clear counters} pki{Public key infrastructure} "
                    + "cmp{Certificate Management Protocol} statistics{Requests since the start} "
                    + "[ session{CMP session} <session-name>{Name of the session} ]";
            case 3:
                return "debugging{Trace on the console} pki{Public key infrastructure} "
                    + "cmp{Messages of the Certificate Management Protocol}";
            case 4:
                return "undo{Remove a setting} debugging{Trace on the console} "
                    + "pki{Public key infrastructure} "
                    + "cmp{Messages of the Certificate Management Protocol}";
            case 5: return "display debugging{What is traced on the console}";
            case 6:
                return "display pki cmp session{CMP session} "
                    + "[ <session-name>{Name of the session} ]";
            case 7:
                return "display pki cmp auto-update{Automatic update of certificates} "
                    + "[ session{CMP session} <session-name>{Name of the session} ]";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        switch (index)
        {
            case 0: return View.System;
            case 2:
            case 3:
            case 4: return View.User | View.System;
            default: return View.All;
        }
    }

    internal override void Execute(int index, CommandContext context)
    {
        IEnrolmentService enrolment = context.Services.Enrolment;
        switch (index)
        {
            case 0: Stop(context, context.Argument(0)); break;
            case 1: PrintStatistics(context); break;
            case 2: ResetStatistics(context); break;
            case 3: enrolment.IsTracing = true; break;
            case 4: enrolment.IsTracing = false; break;
            case 5: PrintTracing(context); break;
            case 6: PrintSessions(context); break;
            default: PrintAutoUpdate(context); break;
        }
    }

    private static void Stop(CommandContext context, string name)
    {
        if (!RequestChecks.IsAccepted(context, context.Services.Enrolment.Stop(name))) return;
        context.Info("The request of CMP session " + name + " was ended.");
    }

    private static void PrintTracing(CommandContext context)
    {
        context.Info(context.Services.Enrolment.IsTracing
            ? "Debugging of pki cmp is on; 'undo debugging pki cmp' switches it off."
            : "Debugging is off.");
    }

    private static void PrintStatistics(CommandContext context)
    {
        string name = context.Argument(1);
        LineCounter counter = new LineCounter(context.Output);
        context.Services.Enrolment.PrintStatistics(context.Candidate, name, counter);
        if (!counter.HasLines) PrintNone(context, name);
    }

    private static void ResetStatistics(CommandContext context)
    {
        // A name that counts nothing is a slip.
        string name = context.Argument(1);
        LineCounter counter = new LineCounter(null);
        context.Services.Enrolment.PrintStatistics(context.Candidate, name, counter);
        if (counter.HasLines) context.Services.Enrolment.ResetStatistics(name);
        else PrintNone(context, name);
    }

    // The settings come from the candidate, how the requests stand from the service, which also
    // knows one whose session is gone.
    private static void PrintSessions(CommandContext context)
    {
        string name = context.Argument(0);
        LineCounter counter = new LineCounter(context.Output);
        foreach (SessionSettings session in context.Candidate.Sessions)
        {
            bool isMeant = name == null || Text.EqualsIgnoreCase(session.Name, name);
            if (isMeant) SessionDisplay.Print(session, counter);
        }

        context.Services.Enrolment.PrintSessions(context.Candidate, name, counter);
        if (!counter.HasLines) PrintNone(context, name);
    }

    // What runs by itself follows the running configuration, not what is being edited.
    private static void PrintAutoUpdate(CommandContext context)
    {
        string name = context.Argument(1);
        Configuration running = context.Transaction.Running;
        LineCounter counter = new LineCounter(context.Output);
        context.Services.Enrolment.PrintAutoUpdate(running, name, counter);
        if (counter.HasLines) return;
        bool isUnknown = name != null && running.FindSession(name) == null
            && context.Candidate.FindSession(name) == null;
        if (isUnknown) PrintNone(context, name);
        else if (name != null)
        {
            context.Info("The certificate of CMP session " + name + " is not updated by itself;"
                + " 'certificate auto-update enable' in its view and 'commit' switch that on.");
        }
        else context.Info("No CMP session has 'certificate auto-update enable' committed.");
    }

    private static void PrintNone(CommandContext context, string name)
    {
        if (name == null)
        {
            context.Info("No CMP session is configured.");
            return;
        }

        context.Error("There is no CMP session " + name
            + "; 'display pki cmp session' lists them.");
    }

    // Hands lines on, when it has a target, and knows whether there were any.
    private sealed class LineCounter : ITextSink
    {
        private readonly ITextSink _target;

        internal LineCounter(ITextSink target)
        {
            _target = target;
        }

        internal bool HasLines { get; private set; }

        public void Line(string text)
        {
            HasLines = true;
            if (_target != null) _target.Line(text);
        }
    }
}

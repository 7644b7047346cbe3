using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>The clock and the server that tells it the time.</summary>
internal sealed class ClockCommands : CommandFamily
{
    // A certificate's validity tells nothing against a clock that was never set right.
    private const int YearMin = 2000;

    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3600;
    private const int SecondsPerDay = 86400;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "display{Show information} clock{Date and time}";
            case 1:
                return "clock{Clock} datetime{Set date and time} <time>{Time of the day, UTC} "
                    + "<date>{Date}";
            case 2:
                return "ntp{Network time} unicast-server{Server that is asked for the time} "
                    + "<address>{IPv4 address}";
            case 3:
                return "undo{Remove a setting} ntp{Network time} "
                    + "unicast-server{Ask no server for the time} [ <address>{IPv4 address} ]";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        switch (index)
        {
            case 0: return View.All;
            case 1: return View.User | View.System;
            case 2: return View.System | View.InText;
            default: return View.System;
        }
    }

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: context.Services.System.PrintClock(context.Output); break;
            case 1: SetClock(context); break;
            case 2: SetServer(context); break;
            default: RemoveServer(context); break;
        }
    }

    private static void SetClock(CommandContext context)
    {
        string time = context.Argument(0);
        string date = context.Argument(1);
        long seconds = UtcTime.FromCivil(Part(date, 0, 4), Part(date, 5, 2), Part(date, 8, 2),
            Part(time, 0, 2), Part(time, 3, 2), Part(time, 6, 2));
        if (seconds == UtcTime.Unknown || Part(date, 0, 4) < YearMin)
        {
            context.Error("The clock cannot show this time; "
                + "enter it as in 'clock datetime 09:33:10 2026-01-31'.");
            return;
        }

        string reason = context.Services.System.WhyNoClock(seconds);
        if (reason != null)
        {
            context.Error(reason);
            return;
        }

        long back = context.Services.System.SecondsBack(seconds);
        string[] warnings = back > 0
            ? new string[] { "The clock goes back by " + Span(back) + "." }
            : context.Services.System.ClockWarnings(seconds);
        if (warnings.Length == 0)
        {
            Apply(context, seconds);
            return;
        }

        foreach (string warning in warnings) context.Line(" Warning: " + warning);
        context.Decide(" Continue? [Y/N]:", isYes =>
        {
            if (isYes) Apply(context, seconds);
        });
    }

    private static void Apply(CommandContext context, long utcSeconds)
    {
        string reason = context.Services.System.SetClock(utcSeconds);
        if (reason != null) context.Error(reason);
    }

    private static int Part(string text, int start, int length) =>
        ConfigurationSchema.ToInteger(text.Substring(start, length));

    // Such as 3 days 04:05:06.
    private static string Span(long seconds)
    {
        long days = seconds / SecondsPerDay;
        string time = (seconds / SecondsPerHour % 24).ToString("D2") + ":"
            + (seconds / SecondsPerMinute % 60).ToString("D2") + ":"
            + (seconds % SecondsPerMinute).ToString("D2");
        if (days == 0) return time;
        return days.ToString() + (days == 1 ? " day " : " days ") + time;
    }

    private static void SetServer(CommandContext context)
    {
        Ipv4.TryParse(context.Argument(0), out uint address);
        if (!Ipv4.IsHost(address, 32))
        {
            context.Error("No server can have this address; enter a host's address.");
            return;
        }

        context.Candidate.TimeServer = Ipv4.ToText(address);
        context.MarkEdited();
    }

    private static void RemoveServer(CommandContext context)
    {
        string server = context.Argument(0);
        if (server != null && server != context.Candidate.TimeServer)
        {
            context.Error("This server is not asked for the time; "
                + "'undo ntp unicast-server' removes the one that is.");
            return;
        }

        context.Candidate.TimeServer = null;
        context.MarkEdited();
    }
}

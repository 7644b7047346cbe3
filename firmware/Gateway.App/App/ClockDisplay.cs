using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>What <c>display clock</c> prints: the time, who told it, how good it is.</summary>
internal sealed class ClockDisplay
{
    private readonly BoardClock _clock;
    private readonly SntpSchedule _schedule;

    public ClockDisplay(BoardClock clock, SntpSchedule schedule)
    {
        _clock = clock;
        _schedule = schedule;
    }

    /// <summary>Prints the lines.</summary>
    public void Print(ITextSink output)
    {
        long now = _clock.UtcNow();
        if (now != UtcTime.Unknown)
        {
            output.Line(UtcTime.ToText(now) + " UTC");
            output.Line("Time source: " + Told() + " "
                + ClockText.Duration((_clock.NowMs - _clock.ToldMs) / 1000) + " ago");
            if (_clock.Source == ClockSource.Operator) PrintCalendar(now, output);
        }
        else
        {
            output.Line("At least " + UtcTime.ToText(_clock.AtLeast())
                + " UTC; the true time is this or later.");
            output.Line("Time source: " + Bound());
            output.Line(_schedule.Server == null
                ? "Set the clock with 'clock datetime', or name a time server with"
                    + " 'ntp unicast-server'."
                : "Set the clock with 'clock datetime', or wait for the time server.");
        }

        PrintServer(output);
    }

    // What the operator set would seem forgotten after the next cold start.
    private void PrintCalendar(long now, ITextSink output)
    {
        long own = _clock.OwnCalendar();
        if (own == UtcTime.Unknown) return;
        long distance = now - own;
        bool isNear = distance <= BoardClock.SmallStepSeconds
            && distance >= -BoardClock.SmallStepSeconds;
        if (isNear) return;
        output.Line("The board's own calendar says " + UtcTime.ToText(own)
            + " UTC, and does so again");
        output.Line("after a cold start; set it right where the board runs.");
    }

    private string Told()
    {
        switch (_clock.Source)
        {
            case ClockSource.Operator: return "set by the operator";
            case ClockSource.Ca: return "authenticated message of the CA";
            case ClockSource.Sntp: return "synchronized by SNTP " + _schedule.AnsweredBy;
            default: return "calendar of the board, read";
        }
    }

    private string Bound()
    {
        if (_clock.IsInDoubt) return "none; answers disagree with the time that was known";
        bool isCertificate = _clock.AtLeast() == _clock.HardFloor
            && _clock.HardFloor > FirmwareVersion.BuildUtcSeconds;
        if (isCertificate) return "begin of the gateway's own certificate";
        return _clock.Source == ClockSource.Build ? "making of the firmware"
            : "last persisted, from " + Origin();
    }

    private string Origin()
    {
        switch (_clock.Source)
        {
            case ClockSource.Operator: return "the operator";
            case ClockSource.Ca: return "the CA";
            case ClockSource.Sntp: return "SNTP";
            default: return "the board";
        }
    }

    private void PrintServer(ITextSink output)
    {
        if (_schedule.Server == null) return;
        long leftMs = _schedule.DueMs - _clock.NowMs;
        output.Line("Time server: " + _schedule.Server + ", asked "
            + (leftMs <= 0 ? "now" : "again in " + ClockText.Duration((leftMs + 999) / 1000)));
        if (_schedule.Failure != null) output.Line("Last question: " + _schedule.Failure + ".");
    }
}

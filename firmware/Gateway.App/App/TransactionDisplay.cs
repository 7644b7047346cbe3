using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>How the transactions of a session stand, for <c>display pki cmp session</c>.</summary>
internal sealed class TransactionDisplay
{
    private readonly CmpParts _parts;
    private readonly WaitingTransactions _background;

    public TransactionDisplay(CmpParts parts, WaitingTransactions background)
    {
        _parts = parts;
        _background = background;
    }

    /// <summary>Prints one session.</summary>
    public void Print(string sessionName, ITextSink output)
    {
        output.Line(" CMP Transaction Information:");
        output.Line("   Session name         : " + sessionName);
        WaitingRecord record = _parts.Waiting.Read(sessionName);
        output.Line("   State                : " + (record == null ? "idle" : "waiting"));
        if (record != null) PrintWaiting(record, output);
        SessionStatistics counted = _parts.Statistics.Find(sessionName);
        output.Line("   Last result          : " + (counted == null ? "-" : counted.LastResult));
    }

    private void PrintWaiting(WaitingRecord record, ITextSink output)
    {
        TransactionPlan plan = TransactionPlan.Read(record);
        byte[] id = record.TransactionId;
        if (plan != null)
        {
            output.Line("   Operation            : " + TransactionKinds.Word(plan.Kind));
        }

        output.Line("   Transaction ID       : " + Bytes.ToHex(id, 0, id.Length, '\0'));
        if (record.StartedUtcSeconds != UtcTime.Unknown)
        {
            output.Line("   Started              : " + UtcTime.ToText(record.StartedUtcSeconds));
        }

        output.Line("   Polls so far         : " + record.PollCount.ToString());
        long leftMs = _background.DueMsOf(record.SessionName) - _parts.Clock.NowMs;
        output.Line("   Next poll in         : "
            + (leftMs > 0 ? ((leftMs + 999) / 1000).ToString() + " s" : "now"));
        if (plan != null)
        {
            output.Line("   Given up after       : " + plan.Session.TotalTimeoutHours.ToString()
                + " h from the start");
        }
    }
}

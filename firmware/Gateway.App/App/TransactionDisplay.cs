using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>How the transactions of a session stand, for <c>display pki cmp session</c>.</summary>
internal sealed class TransactionDisplay
{
    private readonly CmpParts _parts;
    private readonly BackgroundTransactions _background;

    public TransactionDisplay(CmpParts parts, BackgroundTransactions background)
    {
        _parts = parts;
        _background = background;
    }

    /// <summary>Prints one session.</summary>
    public void Print(string sessionName, ITextSink output)
    {
        output.Line(" CMP Transaction Information:");
        output.Line("   Session name         : " + sessionName);
        JournalRecord record = _parts.Journal.Read(sessionName);
        output.Line("   State                : " + StateOf(record));
        if (record != null) PrintRecord(record, output);
        SessionStatistics counted = _parts.Statistics.Find(sessionName);
        output.Line("   Last result          : " + (counted == null ? "-" : counted.LastResult));
    }

    private void PrintRecord(JournalRecord record, ITextSink output)
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
            output.Line("   Started              : " + UtcTime.ToText(record.StartedUtcSeconds)
                + " UTC");
        }

        bool isWaiting = record.State == JournalState.Waiting;
        if (isWaiting)
        {
            output.Line("   Polls so far         : " + record.PollCount.ToString());
        }

        long leftMs = _background.DueMsOf(record.SessionName) - _parts.Clock.NowMs;
        output.Line((isWaiting ? "   Next poll in         : " : "   Next attempt in      : ")
            + (leftMs > 0 ? ((leftMs + 999) / 1000).ToString() + " s" : "now"));
        if (plan != null && isWaiting)
        {
            output.Line("   Given up after       : " + plan.Session.TotalTimeoutHours.ToString()
                + " h from the start");
        }
    }

    private static string StateOf(JournalRecord record)
    {
        if (record == null) return "idle";
        switch (record.State)
        {
            case JournalState.Requested: return "requested";
            case JournalState.Waiting: return "waiting";
            case JournalState.Received: return "received, to be confirmed";
            default: return "confirmed, to be put in place";
        }
    }
}

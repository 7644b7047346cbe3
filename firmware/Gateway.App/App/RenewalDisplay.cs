using Gateway.Core;

namespace Gateway.App;

/// <summary>
/// How an automatic update stands, for <c>display pki cmp auto-update</c>.
/// </summary>
internal static class RenewalDisplay
{
    // As much of a value as a screen of 80 columns has beside the labels.
    private const int ValueWidth = 54;

    private const string Unlabelled = "                          ";

    /// <summary>Prints one session.</summary>
    public static void Print(RenewalStatus status, ITextSink output)
    {
        output.Line(" CMP Automatic Update Information:");
        output.Line("   Session name         : " + status.SessionName);
        output.Line("   Certificate          : " + (status.CertificateName ?? "-"));
        if (status.Facts == null)
        {
            Field("   Next action          : ", "none; there is no certificate to be updated,"
                + " see 'cmp-request authentication-cert'", output);
        }
        else
        {
            if (!status.Facts.IsLost) PrintValidity(status.Facts, output);
            PrintNext(status, output);
        }

        PrintLast(status.History, output);
    }

    /// <summary>
    /// A span in its two greatest units: <c>3 days 4 hours</c>, <c>20 seconds</c>.
    /// </summary>
    public static string Span(long seconds)
    {
        if (seconds >= 86400) return Pair(seconds / 86400, "day", seconds / 3600 % 24, "hour");
        if (seconds >= 3600) return Pair(seconds / 3600, "hour", seconds / 60 % 60, "minute");
        if (seconds >= 60) return Pair(seconds / 60, "minute", seconds % 60, "second");
        return Pair(seconds, "second", 0, "");
    }

    private static void PrintValidity(RenewalFacts facts, ITextSink output)
    {
        output.Line("   Valid from           : " + UtcTime.ToText(facts.NotBefore)
            + " UTC");
        output.Line("   Valid until          : " + UtcTime.ToText(facts.NotAfter)
            + " UTC");
        int percent = facts.ElapsedPercent;
        string elapsed = percent > 100 ? "expired" : percent.ToString() + " %";
        if (facts.UtcNow == UtcTime.Unknown) elapsed += " at least, the time is not known";
        output.Line("   Elapsed              : " + elapsed);
        output.Line("   Update due at        : " + facts.ExpirePercent.ToString() + " %"
            + DueText(RenewalSchedule.DueUtc(facts)));
    }

    private static string DueText(long dueUtc) =>
        dueUtc == UtcTime.Unknown ? "" : ", " + UtcTime.ToText(dueUtc) + " UTC";

    private static void PrintNext(RenewalStatus status, ITextSink output)
    {
        RenewalDecision next = status.Next;
        if (status.UnderWay != null)
        {
            Field("   Next action          : ", status.UnderWay, output);
            return;
        }

        output.Line("   Next action          : " + Name(next.Step));
        if (next.Step != RenewalStep.None)
        {
            output.Line("   Time of it           : " + When(next, status.Facts));
        }

        Field("   Reason               : ", next.Why, output);
        string kept = status.Facts.KeyReason;
        if (kept != null)
        {
            Field("   Key pair             : ", "the next update keeps it. " + kept, output);
        }
    }

    private static string When(RenewalDecision next, RenewalFacts facts)
    {
        long leftSeconds = (next.DueMs - facts.NowMs + 999) / 1000;
        if (leftSeconds <= 0) return "now";
        string at = next.DueUtcSeconds == UtcTime.Unknown ? ""
            : UtcTime.ToText(next.DueUtcSeconds) + " UTC, ";
        return at + "in " + Span(leftSeconds);
    }

    private static void PrintLast(RenewalHistory history, ITextSink output)
    {
        // Kept in RAM: a board that has restarted has not succeeded because it has not failed.
        string last = history.LastResult == null ? "none since the start"
            : history.LastResultUtc == UtcTime.Unknown ? history.LastResult
            : UtcTime.ToText(history.LastResultUtc) + " UTC " + history.LastResult;
        Field("   Last result          : ", last, output);
        output.Line("   Failures in a row    : " + history.Failures.ToString()
            + " (since the start)");
    }

    // A long value goes on below its beginning.
    private static void Field(string label, string value, ITextSink output)
    {
        string before = label;
        string rest = value;
        while (rest.Length > ValueWidth)
        {
            int end = rest.LastIndexOf(' ', ValueWidth);
            if (end <= 0) break;
            output.Line(before + rest.Substring(0, end));
            rest = rest.Substring(end + 1);
            before = Unlabelled;
        }

        output.Line(before + rest);
    }

    private static string Name(RenewalStep step)
    {
        switch (step)
        {
            case RenewalStep.MakeKey: return "generation of the next key pair";
            case RenewalStep.Update: return "key update request";
            case RenewalStep.ApplyAnew: return "initial request with the MAC secret";
            case RenewalStep.AskTime: return "question for the time";
            default: return "none";
        }
    }

    private static string Pair(long first, string unit, long second, string smaller) =>
        Count(first, unit) + (second == 0 ? "" : " " + Count(second, smaller));

    private static string Count(long number, string unit) =>
        number.ToString() + " " + unit + (number == 1 ? "" : "s");
}

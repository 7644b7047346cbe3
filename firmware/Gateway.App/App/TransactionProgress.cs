using Gateway.Cmp;

namespace Gateway.App;

/// <summary>What a transaction is doing, for the progress line; at most 79 characters.</summary>
internal static class TransactionProgress
{
    /// <summary>While another transaction has the turn.</summary>
    public const string OtherFirst =
        "Waiting for the end of another transaction... (Ctrl+C cancels)";

    /// <summary>How far a machine is.</summary>
    public static string Text(CmpMachine machine)
    {
        switch (machine.State)
        {
            case CmpState.Preparing:
                return "Preparing the request... " + machine.WorkPercent.ToString() + " %";
            case CmpState.AwaitingAnswer:
                return "Waiting for the CA's answer... (Ctrl+C cancels)";
            case CmpState.CheckingAnswer:
                return "Checking the answer... " + machine.WorkPercent.ToString() + " %";
            case CmpState.AwaitingConfirmation:
            case CmpState.CheckingConfirmation:
                return "Confirming the certificate...";
            default:
                return "Ending the transaction...";
        }
    }

    /// <summary>While the CA has not decided: when it is asked again.</summary>
    public static string Waiting(CmpMachine machine, long nowMs)
    {
        long leftMs = machine.DeadlineMs - nowMs;
        string left = (leftMs > 0 ? (leftMs + 999) / 1000 : 0).ToString();
        return "The CA has not decided yet; asked again in " + left + " s... (Ctrl+C cancels)";
    }

    /// <summary>How far a key generation is.</summary>
    public static string Generating(int percent) =>
        "Generating key-pairs... " + percent.ToString() + " % (Ctrl+C cancels)";
}

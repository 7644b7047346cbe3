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
            case CmpState.WaitingForAnswer:
            case CmpState.WaitingForConfirmation:
                return "The CA has not decided yet... (Ctrl+C cancels)";
            case CmpState.AwaitingConfirmation:
            case CmpState.CheckingConfirmation:
                return "Confirming the certificate...";
            default:
                return "Ending the transaction...";
        }
    }

    /// <summary>How far a key generation is.</summary>
    public static string Generating(int percent) =>
        "Generating key-pairs... " + percent.ToString() + " % (Ctrl+C cancels)";
}

using Gateway.Cmp;

namespace Gateway.App;

/// <summary>What an enrolment is doing, for the progress line.</summary>
internal static class EnrolmentProgress
{
    /// <summary>At most 79 characters.</summary>
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
}

using Gateway.Cmp;

namespace Gateway.App;

/// <summary>What an enrolment is doing, for the progress line.</summary>
internal static class EnrolmentProgress
{
    /// <summary>At most 79 characters.</summary>
    public static string Text(EnrolmentMachine machine)
    {
        switch (machine.State)
        {
            case EnrolmentState.Preparing:
                return "Preparing the request... " + machine.WorkPercent.ToString() + " %";
            case EnrolmentState.AwaitingAnswer:
                return "Waiting for the CA's answer... (Ctrl+C cancels)";
            case EnrolmentState.CheckingAnswer:
                return "Checking the answer... " + machine.WorkPercent.ToString() + " %";
            case EnrolmentState.AwaitingConfirmation:
            case EnrolmentState.CheckingConfirmation:
                return "Confirming the certificate...";
            default:
                return "Ending the transaction...";
        }
    }
}

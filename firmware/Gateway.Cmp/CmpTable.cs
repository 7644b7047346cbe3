using Act = Gateway.Cmp.CmpAction;
using On = Gateway.Cmp.CmpEvent;
using State = Gateway.Cmp.CmpState;

namespace Gateway.Cmp;

/// <summary>What happens to an enrolment.</summary>
public enum CmpEvent
{
    /// <summary>The caller starts it.</summary>
    Start = 0,

    /// <summary>MAC key and proof of possession are there.</summary>
    Prepared = 1,

    /// <summary>The key cannot sign.</summary>
    Unpreparable = 2,

    /// <summary>An answer came in.</summary>
    Received = 3,

    /// <summary>The transport failed and an attempt is left.</summary>
    DeliveryFailed = 4,

    /// <summary>The pause before the next attempt is over.</summary>
    RetryDue = 5,

    /// <summary>The transport failed for the last time.</summary>
    DeliveryGivenUp = 6,

    /// <summary>No answer in time.</summary>
    TimedOut = 7,

    /// <summary>The answer broke a rule before its protection was found right.</summary>
    Unauthentic = 8,

    /// <summary>A protected answer broke a rule.</summary>
    Violation = 9,

    /// <summary>A certificate for our key is granted.</summary>
    Granted = 10,

    /// <summary>A certificate for another key is granted.</summary>
    OtherKey = 11,

    /// <summary>The CA rejects the request.</summary>
    Rejected = 12,

    /// <summary>The CA wants to be polled.</summary>
    Waiting = 13,

    /// <summary>An error message that is believed.</summary>
    ErrorMessage = 14,

    /// <summary>pkiConf.</summary>
    Confirmed = 15,

    /// <summary>The caller gives up.</summary>
    Cancel = 16,
}

/// <summary>What the machine does at a transition.</summary>
public enum CmpAction
{
    /// <summary>Starts the key derivation.</summary>
    Prepare = 0,

    /// <summary>Builds ir and offers it to the caller.</summary>
    SendRequest = 1,

    /// <summary>Starts the check of an answer.</summary>
    Check = 2,

    /// <summary>Takes the message back and sets the pause.</summary>
    WaitToRetry = 3,

    /// <summary>Offers the same bytes again.</summary>
    SendAgain = 4,

    /// <summary>Builds certConf that accepts.</summary>
    SendAcceptance = 5,

    /// <summary>Builds certConf that rejects.</summary>
    SendRefusal = 6,

    /// <summary>Builds an error message.</summary>
    SendError = 7,

    /// <summary>Hands the certificate over.</summary>
    Enrol = 8,

    /// <summary>Ends with the first thing that went wrong.</summary>
    Fail = 9,
}

/// <summary>
/// All transitions of <see cref="CmpMachine"/>: (state, event) gives (action, next state).
/// What is absent cannot happen (an event of the machine's own) or is ignored (a call of the
/// caller's). status waiting has its row already; with polling it leads to a state of its own.
/// </summary>
public static class CmpTable
{
    private static readonly int[] Rows =
    {
        Row(State.Idle, On.Start, Act.Prepare, State.Preparing),
        Row(State.Idle, On.Cancel, Act.Fail, State.Finished),

        Row(State.Preparing, On.Prepared, Act.SendRequest, State.AwaitingAnswer),
        Row(State.Preparing, On.Unpreparable, Act.Fail, State.Finished),
        Row(State.Preparing, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingAnswer, On.Received, Act.Check, State.CheckingAnswer),
        Row(State.AwaitingAnswer, On.DeliveryFailed, Act.WaitToRetry, State.AwaitingAnswer),
        Row(State.AwaitingAnswer, On.RetryDue, Act.SendAgain, State.AwaitingAnswer),
        Row(State.AwaitingAnswer, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingAnswer, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingAnswer, On.Cancel, Act.Fail, State.Finished),

        Row(State.CheckingAnswer, On.Granted, Act.SendAcceptance, State.AwaitingConfirmation),
        Row(State.CheckingAnswer, On.OtherKey, Act.SendRefusal, State.AwaitingRefusalReceipt),
        Row(State.CheckingAnswer, On.Rejected, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.Waiting, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.ErrorMessage, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.Unauthentic, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.Violation, Act.SendError, State.AwaitingErrorReceipt),
        Row(State.CheckingAnswer, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingConfirmation, On.Received, Act.Check, State.CheckingConfirmation),
        Row(State.AwaitingConfirmation, On.DeliveryFailed, Act.WaitToRetry,
            State.AwaitingConfirmation),
        Row(State.AwaitingConfirmation, On.RetryDue, Act.SendAgain, State.AwaitingConfirmation),
        Row(State.AwaitingConfirmation, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingConfirmation, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingConfirmation, On.Cancel, Act.Fail, State.Finished),

        Row(State.CheckingConfirmation, On.Confirmed, Act.Enrol, State.Finished),
        Row(State.CheckingConfirmation, On.ErrorMessage, Act.Fail, State.Finished),
        Row(State.CheckingConfirmation, On.Unauthentic, Act.Fail, State.Finished),
        Row(State.CheckingConfirmation, On.Violation, Act.SendError, State.AwaitingErrorReceipt),
        Row(State.CheckingConfirmation, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingRefusalReceipt, On.Received, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingErrorReceipt, On.Received, Act.Fail, State.Finished),
        Row(State.AwaitingErrorReceipt, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingErrorReceipt, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingErrorReceipt, On.Cancel, Act.Fail, State.Finished),
    };

    /// <summary>
    /// Number of transitions; with the accessors below the table draws its diagram.
    /// </summary>
    public static int Count => Rows.Length;

    /// <summary>The state that transition <paramref name="row"/> leaves.</summary>
    public static CmpState From(int row) => (CmpState)(Rows[row] >> 24);

    /// <summary>The event that causes the transition.</summary>
    public static CmpEvent Event(int row) => (CmpEvent)((Rows[row] >> 16) & 0xFF);

    /// <summary>What the machine does at it.</summary>
    public static CmpAction Action(int row) => (CmpAction)((Rows[row] >> 8) & 0xFF);

    /// <summary>The state it leads to.</summary>
    public static CmpState Next(int row) => (CmpState)(Rows[row] & 0xFF);

    /// <summary>The transition of a state and an event, or -1.</summary>
    public static int Find(CmpState state, CmpEvent what)
    {
        int key = ((int)state << 8) | (int)what;
        for (int row = 0; row < Rows.Length; row++)
        {
            if (Rows[row] >> 16 == key) return row;
        }

        return -1;
    }

    private static int Row(CmpState from, CmpEvent what, CmpAction action,
        CmpState next) =>
        ((int)from << 24) | ((int)what << 16) | ((int)action << 8) | (int)next;
}

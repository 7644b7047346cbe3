using Act = Gateway.Cmp.CmpAction;
using On = Gateway.Cmp.CmpEvent;
using State = Gateway.Cmp.CmpState;

namespace Gateway.Cmp;

/// <summary>What happens to a transaction.</summary>
public enum CmpEvent
{
    /// <summary>The caller starts it, or takes it up again after a restart.</summary>
    Start = 0,

    /// <summary>MAC key and request are there.</summary>
    Prepared = 1,

    /// <summary>The MAC key of a transaction that waits for its answer is there.</summary>
    PreparedToPoll = 2,

    /// <summary>The MAC key of a transaction that waits for pkiConf is there.</summary>
    PreparedToPollConfirmation = 3,

    /// <summary>A private key cannot sign.</summary>
    Unpreparable = 4,

    /// <summary>An answer came in.</summary>
    Received = 5,

    /// <summary>The transport failed and an attempt is left.</summary>
    DeliveryFailed = 6,

    /// <summary>The pause before the next attempt is over.</summary>
    RetryDue = 7,

    /// <summary>The transport failed for the last time.</summary>
    DeliveryGivenUp = 8,

    /// <summary>The transport failed for the last time, but polling can go on later.</summary>
    PollUndelivered = 9,

    /// <summary>No answer in time.</summary>
    TimedOut = 10,

    /// <summary>The answer broke a rule before its protection was found right.</summary>
    Unauthentic = 11,

    /// <summary>A protected answer broke a rule.</summary>
    Violation = 12,

    /// <summary>A certificate for our key is granted and is to be confirmed.</summary>
    Granted = 13,

    /// <summary>A certificate for another key is granted.</summary>
    OtherKey = 14,

    /// <summary>The CA rejects the request.</summary>
    Rejected = 15,

    /// <summary>The CA wants to be polled.</summary>
    Waiting = 16,

    /// <summary>The CA wants to be polled again later: pollRep.</summary>
    PollLater = 17,

    /// <summary>The pause before the next pollReq is over.</summary>
    PollDue = 18,

    /// <summary>An error message that is believed.</summary>
    ErrorMessage = 19,

    /// <summary>The aim is reached: rp, genp, or a certificate with implicitConfirm.</summary>
    Answered = 20,

    /// <summary>pkiConf.</summary>
    Confirmed = 21,

    /// <summary>The caller gives up.</summary>
    Cancel = 22,

    /// <summary>The MAC key of a transaction whose certConf is to be sent again is there.</summary>
    PreparedToConfirm = 23,
}

/// <summary>What the machine does at a transition.</summary>
public enum CmpAction
{
    /// <summary>Starts the key derivation.</summary>
    Prepare = 0,

    /// <summary>Protects the request and offers it to the caller.</summary>
    SendRequest = 1,

    /// <summary>Starts to check the answer.</summary>
    Check = 2,

    /// <summary>Takes the message back and sets the pause.</summary>
    WaitToRetry = 3,

    /// <summary>Offers the same bytes again.</summary>
    SendAgain = 4,

    /// <summary>Sends pollReq.</summary>
    SendPoll = 5,

    /// <summary>Sets the pause before the next pollReq.</summary>
    WaitToPoll = 6,

    /// <summary>Sends certConf that accepts.</summary>
    SendAcceptance = 7,

    /// <summary>Sends certConf that rejects.</summary>
    SendRefusal = 8,

    /// <summary>Sends an error message.</summary>
    SendError = 9,

    /// <summary>Hands the results over.</summary>
    Complete = 10,

    /// <summary>Ends with the first thing that went wrong.</summary>
    Fail = 11,

    /// <summary>Offers the certConf of before a restart.</summary>
    RepeatAcceptance = 12,
}

/// <summary>
/// All transitions of <see cref="CmpMachine"/>: (state, event) gives (action, next state). What is
/// absent cannot happen (an event of the machine's own) or is ignored (a call of the caller's).
/// </summary>
public static class CmpTable
{
    private static readonly int[] Rows =
    {
        Row(State.Idle, On.Start, Act.Prepare, State.Preparing),
        Row(State.Idle, On.Cancel, Act.Fail, State.Finished),

        Row(State.Preparing, On.Prepared, Act.SendRequest, State.AwaitingAnswer),
        Row(State.Preparing, On.PreparedToPoll, Act.SendPoll, State.AwaitingAnswer),
        Row(State.Preparing, On.PreparedToPollConfirmation, Act.SendPoll,
            State.AwaitingConfirmation),
        Row(State.Preparing, On.PreparedToConfirm, Act.RepeatAcceptance,
            State.AwaitingConfirmation),
        Row(State.Preparing, On.Unpreparable, Act.Fail, State.Finished),
        Row(State.Preparing, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingAnswer, On.Received, Act.Check, State.CheckingAnswer),
        Row(State.AwaitingAnswer, On.DeliveryFailed, Act.WaitToRetry, State.AwaitingAnswer),
        Row(State.AwaitingAnswer, On.RetryDue, Act.SendAgain, State.AwaitingAnswer),
        Row(State.AwaitingAnswer, On.PollUndelivered, Act.WaitToPoll, State.WaitingForAnswer),
        Row(State.AwaitingAnswer, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingAnswer, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingAnswer, On.Unpreparable, Act.Fail, State.Finished),
        Row(State.AwaitingAnswer, On.Cancel, Act.Fail, State.Finished),

        Row(State.CheckingAnswer, On.Granted, Act.SendAcceptance, State.AwaitingConfirmation),
        Row(State.CheckingAnswer, On.Answered, Act.Complete, State.Finished),
        Row(State.CheckingAnswer, On.Waiting, Act.SendPoll, State.AwaitingAnswer),
        Row(State.CheckingAnswer, On.PollLater, Act.WaitToPoll, State.WaitingForAnswer),
        Row(State.CheckingAnswer, On.OtherKey, Act.SendRefusal, State.AwaitingRefusalReceipt),
        Row(State.CheckingAnswer, On.Rejected, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.ErrorMessage, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.Unauthentic, Act.Fail, State.Finished),
        Row(State.CheckingAnswer, On.Violation, Act.SendError, State.AwaitingErrorReceipt),
        Row(State.CheckingAnswer, On.Cancel, Act.Fail, State.Finished),

        Row(State.WaitingForAnswer, On.PollDue, Act.SendPoll, State.AwaitingAnswer),
        Row(State.WaitingForAnswer, On.TimedOut, Act.Fail, State.Finished),
        Row(State.WaitingForAnswer, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingConfirmation, On.Received, Act.Check, State.CheckingConfirmation),
        Row(State.AwaitingConfirmation, On.DeliveryFailed, Act.WaitToRetry,
            State.AwaitingConfirmation),
        Row(State.AwaitingConfirmation, On.RetryDue, Act.SendAgain, State.AwaitingConfirmation),
        Row(State.AwaitingConfirmation, On.PollUndelivered, Act.WaitToPoll,
            State.WaitingForConfirmation),
        Row(State.AwaitingConfirmation, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingConfirmation, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingConfirmation, On.Unpreparable, Act.Fail, State.Finished),
        Row(State.AwaitingConfirmation, On.Cancel, Act.Fail, State.Finished),

        Row(State.CheckingConfirmation, On.Confirmed, Act.Complete, State.Finished),
        Row(State.CheckingConfirmation, On.Waiting, Act.SendPoll, State.AwaitingConfirmation),
        Row(State.CheckingConfirmation, On.PollLater, Act.WaitToPoll,
            State.WaitingForConfirmation),
        Row(State.CheckingConfirmation, On.ErrorMessage, Act.Fail, State.Finished),
        Row(State.CheckingConfirmation, On.Unauthentic, Act.Fail, State.Finished),
        Row(State.CheckingConfirmation, On.Violation, Act.SendError, State.AwaitingErrorReceipt),
        Row(State.CheckingConfirmation, On.Cancel, Act.Fail, State.Finished),

        Row(State.WaitingForConfirmation, On.PollDue, Act.SendPoll, State.AwaitingConfirmation),
        Row(State.WaitingForConfirmation, On.TimedOut, Act.Fail, State.Finished),
        Row(State.WaitingForConfirmation, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingRefusalReceipt, On.Received, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.Unpreparable, Act.Fail, State.Finished),
        Row(State.AwaitingRefusalReceipt, On.Cancel, Act.Fail, State.Finished),

        Row(State.AwaitingErrorReceipt, On.Received, Act.Fail, State.Finished),
        Row(State.AwaitingErrorReceipt, On.DeliveryGivenUp, Act.Fail, State.Finished),
        Row(State.AwaitingErrorReceipt, On.TimedOut, Act.Fail, State.Finished),
        Row(State.AwaitingErrorReceipt, On.Unpreparable, Act.Fail, State.Finished),
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

    private static int Row(CmpState from, CmpEvent what, CmpAction action, CmpState next) =>
        ((int)from << 24) | ((int)what << 16) | ((int)action << 8) | (int)next;
}

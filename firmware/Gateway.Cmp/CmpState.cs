namespace Gateway.Cmp;

/// <summary>
/// Where a transaction stands. The transitions stand in <see cref="CmpTable"/>.
/// </summary>
public enum CmpState
{
    /// <summary>Not started.</summary>
    Idle = 0,

    /// <summary>
    /// Deriving the MAC key and building the request: call <see cref="CmpMachine.Work"/>.
    /// </summary>
    Preparing = 1,

    /// <summary>
    /// The request or a pollReq is out (or is being protected, or waits to be taken or sent again);
    /// its answer is awaited.
    /// </summary>
    AwaitingAnswer = 2,

    /// <summary>The answer is being checked: call <see cref="CmpMachine.Work"/>.</summary>
    CheckingAnswer = 3,

    /// <summary>The CA has not decided yet: it is polled at the deadline.</summary>
    WaitingForAnswer = 4,

    /// <summary>certConf accepts the certificate; pkiConf is awaited.</summary>
    AwaitingConfirmation = 5,

    /// <summary>The answer to certConf is being checked.</summary>
    CheckingConfirmation = 6,

    /// <summary>The CA has pkiConf not ready yet: it is polled at the deadline.</summary>
    WaitingForConfirmation = 7,

    /// <summary>
    /// certConf refuses the certificate; pkiConf is awaited, its absence changes nothing.
    /// </summary>
    AwaitingRefusalReceipt = 8,

    /// <summary>An error message tells the CA what is wrong; its receipt changes nothing.</summary>
    AwaitingErrorReceipt = 9,

    /// <summary>Over: <see cref="CmpMachine.Outcome"/> says how.</summary>
    Finished = 10,
}

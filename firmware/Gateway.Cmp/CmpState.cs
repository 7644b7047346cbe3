namespace Gateway.Cmp;

/// <summary>
/// Where an enrolment stands. The transitions stand in <see cref="CmpTable"/>.
/// </summary>
public enum CmpState
{
    /// <summary>Not started.</summary>
    Idle = 0,

    /// <summary>
    /// Deriving the MAC key and signing the request: call <see cref="CmpMachine.Work"/>.
    /// </summary>
    Preparing = 1,

    /// <summary>
    /// The request is out (or waits to be taken or sent again); its answer is awaited.
    /// </summary>
    AwaitingAnswer = 2,

    /// <summary>The answer is being checked: call <see cref="CmpMachine.Work"/>.</summary>
    CheckingAnswer = 3,

    /// <summary>certConf accepts the certificate; pkiConf is awaited.</summary>
    AwaitingConfirmation = 4,

    /// <summary>The answer to certConf is being checked.</summary>
    CheckingConfirmation = 5,

    /// <summary>
    /// certConf refuses the certificate; pkiConf is awaited, its absence changes nothing.
    /// </summary>
    AwaitingRefusalReceipt = 6,

    /// <summary>An error message tells the CA what is wrong; its receipt changes nothing.</summary>
    AwaitingErrorReceipt = 7,

    /// <summary>Over: <see cref="CmpMachine.Outcome"/> says how.</summary>
    Finished = 8,
}

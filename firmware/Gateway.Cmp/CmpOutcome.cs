namespace Gateway.Cmp;

/// <summary>
/// How a transaction ended; the line for the operator is <see cref="CmpMachine.Reason"/>.
/// </summary>
public enum CmpOutcome
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>The operation reached its aim; a certificate is granted, checked and
    /// confirmed.</summary>
    Done = 1,

    /// <summary>The CA answered with status rejection.</summary>
    Rejected = 2,

    /// <summary>The CA answered with an error message whose protection is right.</summary>
    ErrorFromServer = 3,

    /// <summary>The answer is malformed or breaks a rule of the protocol.</summary>
    ProtocolViolation = 4,

    /// <summary>
    /// The MAC or signature of the answer is wrong: with a MAC nearly always a wrong reference or
    /// secret.
    /// </summary>
    BadProtection = 5,

    /// <summary>The answer lacks protection or has another kind than the request.</summary>
    NotProtected = 6,

    /// <summary>
    /// The answer belongs to another transaction or request (identifier or nonce).
    /// </summary>
    WrongTransaction = 7,

    /// <summary>The time of the answer is too far from the clock.</summary>
    BadTime = 8,

    /// <summary>The certificate is for another public key; it was refused with certConf.</summary>
    WrongKey = 9,

    /// <summary>No answer in time.</summary>
    Timeout = 10,

    /// <summary>The transport failed or brought no CMP message.</summary>
    TransportFailed = 11,

    /// <summary>The answer is signed by somebody who is not trusted.</summary>
    SignerNotTrusted = 12,

    /// <summary>
    /// A private key does not fit the signature algorithm, or the engine lacks it.
    /// </summary>
    KeyUnusable = 13,

    /// <summary>Cancelled by the caller.</summary>
    Cancelled = 14,
}

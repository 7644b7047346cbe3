namespace Gateway.Cmp;

/// <summary>What came out of checking a protection.</summary>
public enum ProtectionVerdict
{
    /// <summary>Not known yet.</summary>
    Pending = 0,

    /// <summary>It is right.</summary>
    Right = 1,

    /// <summary>It is wrong.</summary>
    Wrong = 2,

    /// <summary>The message has none.</summary>
    Absent = 3,

    /// <summary>It is of another kind than ours, for instance a signature.</summary>
    OtherKind = 4,

    /// <summary>Its parameters are malformed.</summary>
    Malformed = 5,

    /// <summary>It uses an algorithm that is not known here.</summary>
    UnknownAlgorithm = 6,

    /// <summary>It asks for too few or too many iterations.</summary>
    IterationsOutOfRange = 7,
}

/// <summary>
/// One way of protecting messages, for a whole transaction (RFC 9483 3.2): password-based MAC now,
/// PBMAC1 and signatures beside it. Long computations are done in steps.
/// </summary>
public interface IMessageProtection
{
    /// <summary>The header's sender: DER of a Name.</summary>
    byte[] Sender { get; }

    /// <summary>The header's senderKID.</summary>
    byte[] SenderKeyId { get; }

    /// <summary>The header's protectionAlg: DER of an AlgorithmIdentifier.</summary>
    byte[] Algorithm { get; }

    /// <summary>Progress of the present steps, 0 to 100.</summary>
    int Percent { get; }

    /// <summary>One step of getting ready to protect; true while there is more to do.</summary>
    bool StepPrepare();

    /// <summary>The protection of a SEQUENCE with these contents (header and body).</summary>
    byte[] Protect(byte[] contents, int offset, int count);

    /// <summary>Starts to check a received message, whose buffer must stay as it is.</summary>
    void BeginVerify(PkiMessage message);

    /// <summary>One step of the check; true while there is more to do.</summary>
    bool StepVerify();

    /// <summary>The verdict on the message.</summary>
    ProtectionVerdict Verdict { get; }

    /// <summary>Overwrites every secret; no use after that.</summary>
    void Wipe();
}

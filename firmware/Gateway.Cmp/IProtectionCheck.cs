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

    /// <summary>It is of another kind than ours and no policy allows that.</summary>
    OtherKind = 4,

    /// <summary>Its parameters are malformed.</summary>
    Malformed = 5,

    /// <summary>It uses an algorithm that is not known here.</summary>
    UnknownAlgorithm = 6,

    /// <summary>It asks for too few or too many iterations.</summary>
    IterationsOutOfRange = 7,

    /// <summary>It is a signature over SHA-1 and no policy allows that.</summary>
    WeakAlgorithm = 8,

    /// <summary>The certificate of its signer is not there.</summary>
    NoSigner = 9,

    /// <summary>sender or senderKID are not those of its signer.</summary>
    OtherSigner = 10,

    /// <summary>The signature is right, but nobody trusted vouches for its signer.</summary>
    SignerNotTrusted = 11,
}

/// <summary>Checks the protection of received messages, one after the other, in steps.</summary>
public interface IProtectionCheck
{
    /// <summary>The verdict on the message.</summary>
    ProtectionVerdict Verdict { get; }

    /// <summary>A phrase that explains a verdict beyond its name, or "".</summary>
    string Detail { get; }

    /// <summary>Progress of the present steps, 0 to 100.</summary>
    int Percent { get; }

    /// <summary>
    /// Starts to check a message that has protection and protectionAlg; its buffer must stay as it
    /// is.
    /// </summary>
    void BeginVerify(PkiMessage message);

    /// <summary>One step of the check; true while there is more to do.</summary>
    bool StepVerify();
}

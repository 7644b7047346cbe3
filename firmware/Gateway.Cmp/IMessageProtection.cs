namespace Gateway.Cmp;

/// <summary>
/// One way of protecting what is sent, for a whole transaction (RFC 9483 3.2): a MAC or a
/// signature. Long computations are done in steps.
/// </summary>
public interface IMessageProtection
{
    /// <summary>The header's sender: DER of a Name.</summary>
    byte[] Sender { get; }

    /// <summary>The header's senderKID, or null.</summary>
    byte[] SenderKeyId { get; }

    /// <summary>The header's protectionAlg: DER of an AlgorithmIdentifier.</summary>
    byte[] Algorithm { get; }

    /// <summary>
    /// extraCerts: the protection certificate first, then its issuers (RFC 9483 3.3); empty with a
    /// MAC.
    /// </summary>
    byte[][] Certificates { get; }

    /// <summary>
    /// What checks MACs of answers with the same secret; null when it is a signature.
    /// </summary>
    IProtectionCheck MacCheck { get; }

    /// <summary>Progress of the present steps, 0 to 100.</summary>
    int Percent { get; }

    /// <summary>One step of getting ready to protect; true while there is more to do.</summary>
    bool StepPrepare();

    /// <summary>
    /// The protection of a ProtectedPart: DER of SEQUENCE { header, body } (RFC 9810 5.1.3). Null
    /// when the key cannot sign.
    /// </summary>
    byte[] Protect(byte[] buffer, int offset, int count);

    /// <summary>Overwrites every secret; no use after that.</summary>
    void Wipe();
}

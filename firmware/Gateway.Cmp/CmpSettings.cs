using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// What every transaction needs, whatever it asks for; filled before the start. All policies are
/// off by default.
/// </summary>
public sealed class CmpSettings
{
    /// <summary>
    /// The CA's name for the header's recipient: DER of a Name in the CA's own order.
    /// </summary>
    public byte[] Recipient { get; set; }

    /// <summary>Signs and verifies.</summary>
    public IKeyEngine KeyEngine { get; set; }

    /// <summary>Protects every message; the machine wipes it at the end.</summary>
    public IMessageProtection Protection { get; set; }

    /// <summary>Trusted certificates, DER: where the paths of signed answers may end.</summary>
    public byte[][] TrustAnchors { get; set; } = new byte[0][];

    /// <summary>
    /// The only certificate that may sign answers, DER; null: any that leads to a trust anchor.
    /// </summary>
    public byte[] VerificationCertificate { get; set; }

    /// <summary>
    /// Policy: believe an error message or rejection without protection (RFC 9483 3.6 leaves it to
    /// policy); anybody on the way can send one.
    /// </summary>
    public bool AcceptUnprotectedErrors { get; set; }

    /// <summary>Policy: a MAC-protected request may be answered with a signature.</summary>
    public bool AcceptSignatureAnswers { get; set; }

    /// <summary>Policy: signatures over SHA-1 count, of messages and of certificates.</summary>
    public bool AcceptSha1 { get; set; }

    /// <summary>
    /// Policy: offer to leave certConf and pkiConf out (implicitConfirm, RFC 9810 5.1.1.1).
    /// </summary>
    public bool OfferImplicitConfirm { get; set; }

    /// <summary>Policy: send pvno 3 throughout, not only where a feature needs it.</summary>
    public bool UsesVersion3 { get; set; }

    /// <summary>certProfile of the request (RFC 9810 5.1.1.4), or null.</summary>
    public string CertificateProfile { get; set; }

    /// <summary>Bound on the wait for each answer, in milliseconds.</summary>
    public int ResponseTimeoutMs { get; set; } = 60000;

    /// <summary>Bound on the whole transaction, polling included, in seconds.</summary>
    public int TotalTimeoutSeconds { get; set; } = CmpLimits.TotalSecondsDefault;

    /// <summary>
    /// How often the request is sent at most when the transport fails; the same bytes each time.
    /// </summary>
    public int RequestAttemptsMax { get; set; } = 1;

    /// <summary>How often any later message is sent at most when the transport fails.</summary>
    public int ConfirmAttemptsMax { get; set; } = 3;

    /// <summary>
    /// Pause before the second sending, in milliseconds; doubled before each further one, with up
    /// to a quarter more at random.
    /// </summary>
    public int RetryDelayMs { get; set; } = 2000;

    /// <summary>
    /// How far the CA's messageTime may be from the clock, in seconds; 0: not checked. It is only
    /// checked while the clock is known.
    /// </summary>
    public int TimeWindowSeconds { get; set; } = 600;

    /// <summary>
    /// Whether messages say the time while the clock is known (messageTime, RFC 9483 3.1).
    /// </summary>
    public bool TellsTime { get; set; } = true;
}

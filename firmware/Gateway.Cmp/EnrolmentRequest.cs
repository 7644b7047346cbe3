using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Cmp;

/// <summary>
/// What an enrolment (ir, RFC 9483 4.1.1 with 4.1.5) needs; filled before the start.
/// </summary>
public sealed class EnrolmentRequest
{
    /// <summary>The wanted subject: DER of a Name (RFC 5280 4.1.2.4).</summary>
    public byte[] Subject { get; set; }

    /// <summary>
    /// The wanted subjectAltName: DER of GeneralNames (the extension's value, RFC 5280 4.2.1.6), or
    /// null for none.
    /// </summary>
    public byte[] SubjectAltName { get; set; }

    /// <summary>
    /// The CA's name for the header's recipient: DER of a Name in the CA's own order.
    /// </summary>
    public byte[] Recipient { get; set; }

    /// <summary>The reference value of the MAC secret, UTF-8, 1 to 128 bytes.</summary>
    public byte[] Reference { get; set; }

    /// <summary>
    /// The MAC secret, 1 to 128 bytes; the machine copies it, the caller wipes its own.
    /// </summary>
    public byte[] Secret { get; set; }

    /// <summary>
    /// The new key: PKCS#8; the machine copies it until it has signed, the caller wipes its own.
    /// </summary>
    public byte[] PrivateKey { get; set; }

    /// <summary>Works with <see cref="PrivateKey"/> and verifies certificates.</summary>
    public IKeyEngine KeyEngine { get; set; }

    /// <summary>Algorithm of the proof of possession; it must fit the key.</summary>
    public SignatureAlgorithm SignatureAlgorithm { get; set; }

    /// <summary>One-way function of the MAC key derivation that is sent.</summary>
    public HashAlgorithm PbmOwf { get; set; } = HashAlgorithm.Sha256;

    /// <summary>
    /// Hash of the HMAC that is sent; Sha1 goes under the identifier of RFC 4210.
    /// </summary>
    public HashAlgorithm PbmMac { get; set; } = HashAlgorithm.Sha256;

    /// <summary>
    /// Iterations of the MAC key derivation that is sent, 100 to 100,000. The default of 1000 costs
    /// the board seconds, not minutes; what protects a secret is its length.
    /// </summary>
    public int PbmIterations { get; set; } = CmpLimits.PbmIterationsDefault;

    /// <summary>Most iterations that the CA may ask for.</summary>
    public int PbmIterationsMax { get; set; } = CmpLimits.PbmIterationsMaxDefault;

    /// <summary>Bound on the wait for each answer, in milliseconds.</summary>
    public int ResponseTimeoutMs { get; set; } = 60000;

    /// <summary>
    /// How often ir is sent at most when the transport fails; the same bytes each time.
    /// </summary>
    public int RequestAttemptsMax { get; set; } = 1;

    /// <summary>How often certConf is sent at most when the transport fails.</summary>
    public int ConfirmAttemptsMax { get; set; } = 3;

    /// <summary>
    /// Pause before the second sending, in milliseconds; doubled before each further one.
    /// </summary>
    public int RetryDelayMs { get; set; } = 2000;

    /// <summary>
    /// How far the CA's messageTime may be from the clock, in seconds; 0: not checked. It is only
    /// checked while the clock is known.
    /// </summary>
    public int TimeWindowSeconds { get; set; } = 600;

    /// <summary>
    /// Whether an error message without protection is believed (RFC 9483 3.6 leaves it to policy);
    /// off by default: anybody on the way can send one.
    /// </summary>
    public bool AcceptUnprotectedErrors { get; set; }
}

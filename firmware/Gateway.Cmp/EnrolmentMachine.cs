using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// One enrolment: ir, ip, certConf, pkiConf (RFC 9483 4.1.1) with a password-based MAC (4.1.5).
/// No socket, clock or thread: whoever owns it drives it so:
/// <code>
/// machine.Start(nowMs, utcSeconds);
/// while (!machine.IsFinished)
/// {
///     if (machine.Work(nowMs)) continue;          // one bounded piece of computing
///     if (machine.Outgoing != null) { POST it; machine.OutgoingTaken(nowMs); }
///     on an answer: machine.Receive(...); on none: machine.TransportFailed(...);
///     machine.Tick(nowMs);                        // at the latest at machine.DeadlineMs
/// }
/// </code>
/// Any call is harmless in any state. An instance enrols once.
/// </summary>
public sealed partial class EnrolmentMachine
{
    /// <summary>A machine that has not started; the request must not change any more.</summary>
    public EnrolmentMachine(EnrolmentRequest request, IRandom random)
    {
    }

    /// <summary>Where it stands.</summary>
    public EnrolmentState State { get; private set; }

    /// <summary>Whether it is over.</summary>
    public bool IsFinished => State == EnrolmentState.Finished;

    /// <summary>How it ended; <see cref="EnrolmentOutcome.None"/> before.</summary>
    public EnrolmentOutcome Outcome { get; private set; }

    /// <summary>
    /// One line for the operator: what happened and what to do; "" before the end. Texts of the CA in
    /// it are reduced to printable ASCII and bounded.
    /// </summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether <see cref="Work"/> has something to do.</summary>
    public bool NeedsWork => false;

    /// <summary>Progress of the present computing, 0 to 100.</summary>
    public int WorkPercent => 0;

    /// <summary>The message to be sent by POST, or null. It stays until it is taken.</summary>
    public byte[] Outgoing { get; private set; }

    /// <summary>When <see cref="Tick"/> is due, on the caller's clock; long.MaxValue: never.</summary>
    public long DeadlineMs { get; private set; }

    /// <summary>The new certificate, DER; null unless <see cref="EnrolmentOutcome.Enrolled"/>.</summary>
    public byte[] Certificate { get; private set; }

    /// <summary>
    /// CA certificates to offer, DER, none twice; empty unless enrolled. First the issuers of the
    /// certificate as far as their signatures lead (issuer, its issuer, ...), then the other caPubs, and
    /// when there were no caPubs the self-signed CA certificates of extraCerts. extraCerts lie outside
    /// the MAC: nothing here is trusted until the operator or a fingerprint says so (RFC 9810 5.3.2).
    /// </summary>
    public byte[][] CaCertificates { get; private set; } = new byte[0][];

    /// <summary>Whether CaCertificates[0] is the issuer by name and its signature was verified.</summary>
    public bool IssuerVerified { get; private set; }

    /// <summary>
    /// What the CA changed in subject, subjectAltName or noticed otherwise, a line each; empty when the
    /// certificate is as requested.
    /// </summary>
    public string[] GrantedDifferences { get; private set; } = new string[0];

    /// <summary>Starts; the times are the caller's clock and UtcTime seconds or UtcTime.Unknown.</summary>
    public void Start(long nowMs, long utcSeconds)
    {
    }

    /// <summary>
    /// Does one bounded piece of computing (a slice of a key derivation, or one signature); true while
    /// there is more. While it returns true the range given to <see cref="Receive"/> must not change.
    /// </summary>
    public bool Work(long nowMs)
    {
        return false;
    }

    /// <summary>Says that <see cref="Outgoing"/> is on its way; the wait for the answer begins.</summary>
    public void OutgoingTaken(long nowMs)
    {
    }

    /// <summary>
    /// Gives the answer's body. The range is read in place until <see cref="Work"/> returns false, then
    /// free again: what is kept is copied.
    /// </summary>
    public void Receive(byte[] buffer, int offset, int count, long nowMs, long utcSeconds)
    {
    }

    /// <summary>Says that there is no answer, with the reason for the operator.</summary>
    public void TransportFailed(string reason, long nowMs)
    {
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long nowMs)
    {
    }

    /// <summary>Ends it at once; nothing more is sent.</summary>
    public void Cancel(long nowMs)
    {
    }

    /// <summary>Wipes every secret; also done at the end. Afterwards the machine is finished.</summary>
    public void Wipe()
    {
    }
}

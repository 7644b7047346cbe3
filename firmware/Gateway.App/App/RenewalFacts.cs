using Gateway.Core;

namespace Gateway.App;

/// <summary>
/// What a renewal is decided by. UTC in seconds since 1970, the board's clock in milliseconds.
/// </summary>
internal sealed class RenewalFacts
{
    /// <summary>No attempt since the start.</summary>
    public const long Never = -1;

    /// <summary>
    /// Whether the certificate was imported and cannot be read: then it is as if it had ended.
    /// </summary>
    public bool IsLost { get; set; }

    /// <summary>Begin of the certificate's validity.</summary>
    public long NotBefore { get; set; }

    /// <summary>Its last second.</summary>
    public long NotAfter { get; set; }

    /// <summary>Percent of the validity that has elapsed when the update is due.</summary>
    public int ExpirePercent { get; set; }

    /// <summary>The time, or <see cref="UtcTime.Unknown"/>.</summary>
    public long UtcNow { get; set; } = UtcTime.Unknown;

    /// <summary>A lower bound of the time; it moves with the board's clock.</summary>
    public long AtLeast { get; set; }

    /// <summary>Whether the time is unknown because authentic answers disagree with it.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>The board's clock.</summary>
    public long NowMs { get; set; }

    /// <summary>The board's clock when the renewal began its work after the start.</summary>
    public long StartMs { get; set; }

    /// <summary>The last step that was tried since the start.</summary>
    public RenewalStep LastStep { get; set; }

    /// <summary>When it began, on the board's clock, or <see cref="Never"/>.</summary>
    public long LastAttemptMs { get; set; } = Never;

    /// <summary>
    /// Failures in a row, a refusal of the CA and an answer that tells no time among them; 0 after
    /// a success.
    /// </summary>
    public int Failures { get; set; }

    /// <summary>
    /// Questions for the time in vain since one was answered or the certificate was renewed.
    /// </summary>
    public int QuestionsInVain { get; set; }

    /// <summary>
    /// When the last request for a certificate began, on the board's clock, or
    /// <see cref="Never"/>.
    /// </summary>
    public long LastRequestMs { get; set; } = Never;

    /// <summary>
    /// When the last request began that brought a certificate, on the board's clock, or
    /// <see cref="Never"/>.
    /// </summary>
    public long RenewedMs { get; set; } = Never;

    /// <summary>
    /// Whether the certificate came since the start: then the board has counted all of its time,
    /// and the lower bound is as good as the time.
    /// </summary>
    public bool HasRenewed => RenewedMs != Never;

    /// <summary>
    /// Whether the next message leaves the time out: each second attempt of those that fail, for a
    /// CA that finds the clock's wrong and does not say so in an authentic way.
    /// </summary>
    public bool OmitsTime => Failures % 2 != 0;

    /// <summary>Whether the update is to be for a new key pair.</summary>
    public bool NeedsKey { get; set; }

    /// <summary>
    /// Why it is not for a new key pair although the session says so, one sentence; null when it is,
    /// or when the session does not.
    /// </summary>
    public string KeyReason { get; set; }

    /// <summary>Whether that key pair is in the store.</summary>
    public bool IsKeyReady { get; set; }

    /// <summary>Seconds that its generation is expected to take.</summary>
    public int KeySeconds { get; set; }

    /// <summary>
    /// After the end: whether a MAC reference is configured whose secret can be opened.
    /// </summary>
    public bool CanApplyAnew { get; set; }

    /// <summary>A random octet, drawn at the start and after each attempt.</summary>
    public int Jitter { get; set; }

    /// <summary>The time as far as it is known: a lower bound when nobody told it.</summary>
    public long Now => UtcNow == UtcTime.Unknown || AtLeast > UtcNow ? AtLeast : UtcNow;

    /// <summary>The validity in seconds, at least 0.</summary>
    public long Validity => NotAfter > NotBefore ? NotAfter - NotBefore : 0;

    /// <summary>
    /// Percent of the validity that has elapsed (at least, when the time is a lower bound), from 0;
    /// 101 stands for anything after the end.
    /// </summary>
    public int ElapsedPercent
    {
        get
        {
            if (Now > NotAfter) return 101;
            return Now <= NotBefore ? 0 : (int)((Now - NotBefore) * 100 / Validity);
        }
    }
}

using Gateway.Core;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>How near a certificate is to its end, at a time that may be unknown.</summary>
internal sealed class CertificateAge
{
    private const int SecondsPerDay = 86400;

    private readonly Certificate _certificate;
    private readonly long _utcSeconds;
    private readonly int _prewarningDays;

    /// <summary>The age at a time, UTC seconds or <see cref="UtcTime.Unknown"/>.</summary>
    public CertificateAge(Certificate certificate, long utcSeconds, int prewarningDays)
    {
        _certificate = certificate;
        _utcSeconds = utcSeconds;
        _prewarningDays = prewarningDays;
    }

    /// <summary>Whether it has ended; false without a time.</summary>
    public bool HasEnded => IsTimeKnown && _utcSeconds > _certificate.NotAfter;

    /// <summary>Whether it ends within the days of warning or has ended.</summary>
    public bool IsDue => IsTimeKnown
        && _certificate.NotAfter - _utcSeconds <= (long)_prewarningDays * SecondsPerDay;

    /// <summary>
    /// Whether less than a tenth of its validity is left, or nothing; false without a time.
    /// </summary>
    public bool IsInLastTenth => IsTimeKnown && (_certificate.NotAfter - _utcSeconds) * 10
        < _certificate.NotAfter - _certificate.NotBefore;

    /// <summary>Whole days until it ends, 0 from then on; meaningless without a time.</summary>
    public long DaysLeft => HasEnded ? 0 : (_certificate.NotAfter - _utcSeconds) / SecondsPerDay;

    /// <summary>Whether there is a time to measure by.</summary>
    public bool IsTimeKnown => _utcSeconds != UtcTime.Unknown;

    /// <summary>The state in a word or two.</summary>
    public string State
    {
        get
        {
            if (!IsTimeKnown) return "no clock";
            if (HasEnded) return "expired";
            if (_utcSeconds < _certificate.NotBefore) return "not yet";
            return IsDue ? "ends soon" : "valid";
        }
    }
}

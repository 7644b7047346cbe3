using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Warns of imported certificates that end soon or have ended: once after the start, as soon as
/// the time is known, then once a day. One certificate a step. What a session renews by itself is
/// passed by until the last tenth of its validity: a renewal that works is no reason to warn.
/// </summary>
internal sealed class ExpiryWarnings : IBackgroundTask
{
    /// <summary>Milliseconds between two rounds.</summary>
    public const long IntervalMs = 86400000;

    private readonly CertificateStore _certificates;
    private readonly ConfigurationTransaction _transaction;
    private readonly BoardClock _clock;
    private readonly ITextSink _notices;
    private long _nextMs = long.MinValue;
    private int _next;

    /// <summary>Warnings about the imports of the running configuration.</summary>
    public ExpiryWarnings(CertificateStore certificates, ConfigurationTransaction transaction,
        BoardClock clock, ITextSink notices)
    {
        _certificates = certificates;
        _transaction = transaction;
        _clock = clock;
        _notices = notices;
    }

    /// <inheritdoc/>
    public long DueMs => _clock.UtcNow() == UtcTime.Unknown ? long.MaxValue : _nextMs;

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        long now = _clock.UtcNow();
        if (now == UtcTime.Unknown || nowMs < _nextMs) return false;
        Configuration running = _transaction.Running;
        if (_next >= running.Imports.Count)
        {
            _next = 0;
            _nextMs = nowMs + IntervalMs;
            return false;
        }

        Check((ImportedCertificate)running.Imports[_next++], now, running);
        return true;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        // The certificate that took the heap was stepped over; the next poll goes on behind it.
    }

    private void Check(ImportedCertificate import, long now, Configuration running)
    {
        Certificate certificate =
            CertificateFiles.Parse(_certificates.Read(import.Kind, import.FileName));
        if (certificate == null) return;
        CertificateAge age = new CertificateAge(certificate, now, running.PrewarningDays);
        if (!age.IsDue) return;
        bool isRenewed = IsRenewedByItself(import, running);
        if (!age.IsInLastTenth && isRenewed) return;
        string advice = import.Kind == CertificateKind.Ca ? "; import its successor."
            : isRenewed ? "; see 'display pki cmp auto-update'."
            : Advice(running.FindUserOfCertificate(import.FileName), age.HasEnded);
        string end = age.HasEnded ? " has ended on "
            : age.DaysLeft == 0 ? " ends within a day, on "
            : age.DaysLeft == 1 ? " ends in 1 day, on "
            : " ends in " + age.DaysLeft.ToString() + " days, on ";
        _notices.Line("Warning: The " + ImportedCertificate.Word(import.Kind) + " certificate "
            + import.FileName + end + UtcTime.ToText(certificate.NotAfter) + " UTC" + advice);
    }

    private static string Advice(SessionSettings user, bool hasEnded)
    {
        if (user == null) return "; no CMP session signs with it, apply for another one.";
        return (hasEnded ? "; apply anew with 'pki cmp initial-request session "
            : "; renew it with 'pki cmp keyupdate-request session ") + user.Name + "'.";
    }

    private static bool IsRenewedByItself(ImportedCertificate import, Configuration running)
    {
        if (import.Kind != CertificateKind.Local) return false;
        foreach (SessionSettings session in running.Sessions)
        {
            string name = session.AuthenticationCertificate;
            bool isIts = name != null && RecordName.IsSame(name, import.FileName);
            if (isIts && session.IsAutoUpdateEnabled) return true;
        }

        return false;
    }
}

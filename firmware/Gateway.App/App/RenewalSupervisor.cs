using Gateway.Cli;
using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Renews the certificates of the sessions that say so, and what vouches for them. When is decided
/// by <see cref="RenewalSchedule"/> and <see cref="AuthorityRenewal"/>; here it is carried out, one
/// thing at a time, beside the console. A retry writes nothing to flash.
/// </summary>
internal sealed class RenewalSupervisor : IBackgroundTask, IAutomaticUpdate
{
    // After the heap was exhausted.
    private const int PostponeMs = 300000;

    // A clock that is put right by less changes nothing that is due.
    private const int DriftSecondsMax = 5;

    private readonly CmpParts _parts;
    private readonly BackgroundTransactions _background;
    private readonly IdentitySwitch _switch;
    private readonly OneTimeSecrets _secrets;
    private readonly AuthoritySuccession _authorities;
    private readonly TransactionPlanner _planner;
    private readonly RenewalSurvey _survey;
    private readonly ITextSink _notices;

    // What is due first, as long as nothing has changed that it was decided by.
    private Configuration _surveyed;
    private long _surveyedOffset;
    private bool _wasTimeKnown;
    private int _surveyedChanges;
    private string _surveyedForeground;
    private SessionSettings _due;
    private long _dueMs = long.MaxValue;

    // What is under way.
    private NextKey _key;
    private string _keySession;
    private RenewalStep _step;

    public RenewalSupervisor(CmpParts parts, BackgroundTransactions background,
        IdentitySwitch identities, OneTimeSecrets secrets, AuthoritySuccession authorities,
        ITextSink notices)
    {
        _parts = parts;
        _background = background;
        _switch = identities;
        _secrets = secrets;
        _authorities = authorities;
        _planner = new TransactionPlanner(parts);
        _survey = new RenewalSurvey(parts);
        _notices = notices;
    }

    /// <inheritdoc/>
    public long DueMs
    {
        get
        {
            if (_parts.WhyNoRandom() != null) return long.MaxValue;
            if (_key != null) return 0;
            Survey();
            return _dueMs;
        }
    }

    private ConfigurationTransaction Configurations => _parts.Configurations;

    /// <summary>
    /// Takes up what a start found: own certificates tell the time's lower bound.
    /// </summary>
    public void Restore()
    {
        foreach (ImportedCertificate import in Configurations.Running.Imports)
        {
            if (import.Kind != CertificateKind.Local) continue;
            Certificate own = CertificateFiles.Parse(
                _parts.Certificates.Read(CertificateKind.Local, import.FileName));
            if (own != null) _parts.Clock.CertificateBegins(own.NotBefore);
        }
    }

    /// <inheritdoc/>
    public bool Poll(long nowMs)
    {
        if (_parts.WhyNoRandom() != null) return false;
        if (_key != null) return StepKey();
        Survey();
        if (nowMs < _dueMs) return false;
        _surveyed = null;
        if (_due == null) _authorities.Ask(nowMs);
        else Begin(_due, nowMs);
        return true;
    }

    /// <inheritdoc/>
    public void Postpone(long nowMs)
    {
        string session = _keySession;
        GiveUpKey();
        if (session != null) Fail(session, "The board's memory is exhausted.");
        Survey();
        _due = null;
        _dueMs = nowMs + PostponeMs;
    }

    /// <summary>Prints how the automatic update of a session stands.</summary>
    public void Print(SessionSettings session, ITextSink output)
    {
        RenewalStatus status = _survey.Status(session);
        if (RecordName.IsSame(_keySession, session.Name))
        {
            status.UnderWay = "the next key pair is made, " + _key.Percent.ToString() + " %";
        }
        else if (_background.IsBusy(session.Name))
        {
            JournalRecord record = _parts.Journal.Read(session.Name);
            status.UnderWay = record == null ? "the CA is asked now"
                : "a transaction is under way, see 'display pki cmp session " + session.Name + "'";
        }

        RenewalDisplay.Print(status, output);
    }

    /// <inheritdoc/>
    public string WhyUseless(TransactionPlan plan, CertificateOperation granted)
    {
        Certificate renewed = CertificateFiles.Parse(granted.Certificate);
        Certificate own = CertificateFiles.Parse(CertificateFiles.ReadLocal(_parts.Certificates,
            _parts.Files, plan.Session.AuthenticationCertificate));

        // By a wrong clock every certificate may have ended: the later one is the better one.
        bool isUseless = renewed != null && renewed.NotAfter < _parts.Clock.Sure()
            && own != null && renewed.NotAfter <= own.NotAfter;
        return !isUseless ? null : "The certificate that the CA granted has ended already, at "
            + UtcTime.ToText(renewed.NotAfter) + "; it is not used. See to the CA's clock and"
            + " profile.";
    }

    /// <inheritdoc/>
    public string Activate(TransactionPlan plan, CertificateOperation granted)
    {
        string reason = _switch.Switch(plan, granted, out string name);
        if (reason == null) reason = _secrets.Erase(plan, _notices);
        if (reason != null) return reason;
        if (name == null)
        {
            _notices.Line("Warning: The certificate that the CA granted session "
                + plan.Session.Name + " is not used: no session signs with "
                + plan.Session.AuthenticationCertificate + " any more.");
            return null;
        }

        foreach (string difference in granted.Differences)
        {
            _notices.Line("Warning: Check the renewed certificate " + name + ": " + difference
                + ".");
        }

        Certificate certificate = CertificateFiles.Parse(granted.Certificate);
        string kept = !plan.Session.RegeneratesKeyPair ? null
            : NextKey.WhyNoPlace(_parts, plan.Session.KeyPairName);
        if (kept != null) _notices.Line("Warning: The next update keeps the key. " + kept);
        _notices.Line(" Info: The certificate of session " + plan.Session.Name + " is renewed: "
            + name + ", valid until " + UtcTime.ToText(certificate.NotAfter) + " UTC.");
        return null;
    }

    /// <inheritdoc/>
    public string Take(TransactionPlan plan, GeneralOperation told) =>
        _authorities.IsAsked(plan) ? _authorities.Take(told) : null;

    /// <inheritdoc/>
    public void Ended(TransactionPlan plan, CmpOutcome outcome, string reason)
    {
        _surveyed = null;
        bool isCertificate = TransactionKinds.IsCertificate(plan.Kind);
        if (!isCertificate && _authorities.IsAsked(plan))
        {
            _authorities.Ended();
            return;
        }

        string session = plan.Session.Name;
        if (outcome != CmpOutcome.Done)
        {
            bool isRefused = outcome == CmpOutcome.Rejected
                || outcome == CmpOutcome.ErrorFromServer;
            if (isRefused && isCertificate) DropRefused(plan);
            Fail(session, reason);
            return;
        }

        if (isCertificate) History(session).Renewed();

        // The question for the time is answered by a time.
        bool isTimeKnown = _parts.Clock.UtcNow() != UtcTime.Unknown;
        if (!isCertificate && !isTimeKnown) Fail(session, "The CA's answer tells no time.");
        else Succeed(session, isCertificate ? "renewed" : "the CA told the time");
        if (isCertificate) _switch.Tidy(plan.Session.AuthenticationCertificate);
    }

    private void DropRefused(TransactionPlan plan)
    {
        string pair = plan.Session.KeyPairName;
        StoredKey next = _parts.Keys.FindAt(pair, KeyPlace.Next);
        bool isNext = next != null && Bytes.Equal(next.PublicKey, plan.PublicKey);
        bool mayGo = isNext && History(plan.Session.Name).Refuse()
            && NextKey.WhyNoPlace(_parts, pair) == null;
        if (mayGo) _parts.Keys.DropNext(pair);
    }

    private RenewalHistory History(string session) => _parts.Renewals.Of(session);

    private void Survey()
    {
        BoardClock clock = _parts.Clock;
        bool isTimeKnown = clock.UtcNow() != UtcTime.Unknown;
        long offset = clock.AtLeast() - (clock.NowMs / 1000);
        long moved = offset - _surveyedOffset;
        bool isCurrent = _surveyed == Configurations.Running && _wasTimeKnown == isTimeKnown
            && moved <= DriftSecondsMax && moved >= -DriftSecondsMax
            && _surveyedChanges == _background.Changes
            && _surveyedForeground == _parts.ForegroundSession;
        if (isCurrent) return;
        _surveyed = Configurations.Running;
        _surveyedOffset = offset;
        _wasTimeKnown = isTimeKnown;
        _surveyedChanges = _background.Changes;
        _surveyedForeground = _parts.ForegroundSession;
        _due = null;
        _dueMs = long.MaxValue;
        if (_background.IsRenewing) return;
        _dueMs = _authorities.DueMs(_surveyed);
        foreach (SessionSettings session in _surveyed.Sessions)
        {
            if (!session.IsAutoUpdateEnabled || IsBusy(session.Name)) continue;
            RenewalDecision next = _survey.Status(session).Next;
            if (next == null || next.DueMs >= _dueMs) continue;
            _dueMs = next.DueMs;
            _due = session;
        }
    }

    private bool IsBusy(string session) => _background.IsBusy(session)
        || RecordName.IsSame(_surveyedForeground, session);

    private void Begin(SessionSettings session, long nowMs)
    {
        // A trial keeps both certificates' keys: what it leaves undone comes before the next step.
        if (_switch.IsUntidy) _switch.Tidy(null);
        RenewalFacts facts = _survey.Facts(session);
        if (facts == null) return;
        RenewalDecision decision = RenewalSchedule.Next(facts);
        if (decision.DueMs > nowMs) return;
        _step = decision.Step;
        History(session.Name).Begin(_step, nowMs);
        if (_step == RenewalStep.MakeKey) BeginKey(session);
        else Order(session, facts);
    }

    private void BeginKey(SessionSettings session)
    {
        StoredKey current = _parts.Keys.Find(session.KeyPairName);
        if (current == null)
        {
            Fail(session.Name, "The key pair " + session.KeyPairName + " does not exist.");
            return;
        }

        int bits = SigningKeys.NextBits(session, current.PublicKey);
        _key = new NextKey(_parts, session.KeyPairName, bits);
        _keySession = session.Name;
    }

    private bool StepKey()
    {
        if (_key.Step()) return true;
        string error = _key.Error;
        string session = _keySession;
        GiveUpKey();
        if (error != null) Fail(session, error);
        else Succeed(session, "the next key pair is made");
        return true;
    }

    private void GiveUpKey()
    {
        if (_key != null) _key.Cancel();
        _key = null;
        _keySession = null;
        _surveyed = null;
    }

    private void Order(SessionSettings session, RenewalFacts facts)
    {
        TransactionPlan plan = MakePlan(session, out string error);
        if (plan != null && _step != RenewalStep.AskTime) ChooseKey(plan, facts);
        if (error != null) Fail(session.Name, error);
        else
        {
            plan.OmitsTime = facts.OmitsTime;
            _background.Start(plan);
        }
    }

    // Without a place for a next key the certificate goes on with the one that it has, which need
    // not be the current one.
    private void ChooseKey(TransactionPlan plan, RenewalFacts facts)
    {
        string pair = plan.Session.KeyPairName;
        if (facts.NeedsKey && facts.IsKeyReady)
        {
            plan.PublicKey = _parts.Keys.FindAt(pair, KeyPlace.Next).PublicKey;
            return;
        }

        Certificate own = facts.KeyReason == null ? null : CertificateFiles.Parse(
            CertificateFiles.ReadLocal(_parts.Certificates, _parts.Files,
                plan.Session.AuthenticationCertificate));
        byte[] publicKey = own == null ? null : own.PublicKeyInfo();
        bool isHere = publicKey != null && _parts.Keys.FindOwner(publicKey) != null;
        if (isHere) plan.PublicKey = publicKey;
    }

    private TransactionPlan MakePlan(SessionSettings session, out string error)
    {
        Configuration running = Configurations.Running;
        switch (_step)
        {
            case RenewalStep.Update:
                return _planner.Request(RequestKind.KeyUpdate, running, session.Name, out error);
            case RenewalStep.ApplyAnew:
                return _planner.Anew(running, session.Name, out error);
            default:
                return _planner.General(GeneralKind.CaCertificates, running, session.Name, null,
                    out error);
        }
    }

    private void Succeed(string session, string result)
    {
        _surveyed = null;
        History(session).Succeed(result, _parts.Clock.UtcNow(), _parts.Renewals.Octet());
    }

    private void Fail(string session, string reason)
    {
        _surveyed = null;
        RenewalHistory history = History(session);
        history.Fail(reason, _parts.Clock.UtcNow(), _parts.Renewals.Octet());

        // Once: weeks without a CA must not fill the console.
        if (history.Failures != 1) return;
        _notices.Line("Warning: The automatic update of session " + session + " did not succeed: "
            + reason + " It is tried again; 'display pki cmp auto-update' shows when.");
    }
}

using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Asks for the successors of imported CA certificates that near their end, imports what a trusted
/// one vouches for, and removes what has ended and has a successor.
/// </summary>
internal sealed class AuthoritySuccession
{
    private readonly CmpParts _parts;
    private readonly BackgroundTransactions _background;
    private readonly UnattendedCommit _commit;
    private readonly AuthorityRenewal _renewal;
    private readonly TransactionPlanner _planner;
    private readonly ITextSink _notices;
    private AuthorityPlan _asked;

    public AuthoritySuccession(CmpParts parts, BackgroundTransactions background,
        UnattendedCommit commit, ITextSink notices)
    {
        _parts = parts;
        _background = background;
        _commit = commit;
        _renewal = new AuthorityRenewal(parts.Engine, parts.Certificates, parts.Files,
            parts.Clock.NowMs);
        _planner = new TransactionPlanner(parts);
        _notices = notices;
    }

    /// <summary>
    /// When the next question is due, on the board's clock; <see cref="long.MaxValue"/> for never.
    /// </summary>
    public long DueMs(Configuration running)
    {
        if (_asked != null) return long.MaxValue;
        AuthorityPlan next = Next(running);
        return next == null || _background.IsBusy(next.SessionName) ? long.MaxValue : next.DueMs;
    }

    /// <summary>Asks what is due.</summary>
    public void Ask(long nowMs)
    {
        Configuration running = _parts.Configurations.Running;
        AuthorityPlan next = Next(running);
        if (next == null || next.DueMs > nowMs) return;
        _renewal.Asked(next, nowMs);
        DropEnded(running);
        string file = next.Kind == Cli.GeneralKind.RootCaUpdate ? next.FileName : null;
        TransactionPlan plan =
            _planner.General(next.Kind, running, next.SessionName, file, out string error);
        if (plan == null)
        {
            Tell("The successor of " + next.FileName + " was not asked for: " + error);
            return;
        }

        _asked = next;
        _background.Start(plan);
    }

    /// <summary>Whether a general message is the question that was asked here.</summary>
    public bool IsAsked(TransactionPlan plan) =>
        _asked != null && RecordName.IsSame(_asked.SessionName, plan.Session.Name);

    /// <summary>Imports a successor; null, or why it was not.</summary>
    public string Take(GeneralOperation told)
    {
        string reason = _commit.WhyNot();
        if (reason != null) return reason;
        Configuration running = _parts.Configurations.Running;
        AuthorityJudge judge = new AuthorityJudge(_parts.Engine, _parts.Certificates, running,
            _parts.Clock.UtcNow());
        AuthorityImport import = judge.Judge(_asked, told, new InfoLines(_notices));
        if (import == null) return null;
        if (running.Imports.Count >= ConfigurationSchema.ImportCountMax)
        {
            return "There is no room for a further imported certificate.";
        }

        FlashResult result = _parts.Certificates.Write(CertificateKind.Ca, import.FileName,
            import.Der, _parts.Clock.UtcNow());
        return result != FlashResult.Ok ? FlashText.Of(result)
            : _commit.Apply(configuration =>
                configuration.AddImport(CertificateKind.Ca, import.FileName));
    }

    /// <summary>The question is over, whatever came of it.</summary>
    public void Ended() => _asked = null;

    private AuthorityPlan Next(Configuration running) =>
        _renewal.Next(running, _parts.Clock.AtLeast(), _parts.Clock.NowMs);

    private void DropEnded(Configuration running)
    {
        string name = _parts.Configurations.IsTrial ? null
            : _renewal.Ended(running, _parts.Clock.Sure());
        if (name == null) return;
        string reason = _commit.Apply(configuration =>
            configuration.RemoveImport(CertificateKind.Ca, name));
        if (reason == null) reason = _commit.DropOlder();
        if (reason != null) return;
        _parts.Certificates.Delete(CertificateKind.Ca, name);
        Tell("The CA certificate " + name + " has ended and is removed; another one follows it.");
    }

    private void Tell(string text) => _notices.Line(" Info: " + text);

    private sealed class InfoLines : ITextSink
    {
        private readonly ITextSink _target;

        public InfoLines(ITextSink target) => _target = target;

        public void Line(string text) => _target.Line(" Info: " + text);
    }
}

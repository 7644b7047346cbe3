using System.Collections;
using Gateway.Core;

namespace Gateway.Config;

/// <summary>A change to a configuration.</summary>
public delegate void ConfigurationEdit(Configuration configuration);

/// <summary>
/// Writes to flash what is about to take effect: the configuration that lasts, and the one on trial
/// above it (null without a trial). Returns null, or the reason in one sentence.
/// </summary>
public delegate string ConfigurationKeeper(Configuration lasting, Configuration trial);

/// <summary>
/// The running configuration and the candidate that commands edit; commit makes one the other, for
/// good or on trial.
/// </summary>
public sealed class ConfigurationTransaction
{
    private readonly ArrayList _participants = new ArrayList();
    private readonly ArrayList _lastingParticipants = new ArrayList();
    private Configuration _rollback;

    /// <summary>Starts with a running configuration and a candidate equal to it.</summary>
    public ConfigurationTransaction(Configuration running)
    {
        Running = running;
        Candidate = running.Clone();
    }

    /// <summary>What is in effect; replaced, never changed.</summary>
    public Configuration Running { get; private set; }

    /// <summary>What commands edit; replaced by commit and discard.</summary>
    public Configuration Candidate { get; private set; }

    /// <summary>Whether the running configuration is one on trial.</summary>
    public bool IsTrial => _rollback != null;

    /// <summary>
    /// What was committed for good last: in a trial what it goes back to, else what is running.
    /// </summary>
    public Configuration Lasting => _rollback ?? Running;

    /// <summary>
    /// Whether the prompt shows <c>*</c>: something was edited, or counts as an edit, since the
    /// last commit or discard.
    /// </summary>
    public bool HasUncommittedChanges { get; private set; }

    /// <summary>
    /// Adds a participant of every change of the running configuration; they prepare and apply in
    /// the order in which they were added.
    /// </summary>
    public void Add(IConfigurationParticipant participant) => _participants.Add(participant);

    /// <summary>
    /// Adds a participant of commits for good alone, after all others: what it is told to be
    /// running is <see cref="Lasting"/>.
    /// </summary>
    public void AddLasting(IConfigurationParticipant participant) =>
        _lastingParticipants.Add(participant);

    /// <summary>
    /// Whether that import is in effect, or would be after the end of a trial; case ignored.
    /// </summary>
    public bool NamesImport(CertificateKind kind, string fileName) =>
        Running.HasImport(kind, fileName) || Lasting.HasImport(kind, fileName);

    /// <summary>Notes that the candidate was edited or that something counts as an edit.</summary>
    public void MarkEdited() => HasUncommittedChanges = true;

    /// <summary>Gives the candidate up.</summary>
    public void Discard()
    {
        Candidate = Running.Clone();
        HasUncommittedChanges = false;
    }

    /// <summary>Makes another configuration the candidate, for a text that is read anew.</summary>
    public void Replace(Configuration candidate)
    {
        Candidate = candidate;
        HasUncommittedChanges = true;
    }

    /// <summary>
    /// Changes all configurations alike, for what the device does by itself (a one-time secret is
    /// erased, a renewed certificate followed): no participant is asked, the prompt does not
    /// change. What is kept is in flash before it takes effect. Returns null, or the keeper's
    /// reason; then nothing was changed.
    /// </summary>
    public string EditBehindOperator(ConfigurationEdit edit, ConfigurationKeeper keeper)
    {
        Configuration lasting = Edited(Lasting, edit);
        Configuration trial = IsTrial ? Edited(Running, edit) : null;
        string reason = keeper(lasting, trial);
        if (reason != null) return reason;
        _rollback = IsTrial ? lasting : null;
        Running = trial ?? lasting;
        edit(Candidate);
        return null;
    }

    /// <summary>
    /// Makes the candidate the running configuration for good; a trial is over with it. Returns
    /// null, or the reason of the participant that refused; then everything stays as it was.
    /// </summary>
    public string Commit()
    {
        Configuration next = Candidate;
        string reason = Prepare(_participants, Running, next);
        if (reason != null) return reason;
        reason = Prepare(_lastingParticipants, Lasting, next);
        if (reason != null)
        {
            Abort(_participants, _participants.Count);
            return reason;
        }

        Apply(_participants, Running, next);
        Apply(_lastingParticipants, Lasting, next);
        _rollback = null;
        Run(next);
        return null;
    }

    /// <summary>
    /// Makes the candidate the running configuration on trial; what lasts stays what it was.
    /// Returns null, or the reason of the participant or keeper that refused; then everything stays
    /// as it was.
    /// </summary>
    public string CommitTrial(ConfigurationKeeper keeper)
    {
        Configuration next = Candidate;
        string reason = Change(next, keeper, next);
        if (reason != null) return reason;
        _rollback = Lasting;
        Run(next);
        return null;
    }

    /// <summary>
    /// Ends a trial: what lasts is running again, the candidate stays as it is and counts as edited
    /// where it differs. Returns null, or the reason of the participant or keeper (null for none)
    /// that refused; then the trial goes on.
    /// </summary>
    public string AbortTrial(ConfigurationKeeper keeper)
    {
        if (!IsTrial) return "There is no trial configuration.";
        string reason = Change(Lasting, keeper, null);
        if (reason != null) return reason;
        Running = Lasting;
        _rollback = null;
        HasUncommittedChanges =
            ConfigurationText.ToText(Candidate) != ConfigurationText.ToText(Running);
        return null;
    }

    private static Configuration Edited(Configuration configuration, ConfigurationEdit edit)
    {
        Configuration edited = configuration.Clone();
        edit(edited);
        return edited;
    }

    private void Run(Configuration next)
    {
        Running = next;
        Candidate = next.Clone();
        HasUncommittedChanges = false;
    }

    private string Change(Configuration next, ConfigurationKeeper keeper, Configuration trial)
    {
        string reason = Prepare(_participants, Running, next);
        if (reason != null) return reason;
        reason = keeper == null ? null : keeper(Lasting, trial);
        if (reason != null) Abort(_participants, _participants.Count);
        else Apply(_participants, Running, next);
        return reason;
    }

    private static string Prepare(ArrayList participants, Configuration running,
        Configuration next)
    {
        for (int i = 0; i < participants.Count; i++)
        {
            string reason = ((IConfigurationParticipant)participants[i]).Prepare(running, next);
            if (reason == null) continue;
            Abort(participants, i);
            return reason;
        }

        return null;
    }

    private static void Apply(ArrayList participants, Configuration running, Configuration next)
    {
        foreach (IConfigurationParticipant participant in participants)
        {
            participant.Apply(running, next);
        }
    }

    private static void Abort(ArrayList participants, int count)
    {
        while (count > 0) ((IConfigurationParticipant)participants[--count]).Abort();
    }
}

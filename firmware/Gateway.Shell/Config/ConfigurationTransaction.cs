using System.Collections;

namespace Gateway.Config;

/// <summary>A change to a configuration.</summary>
public delegate void ConfigurationEdit(Configuration configuration);

/// <summary>
/// The running configuration and the candidate that commands edit; commit makes one the other.
/// </summary>
public sealed class ConfigurationTransaction
{
    private readonly ArrayList _participants = new ArrayList();

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

    /// <summary>
    /// Whether the prompt shows <c>*</c>: something was edited, or counts as an edit, since the
    /// last
    /// commit or discard.
    /// </summary>
    public bool HasUncommittedChanges { get; private set; }

    /// <summary>
    /// Adds a participant; they prepare and apply in the order in which they were added.
    /// </summary>
    public void Add(IConfigurationParticipant participant) => _participants.Add(participant);

    /// <summary>Notes that the candidate was edited or that something counts as an edit.</summary>
    public void MarkEdited() => HasUncommittedChanges = true;

    /// <summary>Gives the candidate up.</summary>
    public void Discard()
    {
        Candidate = Running.Clone();
        HasUncommittedChanges = false;
    }

    /// <summary>
    /// Changes the running configuration and the candidate alike, for what the device does by
    /// itself
    /// (a one-time secret is erased, a renewed certificate followed): no participant is asked, the
    /// prompt does not change. The caller saves the result.
    /// </summary>
    public void EditBehindOperator(ConfigurationEdit edit)
    {
        Configuration next = Running.Clone();
        edit(next);
        edit(Candidate);
        Running = next;
    }

    /// <summary>
    /// Makes the candidate the running configuration. Returns null, or the reason of the
    /// participant
    /// that refused; then everything stays as it was.
    /// </summary>
    public string Commit()
    {
        Configuration next = Candidate;
        for (int i = 0; i < _participants.Count; i++)
        {
            string reason = ((IConfigurationParticipant)_participants[i]).Prepare(Running, next);
            if (reason == null) continue;
            for (int done = i - 1; done >= 0; done--)
            {
                ((IConfigurationParticipant)_participants[done]).Abort();
            }

            return reason;
        }

        foreach (IConfigurationParticipant participant in _participants)
        {
            participant.Apply(Running, next);
        }

        Running = next;
        Candidate = next.Clone();
        HasUncommittedChanges = false;
        return null;
    }
}

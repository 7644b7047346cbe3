using Gateway.Config;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Changes of the configuration that the device makes by itself: in flash before they take effect,
/// beside what the operator edits, and through a trial whichever way that ends.
/// </summary>
internal sealed class UnattendedCommit
{
    private readonly ConfigurationTransaction _transaction;
    private readonly ConfigurationStore _store;
    private readonly ConfigurationSaver _saver;
    private readonly TrialSupervisor _trials;

    public UnattendedCommit(ConfigurationTransaction transaction, ConfigurationStore store,
        TrialSupervisor trials)
    {
        _transaction = transaction;
        _store = store;
        _saver = new ConfigurationSaver(store);
        _trials = trials;
    }

    /// <summary>
    /// Makes a change that holds for any configuration; it is made several times. Null, or why not,
    /// one sentence; then nothing was changed.
    /// </summary>
    public string Apply(ConfigurationEdit edit) => _transaction.EditBehindOperator(edit, Keep);

    /// <summary>
    /// Why the device must not change the configuration by itself, one sentence, or null: what
    /// runs is not what was saved, and what was saved must stay for the operator.
    /// </summary>
    public string WhyNot()
    {
        if (_store.IsForeign)
        {
            return "The saved configuration is one of a newer firmware; commit at the console"
                + " first.";
        }

        return !_store.IsBroken && !_store.IsUnreadable ? null
            : "The saved configuration cannot be read; commit at the console first.";
    }

    /// <summary>
    /// Sees to it that no older configuration is left in flash, before something is deleted that it
    /// names. Null, or why not, one sentence.
    /// </summary>
    public string DropOlder()
    {
        string reason = WhyNot();
        return reason ?? _saver.SaveTwice(_transaction.Lasting);
    }

    // What lasts is written first. A power cut before the trial is written ends the trial: its
    // record belongs to the text that was saved before. So does a flash that takes no more.
    private string Keep(Configuration lasting, Configuration trial)
    {
        string reason = WhyNot() ?? _saver.Save(lasting);
        if (reason == null && trial != null) _trials.Follow(trial);
        return reason;
    }
}

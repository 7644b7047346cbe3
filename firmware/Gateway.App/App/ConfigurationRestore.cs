using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// What the start does with the configurations in flash: the newest that can be read takes effect,
/// then the one on trial while it has time left. Every deviation is one line.
/// </summary>
internal sealed class ConfigurationRestore
{
    private readonly ConfigurationStore _store;
    private readonly TrialSupervisor _trials;
    private readonly ConfigurationTransaction _transaction;
    private readonly Terminal _terminal;
    private readonly ShellSettings _settings;
    private readonly ITextSink _output;

    // Whether what is running is what was saved last.
    private bool _isNewest;

    public ConfigurationRestore(ConfigurationStore store, TrialSupervisor trials,
        ConfigurationTransaction transaction, Terminal terminal, ShellSettings settings,
        ITextSink output)
    {
        _store = store;
        _trials = trials;
        _transaction = transaction;
        _terminal = terminal;
        _settings = settings;
        _output = output;
    }

    /// <summary>
    /// Runs the newest saved configuration that can be read. Nobody takes part in commits yet, so
    /// that nobody can refuse it: a port that does not take its settings must not cost the board
    /// all the others. False when what runs may not be all that was saved: then nothing is deleted
    /// for not being named in it.
    /// </summary>
    public bool RestoreSaved()
    {
        SayWhatIsWrong();
        string text = _store.Read();
        _isNewest = !_store.IsBroken && !_store.IsForeign && !_store.IsUnreadable;
        if (text == null) return _isNewest;
        bool isWhole = Replay(text);
        _transaction.Commit();
        _store.Repair();
        return isWhole && _isNewest;
    }

    /// <summary>Goes on with the configuration on trial, if there is one.</summary>
    public void RestoreTrial()
    {
        // Whether the trial belongs to what was saved last cannot be told now.
        if (_store.IsUnreadable) return;
        TrialRecord trial = _trials.Kept();
        if (trial != null) RestoreTrial(trial);
    }

    private void SayWhatIsWrong()
    {
        if (_store.IsUnreadable)
        {
            _output.Line("Warning: The flash does not give the saved configuration now; the board"
                + " starts " + (_store.Read() == null ? "without one" : "with the one before")
                + " and changes none. Restart; if it stays so, replace the board.");
        }
        else if (_store.IsBroken)
        {
            _output.Line("Warning: The saved configuration cannot be read; the board starts without"
                + " one.");
        }
        else if (_store.IsForeign)
        {
            _output.Line("Warning: The saved configuration is one of a newer firmware; the board"
                + " starts " + (_store.Read() == null ? "without one" : "with the one before")
                + ", 'commit' replaces it.");
        }
        else if (_store.IsNewestDamaged)
        {
            _output.Line("Warning: A saved configuration cannot be read (a write was interrupted,"
                + " or the flash is damaged); the newest one that can be read is used.");
        }
    }

    // Whether nothing is to be said about it.
    private bool Replay(string text)
    {
        _transaction.Replace(_settings.FactoryConfiguration());
        ReplayReport report = _terminal.Replay(text);
        for (int i = 0; i < report.MessageCount; i++) _output.Line(report.Message(i));
        return report.MessageCount == 0;
    }

    private void RestoreTrial(TrialRecord trial)
    {
        string why = WhyOver(trial);
        int secondsLeft = _trials.LeftAfterRestart(trial);
        if (why == null && secondsLeft > 0)
        {
            Replay(trial.Text);
            why = _trials.Resume(trial, secondsLeft);
            if (why == null)
            {
                _output.Line(TrialText.Notice(_trials));
                return;
            }

            _transaction.Discard();
            why = "Error: The trial configuration did not take effect: " + why;
        }

        _trials.Forget();
        if (why == null) why = "Warning: The time of the trial configuration is over; the saved"
            + " configuration is used.";
        if (why.Length > 0) _output.Line(why);
    }

    // A trial belongs to one saved text. When another one was saved, the trial was committed, then
    // nothing is to be said, or the device changed what lasts just before the power went.
    private string WhyOver(TrialRecord trial)
    {
        if (_isNewest && Bytes.Equal(trial.Base, _store.Digest())) return null;
        return _isNewest && trial.Text == _store.Read() ? ""
            : " Info: The trial configuration is over; the saved configuration is used.";
    }
}

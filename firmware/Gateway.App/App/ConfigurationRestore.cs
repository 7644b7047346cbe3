using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// What the start does with the configurations in flash: the newest that can be read and takes
/// effect, then the one on trial while it has time left. Every deviation is one line.
/// </summary>
internal sealed class ConfigurationRestore
{
    private readonly ConfigurationStore _store;
    private readonly TrialSupervisor _trials;
    private readonly ConfigurationTransaction _transaction;
    private readonly Terminal _terminal;
    private readonly ShellSettings _settings;
    private readonly ITextSink _output;

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

    /// <summary>Restores both; the terminal has not started yet.</summary>
    public void Run()
    {
        bool isNewest = RestoreSaved();
        TrialRecord trial = _trials.Kept();
        if (trial != null) RestoreTrial(trial, isNewest);
    }

    // Whether what is running is what the store gives as saved.
    private bool RestoreSaved()
    {
        SayWhatIsWrong();
        string text = _store.Read();
        if (text == null) return true;
        string reason = TakeSaved(text);
        if (reason == null)
        {
            _store.Repair();
            return true;
        }

        _output.Line("Error: The saved configuration did not take effect: " + reason);
        string older = _store.ReadOlder();
        if (older == null) return false;
        reason = TakeSaved(older);
        _output.Line(reason == null ? "Warning: The configuration saved before it is used."
            : "Error: The configuration saved before it did not take effect either: " + reason);
        return false;
    }

    private void SayWhatIsWrong()
    {
        if (_store.IsBroken)
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

    private string TakeSaved(string text)
    {
        Replay(text);
        string reason = _transaction.Commit();
        if (reason != null) _transaction.Discard();
        return reason;
    }

    private void Replay(string text)
    {
        _transaction.Replace(_settings.FactoryConfiguration());
        ReplayReport report = _terminal.Replay(text);
        for (int i = 0; i < report.MessageCount; i++) _output.Line(report.Message(i));
    }

    private void RestoreTrial(TrialRecord trial, bool isNewest)
    {
        string why = WhyOver(trial, isNewest);
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
    private string WhyOver(TrialRecord trial, bool isNewest)
    {
        if (isNewest && Bytes.Equal(trial.Base, _store.Digest())) return null;
        return isNewest && trial.Text == _store.Read() ? ""
            : " Info: The trial configuration is over; the saved configuration is used.";
    }
}

using Gateway.Config;

namespace Gateway.App;

/// <summary>
/// Writes the committed configuration to flash before it takes effect. Added last: nobody after it
/// can refuse, so a saved text is a committed one.
/// </summary>
internal sealed class SavingParticipant : IConfigurationParticipant
{
    private readonly ConfigurationSaver _saver;
    private readonly TrialSupervisor _trials;

    public SavingParticipant(ConfigurationSaver saver, TrialSupervisor trials)
    {
        _saver = saver;
        _trials = trials;
    }

    /// <inheritdoc/>
    public string Prepare(Configuration lasting, Configuration candidate)
    {
        string reason = _saver.Save(candidate);
        if (reason != null) return reason;

        // Another saved text ends a trial by itself; where the text stays, its record must go.
        reason = _trials.Forget();
        bool isSame = ConfigurationText.ToText(lasting) == ConfigurationText.ToText(candidate);
        if (reason != null && isSame) return reason;

        // A second failure is no refusal, the first copy counts: what the older text names stays.
        if (DropsImport(lasting, candidate)) _saver.SaveTwice(candidate);
        return null;
    }

    /// <inheritdoc/>
    public void Apply(Configuration lasting, Configuration candidate)
    {
    }

    /// <inheritdoc/>
    public void Abort()
    {
    }

    private static bool DropsImport(Configuration lasting, Configuration candidate)
    {
        foreach (ImportedCertificate import in lasting.Imports)
        {
            if (!candidate.HasImport(import.Kind, import.FileName)) return true;
        }

        return false;
    }
}

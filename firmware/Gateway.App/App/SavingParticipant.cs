using Gateway.Config;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Writes the committed configuration to flash before it takes effect. Added last: nobody after it
/// can refuse, so a saved text is a committed one.
/// </summary>
internal sealed class SavingParticipant : IConfigurationParticipant
{
    private readonly ConfigurationStore _store;

    public SavingParticipant(ConfigurationStore store) => _store = store;

    /// <inheritdoc/>
    public string Prepare(Configuration running, Configuration candidate)
    {
        string text = ConfigurationText.ToText(candidate);
        if (text == _store.Read()) return null;
        if (!ConfigurationStore.Fits(text))
        {
            return "The configuration is longer than the flash takes; remove what is not needed.";
        }

        FlashResult result = _store.Write(text);
        return result == FlashResult.Ok ? null
            : "The configuration was not saved: " + FlashText.Of(result) + ".";
    }

    /// <inheritdoc/>
    public void Apply(Configuration running, Configuration candidate)
    {
    }

    /// <inheritdoc/>
    public void Abort()
    {
    }
}

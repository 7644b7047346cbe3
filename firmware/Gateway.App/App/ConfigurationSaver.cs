using Gateway.Config;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Saves configurations, with the reason in words when that fails.</summary>
internal sealed class ConfigurationSaver
{
    private readonly ConfigurationStore _store;

    public ConfigurationSaver(ConfigurationStore store) => _store = store;

    /// <summary>
    /// Saves a configuration unless it is saved already; null or why that failed.
    /// </summary>
    public string Save(Configuration configuration) =>
        Save(ConfigurationText.ToText(configuration));

    /// <summary>Saves a text unless it is saved already; null or why that failed.</summary>
    public string Save(string text)
    {
        if (_store.IsSaved(text)) return null;
        if (!ConfigurationStore.Fits(text))
        {
            return "The configuration is longer than the flash takes; remove what is not needed.";
        }

        return Reason(_store.Keep(text));
    }

    /// <summary>
    /// Saves a configuration so that no older one is left in flash; null or why that failed.
    /// </summary>
    public string SaveTwice(Configuration configuration)
    {
        string text = ConfigurationText.ToText(configuration);
        string reason = Save(text);
        return reason ?? Reason(_store.WriteTwice(text));
    }

    private static string Reason(FlashResult result) => result == FlashResult.Ok ? null
        : "The configuration was not saved: " + FlashText.Of(result) + ".";
}

using System.Text;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>The saved configuration: its text, as the console prints it.</summary>
public sealed class ConfigurationStore
{
    private readonly RecordStore _records;

    /// <summary>The configuration in these records.</summary>
    public ConfigurationStore(RecordStore records) => _records = records;

    /// <summary>The saved text; null on a board that never committed.</summary>
    public string Read()
    {
        byte[] payload = _records.Read(RecordKinds.Configuration);
        return payload == null ? null : Encoding.UTF8.GetString(payload, 0, payload.Length);
    }

    /// <summary>Whether something was saved but cannot be read any more.</summary>
    public bool IsBroken => Read() == null && _records.HasTrace(RecordKinds.Configuration);

    /// <summary>Saves a text.</summary>
    public FlashResult Write(string text) =>
        _records.Write(RecordKinds.Configuration, Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a text of that length can be saved.</summary>
    public static bool Fits(string text) =>
        Encoding.UTF8.GetBytes(text).Length <= RecordStore.PayloadSizeMax;
}

using System.Text;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// The saved configuration: its text, as the console prints it, in the two slots of a record. The
/// older text stays until the next write.
/// </summary>
public sealed class ConfigurationStore
{
    /// <summary>The version of the payload that is written.</summary>
    public const int Version = 2;

    // A text begins with '#'; that was the whole payload of version 1.
    private const int TextStart = '#';
    private const int VersionSize = 1;

    private readonly RecordStore _records;

    /// <summary>The configuration in these records.</summary>
    public ConfigurationStore(RecordStore records) => _records = records;

    /// <summary>
    /// The newest saved text that this firmware knows, in today's form; null without one.
    /// </summary>
    public string Read() => Newest() ?? Older();

    /// <summary>
    /// The text that <see cref="Read"/>'s replaced; null when there is none or it is the same.
    /// </summary>
    public string ReadOlder()
    {
        string newest = Newest();
        string older = newest == null ? null : Older();
        return older == newest ? null : older;
    }

    /// <summary>Whether something was saved but no slot is valid any more.</summary>
    public bool IsBroken => _records.Read(RecordKinds.Configuration) == null
        && _records.HasTrace(RecordKinds.Configuration);

    /// <summary>
    /// Whether flash does not give all of it now: a newer text may be there than the one that
    /// was read.
    /// </summary>
    public bool IsUnreadable =>
        _records.StateOf(RecordKinds.Configuration) == RecordState.Unreadable;

    /// <summary>
    /// Whether a slot is torn or rotten beside a valid one: the newest text may be lost.
    /// </summary>
    public bool IsNewestDamaged => _records.IsDamaged(RecordKinds.Configuration);

    /// <summary>
    /// Whether the newest payload has a version that this firmware does not know; it stays until
    /// the operator commits.
    /// </summary>
    public bool IsForeign
    {
        get
        {
            byte[] payload = _records.Read(RecordKinds.Configuration);
            return payload != null && TextOf(payload) == null;
        }
    }

    /// <summary>Whether the newest payload is this text in today's form.</summary>
    public bool IsSaved(string text)
    {
        byte[] payload = _records.Read(RecordKinds.Configuration);
        return payload != null && Bytes.Equal(payload, PayloadOf(text));
    }

    /// <summary>SHA-256 of what <see cref="Read"/> gives; empty without a text.</summary>
    public byte[] Digest() => DigestOf(Read());

    /// <summary>SHA-256 of a text in UTF-8; empty for null.</summary>
    public static byte[] DigestOf(string text)
    {
        if (text == null) return new byte[0];
        byte[] octets = Encoding.UTF8.GetBytes(text);
        return Hashes.Compute(HashAlgorithm.Sha256, octets, 0, octets.Length);
    }

    /// <summary>Saves a text in one slot; the one before it stays as the older one.</summary>
    public FlashResult Write(string text) =>
        _records.Write(RecordKinds.Configuration, PayloadOf(text));

    /// <summary>
    /// Saves a text in both slots. Once it is in one it is saved; a second copy that flash refuses
    /// is made up for by <see cref="Repair"/>.
    /// </summary>
    public FlashResult Keep(string text) =>
        _records.Keep(RecordKinds.Configuration, PayloadOf(text));

    /// <summary>
    /// Saves a text so that no slot holds another one. An error leaves it saved once, or not;
    /// <see cref="IsSaved"/> tells.
    /// </summary>
    public FlashResult WriteTwice(string text)
    {
        FlashResult result = IsSaved(text) ? FlashResult.Ok : Write(text);
        return result == FlashResult.Ok && !IsTwofold ? Write(text) : result;
    }

    /// <summary>
    /// Brings the record to today's form with two good slots: a text of an older version, a damaged
    /// slot and a single copy are written again. A foreign payload, and what cannot be read now,
    /// stay untouched.
    /// </summary>
    public FlashResult Repair()
    {
        string text = Newest();
        return text == null || IsUnreadable ? FlashResult.Ok : WriteTwice(text);
    }

    private bool IsTwofold => _records.IsTwofold(RecordKinds.Configuration);

    /// <summary>Whether a text of that length can be saved.</summary>
    public static bool Fits(string text) =>
        VersionSize + Encoding.UTF8.GetBytes(text).Length <= RecordStore.PayloadSizeMax;

    private string Newest() => TextOf(_records.Read(RecordKinds.Configuration));

    private string Older() => TextOf(_records.ReadOlder(RecordKinds.Configuration));

    private static byte[] PayloadOf(string text) =>
        Bytes.Concat(new byte[] { Version }, Encoding.UTF8.GetBytes(text));

    private static string TextOf(byte[] payload)
    {
        if (payload == null || payload.Length == 0) return null;
        int version = payload[0] == TextStart ? 1 : payload[0];
        if (version > Version || version == 0) return null;
        int start = version == 1 ? 0 : VersionSize;
        string text = Encoding.UTF8.GetString(payload, start, payload.Length - start);
        return ConfigurationMigration.ToCurrent(version, text);
    }
}

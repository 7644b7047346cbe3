using Gateway.Hal;

namespace Gateway.Store;

/// <summary>The configuration on trial, at most one.</summary>
public sealed class TrialStore
{
    // Version, three times and two lengths.
    private const int FrameSize = 29;
    private const int DigestSize = 32;
    private const int TextSizeMax = RecordStore.PayloadSizeMax - FrameSize - DigestSize;

    private readonly RecordStore _records;

    /// <summary>The trial in these records.</summary>
    public TrialStore(RecordStore records) => _records = records;

    /// <summary>The trial; null when there is none that can be read.</summary>
    public TrialRecord Read() => TrialRecord.Parse(_records.Read(RecordKinds.Trial));

    /// <summary>Whether flash holds anything of a trial.</summary>
    public bool HasTrace => _records.HasTrace(RecordKinds.Trial);

    /// <summary>Whether there may be a trial that cannot be read now.</summary>
    public bool IsUnreadable => _records.StateOf(RecordKinds.Trial) == RecordState.Unreadable;

    /// <summary>Stores a trial, replacing the one before.</summary>
    public FlashResult Write(TrialRecord record) =>
        Write(record.ToPayload(), false);

    /// <summary>Stores a trial so that no slot holds the text of another one.</summary>
    public FlashResult WriteTwice(TrialRecord record) =>
        Write(record.ToPayload(), true);

    private FlashResult Write(byte[] payload, bool isTwice)
    {
        if (!StoreQuota.HasRoom(_records, RecordKinds.Trial, payload.Length, isTwice))
        {
            return FlashResult.Full;
        }

        return isTwice ? _records.WriteBoth(RecordKinds.Trial, payload)
            : _records.Write(RecordKinds.Trial, payload);
    }

    /// <summary>Forgets the trial and overwrites it; Ok also when there was none.</summary>
    public FlashResult Delete()
    {
        FlashResult result = _records.Erase(RecordKinds.Trial);
        return result == FlashResult.NotFound ? FlashResult.Ok : result;
    }

    /// <summary>Whether a text of that length can be on trial.</summary>
    public static bool Fits(string text) =>
        System.Text.Encoding.UTF8.GetBytes(text).Length <= TextSizeMax;
}

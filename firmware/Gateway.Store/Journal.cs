using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// The transactions that are not over, at most one a session: what a restart takes up again.
/// </summary>
public sealed class Journal
{
    /// <summary>Most transactions that are under way at the same time.</summary>
    public const int CountMax = 8;

    private readonly RecordStore _records;

    /// <summary>Transactions in these records.</summary>
    public Journal(RecordStore records) => _records = records;

    /// <summary>The transaction of a session; null when none is under way.</summary>
    public JournalRecord Read(string sessionName) =>
        JournalRecord.Parse(_records.Read(Record(sessionName)));

    /// <summary>
    /// Stores a transaction, replacing the session's one; <see cref="FlashResult.OutOfRange"/> when
    /// it is too large or when <see cref="CountMax"/> others are under way.
    /// </summary>
    public FlashResult Write(JournalRecord record)
    {
        if (!record.IsBounded) return FlashResult.OutOfRange;
        string name = Record(record.SessionName);
        string[] all = _records.List(RecordKinds.Transaction);
        bool isKnown = false;
        for (int i = 0; i < all.Length; i++) isKnown |= all[i] == name;
        if (!isKnown && all.Length >= CountMax) return FlashResult.OutOfRange;
        return IsSameStep(Read(record.SessionName), record)
            ? _records.Write(name, record.ToPayload()) : _records.Keep(name, record.ToPayload());
    }

    /// <summary>
    /// Forgets the transaction of a session and overwrites it: its plan may hold the cipher text of
    /// a secret.
    /// </summary>
    public FlashResult Delete(string sessionName) => _records.Erase(Record(sessionName));

    /// <summary>All transactions that can be read.</summary>
    public JournalRecord[] List()
    {
        string[] records = _records.List(RecordKinds.Transaction);
        JournalRecord[] all = new JournalRecord[records.Length];
        int count = 0;
        for (int i = 0; i < records.Length; i++)
        {
            JournalRecord record = JournalRecord.Parse(_records.Read(records[i]));
            if (record != null) all[count++] = record;
        }

        JournalRecord[] valid = new JournalRecord[count];
        System.Array.Copy(all, valid, count);
        return valid;
    }

    /// <summary>
    /// Whether a transaction may be under way that cannot be read now.
    /// </summary>
    public bool IsUnreadable => _records.IsUnreadable(RecordKinds.Transaction);

    /// <summary>
    /// Whether something that a transaction needs may be there and cannot be read now.
    /// </summary>
    public bool IsIncomplete => IsUnreadable || _records.IsUnreadable(RecordKinds.DeviceKey)
        || _records.IsUnreadable(RecordKinds.Key) || _records.IsUnreadable(RecordKinds.MacSecret)
        || _records.IsUnreadable(RecordKinds.CaCertificate);

    /// <summary>
    /// Deletes the records that were read and are none; gives how many there were. What flash does
    /// not give now stays.
    /// </summary>
    public int DropBroken()
    {
        string[] records = _records.List(RecordKinds.Transaction);
        int count = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (JournalRecord.Parse(_records.Read(records[i])) != null) continue;
            if (_records.StateOf(records[i]) == RecordState.Unreadable) continue;
            _records.Erase(records[i]);
            count++;
        }

        return count;
    }

    /// <summary>
    /// Takes over the records of volume version 1, which knew waiting transactions alone. Each step
    /// leaves the old record or the new one, so that it can be done again.
    /// </summary>
    public FlashResult TakeOverWaiting()
    {
        foreach (string old in _records.List(RecordKinds.Waiting))
        {
            if (_records.StateOf(old) == RecordState.Unreadable) return FlashResult.Failed;
            JournalRecord record = JournalRecord.ParseWaiting(_records.Read(old));
            FlashResult result = record == null ? FlashResult.Ok : Write(record);
            if (result == FlashResult.Ok) result = _records.Delete(old);
            if (result != FlashResult.Ok) return result;
        }

        return FlashResult.Ok;
    }

    // A count of polls may be lost, a step of the transaction not.
    private static bool IsSameStep(JournalRecord last, JournalRecord next) => last != null
        && last.State == next.State && Core.Bytes.Equal(last.TransactionId, next.TransactionId);

    private static string Record(string sessionName) =>
        RecordName.Encode(RecordKinds.Transaction, sessionName);
}

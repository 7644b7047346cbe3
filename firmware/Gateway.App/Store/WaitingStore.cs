using Gateway.Hal;

namespace Gateway.Store;

/// <summary>Transactions that wait for their CA, at most one a session.</summary>
public sealed class WaitingStore
{
    /// <summary>Most transactions that wait at the same time.</summary>
    public const int CountMax = 8;

    private readonly RecordStore _records;

    /// <summary>Transactions in these records.</summary>
    public WaitingStore(RecordStore records) => _records = records;

    /// <summary>The transaction of a session; null when none of it waits.</summary>
    public WaitingRecord Read(string sessionName) =>
        WaitingRecord.Parse(_records.Read(Record(sessionName)));

    /// <summary>
    /// Stores a transaction, replacing the session's one; <see cref="FlashResult.OutOfRange"/> when
    /// it is too large or when <see cref="CountMax"/> others wait.
    /// </summary>
    public FlashResult Write(WaitingRecord waiting)
    {
        if (!waiting.IsBounded) return FlashResult.OutOfRange;
        string record = Record(waiting.SessionName);
        string[] all = _records.List(RecordKinds.Waiting);
        bool isKnown = false;
        for (int i = 0; i < all.Length; i++) isKnown |= all[i] == record;
        if (!isKnown && all.Length >= CountMax) return FlashResult.OutOfRange;
        return _records.Write(record, waiting.ToPayload());
    }

    /// <summary>Forgets the transaction of a session.</summary>
    public FlashResult Delete(string sessionName) => _records.Delete(Record(sessionName));

    /// <summary>All transactions that can be read.</summary>
    public WaitingRecord[] List()
    {
        string[] records = _records.List(RecordKinds.Waiting);
        WaitingRecord[] all = new WaitingRecord[records.Length];
        int count = 0;
        for (int i = 0; i < records.Length; i++)
        {
            WaitingRecord waiting = WaitingRecord.Parse(_records.Read(records[i]));
            if (waiting != null) all[count++] = waiting;
        }

        WaitingRecord[] valid = new WaitingRecord[count];
        System.Array.Copy(all, valid, count);
        return valid;
    }

    /// <summary>Deletes the records that cannot be read; gives how many there were.</summary>
    public int DropBroken()
    {
        string[] records = _records.List(RecordKinds.Waiting);
        int count = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (WaitingRecord.Parse(_records.Read(records[i])) != null) continue;
            _records.Delete(records[i]);
            count++;
        }

        return count;
    }

    private static string Record(string sessionName) =>
        RecordName.Encode(RecordKinds.Waiting, sessionName);
}

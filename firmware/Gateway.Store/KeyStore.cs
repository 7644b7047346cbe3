using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// Key pairs by name, the private key sealed. A name stands for its current key and may hold the
/// next and the previous one beside it.
/// </summary>
public sealed class KeyStore
{
    private const string Purpose = "private key";

    private readonly RecordStore _records;
    private readonly DeviceSecrets _secrets;

    /// <summary>Key pairs in these records.</summary>
    public KeyStore(RecordStore records, DeviceSecrets secrets)
    {
        _records = records;
        _secrets = secrets;
    }

    /// <summary>Names of all readable key pairs.</summary>
    public string[] Names()
    {
        string[] records = _records.List(RecordKinds.Key);
        string[] names = new string[records.Length];
        int count = 0;
        for (int i = 0; i < records.Length; i++)
        {
            KeyRecord record = KeyRecord.Parse(_records.Read(records[i]));
            if (record != null) names[count++] = record.Name;
        }

        string[] valid = new string[count];
        System.Array.Copy(names, valid, count);
        return valid;
    }

    /// <summary>
    /// The public side of the current key; null when there is no key pair of that name.
    /// </summary>
    public StoredKey Find(string name) => FindAt(name, KeyPlace.Current);

    /// <summary>The public side of the key at a place; null when there is none.</summary>
    public StoredKey FindAt(string name, KeyPlace place)
    {
        KeyRecord record = Read(name);
        return record == null ? null : record.At(place);
    }

    /// <summary>
    /// The public side of the key pair, at whatever place, with this SubjectPublicKeyInfo (DER);
    /// null when this device has none.
    /// </summary>
    public StoredKey FindOwner(byte[] publicKey)
    {
        KeyRecord record = ReadOwner(publicKey, out KeyPlace place);
        return record == null ? null : record.At(place);
    }

    /// <summary>The current private key, PKCS#8 (the caller wipes it); null when it is not there or
    /// was not sealed on this device.</summary>
    public byte[] OpenPrivateKey(string name)
    {
        KeyRecord record = Read(name);
        return record == null ? null : Open(record, KeyPlace.Current);
    }

    /// <summary>The private key, at whatever place, that belongs to a public key, PKCS#8 (the
    /// caller wipes it); null when this device has none that it can open.</summary>
    public byte[] OpenPrivateKeyFor(byte[] publicKey)
    {
        KeyRecord record = ReadOwner(publicKey, out KeyPlace place);
        return record == null ? null : Open(record, place);
    }

    /// <summary>
    /// Whether a key pair of that name can be stored: it is there already, or there are fewer than
    /// <see cref="StoreLimits.KeyPairCountMax"/>.
    /// </summary>
    public bool HasRoom(string name)
    {
        string[] records = _records.List(RecordKinds.Key);
        if (records.Length < StoreLimits.KeyPairCountMax) return true;
        string record = Record(name);
        for (int i = 0; i < records.Length; i++)
        {
            if (records[i] == record) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether flash has room for another key pair of any size, to be asked before one is made.
    /// </summary>
    public bool HasSpace(string name) => StoreQuota.HasRoom(_records, Record(name),
        StoreLimits.KeyRecordBytesAssumed, false);

    /// <summary>
    /// Stores a key pair, replacing one of the same name with all its keys;
    /// <see cref="FlashResult.Full"/> also when there are too many, <see
    /// cref="FlashResult.Failed"/> also without a device key.
    /// </summary>
    public FlashResult Write(StoredKey key, byte[] privateKey)
    {
        if (!HasRoom(key.Name)) return FlashResult.Full;
        return Put(new KeyRecord(key.Name), KeyPlace.Current, key, privateKey, false);
    }

    /// <summary>
    /// Stores the successor of a key pair under the same name, replacing an earlier successor;
    /// <see cref="FlashResult.NotFound"/> when there is no current key.
    /// </summary>
    public FlashResult WriteNext(StoredKey key, byte[] privateKey)
    {
        KeyRecord record = Read(key.Name);
        if (record == null) return FlashResult.NotFound;
        return Put(record, KeyPlace.Next, key, privateKey, true);
    }

    /// <summary>
    /// Makes the next key the current one and the current one the previous one, in one write; a
    /// previous key before it is dropped. <see cref="FlashResult.NotFound"/> without a next key.
    /// </summary>
    public FlashResult Promote(string name)
    {
        KeyRecord record = Read(name);
        if (record == null || record.At(KeyPlace.Next) == null) return FlashResult.NotFound;
        record.Promote();
        return Write(record);
    }

    /// <summary>
    /// Makes the next key the current one in place of one that nobody needs; the previous key stays.
    /// <see cref="FlashResult.NotFound"/> without a next key.
    /// </summary>
    public FlashResult PromoteBeside(string name)
    {
        KeyRecord record = Read(name);
        if (record == null || record.At(KeyPlace.Next) == null) return FlashResult.NotFound;
        record.Put(KeyPlace.Current, record.At(KeyPlace.Next), record.SealedAt(KeyPlace.Next));
        record.Put(KeyPlace.Next, null, null);
        return WriteBoth(record);
    }

    /// <summary>
    /// Erases the previous key; <see cref="FlashResult.NotFound"/> when there is none.
    /// </summary>
    public FlashResult DropPrevious(string name) => Drop(name, KeyPlace.Previous);

    /// <summary>
    /// Erases the next key; <see cref="FlashResult.NotFound"/> when there is none.
    /// </summary>
    public FlashResult DropNext(string name) => Drop(name, KeyPlace.Next);

    private FlashResult Drop(string name, KeyPlace place)
    {
        KeyRecord record = Read(name);
        if (record == null || record.At(place) == null) return FlashResult.NotFound;
        record.Put(place, null, null);

        // Both slots: the other one still holds the key that was dropped.
        return WriteBoth(record);
    }

    /// <summary>Deletes a key pair with all its keys, every copy of them.</summary>
    public FlashResult Delete(string name) => _records.Erase(Record(name));

    private static string Record(string name) => RecordName.Encode(RecordKinds.Key, name);

    private KeyRecord Read(string name) => KeyRecord.Parse(_records.Read(Record(name)));

    // A slot that cannot be read now may hold newer keys than those that were read.
    private FlashResult Write(KeyRecord record)
    {
        string name = Record(record.Name);
        return _records.StateOf(name) == RecordState.Unreadable ? FlashResult.Failed
            : _records.Keep(name, record.ToPayload());
    }

    private FlashResult WriteBoth(KeyRecord record)
    {
        string name = Record(record.Name);
        return _records.StateOf(name) == RecordState.Unreadable ? FlashResult.Failed
            : _records.WriteBoth(name, record.ToPayload());
    }

    private FlashResult Put(KeyRecord record, KeyPlace place, StoredKey key, byte[] privateKey,
        bool isForRenewal)
    {
        byte[] sealedKey = _secrets.Seal(Purpose, privateKey);
        if (sealedKey == null) return FlashResult.Failed;
        record.Put(place, key, sealedKey);
        return StoreQuota.HasRoom(_records, Record(record.Name), record.ToPayload().Length,
            isForRenewal) ? Write(record) : FlashResult.Full;
    }

    private byte[] Open(KeyRecord record, KeyPlace place) =>
        _secrets.Open(Purpose, record.SealedAt(place));

    private KeyRecord ReadOwner(byte[] publicKey, out KeyPlace place)
    {
        place = KeyPlace.Current;
        string[] records = _records.List(RecordKinds.Key);
        for (int i = 0; i < records.Length; i++)
        {
            KeyRecord record = KeyRecord.Parse(_records.Read(records[i]));
            int found = record == null ? -1 : record.PlaceOf(publicKey);
            if (found < 0) continue;
            place = (KeyPlace)found;
            return record;
        }

        return null;
    }
}

namespace Gateway.Store;

/// <summary>
/// The keys under one name, their private halves sealed. They lie in one record, so that a
/// promotion is one write: no power cut comes between its parts.
/// </summary>
internal sealed class KeyRecord
{
    private const int PlaceCount = 3;
    private const int ExportableFlag = 1;

    private readonly StoredKey[] _keys = new StoredKey[PlaceCount];
    private readonly byte[][] _sealed = new byte[PlaceCount][];

    public KeyRecord(string name) => Name = name;

    /// <summary>The name as it was created, case kept.</summary>
    public string Name { get; }

    /// <summary>The record of a payload; null when it is none.</summary>
    public static KeyRecord Parse(byte[] payload)
    {
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        KeyRecord record = new KeyRecord(fields.Text());
        record.Read(fields, KeyPlace.Current);

        // Each place at most once and in their order, so the loop is bounded.
        int last = (int)KeyPlace.Current;
        while (fields.IsOk && !fields.IsComplete)
        {
            int place = fields.Byte();
            if (place <= last || place >= PlaceCount) return null;
            record.Read(fields, (KeyPlace)place);
            last = place;
        }

        return fields.IsComplete ? record : null;
    }

    /// <summary>The payload, SPEC.md.</summary>
    public byte[] ToPayload()
    {
        FieldWriter fields = new FieldWriter();
        fields.Text(Name);
        for (int place = 0; place < PlaceCount; place++)
        {
            StoredKey key = _keys[place];
            if (key == null) continue;
            if (place > 0) fields.Byte(place);
            fields.Byte(key.IsExportable ? ExportableFlag : 0);
            fields.Int64(key.CreatedUtcSeconds);
            fields.Range(key.PublicKey);
            fields.Range(_sealed[place]);
        }

        return fields.Take();
    }

    /// <summary>The public side at a place; null when it is empty.</summary>
    public StoredKey At(KeyPlace place) => _keys[(int)place];

    /// <summary>The sealed private key at a place; null when it is empty.</summary>
    public byte[] SealedAt(KeyPlace place) => _sealed[(int)place];

    /// <summary>Puts a key at a place; null empties it.</summary>
    public void Put(KeyPlace place, StoredKey key, byte[] sealedKey)
    {
        _keys[(int)place] = key;
        _sealed[(int)place] = sealedKey;
    }

    /// <summary>The place of a public key, or -1.</summary>
    public int PlaceOf(byte[] publicKey)
    {
        for (int place = 0; place < PlaceCount; place++)
        {
            StoredKey key = _keys[place];
            if (key != null && Core.Bytes.Equal(key.PublicKey, publicKey)) return place;
        }

        return -1;
    }

    /// <summary>The next key becomes the current one, the current one the previous one.</summary>
    public void Promote()
    {
        Put(KeyPlace.Previous, At(KeyPlace.Current), SealedAt(KeyPlace.Current));
        Put(KeyPlace.Current, At(KeyPlace.Next), SealedAt(KeyPlace.Next));
        Put(KeyPlace.Next, null, null);
    }

    private void Read(FieldReader fields, KeyPlace place)
    {
        StoredKey key = new StoredKey();
        key.Name = Name;
        key.IsExportable = (fields.Byte() & ExportableFlag) != 0;
        key.CreatedUtcSeconds = fields.Int64();
        key.PublicKey = fields.Range();
        Put(place, key, fields.Range());
    }
}

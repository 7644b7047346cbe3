using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>What may be known of a stored key pair without its private key.</summary>
public sealed class StoredKey
{
    /// <summary>The name as it was created, case kept.</summary>
    public string Name { get; set; }

    /// <summary>Whether the operator allowed the private key to leave the device.</summary>
    public bool IsExportable { get; set; }

    /// <summary>When it was generated; <see cref="UtcTime.Unknown"/> without a clock.</summary>
    public long CreatedUtcSeconds { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; set; }
}

/// <summary>Key pairs by name, the private key sealed.</summary>
public sealed class KeyStore
{
    private const string Purpose = "private key";
    private const int ExportableFlag = 1;

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
            StoredKey key = Parse(_records.Read(records[i]), out _);
            if (key != null) names[count++] = key.Name;
        }

        string[] valid = new string[count];
        System.Array.Copy(names, valid, count);
        return valid;
    }

    /// <summary>The public side of a key pair; null when there is none of that name.</summary>
    public StoredKey Find(string name) => Parse(_records.Read(Record(name)), out _);

    /// <summary>The private key, PKCS#8 (the caller wipes it); null when it is not there or was not
    /// sealed on this device.</summary>
    public byte[] OpenPrivateKey(string name)
    {
        StoredKey key = Parse(_records.Read(Record(name)), out byte[] sealedKey);
        return key == null ? null : _secrets.Open(Purpose, sealedKey);
    }

    /// <summary>Stores a key pair, replacing one of the same name.</summary>
    public FlashResult Write(StoredKey key, byte[] privateKey)
    {
        FieldWriter fields = new FieldWriter();
        fields.Text(key.Name);
        fields.Byte(key.IsExportable ? ExportableFlag : 0);
        fields.Int64(key.CreatedUtcSeconds);
        fields.Range(key.PublicKey);
        fields.Range(_secrets.Seal(Purpose, privateKey));
        return _records.Write(Record(key.Name), fields.Take());
    }

    /// <summary>Deletes a key pair, every copy of it.</summary>
    public FlashResult Delete(string name) => _records.Delete(Record(name));

    private static string Record(string name) => RecordName.Encode(RecordKinds.Key, name);

    private static StoredKey Parse(byte[] payload, out byte[] sealedKey)
    {
        sealedKey = null;
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        StoredKey key = new StoredKey();
        key.Name = fields.Text();
        key.IsExportable = (fields.Byte() & ExportableFlag) != 0;
        key.CreatedUtcSeconds = fields.Int64();
        key.PublicKey = fields.Range();
        sealedKey = fields.Range();
        return fields.IsComplete ? key : null;
    }
}

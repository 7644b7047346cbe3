using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>A file as <c>dir</c> shows it.</summary>
public sealed class StoredFile
{
    /// <summary>A file of that name, size in bytes and time of writing.</summary>
    public StoredFile(string name, int sizeBytes, long writtenUtcSeconds)
    {
        Name = name;
        SizeBytes = sizeBytes;
        WrittenUtcSeconds = writtenUtcSeconds;
    }

    /// <summary>The name as it was written, case kept.</summary>
    public string Name { get; }

    /// <summary>Bytes of content.</summary>
    public int SizeBytes { get; }

    /// <summary>When it was written; <see cref="UtcTime.Unknown"/> without a clock.</summary>
    public long WrittenUtcSeconds { get; }
}

/// <summary>
/// The operator's files: certificates fetched and not yet imported, and the like.
/// </summary>
public sealed class FileStore
{
    private readonly RecordStore _records;
    private readonly string _prefix;

    /// <summary>Files in these records.</summary>
    public FileStore(RecordStore records)
        : this(records, RecordKinds.File)
    {
    }

    /// <summary>Files of one kind, told by their records' prefix.</summary>
    internal FileStore(RecordStore records, string prefix)
    {
        _records = records;
        _prefix = prefix;
    }

    /// <summary>The content of a file; null when there is none.</summary>
    public byte[] Read(string name)
    {
        FieldReader fields = Open(name);
        if (fields == null) return null;
        fields.Text();
        fields.Int64();
        byte[] content = fields.Range();
        return fields.IsComplete ? content : null;
    }

    /// <summary>Whether there is a readable file of that name.</summary>
    public bool Exists(string name) => Read(name) != null;

    /// <summary>
    /// Writes a file, replacing one of the same name; <see cref="FlashResult.Full"/> also when the
    /// files or all records would be more than <see cref="StoreLimits"/> allow.
    /// </summary>
    public FlashResult Write(string name, byte[] content, long utcSeconds)
    {
        if (!HasRoom(name, content.Length)) return FlashResult.Full;
        FieldWriter fields = new FieldWriter();
        fields.Text(name);
        fields.Int64(utcSeconds);
        fields.Range(content);
        string record = RecordName.Encode(_prefix, name);
        byte[] payload = fields.Take();

        // A certificate to be imported may be what a renewal brings.
        bool isForRenewal = _prefix != RecordKinds.File;
        return StoreQuota.HasRoom(_records, record, payload.Length, isForRenewal)
            ? _records.Keep(record, payload) : FlashResult.Full;
    }

    /// <summary>
    /// How a file is: whether one that cannot be read was there all the same.
    /// </summary>
    public RecordState StateOf(string name) =>
        _records.StateOf(RecordName.Encode(_prefix, name));

    /// <summary>Deletes a file.</summary>
    public FlashResult Delete(string name) => _records.Delete(RecordName.Encode(_prefix, name));

    /// <summary>All files, in no particular order.</summary>
    public StoredFile[] List()
    {
        string[] names = _records.List(_prefix);
        StoredFile[] files = new StoredFile[names.Length];
        int count = 0;
        for (int i = 0; i < names.Length; i++)
        {
            StoredFile file = Describe(names[i]);
            if (file != null) files[count++] = file;
        }

        StoredFile[] valid = new StoredFile[count];
        System.Array.Copy(files, valid, count);
        return valid;
    }

    private bool HasRoom(string name, int sizeBytes)
    {
        StoredFile[] files = List();
        int count = 1;
        int total = sizeBytes;
        for (int i = 0; i < files.Length; i++)
        {
            if (RecordName.IsSame(files[i].Name, name)) continue;
            count++;
            total += files[i].SizeBytes;
        }

        return count <= StoreLimits.FileCountMax && total <= StoreLimits.FileBytesMax;
    }

    private StoredFile Describe(string record)
    {
        byte[] payload = _records.Read(record);
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        string name = fields.Text();
        long written = fields.Int64();
        int size = fields.SkipRange();
        return fields.IsComplete ? new StoredFile(name, size, written) : null;
    }

    private FieldReader Open(string name)
    {
        byte[] payload = _records.Read(RecordName.Encode(_prefix, name));
        return payload == null ? null : new FieldReader(payload);
    }
}

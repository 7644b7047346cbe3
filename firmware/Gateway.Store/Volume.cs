using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>How a volume was found at a start.</summary>
public enum VolumeState
{
    /// <summary>It has the present version, or has it now.</summary>
    Ready = 0,

    /// <summary>There was no record at all: nothing of an identity is left.</summary>
    Empty = 1,

    /// <summary>A newer firmware wrote it: nothing in it may be read or written.</summary>
    Newer = 2,

    /// <summary>The flash did not take what makes it a volume of this version.</summary>
    NotWritten = 3,

    /// <summary>
    /// Its version cannot be read now, so nothing in it may be read or written.
    /// </summary>
    Unreadable = 4,
}

/// <summary>
/// All records in flash: the version of their forms, written down in a record of its own. It is
/// opened before any other record is read.
/// </summary>
public sealed class Volume
{
    /// <summary>The version that this firmware reads and writes.</summary>
    public const int PresentVersion = 2;

    private const int IdSize = 16;
    private const int RawSize = 64;

    private readonly RecordStore _records;
    private readonly IEntropy _entropy;
    private readonly byte[] _chipId;
    private readonly long _utcSeconds;

    private Volume(RecordStore records, IEntropy entropy, byte[] chipId, long utcSeconds)
    {
        _records = records;
        _entropy = entropy;
        _chipId = chipId;
        _utcSeconds = utcSeconds;
    }

    /// <summary>How it was found.</summary>
    public VolumeState State { get; private set; }

    /// <summary>What the flash said, for <see cref="VolumeState.NotWritten"/>.</summary>
    public FlashResult Result { get; private set; }

    /// <summary>
    /// Records of which nothing is left: both slots were read and neither is valid.
    /// </summary>
    public int LostCount { get; private set; }

    /// <summary>Records with a slot that cannot be read now; they are left alone.</summary>
    public int UnreadableCount { get; private set; }

    /// <summary>
    /// Opens the volume: an empty one gets its record, an older one is migrated, single damaged
    /// slots are mended. The time is that of an empty volume's birth.
    /// </summary>
    public static Volume Open(RecordStore records, IEntropy entropy, byte[] chipId,
        long utcSeconds)
    {
        Volume volume = new Volume(records, entropy, chipId, utcSeconds);
        volume.Open();
        return volume;
    }

    private void Open()
    {
        int version = ReadVersion();
        bool isHidden = !_records.CanList || (version == 0
            && _records.StateOf(RecordKinds.Volume) == RecordState.Unreadable);
        if (isHidden)
        {
            State = VolumeState.Unreadable;
            return;
        }

        if (version > PresentVersion)
        {
            State = VolumeState.Newer;
            return;
        }

        bool isEmpty = version == 0 && !HasRecords();
        if (version < PresentVersion && !isEmpty) Result = Migration.Run(_records, version);
        if (version < PresentVersion && Result == FlashResult.Ok) Result = WriteRecord();
        State = isEmpty ? VolumeState.Empty
            : Result == FlashResult.Ok ? VolumeState.Ready : VolumeState.NotWritten;
        MendAll();
    }

    // 0: no record, as before version 2.
    private int ReadVersion()
    {
        byte[] payload = _records.Read(RecordKinds.Volume);
        return payload == null || payload.Length == 0 ? 0 : payload[0];
    }

    private bool HasRecords()
    {
        string[] names = _records.List("");
        return names.Length > 1 || (names.Length == 1 && names[0] != RecordKinds.Volume);
    }

    private FlashResult WriteRecord()
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(PresentVersion);
        fields.Int64(_utcSeconds);
        fields.Range(NewId());
        return _records.WriteBoth(RecordKinds.Volume, fields.Take());
    }

    // Tells volumes apart and is no secret, so it does not need the seeded generator, which starts
    // only after the volume.
    private byte[] NewId()
    {
        byte[] raw = new byte[RawSize];
        _entropy.Fill(raw, 0, RawSize);
        byte[] all = Bytes.Concat(raw, _chipId);
        byte[] hash = Hashes.Compute(HashAlgorithm.Sha256, all, 0, all.Length);
        return Bytes.Slice(hash, 0, IdSize);
    }

    private void MendAll()
    {
        Scrub scrub = new Scrub(_records);
        for (string name = scrub.Step(out RecordState state); name != null;
            name = scrub.Step(out state))
        {
            bool isTold = state == RecordState.Lost && RecordKinds.IsToldWhenLost(name);
            bool stays = name.StartsWith(RecordKinds.LocalCertificate);
            if (isTold && _records.RemoveLost(name, stays)) LostCount++;
        }

        UnreadableCount = scrub.UnreadableCount;
    }
}

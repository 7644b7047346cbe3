using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>The record <c>clock</c>: the last time that was known.</summary>
public sealed class ClockStore
{
    private const int Version = 2;

    // Knew one time alone, which was sure by its source.
    private const int Version1 = 1;

    private readonly RecordStore _records;

    /// <summary>The time in these records.</summary>
    public ClockStore(RecordStore records) => _records = records;

    /// <summary>The last time; null when there is none or it cannot be read.</summary>
    public ClockRecord Read()
    {
        byte[] payload = _records.Read(RecordKinds.Clock);
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        int version = fields.Byte();
        int source = fields.Byte();
        long utcSeconds = fields.Int64();
        long sureSeconds = source >= (int)ClockSource.Ca ? utcSeconds : UtcTime.Unknown;
        long settledSeconds = utcSeconds;
        if (version == Version)
        {
            sureSeconds = fields.Int64();
            settledSeconds = fields.Int64();
        }

        bool isGood = fields.IsComplete && (version == Version || version == Version1)
            && source <= (int)ClockSource.Operator;
        return isGood
            ? new ClockRecord(utcSeconds, (ClockSource)source, sureSeconds, settledSeconds) : null;
    }

    /// <summary>Replaces the last time.</summary>
    public FlashResult Write(ClockRecord record)
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(Version);
        fields.Byte((int)record.Source);
        fields.Int64(record.UtcSeconds);
        fields.Int64(record.SureSeconds);
        fields.Int64(record.SettledSeconds);
        return _records.Write(RecordKinds.Clock, fields.Take());
    }
}

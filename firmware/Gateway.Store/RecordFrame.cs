namespace Gateway.Store;

/// <summary>The bits of a slot: header, sequence number, payload (SPEC.md).</summary>
internal static class RecordFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 16;

    private const byte Magic0 = (byte)'G';
    private const byte Magic1 = (byte)'W';
    private const byte FormatVersion = 1;
    private const int SequenceOffset = 4;
    private const int LengthOffset = 8;
    private const int CrcOffset = 12;

    /// <summary>The bytes of a slot.</summary>
    public static byte[] Build(byte[] payload, uint sequence)
    {
        byte[] record = new byte[HeaderSize + payload.Length];
        record[0] = Magic0;
        record[1] = Magic1;
        record[2] = FormatVersion;
        PutUInt32(record, SequenceOffset, sequence);
        PutUInt32(record, LengthOffset, (uint)payload.Length);
        System.Array.Copy(payload, 0, record, HeaderSize, payload.Length);
        PutUInt32(record, CrcOffset, CrcOf(record));
        return record;
    }

    /// <summary>The slot's sequence number; 0 when it is absent, torn or rotten.</summary>
    public static uint SequenceOf(byte[] record)
    {
        if (record == null || record.Length < HeaderSize) return 0;
        if (record[0] != Magic0 || record[1] != Magic1 || record[2] != FormatVersion) return 0;
        if (GetUInt32(record, LengthOffset) != (uint)(record.Length - HeaderSize)) return 0;
        if (GetUInt32(record, CrcOffset) != CrcOf(record)) return 0;
        return GetUInt32(record, SequenceOffset);
    }

    /// <summary>The payload of a valid slot, a copy.</summary>
    public static byte[] PayloadOf(byte[] record) =>
        Core.Bytes.Slice(record, HeaderSize, record.Length - HeaderSize);

    private static uint CrcOf(byte[] record)
    {
        uint crc = Crc32.Update(Crc32.Start, record, 0, CrcOffset);
        return ~Crc32.Update(crc, record, HeaderSize, record.Length - HeaderSize);
    }

    private static void PutUInt32(byte[] data, int offset, uint value)
    {
        data[offset] = (byte)(value >> 24);
        data[offset + 1] = (byte)(value >> 16);
        data[offset + 2] = (byte)(value >> 8);
        data[offset + 3] = (byte)value;
    }

    private static uint GetUInt32(byte[] data, int offset) =>
        ((uint)data[offset] << 24) | ((uint)data[offset + 1] << 16)
        | ((uint)data[offset + 2] << 8) | data[offset + 3];
}

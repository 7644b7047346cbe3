using System.Collections;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// Records that a power cut cannot destroy: each has two slots, <c>NAME.a</c> and <c>NAME.b</c>; a
/// write goes to the slot that does not hold the newest valid copy and is read back. Bit-exact form
/// in SPEC.md.
/// </summary>
public sealed class RecordStore
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 16;

    /// <summary>Bytes of payload that a record can hold.</summary>
    public const int PayloadSizeMax = FlashLimits.RecordSizeMax - HeaderSize;

    private const byte Magic0 = (byte)'G';
    private const byte Magic1 = (byte)'W';
    private const byte FormatVersion = 1;
    private const int SequenceOffset = 4;
    private const int LengthOffset = 8;
    private const int CrcOffset = 12;
    private const string SlotA = ".a";
    private const string SlotB = ".b";

    private readonly IFlash _flash;

    /// <summary>Records on that flash.</summary>
    public RecordStore(IFlash flash) => _flash = flash;

    /// <summary>The newest valid payload; null when there is none.</summary>
    public byte[] Read(string name) => Read(name, false);

    /// <summary>
    /// The valid payload that the newest one replaced; null when only one slot is valid, or none.
    /// </summary>
    public byte[] ReadOlder(string name) => Read(name, true);

    /// <summary>
    /// Whether one slot is valid and the other one, which was written once, is not: a write was
    /// interrupted, or the flash rots.
    /// </summary>
    public bool IsDamaged(string name)
    {
        byte[] a = _flash.Read(name + SlotA);
        byte[] b = _flash.Read(name + SlotB);
        uint sequenceA = SequenceOf(a);
        uint sequenceB = SequenceOf(b);
        bool isOnlyOne = (sequenceA == 0) != (sequenceB == 0);
        byte[] other = sequenceA == 0 ? a : b;
        return isOnlyOne && (other != null || sequenceA > 1 || sequenceB > 1);
    }

    /// <summary>Whether a record of that name has a slot at all, valid or not.</summary>
    public bool HasTrace(string name) =>
        _flash.Read(name + SlotA) != null || _flash.Read(name + SlotB) != null;

    /// <summary>Replaces the record; on any failure the old payload is still there.</summary>
    public FlashResult Write(string name, byte[] payload)
    {
        if (payload.Length > PayloadSizeMax) return FlashResult.OutOfRange;
        uint sequenceA = SequenceOf(_flash.Read(name + SlotA));
        uint sequenceB = SequenceOf(_flash.Read(name + SlotB));
        bool toB = !IsNewer(sequenceB, sequenceA) && sequenceA != 0;
        uint newest = toB ? sequenceA : sequenceB;
        if (newest == uint.MaxValue) return FlashResult.OutOfRange;

        byte[] record = Frame(payload, newest + 1);
        string slot = name + (toB ? SlotB : SlotA);
        FlashResult result = _flash.Write(slot, record, 0, record.Length);
        if (result != FlashResult.Ok) return result;
        return Bytes.Equal(_flash.Read(slot), record) ? FlashResult.Ok : FlashResult.Failed;
    }

    /// <summary>
    /// Deletes the record: the older slot first, so that a power cut between the two leaves the
    /// record as it was.
    /// </summary>
    public FlashResult Delete(string name)
    {
        uint sequenceA = SequenceOf(_flash.Read(name + SlotA));
        uint sequenceB = SequenceOf(_flash.Read(name + SlotB));
        bool newestIsB = IsNewer(sequenceB, sequenceA);
        FlashResult older = _flash.Delete(name + (newestIsB ? SlotA : SlotB));
        if (older != FlashResult.Ok && older != FlashResult.NotFound) return older;
        FlashResult newer = _flash.Delete(name + (newestIsB ? SlotB : SlotA));
        if (newer == FlashResult.NotFound) return older;
        return newer;
    }

    /// <summary>Names of the records whose name starts with the prefix, each once.</summary>
    public string[] List(string prefix)
    {
        string[] slots = _flash.List();
        ArrayList names = new ArrayList();
        for (int i = 0; i < slots.Length; i++)
        {
            if (!slots[i].StartsWith(prefix)) continue;
            if (!slots[i].EndsWith(SlotA) && !slots[i].EndsWith(SlotB)) continue;
            string name = slots[i].Substring(0, slots[i].Length - SlotA.Length);
            if (!names.Contains(name)) names.Add(name);
        }

        string[] list = new string[names.Count];
        for (int i = 0; i < list.Length; i++) list[i] = (string)names[i];
        return list;
    }

    private byte[] Read(string name, bool isOlder)
    {
        byte[] a = _flash.Read(name + SlotA);
        byte[] b = _flash.Read(name + SlotB);
        uint sequenceA = SequenceOf(a);
        uint sequenceB = SequenceOf(b);
        bool isB = IsNewer(sequenceB, sequenceA) != isOlder;
        byte[] slot = isB ? b : a;
        if ((isB ? sequenceB : sequenceA) == 0) return null;
        return Bytes.Slice(slot, HeaderSize, slot.Length - HeaderSize);
    }

    private static bool IsNewer(uint a, uint b) => a > b;

    private static byte[] Frame(byte[] payload, uint sequence)
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

    /// <summary>The record's sequence number; 0 when it is absent, torn or rotten.</summary>
    private static uint SequenceOf(byte[] record)
    {
        if (record == null || record.Length < HeaderSize) return 0;
        if (record[0] != Magic0 || record[1] != Magic1 || record[2] != FormatVersion) return 0;
        if (GetUInt32(record, LengthOffset) != (uint)(record.Length - HeaderSize)) return 0;
        if (GetUInt32(record, CrcOffset) != CrcOf(record)) return 0;
        return GetUInt32(record, SequenceOffset);
    }

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

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
    public byte[] Read(string name) => Read(name, out bool _);

    /// <summary>
    /// The valid payload that the newest one replaced; null when only one slot is valid, or none.
    /// </summary>
    public byte[] ReadOlder(string name)
    {
        byte[] a = _flash.Read(name + SlotA);
        byte[] b = _flash.Read(name + SlotB);
        uint sequenceA = SequenceOf(a);
        uint sequenceB = SequenceOf(b);
        byte[] older = IsNewer(sequenceB, sequenceA) ? a : b;
        bool isValid = sequenceA != 0 && sequenceB != 0;
        byte[] payload =
            isValid ? Bytes.Slice(older, HeaderSize, older.Length - HeaderSize) : null;
        Bytes.Wipe(a);
        Bytes.Wipe(b);
        return payload;
    }

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
        bool isThere = other != null;
        Bytes.Wipe(a);
        Bytes.Wipe(b);
        return isOnlyOne && (isThere || sequenceA > 1 || sequenceB > 1);
    }

    /// <summary>
    /// The newest valid payload, null when there is none, and whether a slot is there that is torn
    /// or rotten: then it may be that what was read is not what was written last.
    /// </summary>
    public byte[] Read(string name, out bool isDamaged)
    {
        byte[] a = _flash.Read(name + SlotA);
        byte[] b = _flash.Read(name + SlotB);
        uint sequenceA = SequenceOf(a);
        uint sequenceB = SequenceOf(b);
        isDamaged = (a != null && sequenceA == 0) || (b != null && sequenceB == 0);
        bool isB = IsNewer(sequenceB, sequenceA);
        byte[] newest = isB ? b : a;
        bool isValid = (isB ? sequenceB : sequenceA) != 0;
        byte[] payload =
            isValid ? Bytes.Slice(newest, HeaderSize, newest.Length - HeaderSize) : null;

        // Some records are secrets that nothing seals.
        Bytes.Wipe(a);
        Bytes.Wipe(b);
        return payload;
    }

    /// <summary>Whether a record of that name has a slot at all, valid or not.</summary>
    public bool HasTrace(string name) =>
        HasSlot(name + SlotA) || HasSlot(name + SlotB);

    /// <summary>Replaces the record; on any failure the old payload is still there.</summary>
    public FlashResult Write(string name, byte[] payload)
    {
        if (payload.Length > PayloadSizeMax) return FlashResult.OutOfRange;
        uint sequenceA = ReadSequence(name + SlotA);
        uint sequenceB = ReadSequence(name + SlotB);
        bool toB = !IsNewer(sequenceB, sequenceA) && sequenceA != 0;
        uint newest = toB ? sequenceA : sequenceB;
        if (newest == uint.MaxValue) return FlashResult.OutOfRange;

        byte[] record = Frame(payload, newest + 1);
        string slot = name + (toB ? SlotB : SlotA);
        FlashResult result = _flash.Write(slot, record, 0, record.Length);
        if (result == FlashResult.Ok && !Holds(slot, record)) result = FlashResult.Failed;
        Bytes.Wipe(record);
        return result;
    }

    /// <summary>
    /// Replaces the record in both slots, so that neither holds what was there before: no rot can
    /// bring it back.
    /// </summary>
    public FlashResult WriteBoth(string name, byte[] payload)
    {
        FlashResult result = Write(name, payload);
        return result == FlashResult.Ok ? Write(name, payload) : result;
    }

    /// <summary>
    /// Deletes a record after both slots were overwritten. From the first write on its payload is
    /// empty, which stands for a record that is gone.
    /// </summary>
    public FlashResult Erase(string name)
    {
        // A flash too full to overwrite can delete all the same.
        if (HasTrace(name)) WriteBoth(name, new byte[0]);
        return Delete(name);
    }

    /// <summary>
    /// Mends a record: a slot that is not valid beside one that is gets the same payload, an
    /// erasure that was cut short is finished, and slots without any valid one are removed. True
    /// when a record was lost that had been there: both slots were written and neither is valid.
    /// </summary>
    public bool Scrub(string name)
    {
        byte[] payload = Read(name, out bool isDamaged);
        if (payload != null)
        {
            if (payload.Length == 0) Erase(name);
            else if (isDamaged) Write(name, payload);
            Bytes.Wipe(payload);
            return false;
        }

        bool wasThere = HasSlot(name + SlotA) && HasSlot(name + SlotB);
        Delete(name);
        return wasThere;
    }

    /// <summary>
    /// Deletes the record: the older slot first, so that a power cut between the two leaves the
    /// record as it was.
    /// </summary>
    public FlashResult Delete(string name)
    {
        uint sequenceA = ReadSequence(name + SlotA);
        uint sequenceB = ReadSequence(name + SlotB);
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

    private bool HasSlot(string slot)
    {
        byte[] record = _flash.Read(slot);
        Bytes.Wipe(record);
        return record != null;
    }

    private bool Holds(string slot, byte[] record)
    {
        byte[] read = _flash.Read(slot);
        bool isSame = Bytes.Equal(read, record);
        Bytes.Wipe(read);
        return isSame;
    }

    private uint ReadSequence(string slot)
    {
        byte[] record = _flash.Read(slot);
        uint sequence = SequenceOf(record);
        Bytes.Wipe(record);
        return sequence;
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

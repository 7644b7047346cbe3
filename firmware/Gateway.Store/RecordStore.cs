using System.Collections;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// Records that a power cut cannot destroy: each has two slots, <c>NAME.a</c> and <c>NAME.b</c>; a
/// write goes to the slot that does not hold the newest valid copy and is read back. A slot that is
/// listed and cannot be read is never taken for one that is gone. Bit-exact form in SPEC.md.
/// </summary>
public sealed class RecordStore
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = RecordFrame.HeaderSize;

    /// <summary>Bytes of payload that a record can hold.</summary>
    public const int PayloadSizeMax = FlashLimits.RecordSizeMax - HeaderSize;

    private const string SlotA = ".a";
    private const string SlotB = ".b";

    private readonly IFlash _flash;

    /// <summary>Records on that flash.</summary>
    public RecordStore(IFlash flash) => _flash = flash;

    /// <summary>The newest valid payload; null when there is none.</summary>
    public byte[] Read(string name) => Read(name, out bool _);

    /// <summary>
    /// The newest valid payload, null when there is none, and whether a slot is there that is torn
    /// or rotten: then it may be that what was read is not what was written last.
    /// </summary>
    public byte[] Read(string name, out bool isDamaged)
    {
        byte[] a = _flash.Read(name + SlotA);
        byte[] b = _flash.Read(name + SlotB);
        uint sequenceA = RecordFrame.SequenceOf(a);
        uint sequenceB = RecordFrame.SequenceOf(b);
        isDamaged = (a != null && sequenceA == 0) || (b != null && sequenceB == 0);
        bool isB = sequenceB > sequenceA;
        bool isValid = (isB ? sequenceB : sequenceA) != 0;
        byte[] payload = isValid ? RecordFrame.PayloadOf(isB ? b : a) : null;

        // Some records are secrets that nothing seals.
        Bytes.Wipe(a);
        Bytes.Wipe(b);
        return payload;
    }

    /// <summary>
    /// The valid payload that the newest one replaced; null when only one slot is valid, or none.
    /// </summary>
    public byte[] ReadOlder(string name)
    {
        byte[] a = _flash.Read(name + SlotA);
        byte[] b = _flash.Read(name + SlotB);
        uint sequenceA = RecordFrame.SequenceOf(a);
        uint sequenceB = RecordFrame.SequenceOf(b);
        bool isValid = sequenceA != 0 && sequenceB != 0;
        byte[] payload = isValid ? RecordFrame.PayloadOf(sequenceB > sequenceA ? a : b) : null;
        Bytes.Wipe(a);
        Bytes.Wipe(b);
        return payload;
    }

    /// <summary>How the slots of a record are.</summary>
    public RecordState StateOf(string name) => StateOf(LookA(name), LookB(name));

    /// <summary>
    /// Whether one slot is valid and the other one, which was written once, is not: a write was
    /// interrupted, or the flash rots.
    /// </summary>
    public bool IsDamaged(string name)
    {
        RecordSlot a = LookA(name);
        RecordSlot b = LookB(name);
        bool isThere = (a.IsValid ? b : a).IsListed;
        return a.IsValid != b.IsValid && (isThere || a.Sequence > 1 || b.Sequence > 1);
    }

    /// <summary>Whether both slots are valid and hold the same.</summary>
    public bool IsTwofold(string name)
    {
        byte[] newest = Read(name);
        byte[] older = ReadOlder(name);
        bool isSame = newest != null && Bytes.Equal(newest, older);
        Bytes.Wipe(newest);
        Bytes.Wipe(older);
        return isSame;
    }

    /// <summary>Whether a record of that name has a slot at all, readable or not.</summary>
    public bool HasTrace(string name) =>
        RecordSlot.Has(_flash, name + SlotA) || RecordSlot.Has(_flash, name + SlotB);

    /// <summary>
    /// Replaces the record in one slot; on any failure the old payload is still there.
    /// <see cref="FlashResult.Failed"/> also when a slot cannot be read and the other one is not
    /// valid: the record may be whole.
    /// </summary>
    public FlashResult Write(string name, byte[] payload)
    {
        if (payload.Length > PayloadSizeMax) return FlashResult.OutOfRange;
        RecordSlot a = LookA(name);
        RecordSlot b = LookB(name);
        bool toB = a.IsValid && a.Sequence >= b.Sequence;
        uint newest = toB ? a.Sequence : b.Sequence;
        if (newest == uint.MaxValue) return FlashResult.OutOfRange;
        if (newest == 0 && (a.IsUnreadable || b.IsUnreadable)) return FlashResult.Failed;

        byte[] record = RecordFrame.Build(payload, newest + 1);
        string slot = (toB ? b : a).Name;
        FlashResult result = _flash.Write(slot, record, 0, record.Length);
        if (result == FlashResult.Ok && !Holds(slot, record)) result = FlashResult.Failed;
        Bytes.Wipe(record);
        return result;
    }

    /// <summary>
    /// Replaces the record in both slots, so that neither holds what was there before: no rot can
    /// bring it back. A failure may leave it in one of them.
    /// </summary>
    public FlashResult WriteBoth(string name, byte[] payload)
    {
        FlashResult result = Write(name, payload);
        return result == FlashResult.Ok ? Write(name, payload) : result;
    }

    /// <summary>
    /// Replaces the record and adds the second copy that withstands rot. What is in one slot is
    /// kept already: a second one that flash refuses is left to <see cref="Mend"/>.
    /// </summary>
    public FlashResult Keep(string name, byte[] payload)
    {
        FlashResult result = Write(name, payload);
        if (result == FlashResult.Ok) Write(name, payload);
        return result;
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
    /// Mends a record of which everything could be read: a slot that is missing, torn or rotten
    /// beside a valid one gets the same payload, and an erasure that was cut short is finished. A
    /// record that must be twofold gets rid of an older payload. Gives how the record was.
    /// </summary>
    public RecordState Mend(string name, bool isTwofold)
    {
        RecordState state = StateOf(name);
        if (state != RecordState.Damaged && state != RecordState.Sound) return state;
        byte[] payload = Read(name);
        if (payload == null) return state;
        if (payload.Length == 0) Erase(name);
        else if (state == RecordState.Damaged || (isTwofold && !IsTwofold(name)))
        {
            Write(name, payload);
        }

        Bytes.Wipe(payload);
        return state;
    }

    /// <summary>
    /// Removes what is left of a lost record; true when it had been there: both slots were written
    /// and neither is valid. Then it may be meant to stay, as one that is lost; what was never
    /// whole goes in any case. A record of any other state is not touched.
    /// </summary>
    public bool RemoveLost(string name, bool staysWhenWritten)
    {
        RecordSlot a = LookA(name);
        RecordSlot b = LookB(name);
        if (StateOf(a, b) != RecordState.Lost) return false;
        bool wasWritten = a.IsListed && b.IsListed;
        if (!wasWritten || !staysWhenWritten) Delete(name);
        return wasWritten;
    }

    /// <summary>
    /// Deletes the record: the older slot first, so that a power cut between the two leaves the
    /// record as it was.
    /// </summary>
    public FlashResult Delete(string name)
    {
        RecordSlot a = LookA(name);
        RecordSlot b = LookB(name);
        bool newestIsB = b.Sequence > a.Sequence;
        FlashResult older = _flash.Delete((newestIsB ? a : b).Name);
        if (older != FlashResult.Ok && older != FlashResult.NotFound) return older;
        FlashResult newer = _flash.Delete((newestIsB ? b : a).Name);
        if (newer == FlashResult.NotFound) return older;
        return newer;
    }

    /// <summary>Whether the flash tells which records there are.</summary>
    public bool CanList => _flash.List() != null;

    /// <summary>
    /// Whether a record whose name starts with the prefix may be there that cannot be read now.
    /// </summary>
    public bool IsUnreadable(string prefix)
    {
        if (!CanList) return true;
        string[] names = List(prefix);
        for (int i = 0; i < names.Length; i++)
        {
            if (StateOf(names[i]) == RecordState.Unreadable) return true;
        }

        return false;
    }

    /// <summary>
    /// Names of the records whose name starts with the prefix, each once; none where
    /// <see cref="CanList"/> is false.
    /// </summary>
    public string[] List(string prefix)
    {
        string[] slots = _flash.List();
        if (slots == null) return new string[0];
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

    private RecordSlot LookA(string name) => RecordSlot.Look(_flash, name + SlotA);

    private RecordSlot LookB(string name) => RecordSlot.Look(_flash, name + SlotB);

    private static RecordState StateOf(RecordSlot a, RecordSlot b)
    {
        if (a.IsUnreadable || b.IsUnreadable) return RecordState.Unreadable;
        if (a.IsValid && b.IsValid) return RecordState.Sound;
        if (a.IsValid || b.IsValid) return RecordState.Damaged;
        return a.IsListed || b.IsListed ? RecordState.Lost : RecordState.Absent;
    }

    private bool Holds(string slot, byte[] record)
    {
        byte[] read = _flash.Read(slot);
        bool isSame = Bytes.Equal(read, record);
        Bytes.Wipe(read);
        return isSame;
    }
}

using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>What one slot of a record was found to be, without its content.</summary>
internal sealed class RecordSlot
{
    private RecordSlot(string name, uint sequence, bool isRead, bool isListed)
    {
        Name = name;
        Sequence = sequence;
        IsRead = isRead;
        IsListed = isListed;
    }

    /// <summary>The slot's name in flash.</summary>
    public string Name { get; }

    /// <summary>The sequence number; 0 when the slot is not valid.</summary>
    public uint Sequence { get; }

    /// <summary>Whether its bytes could be read, valid or not.</summary>
    public bool IsRead { get; }

    /// <summary>Whether flash has it, readable or not.</summary>
    public bool IsListed { get; }

    /// <summary>Whether it holds a payload that was written whole.</summary>
    public bool IsValid => Sequence != 0;

    /// <summary>Whether it is there and nothing is known of its content.</summary>
    public bool IsUnreadable => IsListed && !IsRead;

    /// <summary>Looks at a slot.</summary>
    public static RecordSlot Look(IFlash flash, string name)
    {
        byte[] record = flash.Read(name);
        uint sequence = RecordFrame.SequenceOf(record);
        bool isRead = record != null;
        Bytes.Wipe(record);
        return new RecordSlot(name, sequence, isRead, isRead || Has(flash, name));
    }

    /// <summary>
    /// Whether flash lists a slot, readable or not; what it cannot tell may be there.
    /// </summary>
    public static bool Has(IFlash flash, string name)
    {
        string[] names = flash.List();
        if (names == null) return true;
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] == name) return true;
        }

        return false;
    }
}

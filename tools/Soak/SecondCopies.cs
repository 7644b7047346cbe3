using System;
using System.Collections.Generic;
using Gateway.Hal.Sim;
using Gateway.Store;

namespace Gateway.Soak;

/// <summary>
/// Tells a second copy, which a record got anew or for one that had rotted, from a write that says
/// something.
/// </summary>
internal sealed class SecondCopies(MemoryFlash flash)
{
    private readonly RecordStore _records = new(flash);
    private readonly HashSet<string> _twofold = new(StringComparer.Ordinal);

    /// <summary>Whether the change of that slot, which has just been made, made it one.</summary>
    public bool IsOne(string slot)
    {
        string record = slot[..^2];
        if (!_records.IsTwofold(record))
        {
            _twofold.Remove(record);
            return false;
        }

        return _twofold.Add(record);
    }

    /// <summary>Notes that a slot has rotted; null for none.</summary>
    public void Rotted(string? slot)
    {
        if (slot is not null) _twofold.Remove(slot[..^2]);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Hal.Sim;

namespace Gateway.Soak;

/// <summary>
/// Lets a bit of one slot of any record rot, the newest copy as well as the other one. Two slots
/// withstand one loss between two looks at them, not two: a record whose other slot is rotten still
/// is spared.
/// </summary>
internal sealed class FlashRot
{
    private readonly Dictionary<string, byte[]> _struck = new(StringComparer.Ordinal);

    /// <summary>
    /// Flips a bit and gives the slot; null where every record has a rotten slot already.
    /// </summary>
    public string? Strike(MemoryFlash flash, SoakRandom random)
    {
        string[] slots =
        [
            .. flash.List().Order(StringComparer.Ordinal)
                .Where(slot => !IsRotten(flash, slot) && !IsRotten(flash, Other(slot))),
        ];
        if (slots.Length == 0) return null;
        string victim = slots[random.Between(0, slots.Length - 1)];
        byte[] bytes = flash.Read(victim);
        if (bytes.Length == 0) return null;
        bytes[random.Between(0, bytes.Length - 1)] ^= (byte)(1 << (int)random.Between(0, 7));
        flash.Write(victim, bytes, 0, bytes.Length);
        _struck[victim] = bytes;
        return victim;
    }

    // Until it is written anew.
    private bool IsRotten(MemoryFlash flash, string slot) =>
        _struck.TryGetValue(slot, out byte[]? bytes)
        && bytes.AsSpan().SequenceEqual(flash.Read(slot));

    private static string Other(string slot) =>
        slot[..^1] + (slot.EndsWith('a') ? "b" : "a");
}

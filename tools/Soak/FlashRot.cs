using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Hal.Sim;

namespace Gateway.Soak;

/// <summary>
/// Lets a bit of one slot of a record rot, of a record that has another good slot: two slots
/// withstand one loss, not two.
/// </summary>
internal sealed class FlashRot
{
    private readonly Dictionary<string, byte[]> _struck = new(StringComparer.Ordinal);

    /// <summary>Flips a bit; does nothing where no record has two slots.</summary>
    public void Strike(MemoryFlash flash, SoakRandom random)
    {
        string[] names = [.. flash.List().Order(StringComparer.Ordinal)];
        string[] doubled = [.. names.Where(n => n.EndsWith(".a", StringComparison.Ordinal)
            && names.Contains(n[..^1] + "b") && !IsRotten(flash, n)
            && !IsRotten(flash, n[..^1] + "b"))];
        if (doubled.Length == 0) return;
        string name = doubled[random.Between(0, doubled.Length - 1)];
        string victim = Older(flash, name, name[..^1] + "b");
        byte[] bytes = flash.Read(victim);
        if (bytes.Length == 0) return;
        bytes[random.Between(0, bytes.Length - 1)] ^= (byte)(1 << (int)random.Between(0, 7));
        flash.Write(victim, bytes, 0, bytes.Length);
        _struck[victim] = bytes;
    }

    // Until it is written anew.
    private bool IsRotten(MemoryFlash flash, string slot) =>
        _struck.TryGetValue(slot, out byte[]? bytes)
        && bytes.AsSpan().SequenceEqual(flash.Read(slot));

    // The copy that does not count, unless both hold the same: losing the newer one alone takes a
    // record back in time, which no format with two slots withstands.
    private static string Older(MemoryFlash flash, string a, string b)
    {
        const int Sequence = 4;
        byte[] first = flash.Read(a);
        byte[] second = flash.Read(b);
        if (first.Length < Sequence + 4 || second.Length < Sequence + 4) return a;
        bool isFirstNewer = first.AsSpan(Sequence, 4).SequenceCompareTo(
            second.AsSpan(Sequence, 4)) > 0;
        return isFirstNewer ? b : a;
    }
}

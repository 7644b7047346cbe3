using System;
using System.Collections.Generic;

namespace Gateway.Soak;

/// <summary>An invariant that does not hold; ends its world.</summary>
public sealed class SoakViolation : Exception
{
    /// <summary>A violation.</summary>
    public SoakViolation(string invariant, string message)
        : base(message) => Invariant = invariant;

    /// <summary>A short name of the invariant.</summary>
    public string Invariant { get; }
}

/// <summary>How many of what went wrong or was survived in a world.</summary>
public sealed class SoakCounts
{
    private readonly SortedDictionary<string, long> _all = new(StringComparer.Ordinal);

    /// <summary>All counts by name.</summary>
    public IReadOnlyDictionary<string, long> All => _all;

    /// <summary>Counts one.</summary>
    public void Add(string what, long count = 1) =>
        _all[what] = _all.GetValueOrDefault(what) + count;

    /// <summary>A count, 0 when nothing of it happened.</summary>
    public long Of(string what) => _all.GetValueOrDefault(what);

    /// <summary>Adds the counts of another world.</summary>
    public void Add(SoakCounts other)
    {
        foreach ((string what, long count) in other._all) Add(what, count);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>A flash in memory, for tests: each operation is whole and durable at once.</summary>
public sealed class MemoryFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _records = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly long _quotaBytes;

    /// <summary>An empty volume.</summary>
    /// <param name="quotaBytes">Bytes that all records may take together, as in
    /// <see cref="FolderFlash"/>.</param>
    public MemoryFlash(long quotaBytes = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quotaBytes);
        _quotaBytes = quotaBytes;
    }

    /// <inheritdoc/>
    public byte[] Read(string name)
    {
        lock (_gate)
        {
            return _records.TryGetValue(name, out byte[]? record) ? (byte[])record.Clone() : null!;
        }
    }

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count)
    {
        ReadOnlySpan<byte> record = data.AsSpan(offset, count);
        if (!FlashNames.IsValid(name) || count > FlashLimits.RecordSizeMax)
            return FlashResult.OutOfRange;
        lock (_gate)
        {
            long used = _records.Values.Sum(r => (long)r.Length);
            if (used + count > _quotaBytes) return FlashResult.Full;
            _records[name] = record.ToArray();
            return FlashResult.Ok;
        }
    }

    /// <inheritdoc/>
    public FlashResult Delete(string name)
    {
        if (!FlashNames.IsValid(name)) return FlashResult.OutOfRange;
        lock (_gate)
        {
            return _records.Remove(name) ? FlashResult.Ok : FlashResult.NotFound;
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        lock (_gate)
        {
            return [.. _records.Keys];
        }
    }

    /// <summary>A flash of its own with the same records: what a later power cycle finds.</summary>
    public MemoryFlash Copy()
    {
        MemoryFlash copy = new(_quotaBytes);
        lock (_gate)
        {
            foreach ((string name, byte[] record) in _records)
                copy._records[name] = (byte[])record.Clone();
        }

        return copy;
    }
}

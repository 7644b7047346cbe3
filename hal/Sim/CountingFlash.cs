using System;
using System.Collections.Generic;

namespace Gateway.Hal.Sim;

/// <summary>What was done to a flash.</summary>
/// <param name="Writes">Records written.</param>
/// <param name="Deletes">Records deleted.</param>
/// <param name="Bytes">Bytes of records written.</param>
/// <param name="Erases">Blocks erased, estimated.</param>
public readonly record struct FlashWear(long Writes, long Deletes, long Bytes, long Erases)
{
    /// <summary>The wear between two counts.</summary>
    public static FlashWear operator -(FlashWear later, FlashWear earlier) => new(
        later.Writes - earlier.Writes, later.Deletes - earlier.Deletes,
        later.Bytes - earlier.Bytes, later.Erases - earlier.Erases);
}

/// <summary>
/// Counts what wears a flash out. The erased blocks are an estimate of what littlefs does on blocks
/// of 4 KiB: the content of a file that is longer than what it keeps inline takes fresh blocks, each
/// erased before it is written; every write and deletion appends to the folder's log, which is
/// compacted into an erased block when it is full. Not counted: littlefs' own tables, and what moves
/// when a block goes bad.
/// </summary>
public sealed class CountingFlash : IFlash
{
    /// <summary>Bytes of a block, the unit of erasing.</summary>
    public const int BlockBytes = 4096;

    // littlefs 2: cache_size, of which a quarter of a block is the usual and largest.
    private const int InlineBytesMax = 1024;

    // Tags and attributes of one commit besides name and inline content.
    private const int CommitBytes = 40;

    // A log is compacted when its block is full; what stays takes half of it, as littlefs splits
    // the folder beyond.
    private const int LogBytes = BlockBytes / 2;

    private readonly IFlash _flash;
    private readonly Action<string>? _onChange;
    private readonly Dictionary<string, long> _writesOf = new(StringComparer.Ordinal);
    private long _logBytes;
    private FlashWear _wear;

    /// <summary>A counter before a flash.</summary>
    /// <param name="flash">What keeps the records.</param>
    /// <param name="onChange">Called with the record's name after each write and deletion.</param>
    public CountingFlash(IFlash flash, Action<string>? onChange = null)
    {
        _flash = flash;
        _onChange = onChange;
    }

    /// <summary>What was done so far.</summary>
    public FlashWear Wear => _wear;

    /// <summary>How often each record was written.</summary>
    public IReadOnlyDictionary<string, long> WritesOf => _writesOf;

    /// <inheritdoc/>
    public byte[] Read(string name) => _flash.Read(name);

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count)
    {
        FlashResult result = _flash.Write(name, data, offset, count);
        if (result != FlashResult.Ok) return result;
        _writesOf[name] = _writesOf.GetValueOrDefault(name) + 1;
        bool isInline = count <= InlineBytesMax;
        long blocks = isInline ? 0 : (count + BlockBytes - 1) / BlockBytes;
        long compactions = Append(name.Length + CommitBytes + (isInline ? count : 0));
        _wear = new FlashWear(_wear.Writes + 1, _wear.Deletes, _wear.Bytes + count,
            _wear.Erases + blocks + compactions);
        _onChange?.Invoke(name);
        return result;
    }

    /// <inheritdoc/>
    public FlashResult Delete(string name)
    {
        FlashResult result = _flash.Delete(name);
        if (result != FlashResult.Ok) return result;
        long compactions = Append(CommitBytes);
        _wear = _wear with { Deletes = _wear.Deletes + 1, Erases = _wear.Erases + compactions };
        _onChange?.Invoke(name);
        return result;
    }

    /// <inheritdoc/>
    public string[] List() => _flash.List();

    private long Append(int bytes)
    {
        _logBytes += bytes;
        long full = _logBytes / LogBytes;
        _logBytes %= LogBytes;
        return full;
    }
}

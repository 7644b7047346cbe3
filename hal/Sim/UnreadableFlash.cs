using System;

namespace Gateway.Hal.Sim;

/// <summary>
/// A flash of which some records cannot be read for a while, as with a bus that fails or a heap
/// that is short: they are listed all the same. Writes and deletions reach them.
/// </summary>
public sealed class UnreadableFlash : IFlash
{
    private readonly IFlash _flash;

    /// <summary>A flash that keeps its records in another.</summary>
    public UnreadableFlash(IFlash flash) => _flash = flash;

    /// <summary>Which records cannot be read now.</summary>
    public Func<string, bool> IsUnreadable { get; set; } = _ => false;

    /// <inheritdoc/>
    public byte[] Read(string name) => IsUnreadable(name) ? null! : _flash.Read(name);

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count) =>
        _flash.Write(name, data, offset, count);

    /// <inheritdoc/>
    public FlashResult Delete(string name) => _flash.Delete(name);

    /// <inheritdoc/>
    public string[] List() => _flash.List();
}

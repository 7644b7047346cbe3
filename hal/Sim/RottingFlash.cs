using System;

namespace Gateway.Hal.Sim;

/// <summary>
/// A flash in which records rot: <see cref="Rot"/> turns a bit of one over, as cells that lose
/// their charge do. Everything else is that of the flash underneath.
/// </summary>
public sealed class RottingFlash : IFlash
{
    private readonly IFlash _flash;

    /// <summary>A flash that keeps its records in another.</summary>
    public RottingFlash(IFlash flash) => _flash = flash;

    /// <summary>Turns over a bit of a record, counted from its first byte's lowest.</summary>
    /// <exception cref="ArgumentException">There is no such record or bit.</exception>
    public void Rot(string name, long bit)
    {
        byte[]? record = _flash.Read(name);
        if (record is null) throw new ArgumentException($"There is no record '{name}'.");
        if (bit < 0 || bit >= 8L * record.Length)
            throw new ArgumentException($"'{name}' has {record.Length} bytes, no bit {bit}.");
        record[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        FlashResult result = _flash.Write(name, record, 0, record.Length);
        if (result != FlashResult.Ok) throw new ArgumentException($"'{name}': {result}");
    }

    /// <inheritdoc/>
    public byte[] Read(string name) => _flash.Read(name);

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count) =>
        _flash.Write(name, data, offset, count);

    /// <inheritdoc/>
    public FlashResult Delete(string name) => _flash.Delete(name);

    /// <inheritdoc/>
    public string[] List() => _flash.List();
}

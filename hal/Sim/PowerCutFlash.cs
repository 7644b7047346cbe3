using System;

namespace Gateway.Hal.Sim;

/// <summary>The power went away inside a flash operation; the board is dead until it
/// restarts.</summary>
public sealed class PowerCutException : Exception
{
    /// <summary>A cut at the given operation.</summary>
    public PowerCutException(long operation, PowerCut cut)
        : base($"The power was cut at flash operation {operation} ({cut}).")
    {
    }
}

/// <summary>What a power cut leaves of the operation that it hits.</summary>
public enum PowerCut
{
    /// <summary>Nothing of it was done.</summary>
    Before = 0,

    /// <summary>A written record is there up to its middle. A deletion is not done.</summary>
    TornShort = 1,

    /// <summary>A written record has its length, and garbage in its second half. A deletion is
    /// not done.</summary>
    TornGarbage = 2,

    /// <summary>Neither the old record nor the new one is there.</summary>
    TornGone = 3,

    /// <summary>All of it was done; only the caller did not learn of it.</summary>
    After = 4,

    /// <summary>A written record is there without a byte. A deletion is not done.</summary>
    TornEmpty = 5,
}

/// <summary>
/// Cuts the power at one operation that changes the flash (a write or a deletion, counted from 1).
/// From then on every call throws, as a board without power does nothing more. What is left is
/// found in the flash underneath.
/// </summary>
public sealed class PowerCutFlash : IFlash
{
    private const uint GarbageFactor = 2654435761;

    private readonly IFlash _flash;
    private readonly long _cutAt;
    private readonly PowerCut _cut;

    /// <summary>A flash that loses power.</summary>
    /// <param name="flash">What keeps the records.</param>
    /// <param name="cutAt">The operation to hit; 0 only counts.</param>
    /// <param name="cut">What is left of it.</param>
    public PowerCutFlash(IFlash flash, long cutAt = 0, PowerCut cut = PowerCut.Before)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cutAt);
        _flash = flash;
        _cutAt = cutAt;
        _cut = cut;
    }

    /// <summary>Writes and deletions so far, the one that was hit included.</summary>
    public long Operations { get; private set; }

    /// <summary>Whether the power is gone.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public byte[] Read(string name)
    {
        ThrowIfCut();
        return _flash.Read(name);
    }

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count)
    {
        if (!IsHit()) return _flash.Write(name, data, offset, count);
        switch (_cut)
        {
            case PowerCut.TornShort:
                _flash.Write(name, data, offset, count / 2);
                break;
            case PowerCut.TornEmpty:
                _flash.Write(name, data, offset, 0);
                break;
            case PowerCut.TornGarbage:
                byte[] torn = data.AsSpan(offset, count).ToArray();
                Spoil(torn, count / 2);
                _flash.Write(name, torn, 0, count);
                break;
            case PowerCut.TornGone:
                _flash.Delete(name);
                break;
            case PowerCut.After:
                _flash.Write(name, data, offset, count);
                break;
        }

        throw new PowerCutException(Operations, _cut);
    }

    /// <inheritdoc/>
    public FlashResult Delete(string name)
    {
        if (!IsHit()) return _flash.Delete(name);
        if (_cut is PowerCut.After or PowerCut.TornGone) _flash.Delete(name);
        throw new PowerCutException(Operations, _cut);
    }

    /// <inheritdoc/>
    public string[] List()
    {
        ThrowIfCut();
        return _flash.List();
    }

    private bool IsHit()
    {
        ThrowIfCut();
        Operations++;
        IsCut = Operations == _cutAt;
        return IsCut;
    }

    private void ThrowIfCut()
    {
        if (IsCut) throw new PowerCutException(Operations, _cut);
    }

    // The same garbage for the same operation, and no byte as it was, so that a case replays.
    private void Spoil(byte[] record, int from)
    {
        for (int i = from; i < record.Length; i++)
        {
            uint noise = ((uint)Operations + (uint)i) * GarbageFactor;
            record[i] ^= (byte)((noise >> 24) | 1);
        }
    }
}

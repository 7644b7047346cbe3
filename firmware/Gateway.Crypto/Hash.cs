using System;

namespace Gateway.Crypto;

/// <summary>
/// A running hash. It cuts the message into blocks and pads it (FIPS 180-4 5.1); the compression
/// function is the subclass's. Nothing is allocated after the constructor.
/// </summary>
public abstract class Hash
{
    /// <summary>Words of the longest chaining value.</summary>
    internal const int StateWords = 8;

    private readonly byte[] _block;
    private int _used;
    private long _total;

    /// <summary>For subclasses: block and digest length, in bytes.</summary>
    protected Hash(int blockBytes, int sizeBytes)
    {
        BlockBytes = blockBytes;
        SizeBytes = sizeBytes;
        _block = new byte[blockBytes];
    }

    /// <summary>Length of the digest, in bytes.</summary>
    public int SizeBytes { get; }

    /// <summary>Length of a block, in bytes; HMAC pads its key to it.</summary>
    public int BlockBytes { get; }

    /// <summary>Starts a new message.</summary>
    public void Reset()
    {
        _used = 0;
        _total = 0;
        ResetState();
    }

    /// <summary>Takes in the next bytes of the message.</summary>
    public void Update(byte[] data, int offset, int count)
    {
        if (offset < 0 || count < 0 || offset > data.Length - count)
        {
            throw new ArgumentException("range");
        }

        _total += count;
        if (_used > 0)
        {
            int fill = BlockBytes - _used;
            if (fill > count) fill = count;
            Array.Copy(data, offset, _block, _used, fill);
            _used += fill;
            offset += fill;
            count -= fill;
            if (_used < BlockBytes) return;
            Compress(_block, 0);
            _used = 0;
        }

        for (; count >= BlockBytes; count -= BlockBytes)
        {
            Compress(data, offset);
            offset += BlockBytes;
        }

        if (count == 0) return;
        Array.Copy(data, offset, _block, 0, count);
        _used = count;
    }

    /// <summary>
    /// Writes the digest (<see cref="SizeBytes"/> bytes) and starts a new message. The output may
    /// be the array that was hashed.
    /// </summary>
    public void Finish(byte[] output, int offset)
    {
        // FIPS 180-4 5.1: a one bit, zeros, the length in bits; 64 bits of it suffice for a long.
        int lengthAt = BlockBytes - (BlockBytes >> 3);
        _block[_used++] = 0x80;
        Array.Clear(_block, _used, BlockBytes - _used);
        if (_used > lengthAt)
        {
            Compress(_block, 0);
            Array.Clear(_block, 0, BlockBytes);
        }

        int at = BlockBytes;
        for (ulong bits = (ulong)_total << 3; bits != 0; bits >>= 8) _block[--at] = (byte)bits;
        Compress(_block, 0);
        WriteDigest(output, offset);
        Reset();
    }

    /// <summary>Forgets the message and overwrites all that was derived from it.</summary>
    public void Wipe()
    {
        Array.Clear(_block, 0, BlockBytes);
        WipeSchedule();
        Reset();
    }

    /// <summary>Copies out the chaining value; only at a block boundary.</summary>
    internal void SaveState(ulong[] target)
    {
        if (_used != 0) throw new InvalidOperationException("inside a block");
        CopyState(target);
    }

    /// <summary>Goes on from a saved chaining value, after that many bytes.</summary>
    internal void LoadState(ulong[] source, int totalBytes)
    {
        _used = 0;
        _total = totalBytes;
        SetState(source);
    }

    /// <summary>Sets the initial chaining value.</summary>
    protected abstract void ResetState();

    /// <summary>Takes one block into the chaining value.</summary>
    protected abstract void Compress(byte[] data, int offset);

    /// <summary>Writes the chaining value as the digest.</summary>
    protected abstract void WriteDigest(byte[] output, int offset);

    /// <summary>Copies the chaining value out, one word an element.</summary>
    protected abstract void CopyState(ulong[] target);

    /// <summary>Takes the chaining value over.</summary>
    protected abstract void SetState(ulong[] source);

    /// <summary>Overwrites the message schedule.</summary>
    protected abstract void WipeSchedule();
}

using System.Text;
using Gateway.Core;

namespace Gateway.Store;

/// <summary>
/// Writes the fields of a record's payload: integers big-endian, ranges with a 16-bit length before
/// them.
/// </summary>
public sealed class FieldWriter
{
    private byte[] _buffer = new byte[256];
    private int _count;

    /// <summary>One byte.</summary>
    public void Byte(int value)
    {
        Reserve(1);
        _buffer[_count++] = (byte)value;
    }

    /// <summary>Eight bytes.</summary>
    public void Int64(long value)
    {
        for (int shift = 56; shift >= 0; shift -= 8) Byte((int)(value >> shift) & 255);
    }

    /// <summary>A range of at most 65535 bytes, its length first.</summary>
    public void Range(byte[] value)
    {
        if (value.Length > ushort.MaxValue) throw new System.ArgumentException("value");
        Byte(value.Length >> 8);
        Byte(value.Length & 255);
        Reserve(value.Length);
        System.Array.Copy(value, 0, _buffer, _count, value.Length);
        _count += value.Length;
    }

    /// <summary>A text as UTF-8, its length first.</summary>
    public void Text(string value) => Range(Encoding.UTF8.GetBytes(value));

    /// <summary>All that was written; the inner buffer is wiped.</summary>
    public byte[] Take()
    {
        byte[] all = Bytes.Slice(_buffer, 0, _count);
        Bytes.Wipe(_buffer);
        _count = 0;
        return all;
    }

    private void Reserve(int count)
    {
        if (_count + count <= _buffer.Length) return;
        byte[] larger = new byte[(_count + count) * 2];
        System.Array.Copy(_buffer, 0, larger, 0, _count);
        Bytes.Wipe(_buffer);
        _buffer = larger;
    }
}

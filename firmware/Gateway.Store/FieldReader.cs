using System.Text;
using Gateway.Core;

namespace Gateway.Store;

/// <summary>
/// Reads what <see cref="FieldWriter"/> wrote; the first error sticks and is asked once.
/// </summary>
public sealed class FieldReader
{
    private readonly byte[] _buffer;
    private int _at;

    /// <summary>Reads the whole array.</summary>
    public FieldReader(byte[] buffer) => _buffer = buffer;

    /// <summary>False once a field ran over the end.</summary>
    public bool IsOk { get; private set; } = true;

    /// <summary>Whether everything was well-formed and nothing is left.</summary>
    public bool IsComplete => IsOk && _at == _buffer.Length;

    /// <summary>One byte; 0 after an error.</summary>
    public int Byte()
    {
        if (!Has(1)) return 0;
        return _buffer[_at++];
    }

    /// <summary>Eight bytes; 0 after an error.</summary>
    public long Int64()
    {
        long value = 0;
        for (int i = 0; i < 8; i++) value = (value << 8) | (uint)Byte();
        return IsOk ? value : 0;
    }

    /// <summary>A copy of the range; empty after an error.</summary>
    public byte[] Range()
    {
        int count = (Byte() << 8) | Byte();
        if (!Has(count)) return new byte[0];
        byte[] value = Bytes.Slice(_buffer, _at, count);
        _at += count;
        return value;
    }

    /// <summary>Passes over a range; its length, 0 after an error.</summary>
    public int SkipRange()
    {
        int count = (Byte() << 8) | Byte();
        if (!Has(count)) return 0;
        _at += count;
        return count;
    }

    /// <summary>A text; "" after an error.</summary>
    public string Text()
    {
        byte[] value = Range();
        return Encoding.UTF8.GetString(value, 0, value.Length);
    }

    private bool Has(int count)
    {
        if (IsOk && count <= _buffer.Length - _at) return true;
        IsOk = false;
        return false;
    }
}

using Gateway.Core;

namespace Gateway.Cli;

/// <summary>
/// What was typed while a job ran, up to a limit. What was taken is wiped: it may be a secret.
/// </summary>
internal sealed class TypeAhead
{
    internal const int SizeMax = 2048;

    private byte[] _bytes;
    private int _head;
    private int _tail;

    internal bool IsEmpty => _head == _tail;

    /// <summary>Keeps a byte; false when there is no room.</summary>
    internal bool Add(byte value)
    {
        if (_bytes == null) _bytes = new byte[SizeMax];
        if (_tail == SizeMax) return false;
        _bytes[_tail++] = value;
        return true;
    }

    internal byte Take()
    {
        byte value = _bytes[_head];
        _bytes[_head++] = 0;
        if (_head == _tail) Clear();
        return value;
    }

    internal void Clear()
    {
        Bytes.Wipe(_bytes);
        _bytes = null;
        _head = 0;
        _tail = 0;
    }
}

using Gateway.Core;

namespace Gateway.Cli;

/// <summary>
/// What was typed while a job ran, up to a limit. What was taken is wiped: it may be a secret.
/// </summary>
internal sealed class TypeAhead
{
    internal const int SizeMax = 2048;

    private byte[] bytes;
    private int head;
    private int tail;

    internal bool IsEmpty => head == tail;

    /// <summary>Keeps a byte; false when there is no room.</summary>
    internal bool Add(byte value)
    {
        if (bytes == null) bytes = new byte[SizeMax];
        if (tail == SizeMax) return false;
        bytes[tail++] = value;
        return true;
    }

    internal byte Take()
    {
        byte value = bytes[head];
        bytes[head++] = 0;
        if (head == tail) Clear();
        return value;
    }

    internal void Clear()
    {
        Bytes.Wipe(bytes);
        bytes = null;
        head = 0;
        tail = 0;
    }
}

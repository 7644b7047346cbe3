using System;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>A bounded queue of bytes between two threads.</summary>
internal sealed class ByteQueue
{
    private readonly object _gate = new();
    private readonly byte[] _ring;
    private int _start;
    private int _count;
    private bool _isCompleted;

    /// <summary>An empty queue of the given capacity.</summary>
    public ByteQueue(int capacityBytes) => _ring = new byte[capacityBytes];

    /// <summary>Bytes waiting.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Whether nothing more will come; what waits can still be read.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate)
            {
                return _isCompleted;
            }
        }
    }

    /// <summary>Takes what waits: 0 when there is nothing, -1 when nothing will come.</summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> target = buffer.AsSpan(offset, count);
        lock (_gate)
        {
            if (_count == 0) return _isCompleted ? -1 : 0;
            int taken = Math.Min(count, _count);
            for (int i = 0; i < taken; i++) target[i] = _ring[(_start + i) % _ring.Length];
            _start = (_start + taken) % _ring.Length;
            _count -= taken;
            Monitor.PulseAll(_gate);
            return taken;
        }
    }

    /// <summary>Puts all bytes in, waiting for room.</summary>
    /// <returns>False when the queue was completed or the room did not come in time.</returns>
    public bool Write(ReadOnlySpan<byte> data, int timeoutMs)
    {
        lock (_gate)
        {
            while (true)
            {
                if (_isCompleted) return false;
                int part = Math.Min(data.Length, _ring.Length - _count);
                Append(data[..part]);
                data = data[part..];
                if (data.IsEmpty) return true;
                if (!Monitor.Wait(_gate, timeoutMs)) return false;
            }
        }
    }

    /// <summary>Puts all bytes in; the oldest go when there is no room.</summary>
    public void WriteOverOldest(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            if (data.Length > _ring.Length) data = data[^_ring.Length..];
            int excess = Math.Max(0, _count + data.Length - _ring.Length);
            _start = (_start + excess) % _ring.Length;
            _count -= excess;
            Append(data);
        }
    }

    /// <summary>Lets nothing more in.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        foreach (byte b in data) _ring[(_start + _count++) % _ring.Length] = b;
    }
}

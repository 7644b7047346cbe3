using System;
using System.Text;

namespace Gateway.Hal.Sim;

/// <summary>A line within the process: the board has this end, a test or a script types at
/// <see cref="Peer"/>.</summary>
public sealed class LoopbackSerialLine : ISimSerialLine
{
    private const int CapacityBytes = 1 << 20;
    private readonly ByteQueue _toBoard = new(CapacityBytes);
    private readonly ByteQueue _fromBoard = new(CapacityBytes);

    /// <summary>A line with both ends.</summary>
    public LoopbackSerialLine() => Peer = new LoopbackPeer(_toBoard, _fromBoard);

    /// <summary>The other end.</summary>
    public LoopbackPeer Peer { get; }

    /// <inheritdoc/>
    public string Description => "loopback";

    /// <inheritdoc/>
    public bool IsAtEnd => _toBoard.IsCompleted && _toBoard.Count == 0;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count) => _toBoard.Read(buffer, offset, count);

    /// <summary>Sends the bytes; when nobody reads the other end, the oldest are lost.</summary>
    public void Write(byte[] buffer, int offset, int count) =>
        _fromBoard.WriteOverOldest(buffer.AsSpan(offset, count));

    /// <summary>Closes the line.</summary>
    public void Dispose() => Peer.Close();
}

/// <summary>The end of a <see cref="LoopbackSerialLine"/> where somebody sits.</summary>
public sealed class LoopbackPeer
{
    private const int ChunkBytes = 4096;
    private readonly ByteQueue _toBoard;
    private readonly ByteQueue _fromBoard;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    internal LoopbackPeer(ByteQueue toBoard, ByteQueue fromBoard)
    {
        _toBoard = toBoard;
        _fromBoard = fromBoard;
    }

    /// <summary>Bytes typed that the board has not read yet.</summary>
    public int UnreadBytes => _toBoard.Count;

    /// <summary>Types text as it is.</summary>
    /// <exception cref="InvalidOperationException">The line is closed, or the board reads nothing
    /// although a megabyte waits.</exception>
    public void Write(string text)
    {
        if (!_toBoard.Write(Encoding.UTF8.GetBytes(text), timeoutMs: 0))
            throw new InvalidOperationException("The board does not read its serial line.");
    }

    /// <summary>Types text and the Enter key (CR).</summary>
    public void WriteLine(string text) => Write(text + "\r");

    /// <summary>What the board has sent since the last call, "" when it was silent.</summary>
    public string ReadText()
    {
        if (_fromBoard.Count == 0) return "";
        StringBuilder text = new();
        byte[] chunk = new byte[ChunkBytes];
        char[] characters = new char[ChunkBytes];
        for (int taken; (taken = _fromBoard.Read(chunk, 0, chunk.Length)) > 0;)
        {
            int decoded = _decoder.GetChars(chunk, 0, taken, characters, 0, flush: false);
            text.Append(characters, 0, decoded);
        }

        return text.ToString();
    }

    /// <summary>Leaves: the board reads the end of the line after what was typed.</summary>
    public void Close() => _toBoard.Complete();
}

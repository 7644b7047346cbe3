namespace Gateway.Hal;

/// <summary>The serial line of the console: bytes both ways, never blocking on read.</summary>
public interface ISerialLine
{
    /// <summary>Takes what has arrived, at most <paramref name="count"/> bytes; 0 when nothing is
    /// there, -1 when the line is closed for good.</summary>
    int Read(byte[] buffer, int offset, int count);

    /// <summary>Sends the bytes; may block until the line took them.</summary>
    void Write(byte[] buffer, int offset, int count);
}

using System.Text;
using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>Sends a terminal's bytes to the serial line.</summary>
internal sealed class LineOutput : ITerminalOutput, ITextSink
{
    private readonly ISerialLine _line;

    public LineOutput(ISerialLine line) => _line = line;

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count) => _line.Write(buffer, offset, count);

    /// <summary>Sends a line of text as it is before there is a terminal.</summary>
    public void Line(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\r\n");
        _line.Write(bytes, 0, bytes.Length);
    }
}

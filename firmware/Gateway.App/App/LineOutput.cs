using System.Text;
using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.App;

/// <summary>Sends a terminal's bytes to the serial line.</summary>
internal sealed class LineOutput : ITerminalOutput, ITextSink
{
    private readonly ISerialLine _line;
    private readonly int _screenWidth;

    /// <summary>Output to a screen of so many columns; 0 for lines of any length.</summary>
    public LineOutput(ISerialLine line, int screenWidth)
    {
        _line = line;
        _screenWidth = screenWidth;
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count) => _line.Write(buffer, offset, count);

    /// <summary>Sends a line of text before there is a terminal.</summary>
    public void Line(string text)
    {
        foreach (string row in SentenceRows.Of(text, _screenWidth))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(row + "\r\n");
            _line.Write(bytes, 0, bytes.Length);
        }
    }
}

using Gateway.App;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>What a start says before there is a terminal.</summary>
public sealed class LineOutputTests
{
    [Theory]
    [InlineData(20, "Warning: The time is\r\n over.\r\n#  a line of a configuration\r\n")]
    [InlineData(0, "Warning: The time is over.\r\n#  a line of a configuration\r\n")]
    public void Sentences_are_broken_at_the_width_of_the_screen(int width, string expected)
    {
        using LoopbackSerialLine line = new();
        LineOutput output = new(line, width == 0 ? 0 : width + 1);
        output.Line("Warning: The time is over.");
        output.Line("#  a line of a configuration");
        Assert.Equal(expected, line.Peer.ReadText());
    }
}

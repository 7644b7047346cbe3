using System.Collections.Generic;
using Gateway.Simulator;
using Xunit;

namespace Gateway.Tests.Simulator;

/// <summary>What a terminal shows.</summary>
public class TerminalScreenTests
{
    [Theory]
    [InlineData("abc\r\n", "abc|")]
    [InlineData("abc", "abc")]
    [InlineData("abc\nd", "abc|d")]
    [InlineData("abc\rX", "Xbc")]
    [InlineData("50%\r\x1b[Kdone\r\n", "done|")]
    [InlineData("50%\r\x1b[0K\r\n", "|")]
    [InlineData("abcdef\x1b[3D\x1b[K", "abc")]
    [InlineData("abcdef\x1b[3D\x1b[1Kx", "   xef")]
    [InlineData("abc\x1b[2Kx", "   x")]
    [InlineData("abc\b\b \b", "a c")]
    [InlineData("abc\b\bX", "aXc")]
    [InlineData("\b\x1b[9Da", "a")]
    [InlineData("a\x1b[3Cb", "a   b")]
    [InlineData("a\x1b[Cb", "a b")]
    [InlineData("abc\x1b[2Gx", "axc")]
    [InlineData("a\tb", "a       b")]
    [InlineData("a\x1b[1;31mb\x1b[0mc", "abc")]
    [InlineData("a\x1b[2J\x1b[?25lb", "ab")]
    [InlineData("a\u001b7b", "ab")]
    [InlineData("a\a\0\x7f" + "b", "ab")]
    [InlineData("  ---- More ----\x1b[16D\x1b[Knext\n", "next|")]
    [InlineData("\u00e4\u6f22\n", "\u00e4\u6f22|")]
    [InlineData("a\x1b[99999999999Cb", "a b")]
    public void Shows(string text, string expected)
    {
        Assert.Equal(expected, Show([text]));
        Assert.Equal(expected, Show(Characters(text)));
    }

    [Fact]
    public void A_line_has_a_limit()
    {
        string shown = Show([new string('w', 10_000), "\n", "\x1b[4000C\x1b[4000Cx"]);
        Assert.Equal(new string('w', TerminalScreen.ColumnsMax) + "|", shown);
    }

    private static IEnumerable<string> Characters(string text)
    {
        foreach (char c in text) yield return c.ToString();
    }

    private static string Show(IEnumerable<string> parts)
    {
        string shown = "";
        TerminalScreen screen = new(line => shown += line + "|");
        foreach (string part in parts) screen.Write(part);
        return shown + screen.Current;
    }
}

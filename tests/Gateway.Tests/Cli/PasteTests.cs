using System;
using System.Linq;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>A certificate that is pasted at the console.</summary>
public class PasteTests
{
    private const string Command = "pki import-certificate local filename p.cer terminal";
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const int LengthMax = 8192;
    private const int LineLength = 64;

    private static ShellHarness Asked() =>
        ShellHarness.Started().Enter("system-view", Command);

    // A text of so many characters, line ends included.
    private static string[] Text(int length)
    {
        int left = length - Begin.Length - End.Length - 2;
        string[] lines = Enumerable.Repeat(new string('A', LineLength), left / (LineLength + 1))
            .ToArray();
        return [Begin, .. lines, new string('B', (left % (LineLength + 1)) - 1), End];
    }

    [Theory]
    [InlineData(LengthMax, true)]
    [InlineData(LengthMax + 1, false)]
    [InlineData(20 * LengthMax, false)]
    public void It_has_a_size_limit(int length, bool isRight)
    {
        ShellHarness shell = Asked().Enter(Text(length));
        Assert.Equal(isRight, shell.Board.Files.ContainsKey("p.cer"));
        if (isRight)
        {
            Assert.Equal(string.Join("\n", Text(length)) + "\n", Assert.Single(shell.Board.Pasted));
            Assert.EndsWith("Please select [Y/N]:", shell.Screen.Text);
            return;
        }

        Assert.Empty(shell.Board.Pasted);
        Assert.EndsWith("\nError: The pasted text is no certificate in PEM form: it has more than"
            + " 8192 characters; enter the command again.\n[~HUAWEI] ", shell.Screen.Text);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("  \r\n\r\n")]
    public void The_board_gets_the_same_bytes_whatever_ends_the_lines(string lineEnd)
    {
        foreach (int size in new[] { int.MaxValue, 1, 7 })
        {
            ShellHarness shell = Asked();
            string typed = string.Join(lineEnd, Begin, "MIIB", "AA==", End) + lineEnd;
            for (int at = 0; at < typed.Length; at += Math.Min(size, typed.Length - at))
            {
                shell.Type(typed.Substring(at, Math.Min(size, typed.Length - at)));
            }

            Assert.Equal(Begin + "\nMIIB\nAA==\n" + End + "\n",
                Assert.Single(shell.Board.Pasted));
        }
    }

    [Fact]
    public void A_line_that_no_terminal_takes_is_refused()
    {
        ShellHarness shell = Asked().Enter(Begin, new string('A', 301), End);
        Assert.Contains("PEM form: a line of it is too long;", shell.Screen.Text);
        Assert.Empty(shell.Board.Pasted);
    }

    [Fact]
    public void A_private_key_pasted_by_mistake_is_neither_kept_nor_taken_for_commands()
    {
        ShellHarness shell = Asked().Enter("-----BEGIN PRIVATE KEY-----", "MIIEsecretsecret",
            "sysname A", "-----END PRIVATE KEY-----");
        Assert.EndsWith("it does not begin with -----BEGIN CERTIFICATE-----; enter the command"
            + " again.\n[~HUAWEI] ", shell.Screen.Text);
        Assert.Empty(shell.Board.Pasted);
        Assert.DoesNotContain("secret", shell.Answer("display history-command"));
        Assert.Equal("HUAWEI", shell.Transaction.Candidate.SystemName);
    }

    [Fact]
    public void What_is_pasted_is_imported_and_configured()
    {
        ShellHarness shell = Asked().Enter(Begin, "MIIB", End, "y");
        Assert.EndsWith("Info: Delete Success.\n[*HUAWEI] ", shell.Screen.Text);
        Assert.Empty(shell.Board.Files);
        Assert.Contains("pki import-certificate local filename p.cer\n", shell.CandidateText);
    }

    [Fact]
    public void A_notice_in_the_middle_does_no_harm()
    {
        ShellHarness shell = Asked();
        shell.Type(Begin + "\rMII");
        shell.Terminal.Notify("Info: Up.");
        shell.Type("B\r" + End + "\r");
        Assert.Equal(Begin + "\nMIIB\n" + End + "\n", Assert.Single(shell.Board.Pasted));
    }
}

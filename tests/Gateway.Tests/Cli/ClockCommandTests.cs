using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>The commands of the clock and the time server.</summary>
public class ClockCommandTests
{
    private static readonly long s_later = UtcTime.FromCivil(2026, 2, 1, 0, 0, 0);

    [Fact]
    public void Forward_is_set_at_once()
    {
        ShellHarness shell = ShellHarness.Started();
        Assert.Equal("", shell.Answer("clock datetime 00:00:00 2026-02-01"));
        Assert.Equal(s_later, shell.Board.Now);
    }

    [Theory]
    [InlineData("clock datetime 09:33:09 2026-01-31", "00:00:01")]
    [InlineData("clock datetime 05:32:08 2026-01-30", "1 day 04:01:02")]
    [InlineData("clock datetime 09:33:10 2025-01-31", "365 days 00:00:00")]
    public void Back_is_asked_for(string command, string span)
    {
        ShellHarness shell = ShellHarness.Started();
        long before = shell.Board.Now;
        string question = " Warning: The clock goes back by " + span + ".\n Continue? [Y/N]:";
        shell.Enter(command);
        Assert.EndsWith(question, shell.Screen.Text);
        shell.Enter("n");
        Assert.Equal(before, shell.Board.Now);
        shell.Enter(command, "y");
        Assert.True(shell.Board.Now < before);
    }

    [Fact]
    public void Forward_over_what_becomes_of_certificates_is_asked_for()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Board.ClockOutlook = ["own.cer has expired then.", "Nobody sets it back."];
        long before = shell.Board.Now;
        shell.Enter("clock datetime 00:00:00 2026-02-01");
        Assert.EndsWith(" Warning: own.cer has expired then.\n Warning: Nobody sets it back.\n"
            + " Continue? [Y/N]:", shell.Screen.Text);
        shell.Enter("n");
        Assert.Equal(before, shell.Board.Now);
        shell.Enter("clock datetime 00:00:00 2026-02-01", "y");
        Assert.Equal(s_later, shell.Board.Now);
    }

    [Fact]
    public void What_the_board_refuses_is_not_asked()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Board.ClockRefusal = "The time is before that.";
        Assert.Equal("Error: The time is before that.",
            shell.Answer("clock datetime 00:00:00 2020-02-01"));
    }

    [Fact]
    public void A_time_server_is_configured_and_removed()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Enter("system-view", "ntp unicast-server 10.1.0.9", "commit");
        Assert.Contains("#\nntp unicast-server 10.1.0.9\n", shell.RunningText);
        Assert.Equal("Error: This server is not asked for the time; 'undo ntp unicast-server'"
            + " removes the one that is.", shell.Answer("undo ntp unicast-server 10.1.0.8"));
        Assert.Equal("", shell.Answer("undo ntp unicast-server 10.1.0.9"));
        Assert.DoesNotContain("ntp", shell.CandidateText);
        shell.Enter("ntp unicast-server 10.1.0.9");
        Assert.Equal("", shell.Answer("undo ntp unicast-server"));
        Assert.DoesNotContain("ntp", shell.CandidateText);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.1.1")]
    [InlineData("255.255.255.255")]
    public void An_address_of_no_host_is_no_server(string address)
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        Assert.Equal("Error: No server can have this address; enter a host's address.",
            shell.Answer("ntp unicast-server " + address));
        Assert.DoesNotContain("ntp", shell.CandidateText);
    }

    [Fact]
    public void A_configuration_text_may_name_the_server()
    {
        ShellHarness shell = ShellHarness.Started();
        Assert.Equal(0, shell.Terminal.Replay("#\nntp unicast-server 10.1.0.9\n#\nreturn\n")
            .RefusedCount);
        Assert.Contains("ntp unicast-server 10.1.0.9", shell.CandidateText);
    }
}

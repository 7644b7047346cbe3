using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>The commands of a trial, as an operator types them.</summary>
public sealed class TrialTests
{
    private const string Status = "display configuration trial status";

    [Fact]
    public void A_trial_says_until_when_and_a_commit_keeps_it()
    {
        ShellHarness shell = Edited();
        Assert.Equal(" Info: The trial configuration runs for 600 seconds, until 2026-01-31"
            + " 09:43:10 UTC; 'commit' keeps it, 'abort trial' ends it.",
            shell.Answer("commit trial"));
        Assert.Equal("[~B] ", shell.Screen.CurrentLine);
        Assert.Equal(" Trial Configuration Information:\n   Total time           : 600 s\n"
            + "   Time left            : 600 s\n"
            + "   Ends at              : 2026-01-31 09:43:10 UTC", shell.Answer(Status));
        Assert.Equal(" Info: The trial is over; the configuration is kept.",
            shell.Answer("commit"));
        Assert.Equal(" Info: No trial configuration is running.", shell.Answer(Status));
        Assert.Equal("", shell.Answer("commit"));
        Assert.Equal("[~B] ", shell.Screen.CurrentLine);
    }

    [Fact]
    public void An_abort_goes_back_and_leaves_the_trial_as_candidate()
    {
        ShellHarness shell = Edited();
        Assert.Equal("Error: No trial configuration is running; 'commit trial' starts one.",
            shell.Answer("abort trial"));
        shell.Enter("commit trial 60");
        Assert.Equal(" Info: The trial is over; what was committed before is running again.\n"
            + " Info: The trial configuration is the candidate; 'clear configuration candidate'"
            + " gives it up.", shell.Answer("abort trial"));
        Assert.Equal("[*HUAWEI] ", shell.Screen.CurrentLine);
        Assert.Contains("sysname B", shell.CandidateText);
        shell.Enter("clear configuration candidate");
        Assert.Equal("[~HUAWEI] ", shell.Screen.CurrentLine);
        Assert.Contains("sysname HUAWEI", shell.CandidateText);
    }

    [Fact]
    public void A_second_trial_starts_over()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        Assert.Equal(" Info: Nothing was edited; there is nothing to try.",
            shell.Answer("commit trial"));
        shell.Enter("sysname B", "commit trial 60");
        Assert.StartsWith(" Info: The trial configuration runs for 65535 seconds",
            shell.Answer("commit trial 65535"));
        Assert.Equal("HUAWEI", shell.Transaction.Lasting.SystemName);
    }

    [Theory]
    [InlineData("commit trial 59")]
    [InlineData("commit trial 65536")]
    [InlineData("commit trial now")]
    public void The_time_has_limits(string command) =>
        Assert.Contains("Error: Wrong parameter", Edited().Answer(command));

    [Fact]
    public void A_trial_is_not_saved_and_a_restart_is_warned_of()
    {
        ShellHarness shell = Edited().Enter("commit trial");
        Assert.Equal("Error: A trial configuration is running; keep it with 'commit' or end it"
            + " with 'abort trial', then save.", shell.Answer("save"));
        Assert.Equal(" Warning: A trial configuration is running; it goes on after the restart"
            + " with the time that is left.", shell.Answer("reboot"));
        shell.Type("n\r");
        Assert.True(shell.Transaction.IsTrial);
    }

    [Fact]
    public void A_refused_trial_is_told_and_leaves_the_candidate_edited()
    {
        ShellHarness shell = Edited();
        shell.Board.CommitRefusal = "No.";
        Assert.Equal("Error: No.", shell.Answer("commit trial"));
        Assert.Equal("[*HUAWEI] ", shell.Screen.CurrentLine);
        shell.Board.CommitRefusal = null;
        shell.Enter("commit trial");
        shell.Board.CommitRefusal = "No.";
        Assert.Equal("Error: No.", shell.Answer("abort trial"));
        Assert.Equal("[~B] ", shell.Screen.CurrentLine);
    }

    private static ShellHarness Edited() =>
        ShellHarness.Started().Enter("system-view", "sysname B");
}

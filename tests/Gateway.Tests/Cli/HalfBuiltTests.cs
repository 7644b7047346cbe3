using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>What the firmware does not do is no command: nothing is taken and ignored.</summary>
public class HalfBuiltTests
{
    [Theory]
    [InlineData("ip route-static 0.0.0.0 0 10.2.0.1")]
    [InlineData("undo ip route-static 0.0.0.0 0")]
    public void The_system_view_has_no_such_command(string command) =>
        Assert.Contains("Error: ", ShellHarness.Started().Enter("system-view").Answer(command));

    [Theory]
    [InlineData("cmp-request source ip-address 10.2.0.2")]
    [InlineData("undo cmp-request source")]
    public void The_session_view_has_no_such_command(string command)
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        Assert.Contains("Error: Unrecognized command", shell.Answer(command));
    }
}

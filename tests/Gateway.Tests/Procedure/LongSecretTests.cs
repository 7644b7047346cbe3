using System.Linq;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>The longest secret goes through flash, print and paste as short ones do.</summary>
public class LongSecretTests
{
    private const string NoEndpoint = "127.0.0.1:9";

    [Fact]
    public void A_secret_of_128_characters_survives_a_restart_and_a_paste()
    {
        using ConsoleBench board = new(NoEndpoint);
        board.Configure(new string('s', 128));
        string[] before = Configuration(board);
        Assert.Contains(before, line => line.Contains("%@%#") && line.Trim().Length > 255);

        using ConsoleBench restarted = new(NoEndpoint, board);
        Assert.Equal(before, Configuration(restarted));

        restarted.Type("system-view", "undo pki cmp session cmp", "commit",
            "load configuration terminal");
        restarted.Type(before.Skip(1).ToArray());
        Assert.DoesNotContain(restarted.Type("commit"), line => line.Contains("Error"));
        Assert.Equal(before, Configuration(restarted));

        string cipher = before.Single(line => line.Contains("%@%#")).Trim();
        string[] typed = restarted.Type("pki cmp session cmp", cipher, "quit", "commit");
        Assert.DoesNotContain(typed, line => line.Contains("Error"));
        Assert.Equal(before, Configuration(restarted));
    }

    [Fact]
    public void A_secret_of_129_characters_is_refused()
    {
        using ConsoleBench board = new(NoEndpoint);
        string[] transcript = board.Configure(new string('s', 129));
        Assert.Contains(transcript, line => line.Contains("1 to 128 printable characters"));
    }

    private static string[] Configuration(ConsoleBench board)
    {
        string[] lines = board.Type("display current-configuration");
        return lines.Skip(1).Take(lines.Length - 2).ToArray();
    }
}

using System;
using System.Linq;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>The seed of the random generator at the console.</summary>
public class RandomCommandTests
{
    private const string Digits =
        "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
    private const string Done =
        " Info: The random generator is seeded, and stays so after a restart.";

    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_typed_seed_is_taken_and_never_shown()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        Assert.Equal(Done, shell.Answer("pki random-seed " + Digits));
        Assert.Equal(Seed, shell.Board.Seed);
        shell.Type("\u001b[A");
        Assert.EndsWith("pki random-seed ******", shell.Screen.CurrentLine.TrimEnd());
        shell.Type("\u0003");
        Assert.DoesNotContain(Digits, shell.Raw);
        Assert.DoesNotContain(Digits[..16], shell.Answer("display history-command"));
    }

    [Fact]
    public void It_is_asked_for_without_an_echo()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        shell.Type("pki random-seed\r");
        Assert.Equal("Enter the seed:", shell.Screen.CurrentLine);
        shell.Type(Digits + Digits + "\r");
        Assert.Equal([.. Seed, .. Seed], shell.Board.Seed!);
        Assert.DoesNotContain(Digits, shell.Raw);
    }

    [Fact]
    public void Anything_else_is_refused()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        foreach (string wrong in new[]
            { Digits[1..], Digits[2..], "g" + Digits[1..], Digits + Digits + "00", "x" })
        {
            Assert.StartsWith("Error: The seed must be 64 to 128 hex digits",
                shell.Answer("pki random-seed " + wrong));
        }

        Assert.Null(shell.Board.Seed);
        Assert.Equal("   State: seeded", shell.Answer("display pki random"));
    }

    [Fact]
    public void A_secret_that_cannot_be_sealed_says_why()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Board.NotReady = "Seed me.";
        shell.Enter("system-view", "pki cmp session s1");
        Assert.Equal("Error: Seed me.",
            shell.Answer("cmp-request message-authentication-code 1234 a-secret"));
    }
}

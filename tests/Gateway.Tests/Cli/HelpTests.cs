using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>
/// Walks the whole command tree of every view by help alone, as an operator could.
/// </summary>
public class HelpTests
{
    private const int DepthMax = 12;
    private const int ScreenWidth = 80;

    public static TheoryData<string, string[]> Views => new()
    {
        { "user", [] },
        { "system", ["system-view"] },
        { "entity", ["system-view", "pki entity abcd"] },
        { "session", ["system-view", "pki cmp session abcd"] },
        { "interface", ["system-view", "interface 100GE1/0/1"] },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_token_has_help_and_every_command_ends_in_one_answer(string view, string[] way)
    {
        List<string> commands = new();
        ShellHarness shell = ShellHarness.Started().Enter(way);
        Walk(shell, "", 0, commands);
        Assert.True(commands.Count >= 15, view + " has " + commands.Count + " commands");
        Assert.Equal(commands.Count, commands.Distinct().Count());
        foreach (string command in commands)
        {
            ShellHarness fresh = ShellHarness.Started().Enter(way);
            string answer = fresh.Answer(command);
            Assert.False(answer.Contains("Error: Unrecognized")
                || answer.Contains("Error: Ambiguous")
                || answer.Contains("Error: Too many"), command + " answered " + answer);
            Assert.True(answer.Split('\n').Count(line => line.StartsWith("Error:")) <= 1, command);
            fresh.Type("\u0003");
            fresh.Finish();
        }
    }

    private static void Walk(ShellHarness shell, string line, int depth, List<string> commands)
    {
        Assert.True(depth < DepthMax, line);
        List<(string Name, string Help)> candidates = Help(shell, line);
        Assert.NotEmpty(candidates);
        foreach ((string name, string help) in candidates)
        {
            Assert.False(help.Length == 0, "no help for '" + line + name + "'");
            int width = 2 + Math.Max(22, candidates.Max(c => c.Name.Length)) + 2 + help.Length;
            Assert.True(width <= ScreenWidth, "too wide: " + name + " " + help);
            if (name == "<cr>")
            {
                commands.Add(line.TrimEnd());
                continue;
            }

            string sample = Sample(shell, line, name);
            Walk(shell, line + sample + " ", depth + 1, commands);
        }
    }

    private static List<(string Name, string Help)> Help(ShellHarness shell, string line)
    {
        string before = shell.Screen.Text;
        shell.Type(line + "?");
        string[] lines = shell.Screen.Text.Substring(before.Length).Split('\n');
        bool isPassword = line.TrimEnd().EndsWith("password abcd");
        int masked = isPassword || line.Contains("code 1234 ") || line.Contains("code abcd ")
            ? "******".Length - "abcd".Length : 0;
        Assert.Equal(isPassword || line.TrimEnd().EndsWith("abcd abcd") ? line.Length + masked
            : line.Length, shell.Screen.CurrentLine.Length - before.Split('\n')[^1].Length);
        shell.Type("\u0015");
        return lines.Skip(1).SkipLast(1).Select(Split).ToList();
    }

    private static (string Name, string Help) Split(string line)
    {
        Assert.StartsWith("  ", line);
        int end = line.IndexOf("  ", 2, StringComparison.Ordinal);
        return end < 0 ? (line.Trim(), "")
            : (line.Substring(2, end - 2), line.Substring(end).Trim());
    }

    private static string Sample(ShellHarness shell, string line, string name)
    {
        if (name.StartsWith("100GE<")) return "100GE1/0/1";
        if (name.StartsWith('<')) return "1/0/1";
        if (name.StartsWith("INTEGER<")) return name.Substring(8, name.IndexOf('-') - 8);
        if (name == "HH:MM:SS") return "09:33:10";
        if (name == "YYYY-MM-DD") return "2026-01-31";
        if (name.StartsWith("X.X.X.X")) return name.Length > 7 ? "24" : "10.2.0.2";
        if (!name.StartsWith("STRING<")) return name;
        foreach (string sample in new[] { "abcd", "cn", "http://10.3.0.1", "C=cn", "a@b.c" })
        {
            string before = shell.Screen.Text;
            shell.Type(line + sample + " ?\u0015");
            if (!shell.Screen.Text.Substring(before.Length).Contains("Error:")) return sample;
        }

        throw new InvalidOperationException(line + name);
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Gateway.Tests.House;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Peers;

/// <summary>
/// The tables in <c>docs/openssl-peers.md</c> are written from <see cref="MockRows"/>. With the
/// environment variable <c>UPDATE_DOCS=1</c> the test writes them, and the version of OpenSSL
/// above them, instead of comparing.
/// </summary>
public class OpenSslPageTests
{
    private const string Begin = "<!-- written from MockRows -->\n";
    private const string End = "<!-- end -->\n";
    private const string VersionLine = "Last written on a machine with ";

    [Fact]
    public void The_tables_in_the_docs_are_those_of_the_tests()
    {
        string path = Path.Combine(Repository.Root, "docs", "openssl-peers.md");
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        int start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start,
            "docs/openssl-peers.md has lost its marks");
        string drawn = page[..start] + Draw() + page[end..];
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") != "1")
        {
            Assert.Equal(drawn, page);
            return;
        }

        OpenSsl.RequireOrSkip();
        File.WriteAllText(path, string.Join("\n", drawn.Split('\n').Select(line =>
            line.StartsWith(VersionLine, StringComparison.Ordinal)
                ? VersionLine + OpenSsl.Version + "." : line)));
    }

    private static string Draw()
    {
        StringBuilder text = new();
        DrawUsual(text);
        DrawOptions(text);
        foreach (IGrouping<string, MockRow> topic in MockRows.All.GroupBy(row => row.Topic))
        {
            text.Append($"\n## {topic.Key}\n");
            text.Append(
                "| protection | request | server | gateway | messages | outcome | line |\n");
            text.Append("|---|---|---|---|---|---|---|\n");
            foreach (MockRow row in topic) text.Append(Line(row));
        }

        return text.ToString();
    }

    private static void DrawUsual(StringBuilder text)
    {
        text.Append("A server is started with these options, unless a row gives others:\n\n");
        text.Append($"* MAC: `{MockRow.Usual(false)}`\n");
        text.Append($"* signature: `{MockRow.Usual(true)}`\n");
        text.Append($"* where the version lists them: `{MockRow.WhereListed}`\n");
    }

    private static void DrawOptions(StringBuilder text)
    {
        text.Append("\n## Options of the server\n| option | rows | outcomes |\n|---|---|---|\n");
        foreach (var option in MockRows.All
            .SelectMany(row => row.OptionNames().Select(name => (Name: name, Row: row)))
            .GroupBy(pair => pair.Name, pair => pair.Row)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            IEnumerable<string> outcomes = option
                .SelectMany(row => row.Endings.Select(e => e.Outcome)).Distinct().Order()
                .Select(outcome => outcome.ToString());
            text.Append($"| `{option.Key}` | {option.Count()} | {string.Join(", ", outcomes)} |\n");
        }

        text.Append("\nOptions without a row:\n\n");
        foreach ((string name, string reason) in OpenSslMockTests.NotApplicable)
        {
            text.Append($"* `{name}`: {reason}.\n");
        }

        text.Append("\nOptions that 3.0 has not:\n\n");
        foreach ((string name, string reason) in OpenSslMockTests.Later)
        {
            text.Append($"* `{name}`: {reason}.\n");
        }
    }

    private static string Line(MockRow row)
    {
        string server = row.Options.Length == 0 ? "" : $"`{row.Options}`";
        if (row.IsServerOther)
        {
            server = (row.IsSigned ? "with MAC " : "with signature ") + server;
        }

        string verified = row.IsIssuerVerified switch
        {
            true => " *Issuer verified.*",
            false => " *Issuer not verified.*",
            _ => "",
        };
        return $"| {row.Protection} | {row.Request} | {server} | {row.Change?.Name} | "
            + Join(row, e => e.Messages) + " | " + Join(row, e => e.Outcome.ToString()) + " | "
            + Join(row, e => e.Reason) + verified + " |\n";
    }

    // The endings of 3.0 and of later versions.
    private static string Join(MockRow row, Func<Ending, string> part) =>
        string.Join(" *or* ", row.Endings.Select(e => part(e).TrimEnd(' ', '(', ':')).Distinct());
}

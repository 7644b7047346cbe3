using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Gateway.Cmp;
using Gateway.Tests.House;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>
/// The diagram in <c>docs/cmp-machine.md</c> is drawn from the transition table. With the environment
/// variable <c>UPDATE_DOCS=1</c> the test writes it instead of comparing.
/// </summary>
public class CmpDiagramTests
{
    private const string Begin = "<!-- drawn from CmpTable -->\n";
    private const string End = "<!-- end -->\n";

    [Fact]
    public void The_diagram_in_the_docs_is_the_table()
    {
        string path = Path.Combine(Repository.Root, "docs", "cmp-machine.md");
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        int start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start, "docs/cmp-machine.md has lost its marks");
        string drawn = page[..start] + Draw() + page[end..];
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, drawn);
        }
        else
        {
            Assert.Equal(drawn, page);
        }
    }

    private static string Draw()
    {
        StringBuilder text = new("```mermaid\nstateDiagram-v2\n    [*] --> Idle\n");
        IEnumerable<int> rows = Enumerable.Range(0, CmpTable.Count);
        foreach (var arrow in rows.GroupBy(r => (From: CmpTable.From(r),
            Next: CmpTable.Next(r), Action: CmpTable.Action(r))))
        {
            string events = string.Join(", ",
                arrow.Select(r => CmpTable.Event(r).ToString()));
            text.Append(
                $"    {arrow.Key.From} --> {arrow.Key.Next} : {events} / {arrow.Key.Action}\n");
        }

        return text.Append("    Finished --> [*]\n```\n").ToString();
    }
}

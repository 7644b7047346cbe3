using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Tests.House;
using Xunit;

namespace Gateway.Tests.Rules;

/// <summary>
/// Every rule has a test that keeps it and one that breaks it; <c>docs/cmp-rules.md</c> says which.
/// With UPDATE_DOCS=1 in the environment the page is written instead of compared.
/// </summary>
public class RuleTableTests
{
    private static readonly IReadOnlyList<Mark> Marks = FindMarks();

    private sealed record Mark(int Number, bool Breaks, string Test);

    [Fact]
    public void The_rules_are_numbered_from_1_to_43() => Assert.Equal(
        Enumerable.Range(1, 43), RuleTable.All.Select(rule => rule.Number));

    [Fact]
    public void Every_rule_is_kept_by_a_test_and_broken_by_another()
    {
        string[] lacking = RuleTable.All
            .SelectMany(rule => new[] { (rule.Number, false), (rule.Number, true) })
            .Where(need => !Marks.Any(m => m.Number == need.Number && m.Breaks == need.Item2
                && m.Test.Contains($".Rule{need.Number:00}_", StringComparison.Ordinal)))
            .Select(need => $"{need.Number}: none {(need.Item2 ? "breaks" : "keeps")} it")
            .ToArray();
        Assert.Empty(lacking);
        Assert.All(Marks, m => Assert.InRange(m.Number, 1, RuleTable.All.Count));
    }

    [Fact]
    public void Names_and_marks_agree()
    {
        List<string> wrong = [];
        foreach (MethodInfo method in Methods())
        {
            int[] marked = method.GetCustomAttributes<RuleAttribute>().Select(r => r.Number)
                .ToArray();
            Match name = Regex.Match(method.Name, "^Rule([0-9]{2})_");
            bool agrees = name.Success
                ? marked.Contains(int.Parse(name.Groups[1].Value, null)) : marked.Length == 0;
            if (!agrees) wrong.Add(method.DeclaringType!.Name + "." + method.Name);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_page_in_the_docs_is_the_table()
    {
        string path = Path.Combine(Repository.Root, "docs", "cmp-rules.md");
        string page = Page();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, page);
        }
        else
        {
            Assert.True(File.Exists(path), "docs/cmp-rules.md is not there");
            Assert.Equal(page, File.ReadAllText(path).ReplaceLineEndings("\n"));
        }
    }

    private static string Page()
    {
        StringBuilder text = new("""
            # The rules of a CMP end entity, and their tests

            Written by `UPDATE_DOCS=1` and the test class `RuleTableTests`; edit `RuleTable.cs` or
            the tests' marks instead. A test that *keeps* a rule shows it followed; one that *breaks*
            it shows that a message against the rule is refused, or noticed by the judge of what is
            sent (`SentRules.cs`). One rule's tests run with
            `dotnet artifacts/bin/Gateway.Tests/debug/Gateway.Tests.dll -trait rule=07`.


            """);
        foreach (IGrouping<string, RuleTable.Rule> group in RuleTable.All.GroupBy(r => r.Group))
        {
            text.Append("## ").Append(group.Key).Append("\n\n");
            text.Append("| | Rule | Clause | Kept by | Broken by | State |\n");
            text.Append("|---|---|---|---|---|---|\n");
            foreach (RuleTable.Rule rule in group) text.Append(Row(rule));
            text.Append('\n');
        }

        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static string Row(RuleTable.Rule rule)
    {
        string keeps = Tests(rule.Number, false);
        string breaks = Tests(rule.Number, true);
        string state = keeps.Length > 0 && breaks.Length > 0 ? "both sides tested" : "incomplete";
        return $"| {rule.Number} | {rule.Text} | {rule.Clause} | {keeps} | {breaks} | {state} |\n";
    }

    private static string Tests(int number, bool breaks) => string.Join("<br>",
        Marks.Where(m => m.Number == number && m.Breaks == breaks).Select(m => m.Test));

    private static Mark[] FindMarks() => Methods()
        .SelectMany(m => m.GetCustomAttributes<RuleAttribute>().Select(
            r => new Mark(r.Number, r.Breaks, $"`{m.DeclaringType!.Name}.{m.Name}`")))
        .OrderBy(m => m.Test, StringComparer.Ordinal).ToArray();

    private static IEnumerable<MethodInfo> Methods() => typeof(RuleTableTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.DeclaredOnly));
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Gateway.Ctl.Inspect.Rules;
using Spectre.Console;

namespace Gateway.Ctl.Inspect;

/// <summary>Prints trees and verdicts: coloured on a terminal, else plain.</summary>
internal sealed class InspectView(TextWriter output)
{
    private readonly bool _coloured =
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    private bool _first = true;

    /// <summary>A heading and one line a field.</summary>
    public void Print(string heading, IReadOnlyList<InspectLine> lines)
    {
        Heading(heading);
        foreach (InspectLine line in lines)
        {
            string start = string.Create(CultureInfo.InvariantCulture, $"{line.Offset,7}  ")
                + new string(' ', 2 * line.Depth);
            string value = line.Value.Length == 0 ? "" : ": " + line.Value;
            Line(("grey", start), ("aqua", line.Name), ("", value));
        }
    }

    /// <summary>The rules that were judged, and how many were.</summary>
    public void Print(IReadOnlyList<Findings> judged)
    {
        Heading("Rules");
        foreach (Findings one in judged.Where(one => one.IsJudged))
        {
            (string colour, string word) = one.IsBroken ? ("red", "broken") : ("green", "kept");
            Line((colour, $"  {word,-6} "), (one.IsBroken ? "red" : "", string.Create(
                CultureInfo.InvariantCulture, $"{one.Rule.Number,2}  {one.Rule.Title}")),
                ("grey", $" ({one.Rule.Clause})"));
            foreach (Breach breach in one.Breaches)
                Line(("red", string.Create(CultureInfo.InvariantCulture,
                    $"             {breach.File}, offset {breach.Offset}: {breach.Reason}")));
        }

        int broken = judged.Count(one => one.IsBroken);
        int kept = judged.Count(one => one.IsJudged) - broken;
        string noun = kept == 1 ? "rule" : "rules";
        output.WriteLine();
        Line((broken > 0 ? "red" : "green",
            $"{kept} {noun} kept, {broken} broken, {judged.Count - kept - broken} not judged"));
    }

    private void Heading(string text)
    {
        if (!_first)
            output.WriteLine();
        _first = false;
        Line(("bold", text));
    }

    private void Line(params (string Style, string Text)[] parts)
    {
        if (!_coloured)
        {
            output.WriteLine(string.Concat(parts.Select(part => part.Text)));
            return;
        }

        AnsiConsole.MarkupLine(string.Concat(parts.Select(part => part.Style.Length == 0
            ? Markup.Escape(part.Text) : $"[{part.Style}]{Markup.Escape(part.Text)}[/]")));
    }
}

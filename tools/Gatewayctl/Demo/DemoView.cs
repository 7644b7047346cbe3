using System;
using System.Linq;
using Spectre.Console;

namespace Gateway.Ctl.Demo;

/// <summary>
/// The demo on the screen: the transcript as it grows, a heading before each stage. On a terminal
/// the incomplete line is shown too, and with it the progress of long commands.
/// </summary>
public sealed class DemoView
{
    private const string EraseLine = "\r\x1b[K";

    private readonly IAnsiConsole _console;
    private readonly bool _isLive;
    private string _current = "";

    /// <summary>A view.</summary>
    public DemoView(IAnsiConsole console)
    {
        _console = console;
        _isLive = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
    }

    /// <summary>Announces a stage.</summary>
    public void Heading(int number, int count, string title)
    {
        Erase();
        _console.WriteLine();
        _console.Write(new Rule(Markup.Escape($"{number}/{count}  {title}")).LeftJustified());
        ShowCurrent();
    }

    /// <summary>Prints a complete line of the transcript.</summary>
    public void Line(string line)
    {
        Erase();
        _console.Profile.Out.Writer.WriteLine(line);
        _current = "";
    }

    /// <summary>Shows the incomplete line.</summary>
    public void Current(string line)
    {
        if (line == _current) return;
        Erase();
        _current = line;
        ShowCurrent();
    }

    /// <summary>Prints what came of it.</summary>
    public void Summary(DemoSummary summary)
    {
        Table table = new() { Border = TableBorder.Rounded, Title = new TableTitle("Issued") };
        table.AddColumn("").AddColumn("").HideHeaders();
        foreach ((string name, string value) in summary.Rows)
            table.AddRow(new Text(name), new Text(value));
        _console.WriteLine();
        _console.Write(table);
        // In one line whatever the width: it is there to be copied.
        _console.Profile.Out.Writer.WriteLine($"Check it: {summary.CheckCommand}");
    }

    /// <summary>Prints what became of the certificates.</summary>
    public void Life(DemoLife life)
    {
        Table table = new() { Border = TableBorder.Rounded, Title = new TableTitle("Its life, in simulated time") };
        // Only the state may wrap.
        foreach (string title in DemoLife.Titles)
            table.AddColumn(title, column => column.NoWrap = title != DemoLife.Titles[^1]);
        foreach (string[] row in life.Rows) table.AddRow([.. row.Select(cell => new Text(cell))]);
        _console.WriteLine();
        _console.Write(table);
        _console.Profile.Out.Writer.WriteLine($"Check it: {life.CheckCommand}");
    }

    private void Erase()
    {
        if (_isLive && _current.Length > 0) _console.Profile.Out.Writer.Write(EraseLine);
    }

    // Cut to the width: a wrapped line could not be erased again.
    private void ShowCurrent()
    {
        if (!_isLive) return;
        int width = Math.Max(1, _console.Profile.Width - 1);
        _console.Profile.Out.Writer.Write(_current.Length <= width ? _current : _current[..width]);
        _console.Profile.Out.Writer.Flush();
    }
}

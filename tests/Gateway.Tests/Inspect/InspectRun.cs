using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Gateway.Ctl.Commands;

namespace Gateway.Tests.Inspect;

/// <summary>What <c>gatewayctl inspect</c> returned and printed.</summary>
internal sealed partial record InspectRun(int Code, string Output, string Error)
{
    /// <summary>Numbers of the rules that are kept.</summary>
    public IEnumerable<int> Kept => Numbers("kept");

    /// <summary>Numbers of the rules that are broken.</summary>
    public IEnumerable<int> Broken => Numbers("broken");

    /// <summary>Looks into messages, each a file of a fresh folder, named by its place.</summary>
    public static InspectRun Of(byte[][] files, params string[] options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("inspect");
        try
        {
            string[] paths = [.. files.Select((bytes, i) => Write(folder, $"{i}.der", bytes))];
            return Of(folder, [.. paths, .. options]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs the command; the folder's name is left out of what it printed.</summary>
    public static InspectRun Of(DirectoryInfo folder, string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = InspectCommand.Create().Parse(arguments)
            .Invoke(new() { Output = output, Error = error });
        string start = folder.FullName + Path.DirectorySeparatorChar;
        return new InspectRun(code, Text(output, start), Text(error, start));
    }

    /// <summary>Writes a file and returns its path.</summary>
    public static string Write(DirectoryInfo folder, string name, byte[] bytes)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Text(StringWriter writer, string start) =>
        writer.ToString().ReplaceLineEndings("\n").Replace(start, "", StringComparison.Ordinal);

    private IEnumerable<int> Numbers(string word) => RuleLine().Matches(Output)
        .Where(match => match.Groups[1].Value == word)
        .Select(match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("^  (kept|broken) +([0-9]+)  ", RegexOptions.Multiline)]
    private static partial Regex RuleLine();
}

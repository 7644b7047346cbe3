using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Gateway.Simulator;

/// <summary>
/// What is typed on a console, line by line. Every line is typed as it stands, with the Enter key
/// after it: commands and answers to questions alike, an empty line is the Enter key alone, and
/// <c>#</c> is a line as any other, so that a printed configuration is a script.
/// </summary>
public sealed class Script
{
    /// <summary>Bytes of a script file.</summary>
    public const int SizeMax = 1 << 20;

    /// <summary>Characters of a line.</summary>
    public const int LineLengthMax = 1024;

    private Script(IReadOnlyList<string> lines) => Lines = lines;

    /// <summary>The lines, without their ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>A script of the given lines.</summary>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public static Script Of(IEnumerable<string> lines)
    {
        List<string> all = [.. lines];
        int tooLong = all.FindIndex(l => l.Length > LineLengthMax);
        if (tooLong < 0) return new Script(all);
        throw new InvalidDataException(
            $"Line {tooLong + 1} of the script is longer than {LineLengthMax} characters.");
    }

    /// <summary>The lines of a text; an end after the last line makes no further one.</summary>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public static Script Parse(string text)
    {
        List<string> lines = [];
        using StringReader reader = new(text.TrimStart('\ufeff'));
        while (reader.ReadLine() is { } line) lines.Add(line);
        return Of(lines);
    }

    /// <summary>Reads a file in UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The file is no script.</exception>
    public static Script Load(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"The script '{path}' is a folder.");
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[SizeMax + 1];
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > SizeMax)
            throw new InvalidDataException($"The script '{path}' is longer than {SizeMax} bytes.");
        if (bytes.AsSpan(0, count).Contains((byte)0))
            throw new InvalidDataException($"The script '{path}' is no text.");
        return Parse(Encoding.UTF8.GetString(bytes, 0, count));
    }
}

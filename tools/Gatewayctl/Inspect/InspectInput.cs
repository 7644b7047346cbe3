using System;
using System.IO;

namespace Gateway.Ctl.Inspect;

/// <summary>Reads files to look into.</summary>
internal static class InspectInput
{
    /// <summary>Longer input is refused.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads a file, or standard input.</summary>
    public static bool TryRead(string path, out byte[] input, out string wrong)
    {
        input = [];
        wrong = "";
        try
        {
            using Stream stream = path == StandardInput
                ? Console.OpenStandardInput() : File.OpenRead(path);
            byte[] buffer = new byte[BytesMax + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            input = buffer[..length];
            if (length > BytesMax)
                wrong = $"longer than {BytesMax} bytes";
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            wrong = fault is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : Directory.Exists(path) ? "is a folder" : fault.Message;
        }

        return wrong.Length == 0;
    }
}

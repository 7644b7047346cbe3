using Gateway.Core;

namespace Gateway.Cli;

/// <summary>A file as <c>dir</c> shows it.</summary>
public sealed class FileDescription
{
    /// <summary>Its name, as it was written.</summary>
    public string Name { get; set; }

    /// <summary>Bytes of content.</summary>
    public int SizeBytes { get; set; }

    /// <summary>When it was written, seconds since 1970 UTC, or UtcTime.Unknown.</summary>
    public long WrittenUtc { get; set; }
}

/// <summary>
/// The operator's files in flash (certificates as they arrived); the stores are none of them.
/// Errors are one sentence without <c>Error:</c> that says what happened and what to do; null means
/// success.
/// </summary>
public interface IFileService
{
    /// <summary>Bytes that all files together may have.</summary>
    int AreaSizeBytes { get; }

    /// <summary>All files, in the order in which they are to be shown.</summary>
    FileDescription[] List();

    /// <summary>Size of a file in bytes, or -1 when there is none of that name.</summary>
    int SizeOf(string fileName);

    /// <summary>
    /// Prints the lines of a text file; one that holds a private key or is no text is refused.
    /// </summary>
    string Print(string fileName, ITextSink output);

    /// <summary>Deletes a file.</summary>
    string Delete(string fileName);
}

namespace Gateway.Cli;

/// <summary>
/// The operator's files in flash (certificates as they arrived); the stores are none of them.
/// Errors are one sentence without <c>Error:</c>; null means success.
/// </summary>
public interface IFileService
{
    /// <summary>Names of all files, in the order in which they are to be shown.</summary>
    string[] Names();

    /// <summary>Size of a file in bytes, or -1 when there is none of that name.</summary>
    int SizeOf(string fileName);

    /// <summary>Deletes a file.</summary>
    string Delete(string fileName);
}

using System.IO;

namespace Gateway.LabCa;

/// <summary>Replaces a file so that a crash leaves the old or the new content, never a
/// mixture.</summary>
internal static class AtomicFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static void Write(string path, byte[] content, bool secret = false)
    {
        string temporary = path + ".new";
        File.Delete(temporary);
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!System.OperatingSystem.IsWindows())
            how.UnixCreateMode = secret ? Private : Public;
        using (var file = new FileStream(temporary, how))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

using System;
using System.IO;

namespace Gateway.LabCa;

/// <summary>The files of a CA in a folder; one server at a time, held off by <c>lock</c>.</summary>
internal sealed class CaFolder : ICaFiles
{
    private readonly FileStream _lock;

    private CaFolder(string directory, FileStream lockFile)
    {
        Place = directory;
        _lock = lockFile;
    }

    public string Place { get; }

    public bool AreKept => true;

    /// <summary>Opens the folder, makes it when missing.</summary>
    public static CaFolder Open(string directory)
    {
        string full = Path.GetFullPath(directory);
        if (File.Exists(full))
            throw new LabCaException($"{full} is a file; the CA needs a folder");
        try
        {
            Make(full);
            return new CaFolder(full, TakeLock(full));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LabCaException($"cannot use the folder {full}: {error.Message}", error);
        }
    }

    public byte[]? Read(string name)
    {
        string path = Path.Combine(Place, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    public void Write(string name, byte[] content, bool secret = false)
    {
        string path = Path.Combine(Place, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, content, secret);
    }

    public void Dispose() => _lock.Dispose();

    private static void Make(string full)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(full);
        else
            Directory.CreateDirectory(full,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(full, "issued"));
    }

    private static FileStream TakeLock(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate,
                FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new LabCaException($"the folder {directory} is in use by another lab CA", error);
        }
    }
}

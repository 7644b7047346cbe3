using System;
using System.IO;
using System.Linq;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>
/// A flash as files in a folder, one file a record. It behaves as littlefs does: a write becomes
/// visible and durable when the file is closed, as a whole, and the space of the record that it
/// replaces is free only after that. Killing the process at any point leaves the old record or the
/// new one; records torn by a power cut come from <see cref="PowerCutFlash"/>.
/// </summary>
/// <remarks>
/// Names that start with a dot belong to the host: <c>.lock</c> keeps a second board out,
/// <c>.tmp-*</c> are writes under way, <c>.chip</c> stands for what is burnt into the chip. They
/// are no records: they are never listed, and erasing every record leaves them.
/// </remarks>
public sealed class FolderFlash : IFlash, IDisposable
{
    private const string LockName = ".lock";
    private const string ChipName = ".chip";
    private const string TemporaryPrefix = ".tmp-";
    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    // The flash holds keys, and a folder that was there before may be open to everybody.
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnly = OwnerFile | UnixFileMode.UserExecute;

    // Windows and macOS fold case in file names; there a record must be found by its exact name.
    private static readonly bool s_foldsCase = !OperatingSystem.IsLinux();

    private readonly string _folder;
    private readonly long _quotaBytes;
    private readonly FileStream _lock;
    private readonly Lock _gate = new();
    private long _writes;

    /// <summary>Opens the volume, creating the folder when there is none.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="quotaBytes">Bytes that all records may take together, the old and the new one
    /// of a replacement counted both.</param>
    /// <exception cref="IOException">The folder cannot be used, or another board uses
    /// it.</exception>
    public FolderFlash(string folder, long quotaBytes = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quotaBytes);
        _folder = Path.GetFullPath(folder);
        _quotaBytes = quotaBytes;
        if (File.Exists(_folder))
            throw new IOException($"'{_folder}' is a file; a flash needs a folder.");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, OwnerOnly);
        _lock = Claim(_folder);
        IsNew = !File.Exists(PathOf(ChipName));
        foreach (string file in Directory.EnumerateFiles(_folder, TemporaryPrefix + "*").ToArray())
            File.Delete(file);
    }

    /// <summary>The folder's full path.</summary>
    public string Folder => _folder;

    /// <summary>
    /// Whether no board was soldered to this flash when it was opened; one that was merely erased
    /// is not new.
    /// </summary>
    public bool IsNew { get; }

    /// <inheritdoc/>
    public byte[] Read(string name)
    {
        lock (_gate)
        {
            try
            {
                FileInfo? file = Find(name);
                if (file is null || file.Length > FlashLimits.RecordSizeMax) return null!;
                return File.ReadAllBytes(file.FullName);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null!;
            }
        }
    }

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count)
    {
        ReadOnlySpan<byte> record = data.AsSpan(offset, count);
        if (!FlashNames.IsValid(name) || count > FlashLimits.RecordSizeMax)
            return FlashResult.OutOfRange;
        lock (_gate)
        {
            string temporary = Path.Combine(_folder, TemporaryPrefix + ++_writes);
            try
            {
                if (_quotaBytes != long.MaxValue && UsedBytes() + count > _quotaBytes)
                    return FlashResult.Full;
                if (s_foldsCase && File.Exists(PathOf(name)) && Find(name) is null)
                    return FlashResult.Failed;
                Store(temporary, record);
                File.Move(temporary, PathOf(name), overwrite: true);
                return FlashResult.Ok;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Discard(temporary);
                return e.HResult is DiskFullUnix or DiskFullWindows
                    ? FlashResult.Full
                    : FlashResult.Failed;
            }
        }
    }

    /// <inheritdoc/>
    public FlashResult Delete(string name)
    {
        if (!FlashNames.IsValid(name)) return FlashResult.OutOfRange;
        lock (_gate)
        {
            try
            {
                FileInfo? file = Find(name);
                if (file is null) return FlashResult.NotFound;
                file.Delete();
                return FlashResult.Ok;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return FlashResult.Failed;
            }
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        lock (_gate)
        {
            try
            {
                return new DirectoryInfo(_folder).EnumerateFiles()
                    .Where(IsRecord).Select(f => f.Name).ToArray();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null!;
            }
        }
    }

    /// <summary>
    /// The bytes burnt into the chip that this flash is soldered to: read from the folder, or put
    /// there the first time. An erased flash keeps them.
    /// </summary>
    /// <param name="create">Makes the bytes of a new chip.</param>
    /// <param name="sizeBytes">Bytes of the id.</param>
    /// <exception cref="IOException">The folder holds an id of another size.</exception>
    public byte[] ChipId(Func<byte[]> create, int sizeBytes)
    {
        lock (_gate)
        {
            string path = Path.Combine(_folder, ChipName);
            if (!File.Exists(path))
            {
                string temporary = Path.Combine(_folder, TemporaryPrefix + ++_writes);
                Store(temporary, create());
                File.Move(temporary, path);
            }

            byte[] id = File.ReadAllBytes(path);
            if (id.Length == sizeBytes) return id;
            throw new IOException(
                $"'{path}' holds {id.Length} bytes instead of {sizeBytes}: not a chip's id.");
        }
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Claim(string folder)
    {
        string path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"The flash '{folder}' is in use by another simulated board.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The flash '{folder}' cannot be written.", e);
        }
    }

    private static bool IsRecord(FileInfo file) =>
        FlashNames.IsValid(file.Name) && (file.Attributes & FileAttributes.ReparsePoint) == 0;

    private static void Store(string path, ReadOnlySpan<byte> data)
    {
        FileStreamOptions how = new()
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnerFile;
        using FileStream stream = new(path, how);
        stream.Write(data);
        stream.Flush(flushToDisk: true);
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private FileInfo? Find(string name)
    {
        if (!FlashNames.IsValid(name)) return null;
        FileInfo file = new(PathOf(name));
        if (!file.Exists || !IsRecord(file)) return null;
        if (!s_foldsCase) return file;
        return Directory.EnumerateFiles(_folder)
            .Any(f => string.Equals(Path.GetFileName(f), name, StringComparison.Ordinal))
                ? file
                : null;
    }

    private long UsedBytes() =>
        new DirectoryInfo(_folder).EnumerateFiles().Where(IsRecord).Sum(f => f.Length);
}

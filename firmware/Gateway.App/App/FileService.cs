using Gateway.Cli;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The operator's files.</summary>
internal sealed class FileService : IFileService
{
    private readonly FileStore _files;

    public FileService(FileStore files) => _files = files;

    /// <inheritdoc/>
    public string[] Names()
    {
        StoredFile[] files = _files.List();
        string[] names = new string[files.Length];
        for (int i = 0; i < names.Length; i++) names[i] = files[i].Name;
        return NameList.Sort(names);
    }

    /// <inheritdoc/>
    public int SizeOf(string fileName)
    {
        byte[] content = _files.Read(fileName);
        return content == null ? -1 : content.Length;
    }

    /// <inheritdoc/>
    public string Delete(string fileName)
    {
        FlashResult result = _files.Delete(fileName);
        return result == FlashResult.Ok ? null
            : "The file " + fileName + " was not deleted: " + FlashText.Of(result) + ".";
    }
}

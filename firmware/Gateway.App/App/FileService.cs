using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The operator's files.</summary>
internal sealed class FileService : IFileService
{
    // RFC 7468 10 and the labels of other tools, such as RSA PRIVATE KEY, contain it; what stands
    // before it says that the key is shut up in a password (RFC 7468 11).
    private const string PrivateKeyMark = "PRIVATE KEY";
    private const string ShutMark = "ENCRYPTED ";

    private readonly FileStore _files;

    public FileService(FileStore files) => _files = files;

    /// <inheritdoc/>
    public int AreaSizeBytes => StoreLimits.FileBytesMax;

    /// <inheritdoc/>
    public FileDescription[] List()
    {
        StoredFile[] files = _files.List();
        string[] names = new string[files.Length];
        for (int i = 0; i < names.Length; i++) names[i] = files[i].Name;
        NameList.Sort(names);
        FileDescription[] sorted = new FileDescription[names.Length];
        for (int i = 0; i < sorted.Length; i++) sorted[i] = Describe(Find(files, names[i]));
        return sorted;
    }

    /// <inheritdoc/>
    public int SizeOf(string fileName)
    {
        byte[] content = _files.Read(fileName);
        return content == null ? -1 : content.Length;
    }

    /// <inheritdoc/>
    public string Print(string fileName, ITextSink output)
    {
        byte[] content = _files.Read(fileName);
        if (content == null) return "The file " + fileName + " does not exist.";
        string reason = WhyNotShown(content);
        if (reason == null) TextLines.Write(content, output);
        Bytes.Wipe(content);
        return reason == null ? null : "The file " + fileName + " " + reason;
    }

    /// <inheritdoc/>
    public string Delete(string fileName)
    {
        FlashResult result = _files.Delete(fileName);
        return result == FlashResult.Ok ? null
            : "The file " + fileName + " was not deleted: " + FlashText.Of(result) + ".";
    }

    private static string WhyNotShown(byte[] content)
    {
        if (TextLines.Contains(content, PrivateKeyMark, ShutMark))
        {
            return "holds a private key, which is never shown.";
        }

        if (TextLines.IsText(content)) return null;
        return CertificateFiles.Parse(content) == null
            ? "is no text and cannot be shown."
            : "is a certificate in binary form; import it with 'pki import-certificate', then"
                + " 'display pki certificate' shows it.";
    }

    private static StoredFile Find(StoredFile[] files, string name)
    {
        int at = 0;
        while (files[at].Name != name) at++;
        return files[at];
    }

    private static FileDescription Describe(StoredFile file)
    {
        FileDescription description = new FileDescription();
        description.Name = file.Name;
        description.SizeBytes = file.SizeBytes;
        description.WrittenUtc = file.WrittenUtcSeconds;
        return description;
    }
}

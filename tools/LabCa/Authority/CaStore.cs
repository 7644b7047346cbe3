using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>
/// The CA's folder: <c>ca.key</c> (PKCS#8 PEM, readable by its owner only), <c>ca.cer</c>,
/// <c>ca.pem</c>,
/// <c>issued/SERIAL.cer</c>, <c>index.jsonl</c>, <c>crl.der</c>, <c>lock</c> while a server uses
/// it; <c>chain/N.cer</c> and <c>root.key</c> above an issuing CA that is no root,
/// <c>rollover/</c> with the next root.
/// </summary>
internal sealed class CaStore : IDisposable
{
    private const long IndexBytesMax = 64 * 1024 * 1024;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string RootKey = "root.key";

    private readonly FileStream _lock;

    private CaStore(string directory, FileStream lockFile)
    {
        Directory = directory;
        _lock = lockFile;
    }

    public string Directory { get; }

    public ImmutableList<IssuedCertificate> Issued { get; private set; } = [];

    private string KeyPath => Path.Combine(Directory, "ca.key");

    private string CertificatePath => Path.Combine(Directory, "ca.cer");

    private string IndexPath => Path.Combine(Directory, "index.jsonl");

    /// <summary>Opens the folder, makes it when missing, and reads the index.</summary>
    public static CaStore Open(string directory)
    {
        string full = Path.GetFullPath(directory);
        FileStream? lockFile = null;
        if (File.Exists(full))
            throw new LabCaException($"{full} is a file; the CA needs a folder");
        try
        {
            if (OperatingSystem.IsWindows())
                System.IO.Directory.CreateDirectory(full);
            else
                System.IO.Directory.CreateDirectory(
                    full,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            System.IO.Directory.CreateDirectory(Path.Combine(full, "issued"));
            lockFile = TakeLock(full);
            var store = new CaStore(full, lockFile);
            store.Issued = store.ReadIndex();
            return store;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            lockFile?.Dispose();
            throw new LabCaException($"cannot use the folder {full}: {error.Message}", error);
        }
        catch (LabCaException)
        {
            lockFile?.Dispose();
            throw;
        }
    }

    private static FileStream TakeLock(string directory)
    {
        try
        {
            return new FileStream(
                Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                    FileShare.None);
        }
        catch (IOException error)
        {
            throw new LabCaException($"the folder {directory} is in use by another lab CA", error);
        }
    }

    /// <summary>Key and certificate of an existing CA, or null for a new folder.</summary>
    public (AsymmetricKeyParameter Key, X509Certificate Certificate)? LoadCa()
    {
        bool hasKey = File.Exists(KeyPath);
        bool hasCertificate = File.Exists(CertificatePath);
        if (!hasCertificate && Issued.IsEmpty)
            return null; // A key without a certificate is a first start that was interrupted.
        if (!hasKey || !hasCertificate)
            throw new LabCaException(
                $"the folder {Directory} has no {(hasKey ? "ca.cer" : "ca.key")}; "
                + "restore it or take another folder");
        try
        {
            return (ReadKey(KeyPath), new X509Certificate(File.ReadAllBytes(CertificatePath)));
        }
        catch (Exception error) when (error is ArgumentException or IOException or FormatException
            or UnauthorizedAccessException or GeneralSecurityException or InvalidCastException)
        {
            throw new LabCaException(
                $"ca.key or ca.cer in {Directory} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes key and certificate of a new CA, the certificate last.</summary>
    public void SaveCa(byte[] pkcs8, byte[] certificate)
    {
        WriteKey("ca.key", pkcs8);
        AtomicFile.Write(Path.Combine(Directory, "ca.pem"),
            Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n"));
        AtomicFile.Write(CertificatePath, certificate);
    }

    private static AsymmetricKeyParameter ReadKey(string path)
    {
        string text = File.ReadAllText(path);
        byte[] pkcs8 = Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
        AsymmetricKeyParameter key = PrivateKeyFactory.CreateKey(pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    /// <summary>Writes a private key as PKCS#8 PEM, readable by its owner only.</summary>
    public void WriteKey(string name, byte[] pkcs8)
    {
        MakeFolderOf(name);
        AtomicFile.Write(Path.Combine(Directory, name),
            Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n"),
            secret: true);
    }

    /// <summary>A public file of the folder, null when it is not there.</summary>
    public byte[]? ReadFile(string name)
    {
        string path = Path.Combine(Directory, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>Writes a public file of the folder.</summary>
    public void WriteFile(string name, byte[] content)
    {
        MakeFolderOf(name);
        AtomicFile.Write(Path.Combine(Directory, name), content);
    }

    private void MakeFolderOf(string name) => System.IO.Directory.CreateDirectory(
        Path.GetDirectoryName(Path.Combine(Directory, name))!);

    /// <summary>Saves the key of a root that is not the issuing CA.</summary>
    public void SaveRootKey(byte[] pkcs8) => WriteKey(RootKey, pkcs8);

    /// <summary>The key of a root that is not the issuing CA, else null.</summary>
    public AsymmetricKeyParameter? LoadRootKey()
    {
        string path = Path.Combine(Directory, RootKey);
        return File.Exists(path) ? ReadKey(path) : null;
    }

    /// <summary>Saves the CA certificates above the issuing one, the root last.</summary>
    public void SaveUpperChain(byte[][] certificates)
    {
        for (int i = 0; i < certificates.Length; i++)
            WriteFile(UpperChainFile(i), certificates[i]);
    }

    /// <summary>The CA certificates above the issuing one, the root last.</summary>
    public List<X509Certificate> LoadUpperChain()
    {
        var chain = new List<X509Certificate>();
        for (int i = 0; i < LabCaOptions.ChainLengthMax && ReadFile(UpperChainFile(i)) is { } der;
            i++)
            chain.Add(new X509Certificate(der));
        return chain;
    }

    private static string UpperChainFile(int index) => $"chain/{index + 1}.cer";

    /// <summary>Adds a certificate: its file first, then the index.</summary>
    public void Add(IssuedCertificate certificate)
    {
        AtomicFile.Write(CertificateFile(certificate.Serial), certificate.Der);
        Save(Issued.Add(certificate));
    }

    /// <summary>Changes the status of a certificate and returns the new line.</summary>
    public IssuedCertificate SetStatus(string serial, CertificateStatus status, string reason,
        DateTimeOffset? revokedAt = null, int? revocationCode = null)
    {
        int at = Issued.FindIndex(entry => entry.Serial == serial);
        IssuedCertificate changed = Issued[at] with
        {
            Status = status,
            Reason = reason,
            RevokedAt = revokedAt,
            RevocationCode = revocationCode,
        };
        Save(Issued.SetItem(at, changed));
        return changed;
    }

    /// <summary>What was pending when the last server ended can be confirmed no more.</summary>
    public void ForgetPending()
    {
        if (Issued.Any(entry => entry.Status == CertificateStatus.Pending))
            Save(Issued.ConvertAll(entry => entry.Status == CertificateStatus.Pending
                ? entry with { Status = CertificateStatus.Revoked,
                    Reason = "not confirmed before the CA ended" }
                : entry));
    }

    private string CertificateFile(string serial) =>
        Path.Combine(Directory, "issued", serial + ".cer");

    private void Save(ImmutableList<IssuedCertificate> entries)
    {
        var text = new StringBuilder();
        foreach (IssuedCertificate entry in entries)
            text.Append(JsonSerializer.Serialize(entry, s_json)).Append('\n');
        AtomicFile.Write(IndexPath, Encoding.UTF8.GetBytes(text.ToString()));
        Issued = entries;
    }

    private ImmutableList<IssuedCertificate> ReadIndex()
    {
        if (!File.Exists(IndexPath))
            return [];
        if (new FileInfo(IndexPath).Length > IndexBytesMax)
            throw new LabCaException($"{IndexPath} is larger than {IndexBytesMax} bytes");
        var entries = new List<IssuedCertificate>();
        foreach (string line in File.ReadLines(IndexPath))
        {
            try
            {
                IssuedCertificate entry =
                    JsonSerializer.Deserialize<IssuedCertificate>(line, s_json)
                    ?? throw new JsonException();
                if (!entry.Serial.All(char.IsAsciiHexDigit))
                    throw new JsonException();
                string file = CertificateFile(entry.Serial);
                entries.Add(entry with { Der = File.Exists(file) ? File.ReadAllBytes(file) : [] });
            }
            catch (JsonException error)
            {
                throw new LabCaException($"line {entries.Count + 1} of {IndexPath} is damaged",
                    error);
            }
        }

        return [.. entries];
    }

    public void Dispose() => _lock.Dispose();
}

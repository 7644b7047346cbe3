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
/// What the CA keeps: <c>ca.key</c> (PKCS#8 PEM, readable by its owner only), <c>ca.cer</c>,
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
    private const string KeyFile = "ca.key";
    private const string CertificateFile = "ca.cer";
    private const string IndexFile = "index.jsonl";

    private readonly ICaFiles _files;

    /// <summary>The store over these files, which it disposes of; reads the index.</summary>
    public CaStore(ICaFiles files)
    {
        _files = files;
        Issued = ReadIndex();
    }

    public string Directory => _files.Place;

    public ImmutableList<IssuedCertificate> Issued { get; private set; } = [];

    /// <summary>Opens the folder, makes it when missing, and reads the index.</summary>
    public static CaStore Open(string directory)
    {
        CaFolder folder = CaFolder.Open(directory);
        try
        {
            return new CaStore(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            folder.Dispose();
            throw new LabCaException($"cannot use the folder {folder.Place}: {error.Message}",
                error);
        }
        catch (LabCaException)
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Key and certificate of an existing CA, or null for a new folder.</summary>
    public (AsymmetricKeyParameter Key, X509Certificate Certificate)? LoadCa()
    {
        byte[]? key = _files.Read(KeyFile);
        byte[]? certificate = _files.Read(CertificateFile);
        if (certificate is null && Issued.IsEmpty)
            return null; // A key without a certificate is a first start that was interrupted.
        if (key is null || certificate is null)
            throw new LabCaException(
                $"the folder {Directory} has no {(key is null ? KeyFile : CertificateFile)}; "
                + "restore it or take another folder");
        try
        {
            return (ParseKey(key), new X509Certificate(certificate));
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
        WriteKey(KeyFile, pkcs8);
        _files.Write("ca.pem",
            Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n"));
        _files.Write(CertificateFile, certificate);
    }

    private static AsymmetricKeyParameter ParseKey(byte[] pem)
    {
        string text = Encoding.ASCII.GetString(pem);
        byte[] pkcs8 = Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
        AsymmetricKeyParameter key = PrivateKeyFactory.CreateKey(pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    /// <summary>Writes a private key as PKCS#8 PEM, readable by its owner only.</summary>
    public void WriteKey(string name, byte[] pkcs8) => _files.Write(name,
        Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n"),
        secret: true);

    /// <summary>A public file of the CA, null when it is not there.</summary>
    public byte[]? ReadFile(string name) => _files.Read(name);

    /// <summary>Writes a public file of the CA.</summary>
    public void WriteFile(string name, byte[] content) => _files.Write(name, content);

    /// <summary>Saves the key of a root that is not the issuing CA.</summary>
    public void SaveRootKey(byte[] pkcs8) => WriteKey(RootKey, pkcs8);

    /// <summary>The key of a root that is not the issuing CA, else null.</summary>
    public AsymmetricKeyParameter? LoadRootKey() =>
        _files.Read(RootKey) is { } pem ? ParseKey(pem) : null;

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
        _files.Write(FileOf(certificate.Serial), certificate.Der);
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

    private static string FileOf(string serial) => $"issued/{serial}.cer";

    private void Save(ImmutableList<IssuedCertificate> entries)
    {
        if (_files.AreKept)
            WriteIndex(entries);
        Issued = entries;
    }

    private void WriteIndex(ImmutableList<IssuedCertificate> entries)
    {
        var text = new StringBuilder();
        foreach (IssuedCertificate entry in entries)
            text.Append(JsonSerializer.Serialize(entry, s_json)).Append('\n');
        _files.Write(IndexFile, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private ImmutableList<IssuedCertificate> ReadIndex()
    {
        byte[]? index = _files.Read(IndexFile);
        if (index is null)
            return [];
        if (index.Length > IndexBytesMax)
            throw new LabCaException(
                $"{IndexFile} in {Directory} is larger than {IndexBytesMax} bytes");
        var entries = new List<IssuedCertificate>();
        using var lines = new StringReader(Encoding.UTF8.GetString(index));
        while (lines.ReadLine() is { } line)
        {
            try
            {
                IssuedCertificate entry =
                    JsonSerializer.Deserialize<IssuedCertificate>(line, s_json)
                    ?? throw new JsonException();
                if (!entry.Serial.All(char.IsAsciiHexDigit))
                    throw new JsonException();
                entries.Add(entry with { Der = _files.Read(FileOf(entry.Serial)) ?? [] });
            }
            catch (JsonException error)
            {
                throw new LabCaException(
                    $"line {entries.Count + 1} of {IndexFile} in {Directory} is damaged", error);
            }
        }

        return [.. entries];
    }

    public void Dispose() => _files.Dispose();
}

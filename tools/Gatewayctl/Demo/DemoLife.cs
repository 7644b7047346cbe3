using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace Gateway.Ctl.Demo;

/// <summary>
/// What became of the certificates, told by the CA's revocation list and by other readers than the
/// board's.
/// </summary>
public sealed class DemoLife
{
    private const int KeyDigits = 16;

    private DemoLife(IReadOnlyList<string[]> rows, string check, string? problem)
    {
        Rows = rows;
        CheckCommand = check;
        Problem = problem;
    }

    /// <summary>Titles of the columns.</summary>
    public static IReadOnlyList<string> Titles { get; } =
        ["Certificate", "Serial number", "SHA-256 of its key", "State"];

    /// <summary>A certificate a row.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>A command line that lets OpenSSL show the revocation.</summary>
    public string CheckCommand { get; }

    /// <summary>Why it is no success, null when it is.</summary>
    public string? Problem { get; }

    /// <summary>Judges the certificates by the list, and keeps all as files.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="authority">The CA's certificate, DER.</param>
    /// <param name="list">The CA's revocation list, DER.</param>
    /// <param name="certificates">The certificates in order, with the names of their files.</param>
    /// <exception cref="CryptographicException">One of them cannot be read.</exception>
    public static DemoLife Create(string folder, byte[] authority, byte[] list,
        IReadOnlyList<(string Name, byte[] Der)> certificates)
    {
        X509Crl crl = Read(list, authority);
        string listPath = Path.Combine(folder, DemoProcedure.RevocationList);
        File.WriteAllBytes(listPath, list);
        List<string[]> rows = [];
        foreach ((string name, byte[] der) in certificates)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, certificate.ExportCertificatePem() + "\n");
            rows.Add([name, certificate.SerialNumber, KeyOf(certificate), State(crl, certificate)]);
        }

        string check = $"openssl crl -inform DER -in {listPath} -noout -text";
        return new DemoLife(rows, check, Judge(rows));
    }

    private static X509Crl Read(byte[] list, byte[] authority)
    {
        try
        {
            X509Crl crl = new X509CrlParser().ReadCrl(list);
            crl.Verify(new X509CertificateParser().ReadCertificate(authority).GetPublicKey());
            return crl;
        }
        catch (Exception e) when (e is CrlException or GeneralSecurityException or IOException)
        {
            throw new CryptographicException("the revocation list is not the CA's: " + e.Message);
        }
    }

    private static string KeyOf(X509Certificate2 certificate) => Convert.ToHexString(
        SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))[..KeyDigits];

    private static string State(X509Crl crl, X509Certificate2 certificate)
    {
        X509CrlEntry? entry =
            crl.GetRevokedCertificate(new BigInteger(certificate.SerialNumber, 16));
        return entry is null
            ? "good"
            : "revoked " + entry.RevocationDate.ToUniversalTime()
                .ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
    }

    private static string? Judge(List<string[]> rows)
    {
        if (rows.Select(row => row[2]).Distinct().Count() != rows.Count)
            return "Two of the certificates have the same key pair.";
        if (rows.SkipLast(1).Any(row => row[3] != "good"))
            return "A certificate is revoked that nobody wanted to revoke.";
        return rows[^1][3] == "good" ? "The revoked certificate is not in the CA's list." : null;
    }
}

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
/// What became of the certificates, told by other readers than the board's and, where the board has
/// fetched it, by the CA's revocation list.
/// </summary>
public sealed class DemoLife
{
    private const int KeyDigits = 8;
    private const string Superseded = "superseded";
    private const string Active = "active";

    private DemoLife(IReadOnlyList<string[]> rows, string check, string? problem)
    {
        Rows = rows;
        CheckCommand = check;
        Problem = problem;
    }

    /// <summary>Titles of the columns.</summary>
    public static IReadOnlyList<string> Titles { get; } =
        ["Certificate", "Serial number", "Key hash", "State"];

    /// <summary>A certificate a row.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>A command line that lets OpenSSL show the revocation or, without one, check the
    /// active certificate at a time within its validity.</summary>
    public string CheckCommand { get; }

    /// <summary>Why it is no success, null when it is.</summary>
    public string? Problem { get; }

    /// <summary>Judges the certificates, and keeps all as files.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="authority">The CA's certificate, DER.</param>
    /// <param name="list">The CA's revocation list, DER, after which the last certificate is to be
    /// revoked; null when it is to be active.</param>
    /// <param name="certificates">The certificates in order, each the successor of the one before,
    /// with the names of their files.</param>
    /// <exception cref="CryptographicException">One of them cannot be read.</exception>
    public static DemoLife Create(string folder, byte[] authority, byte[]? list,
        IReadOnlyList<(string Name, byte[] Der)> certificates)
    {
        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(authority);
        X509Crl? crl = list is null ? null : Read(list, authority);
        List<string[]> rows = [];
        string? problem = null;
        string check = "";
        foreach ((string name, byte[] der) in certificates)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            string path = DemoSummary.Keep(folder, name, certificate);
            string state = rows.Count < certificates.Count - 1 ? Superseded : Active;
            rows.Add([name, certificate.SerialNumber, KeyOf(certificate),
                Revoked(crl, certificate) ?? state]);
            DateTime time = Middle(certificate);
            problem ??= DemoSummary.Check(certificate, issuer, time);
            check = $"openssl verify -attime {new DateTimeOffset(time).ToUnixTimeSeconds()} -CAfile "
                + DemoSummary.Quote(Path.Combine(folder, DemoProcedure.AuthorityFile)) + " "
                + DemoSummary.Quote(path);
        }

        if (list is not null) check = Keep(folder, list);
        return new DemoLife(rows, check, problem ?? Judge(rows, crl is not null));
    }

    private static string Keep(string folder, byte[] list)
    {
        string path = Path.Combine(folder, DemoProcedure.RevocationList);
        File.WriteAllBytes(path, list);
        return $"openssl crl -inform DER -in {DemoSummary.Quote(path)} -noout -text";
    }

    // The certificates are valid one after the other, in simulated time.
    private static DateTime Middle(X509Certificate2 certificate) =>
        certificate.NotBefore + ((certificate.NotAfter - certificate.NotBefore) / 2);

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

    private static string? Revoked(X509Crl? crl, X509Certificate2 certificate) =>
        crl?.GetRevokedCertificate(new BigInteger(certificate.SerialNumber, 16)) is { } entry
            ? "revoked " + entry.RevocationDate.ToUniversalTime()
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static string? Judge(List<string[]> rows, bool isRevoked)
    {
        if (rows.Select(row => row[2]).Distinct().Count() != rows.Count)
            return "Two of the certificates have the same key pair.";
        if (rows.SkipLast(1).Any(row => row[3] != Superseded))
            return "A certificate is revoked that nobody wanted to revoke.";
        return isRevoked && rows[^1][3] == Active
            ? "The revoked certificate is not in the CA's list."
            : null;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Ctl.Demo;

/// <summary>What was issued, told by the platform's own reader of certificates.</summary>
public sealed class DemoSummary
{
    private DemoSummary(
        IReadOnlyList<(string Name, string Value)> rows, string check, string? problem)
    {
        Rows = rows;
        CheckCommand = check;
        Problem = problem;
    }

    /// <summary>Names and values, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Rows { get; }

    /// <summary>A command line that lets OpenSSL check the same.</summary>
    public string CheckCommand { get; }

    /// <summary>Why the certificate is no good, null when it is.</summary>
    public string? Problem { get; }

    /// <summary>Checks the certificate against the CA's, and keeps both as PEM files.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="authority">The CA's certificate, DER.</param>
    /// <param name="local">The board's certificate, DER.</param>
    /// <exception cref="CryptographicException">One of them is no certificate.</exception>
    public static DemoSummary Create(string folder, byte[] authority, byte[] local)
    {
        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(authority);
        using X509Certificate2 issued = X509CertificateLoader.LoadCertificate(local);
        string issuerPath = Keep(folder, DemoProcedure.AuthorityFile, issuer);
        string issuedPath = Keep(folder, DemoProcedure.LocalFile, issued);
        List<(string, string)> rows =
        [
            ("To", Name(issued.SubjectName)),
            ("Also named", AlternativeNames(issued)),
            ("Key", Key(issued)),
            ("Serial number", issued.SerialNumber),
            ("By", Name(issued.IssuerName)),
            ("Valid from", Date(issued.NotBefore)),
            ("Valid until", Date(issued.NotAfter)),
            ("Certificate", issuedPath),
            ("CA certificate", issuerPath),
        ];
        string check = $"openssl verify -CAfile {Quote(issuerPath)} {Quote(issuedPath)}";
        return new DemoSummary(rows, check, Check(issued, issuer, DateTime.Now));
    }

    /// <summary>Keeps a certificate as a PEM file of that name; its path.</summary>
    public static string Keep(string folder, string name, X509Certificate2 certificate)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n");
        return path;
    }

    /// <summary>A path as a POSIX shell reads it; a plain one needs no quotes
    /// anywhere.</summary>
    public static string Quote(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || "/\\:._-".Contains(c))
            ? path
            : $"'{path.Replace("'", "'\\''")}'";

    private static string Name(X500DistinguishedName name) => string.Join(", ",
        name.EnumerateRelativeDistinguishedNames(reversed: false).Select(Attribute));

    private static string Attribute(X500RelativeDistinguishedName part)
    {
        if (part.HasMultipleElements) return Convert.ToHexString(part.RawData.Span);
        Oid type = part.GetSingleElementType();
        // The platform calls stateOrProvinceName S; everybody else ST.
        string word = type.Value == "2.5.4.8" ? "ST" : type.FriendlyName ?? type.Value ?? "?";
        return $"{word}={part.GetSingleElementValue()}";
    }

    private static string AlternativeNames(X509Certificate2 certificate) =>
        certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == "2.5.29.17") is { } extension
            ? extension.Format(multiLine: false)
            : "-";

    private static string Key(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        return rsa is null
            ? certificate.PublicKey.Oid.FriendlyName ?? "?"
            : $"RSA, {rsa.KeySize.ToString(CultureInfo.InvariantCulture)} bits";
    }

    private static string Date(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Why a certificate does not verify against the CA's at a time; null when it
    /// does.</summary>
    public static string? Check(X509Certificate2 issued, X509Certificate2 issuer, DateTime time)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.VerificationTime = time;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (chain.Build(issued)) return null;
        string details =
            string.Join("; ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()));
        return $"The issued certificate does not verify against the CA's: {details}";
    }
}

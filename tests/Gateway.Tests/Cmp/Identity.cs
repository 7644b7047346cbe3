using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using BcExtensions = Org.BouncyCastle.Asn1.X509.X509Extensions;
using SubjectKey = System.Security.Cryptography.X509Certificates.PublicKey;

namespace Gateway.Tests.Cmp;

/// <summary>A certificate and its key, made over the platform's classes.</summary>
internal sealed class Identity
{
    private static byte lastSerial = 0x20;

    private Identity(string name, AsymmetricAlgorithm key, byte[] certificate)
    {
        Name = name;
        Key = key;
        Certificate = certificate;
    }

    internal string Name { get; }

    internal AsymmetricAlgorithm Key { get; }

    internal byte[] Certificate { get; }

    internal byte[] PrivateKey => Key.ExportPkcs8PrivateKey();

    internal AsymmetricKeyParameter SigningKey => PrivateKeyFactory.CreateKey(PrivateKey);

    internal byte[] PublicKey => Key.ExportSubjectPublicKeyInfo();

    /// <summary>What a certificate is made of; by default a good signer of messages.</summary>
    internal sealed class Details
    {
        /// <summary>basicConstraints cA; null: no such extension.</summary>
        internal bool? IsCa { get; set; }

        /// <summary>Whether a CA may have no CA below it.</summary>
        internal bool HasPathLength { get; set; }

        internal X509KeyUsageFlags? KeyUsage { get; set; } = X509KeyUsageFlags.DigitalSignature;

        internal bool HasKeyId { get; set; } = true;

        /// <summary>A critical extension that nobody knows.</summary>
        internal string? CriticalOid { get; set; }

        internal DateTimeOffset NotBefore { get; set; } = TestCa.Start;

        internal DateTimeOffset NotAfter { get; set; } = TestCa.Start.AddYears(2);

        internal HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

        internal RSASignaturePadding Padding { get; set; } = RSASignaturePadding.Pkcs1;
    }

    /// <summary>A certificate that is there, with the PKCS#8 of its RSA key.</summary>
    internal static Identity Of(byte[] certificate, byte[] privateKey)
    {
        RSA key = RSA.Create();
        key.ImportPkcs8PrivateKey(privateKey, out _);
        using X509Certificate2 parsed = X509CertificateLoader.LoadCertificate(certificate);
        return new Identity(parsed.Subject, key, certificate);
    }

    /// <summary>Issues what a template asks for, with its subjectAltName.</summary>
    internal byte[] Certify(CertTemplate template)
    {
        CertificateRequest request = new(
            new X500DistinguishedName(template.Subject.GetDerEncoded()),
            SubjectKey.CreateFromSubjectPublicKeyInfo(template.PublicKey.GetDerEncoded(), out _),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[]? names = template.Extensions?.GetExtension(
            BcExtensions.SubjectAlternativeName)?.Value.GetOctets();
        if (names != null)
        {
            request.CertificateExtensions.Add(
                new X509Extension("2.5.29.17", names, false));
        }

        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(Certificate);
        using X509Certificate2 issued = request.Create(issuer.SubjectName,
            X509SignatureGenerator.CreateForRSA((RSA)Key, RSASignaturePadding.Pkcs1),
            TestCa.Start, TestCa.Start.AddYears(1), [0x44, 0x55]);
        return issued.RawData;
    }

    /// <summary>A certificate below another, or self-signed without one.</summary>
    internal static Identity Issue(Identity? issuer, string name, AsymmetricAlgorithm key,
        Action<Details>? change = null)
    {
        Details details = new();
        change?.Invoke(details);
        CertificateRequest request = new(new X500DistinguishedName(name), new SubjectKey(key),
            details.Hash, details.Padding);
        AddExtensions(request, details);
        AsymmetricAlgorithm signing = issuer?.Key ?? key;
        X509SignatureGenerator generator = signing is RSA rsa
            ? details.Hash == HashAlgorithmName.SHA1 ? new Sha1Generator(rsa)
                : X509SignatureGenerator.CreateForRSA(rsa, details.Padding)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)signing);
        using X509Certificate2 issued = request.Create(
            new X500DistinguishedName(issuer?.Name ?? name), generator, details.NotBefore,
            details.NotAfter, [0x33, ++lastSerial]);
        return new Identity(name, key, issued.RawData);
    }

    /// <summary>A CA, by default a root.</summary>
    internal static Identity Authority(Identity? issuer, string name, AsymmetricAlgorithm key,
        Action<Details>? change = null) => Issue(issuer, name, key, details =>
        {
            details.IsCa = true;
            details.KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                | X509KeyUsageFlags.DigitalSignature;
            details.NotAfter = TestCa.Start.AddYears(10);
            change?.Invoke(details);
        });

    /// <summary>The subject key identifier as it stands in the certificate, or null.</summary>
    internal byte[]? KeyId()
    {
        using X509Certificate2 parsed = X509CertificateLoader.LoadCertificate(Certificate);
        X509SubjectKeyIdentifierExtension? extension =
            parsed.Extensions.OfType<X509SubjectKeyIdentifierExtension>().SingleOrDefault();
        return extension?.SubjectKeyIdentifierBytes.ToArray();
    }

    // The platform issues no certificates with SHA-1 any more.
    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hash) =>
            Convert.FromHexString("300D06092A864886F70D0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hash) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override SubjectKey BuildPublicKey() => new(key);
    }

    private static void AddExtensions(CertificateRequest request, Details details)
    {
        if (details.IsCa is { } isCa)
        {
            request.CertificateExtensions.Add(
                new X509BasicConstraintsExtension(isCa, isCa && details.HasPathLength, 0,
                    true));
        }

        if (details.KeyUsage is { } usage)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        }

        if (details.HasKeyId)
        {
            request.CertificateExtensions.Add(
                new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        }

        if (details.CriticalOid != null)
        {
            request.CertificateExtensions.Add(
                new X509Extension(details.CriticalOid, [0x05, 0x00], true));
        }
    }
}

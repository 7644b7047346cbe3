using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using X509Extension = System.Security.Cryptography.X509Certificates.X509Extension;

namespace Gateway.Tests.Cmp;

/// <summary>A CA over the platform's certificate classes; one key for all tests.</summary>
internal static class TestCa
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A time at which all certificates are valid.</summary>
    internal static readonly long Now = Start.AddDays(30).ToUnixTimeSeconds();

    private static readonly RSA RootKey = RSA.Create(2048);
    private static readonly RSA SubKey = RSA.Create(2048);
    private static readonly RSA DeviceKey = RSA.Create(2048);

    internal static X509Certificate2 Root { get; } = MakeCa("C=DE, O=Test, CN=Root", RootKey, null,
        RootKey);

    internal static X509Certificate2 OtherRoot { get; } =
        MakeCa("C=DE, O=Test, CN=Other", SubKey, null, SubKey);

    internal static X509Certificate2 Sub { get; } = MakeCa("C=DE, O=Test, CN=Sub", SubKey, Root,
        RootKey);

    internal static byte[] DevicePrivateKey { get; } = DeviceKey.ExportPkcs8PrivateKey();

    internal static byte[] DevicePublicKey { get; } = DeviceKey.ExportSubjectPublicKeyInfo();

    /// <summary>Issues under the root or, if so wished, under the intermediate CA.</summary>
    internal static byte[] Issue(byte[] subject, byte[] publicKey, byte[]? subjectAltName,
        bool isUnderSub = false, HashAlgorithmName? hash = null,
        RSASignaturePadding? padding = null)
    {
        CertificateRequest request = new(new X500DistinguishedName(subject),
            PublicKey.CreateFromSubjectPublicKeyInfo(publicKey, out _),
            hash ?? HashAlgorithmName.SHA256,
            padding ?? RSASignaturePadding.Pkcs1);
        if (subjectAltName != null)
        {
            request.CertificateExtensions.Add(new X509Extension("2.5.29.17", subjectAltName,
                false));
        }

        RSA key = isUnderSub ? SubKey : RootKey;
        X509SignatureGenerator signer =
            X509SignatureGenerator.CreateForRSA(key, padding ?? RSASignaturePadding.Pkcs1);
        X509Certificate2 issuer = isUnderSub ? Sub : Root;
        using X509Certificate2 issued = request.Create(issuer.SubjectName, signer, Start,
            Start.AddYears(1), new byte[] { 0x11, 0x22 });
        return issued.RawData;
    }

    /// <summary>
    /// Names the root as its issuer and bears an Ed25519 signature, which has no hash of its own.
    /// </summary>
    internal static byte[] IssueWithEd25519(X509Name subject, SubjectPublicKeyInfo publicKey)
    {
        X509V3CertificateGenerator generator = new();
        generator.SetSerialNumber(BigInteger.ValueOf(0x1122));
        generator.SetIssuerDN(X509Name.GetInstance(Root.SubjectName.RawData));
        generator.SetSubjectDN(subject);
        generator.SetNotBefore(Start.UtcDateTime);
        generator.SetNotAfter(Start.AddYears(1).UtcDateTime);
        generator.SetSubjectPublicKeyInfo(publicKey);
        generator.AddExtension(X509Extensions.SubjectAlternativeName, false,
            GeneralNames.GetInstance(Enrolling.AltName));
        Ed25519PrivateKeyParameters key = new(new byte[Ed25519PrivateKeyParameters.KeySize]);
        return generator.Generate(new Asn1SignatureFactory("Ed25519", key)).GetEncoded();
    }

    private static X509Certificate2 MakeCa(string name, RSA key, X509Certificate2? issuer,
        RSA issuerKey)
    {
        CertificateRequest request =
            new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        X500DistinguishedName issuerName = issuer?.SubjectName ?? new X500DistinguishedName(name);
        return request.Create(issuerName,
            X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1), Start,
            Start.AddYears(10), new byte[] { 0x01 });
    }
}

using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Pki;

namespace Gateway.Tests.Pki;

/// <summary>Certificates made by the platform, once for all tests.</summary>
internal static class TestCertificates
{
    internal static readonly DateTimeOffset NotBefore = new(2012, 6, 12, 9, 33, 10, TimeSpan.Zero);
    internal static readonly DateTimeOffset NotAfter = new(2056, 8, 3, 2, 38, 27, TimeSpan.Zero);
    private static readonly Lazy<RSA> Rsa2048 = new(() => RSA.Create(2048));
    private static readonly Lazy<byte[]> LocalDer = new(MakeLocal);
    private static readonly Lazy<byte[]> CaDer = new(MakeCa);

    internal static RSA Rsa => Rsa2048.Value;

    /// <summary>An end entity with address, host and mail names.</summary>
    internal static byte[] Local => LocalDer.Value;

    /// <summary>A CA with the extensions that xca gives.</summary>
    internal static byte[] Ca => CaDer.Value;

    internal static byte[] Make(
        AsymmetricAlgorithm key,
        HashAlgorithmName hash,
        string subject,
        byte[] serial,
        params X509Extension[] extensions)
    {
        X500DistinguishedName name = new(DistinguishedName.FromText(subject, new NameError())!);
        CertificateRequest request = key is RSA rsa
            ? new(name, rsa, hash, RSASignaturePadding.Pkcs1)
            : new(name, (ECDsa)key, hash);
        foreach (X509Extension extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        X509SignatureGenerator generator = key is RSA rsaKey
            ? X509SignatureGenerator.CreateForRSA(rsaKey, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        X500DistinguishedName issuer = new(DistinguishedName.FromText(
            "C=cn,ST=beijing,L=BB,O=BB,OU=BB,CN=BB", new NameError())!);
        using X509Certificate2 certificate = request.Create(
            issuer, generator, NotBefore, NotAfter, serial);
        return certificate.RawData;
    }

    /// <summary>
    /// For a public key whose modulus is just an odd number of that size: nobody needs to wait for
    /// its primes. Signed with <see cref="Rsa"/>.
    /// </summary>
    internal static byte[] MakeForModulus(int bits, string subject, byte[] serial)
    {
        byte[] modulus = new byte[bits / 8];
        new Random(bits).NextBytes(modulus);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        using RSA key = RSA.Create(
            new RSAParameters { Modulus = modulus, Exponent = new byte[] { 1, 0, 1 } });
        X500DistinguishedName name = new(DistinguishedName.FromText(subject, new NameError())!);
        CertificateRequest request = new(
            name, key, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.Create(
            name,
            X509SignatureGenerator.CreateForRSA(Rsa, RSASignaturePadding.Pkcs1),
            NotBefore,
            NotAfter,
            serial);
        return certificate.RawData;
    }

    internal static X509Extension Raw(string oid, string hex, bool critical = false) =>
        new(oid, Convert.FromHexString(hex.Replace(" ", "")), critical);

    internal static Certificate Parse(byte[] der)
    {
        CertificateError error = new();
        Certificate? certificate = Certificate.Parse(der, error);
        Xunit.Assert.True(certificate != null, error.Text());
        return certificate!;
    }

    private static byte[] MakeLocal()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Parse("10.2.0.2"));
        names.AddDnsName("test.abc.com");
        names.AddEmailAddress("user@test.abc.com");
        return Make(
            Rsa,
            HashAlgorithmName.SHA256,
            "C=cn,ST=jiangsu,O=huawei,OU=info,CN=hello",
            new byte[] { 0x44, 0x3b, 0x3f, 0x46 },
            names.Build());
    }

    private static byte[] MakeCa() => Make(
        Rsa,
        HashAlgorithmName.SHA256,
        "C=cn,ST=beijing,L=BB,O=BB,OU=BB,CN=BB",
        new byte[] { 2 },
        new X509BasicConstraintsExtension(true, false, 0, true),
        new X509SubjectKeyIdentifierExtension("4F67F4CBF4C3F7612CBDFF1DD129FD39289F3B8B", false),
        new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, false),
        Raw("2.16.840.1.113730.1.1", "03020007"),
        Raw("2.16.840.1.113730.1.13", "160F" + Convert.ToHexString("xca certificate"u8)));
}

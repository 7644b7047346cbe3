using System;
using System.Collections.Generic;
using Gateway.Tests.Crypto;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Gateway.Tests.Pki;

/// <summary>
/// A certificate with its key, made by BouncyCastle; it issues others, with any one defect.
/// </summary>
internal sealed class TestAuthority
{
    internal const string Ec256 = "P-256";
    internal const string Ec384 = "P-384";
    internal const string Rsa = "RSA-2048";
    internal const string ShortRsa = "RSA-1024";

    internal static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    internal static readonly DateTime End = new(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Dictionary<string, AsymmetricCipherKeyPair> Keys = [];

    private TestAuthority(Wish wish, byte[] der, AsymmetricCipherKeyPair keys)
    {
        Name = wish.Name;
        Der = der;
        KeyPair = keys;
    }

    /// <summary>What a certificate shall be.</summary>
    internal sealed record Wish(string Name)
    {
        public string Key { get; init; } = Ec256;
        public string? KeyName { get; init; }
        public bool? IsCa { get; init; } = true;
        public int? PathLength { get; init; }
        public int? KeyUsage { get; init; } =
            Org.BouncyCastle.Asn1.X509.KeyUsage.KeyCertSign;
        public DateTime NotBefore { get; init; } = Start;
        public DateTime NotAfter { get; init; } = End;
        public string? Critical { get; init; }
        public string? Algorithm { get; init; }
        public string? IssuerName { get; init; }
        public bool HasKeyIds { get; init; } = true;
        public int Serial { get; init; } = 1;
    }

    internal string Name { get; }

    internal byte[] Der { get; }

    internal AsymmetricCipherKeyPair KeyPair { get; }

    /// <summary>A self-signed one.</summary>
    internal static TestAuthority Root(string name) => Root(new Wish(name));

    /// <summary>A self-signed one.</summary>
    internal static TestAuthority Root(Wish wish) => Make(wish, null);

    /// <summary>A CA below this one.</summary>
    internal TestAuthority Ca(string name) => Issue(new Wish(name));

    /// <summary>An end entity below this one.</summary>
    internal byte[] Leaf(string name) => Issue(new Wish(name) { IsCa = null, KeyUsage = null }).Der;

    /// <summary>Any certificate below this one.</summary>
    internal TestAuthority Issue(Wish wish) => Make(wish, this);

    private static TestAuthority Make(Wish wish, TestAuthority? issuer)
    {
        AsymmetricCipherKeyPair keys = Pair(wish.KeyName ?? wish.Name, wish.Key);
        AsymmetricCipherKeyPair signer = issuer?.KeyPair ?? keys;
        X509V3CertificateGenerator generator = new();
        generator.SetSerialNumber(BigInteger.ValueOf(wish.Serial));
        generator.SetIssuerDN(new X509Name(wish.IssuerName ?? issuer?.Name ?? wish.Name));
        generator.SetSubjectDN(new X509Name(wish.Name));
        generator.SetNotBefore(wish.NotBefore);
        generator.SetNotAfter(wish.NotAfter);
        generator.SetPublicKey(keys.Public);
        AddExtensions(generator, wish, keys.Public, signer.Public);
        string algorithm = wish.Algorithm
            ?? (signer.Public is ECPublicKeyParameters ? "SHA256WITHECDSA" : "SHA256WITHRSA");
        X509Certificate made = generator.Generate(
            new Asn1SignatureFactory(algorithm, signer.Private, Seeded(wish.Name)));
        return new TestAuthority(wish, made.GetEncoded(), keys);
    }

    private static void AddExtensions(
        X509V3CertificateGenerator generator, Wish wish, AsymmetricKeyParameter key,
        AsymmetricKeyParameter signer)
    {
        if (wish.IsCa is bool isCa)
        {
            generator.AddExtension(X509Extensions.BasicConstraints, true,
                wish.PathLength is int length ? new BasicConstraints(length) : new(isCa));
        }

        if (wish.KeyUsage is int usage)
            generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(usage));
        if (wish.HasKeyIds)
        {
            generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
                X509ExtensionUtilities.CreateSubjectKeyIdentifier(key));
            generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false,
                X509ExtensionUtilities.CreateAuthorityKeyIdentifier(signer));
        }

        if (wish.Critical is string oid)
            generator.AddExtension(oid, true, Org.BouncyCastle.Asn1.DerNull.Instance);
    }

    // One key a name and kind, the same in every run.
    private static AsymmetricCipherKeyPair Pair(string name, string kind)
    {
        lock (Keys)
        {
            string index = kind + " " + name;
            if (kind is Rsa or ShortRsa) index = kind;
            if (Keys.TryGetValue(index, out AsymmetricCipherKeyPair? known)) return known;
            AsymmetricCipherKeyPair made = Generate(kind, Seeded(index));
            Keys.Add(index, made);
            return made;
        }
    }

    private static AsymmetricCipherKeyPair Generate(string kind, SecureRandom random)
    {
        if (kind is Rsa or ShortRsa)
        {
            RsaKeyPairGenerator rsa = new();
            rsa.Init(new RsaKeyGenerationParameters(
                BigInteger.ValueOf(65537), random, kind == Rsa ? 2048 : 1024, 20));
            return rsa.GenerateKeyPair();
        }

        if (kind == "Ed25519")
        {
            Ed25519KeyPairGenerator edwards = new();
            edwards.Init(new Ed25519KeyGenerationParameters(random));
            return edwards.GenerateKeyPair();
        }

        ECKeyPairGenerator ec = new();
        ec.Init(new ECKeyGenerationParameters(ECNamedDomainParameters.LookupOid(
            Org.BouncyCastle.Asn1.X9.ECNamedCurveTable.GetOid(kind)), random));
        return ec.GenerateKeyPair();
    }

    private static SecureRandom Seeded(string seed)
    {
        SecureRandom random = new(new Org.BouncyCastle.Crypto.Prng.DigestRandomGenerator(
            new Org.BouncyCastle.Crypto.Digests.Sha256Digest()));
        random.SetSeed(Hex.Ascii(seed));
        return random;
    }
}

using System;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.Tests.Inspect;

/// <summary>Makes the protection of a message.</summary>
internal interface IProtector
{
    /// <summary>protectionAlg.</summary>
    AlgorithmIdentifier Algorithm { get; }

    /// <summary>The value over a protected part.</summary>
    byte[] Compute(byte[] data);
}

/// <summary>A key with a certificate, all by BouncyCastle from a seed.</summary>
internal sealed class Party : IProtector
{
    private static readonly DateTime s_from = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly AsymmetricCipherKeyPair _key;
    private readonly string _signature;

    private Party(
        AsymmetricCipherKeyPair key, string signature, X509Name name, X509Certificate certificate)
    {
        _key = key;
        _signature = signature;
        Name = name;
        Certificate = certificate.CertificateStructure;
    }

    public X509Name Name { get; }

    public X509CertificateStructure Certificate { get; }

    public byte[]? KeyIdentifier { get; private init; }

    public SubjectPublicKeyInfo PublicKey => Certificate.SubjectPublicKeyInfo;

    public AlgorithmIdentifier Algorithm =>
        (AlgorithmIdentifier)new Asn1SignatureFactory(_signature, _key.Private).AlgorithmDetails;

    /// <summary>A new party.</summary>
    /// <param name="name">Its name, and the seed unless there is one.</param>
    /// <param name="issuer">Who certifies it; null for itself.</param>
    /// <param name="usage">Key usage, 0 for none.</param>
    /// <param name="withIdentifier">Whether there is a subject key identifier.</param>
    /// <param name="signature">Algorithm with which it signs.</param>
    /// <param name="seed">Of its key.</param>
    public static Party Create(string name, Party? issuer = null,
        int usage = KeyUsage.DigitalSignature, bool withIdentifier = true,
        string signature = "SHA256WITHECDSA", string? seed = null)
    {
        SecureRandom random = Seeded(seed ?? name);
        AsymmetricCipherKeyPair key = Generate(signature, random);
        byte[] identifier = Encoding.ASCII.GetBytes("key of " + (seed ?? name));
        var subject = new X509Name(name);
        var maker = new X509V3CertificateGenerator();
        maker.SetSerialNumber(new BigInteger(1, identifier));
        maker.SetIssuerDN(issuer?.Name ?? subject);
        maker.SetSubjectDN(subject);
        maker.SetNotBefore(s_from);
        maker.SetNotAfter(s_from.AddYears(1));
        maker.SetPublicKey(key.Public);
        if (usage != 0)
            maker.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(usage));
        if (withIdentifier)
            maker.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
                new SubjectKeyIdentifier(identifier));
        X509Certificate certificate = maker.Generate(new Asn1SignatureFactory(
            issuer?._signature ?? signature, issuer?._key.Private ?? key.Private, random));
        return new Party(key, signature, subject, certificate)
        {
            KeyIdentifier = withIdentifier ? identifier : null,
        };
    }

    public byte[] Compute(byte[] data)
    {
        IStreamCalculator<IBlockResult> calculator = new Asn1SignatureFactory(
            _signature, _key.Private, Seeded("signature")).CreateCalculator();
        using (System.IO.Stream stream = calculator.Stream)
            stream.Write(data);
        return calculator.GetResult().Collect();
    }

    /// <summary>A hash of the certificate.</summary>
    public byte[] Hash(string digest) =>
        DigestUtilities.CalculateDigest(digest, Certificate.GetDerEncoded());

    private static AsymmetricCipherKeyPair Generate(string signature, SecureRandom random)
    {
        IAsymmetricCipherKeyPairGenerator generator = signature.EndsWith("ECDSA",
            StringComparison.Ordinal) ? new ECKeyPairGenerator() : new RsaKeyPairGenerator();
        generator.Init(generator is ECKeyPairGenerator
            ? new ECKeyGenerationParameters(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.Prime256v1,
                random)
            : new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), random, 1024, 20));
        return generator.GenerateKeyPair();
    }

    private static SecureRandom Seeded(string seed)
    {
        SecureRandom random = SecureRandom.GetInstance("SHA256PRNG", autoSeed: false);
        random.SetSeed(Encoding.ASCII.GetBytes(seed));
        return random;
    }
}

/// <summary>PBM by BouncyCastle.</summary>
internal sealed class Pbm(string secret, int iterations = 500) : IProtector
{
    private readonly IMacFactory _factory =
        new Org.BouncyCastle.Crmf.PKMacBuilder()
            .SetParameters(new Org.BouncyCastle.Asn1.Cmp.PbmParameter(
                Encoding.ASCII.GetBytes("salt of the test"),
                new AlgorithmIdentifier(
                    Org.BouncyCastle.Asn1.Nist.NistObjectIdentifiers.IdSha256),
                iterations, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256)))
            .Build(secret.ToCharArray());

    public AlgorithmIdentifier Algorithm => (AlgorithmIdentifier)_factory.AlgorithmDetails;

    public byte[] Compute(byte[] data)
    {
        IStreamCalculator<IBlockResult> calculator = _factory.CreateCalculator();
        using (System.IO.Stream stream = calculator.Stream)
            stream.Write(data);
        return calculator.GetResult().Collect();
    }
}

/// <summary>PBMAC1 by BouncyCastle's PBKDF2 and HMAC.</summary>
/// <param name="secret">The secret.</param>
/// <param name="claimed">What the parameters say; more iterations are never made.</param>
internal sealed class Pbmac1(string secret, int claimed = 1000) : IProtector
{
    private const int Iterations = 1000;

    private static readonly byte[] s_salt = Encoding.ASCII.GetBytes("salt of the test");

    private static readonly AlgorithmIdentifier s_hmac =
        new(PkcsObjectIdentifiers.IdHmacWithSha512, DerNull.Instance);

    public AlgorithmIdentifier Algorithm => new(
        new DerObjectIdentifier("1.2.840.113549.1.5.14"),
        new DerSequence(
            new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbkdf2,
                new DerSequence(new DerOctetString(s_salt), DerInteger.ValueOf(claimed),
                    DerInteger.ValueOf(64), s_hmac)),
            s_hmac));

    public byte[] Compute(byte[] data)
    {
        var derivation = new Pkcs5S2ParametersGenerator(new Sha512Digest());
        derivation.Init(Encoding.ASCII.GetBytes(secret), s_salt, Iterations);
        var mac = new HMac(new Sha512Digest());
        mac.Init(derivation.GenerateDerivedMacParameters(64 * 8));
        mac.BlockUpdate(data, 0, data.Length);
        byte[] value = new byte[64];
        mac.DoFinal(value, 0);
        return value;
    }
}

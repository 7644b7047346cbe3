using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Gateway.LabCa;

/// <summary>The CA's key and name: makes certificates, knows nothing of messages.</summary>
internal sealed class CertificateAuthority
{
    private const int CaYears = 20;
    private const int ModernSerialLength = 16;
    private const int ClassicSerialLength = 4;

    private readonly AsymmetricKeyParameter _key;
    private readonly SecureRandom _random;
    private readonly LabCaOptions _options;

    private CertificateAuthority(
        AsymmetricKeyParameter key, X509Certificate certificate, SecureRandom random,
            LabCaOptions options)
    {
        _key = key;
        _random = random;
        _options = options;
        Certificate = certificate;
        CertificateDer = certificate.GetEncoded();
    }

    public X509Certificate Certificate { get; }

    public byte[] CertificateDer { get; }

    public X509Name Name => Certificate.SubjectDN;

    /// <summary>Takes the CA of the folder, or makes one and saves it.</summary>
    public static CertificateAuthority LoadOrCreate(CaStore store, LabCaOptions options,
        SecureRandom random)
    {
        (AsymmetricKeyParameter Key, X509Certificate Certificate)? stored = store.LoadCa();
        if (stored is null)
            return Create(store, options, random);

        (AsymmetricKeyParameter key, X509Certificate certificate) = stored.Value;
        SubjectPublicKeyInfo ofKey =
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(PublicOf(key));
        if (!ofKey.Equals(certificate.SubjectPublicKeyInfo))
            throw new LabCaException(
                $"ca.key and ca.cer in {store.Directory} do not belong together");
        if (options.Subject is not null
            && !DistinguishedNameOf(options.Subject).Equivalent(certificate.SubjectDN,
                inOrder: true))
            throw new LabCaException($"the folder {store.Directory} holds the CA "
                + $"'{DistinguishedName.Format(certificate.SubjectDN)}', not '{options.Subject}'");
        if (options.Key is not null && options.Key != AlgorithmOf(key))
            throw new LabCaException(
                $"the folder {store.Directory} holds a CA with a key "
                + $"{AlgorithmOf(key)}, not {options.Key}");
        return new CertificateAuthority(key, certificate, random, options);
    }

    private static CertificateAuthority Create(CaStore store, LabCaOptions options,
        SecureRandom random)
    {
        X509Name name = DistinguishedNameOf(options.Subject ?? LabCaOptions.DefaultSubject);
        AsymmetricKeyParameter key =
            GenerateKey(options.Key ?? CaKeyAlgorithm.Rsa3072, options, random);
        AsymmetricKeyParameter publicKey = PublicOf(key);
        DateTime start = Truncate(options.Clock.GetUtcNow() - options.Backdate).UtcDateTime;

        var generator = new X509V3CertificateGenerator();
        bool classic = options.Profile == LabCaProfile.Classic;
        generator.SetSerialNumber(classic ? BigInteger.Two
            : RandomSerial(random, ModernSerialLength));
        generator.SetIssuerDN(name);
        generator.SetSubjectDN(name);
        generator.SetNotBefore(start);
        generator.SetNotAfter(start.AddYears(CaYears));
        generator.SetPublicKey(publicKey);
        generator.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(true));
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
            X509ExtensionUtilities.CreateSubjectKeyIdentifier(publicKey));
        generator.AddExtension(X509Extensions.KeyUsage, !classic, new KeyUsage(
            KeyUsage.KeyCertSign | KeyUsage.CrlSign | (classic ? 0 : KeyUsage.DigitalSignature)));
        if (classic)
        {
            generator.AddExtension(MiscObjectIdentifiers.NetscapeCertType, false,
                new NetscapeCertType(
                    NetscapeCertType.SslCA | NetscapeCertType.SmimeCA
                    | NetscapeCertType.ObjectSigningCA));
            generator.AddExtension(MiscObjectIdentifiers.NetscapeCertComment, false,
                new DerIA5String("xca certificate"));
        }

        X509Certificate certificate = generator.Generate(Signer(key, random));
        byte[] pkcs8 = PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded();
        store.SaveCa(pkcs8, certificate.GetEncoded());
        CryptographicOperations.ZeroMemory(pkcs8);
        return new CertificateAuthority(key, certificate, random, options);
    }

    /// <summary>Issues a certificate.</summary>
    /// <param name="wish">What the client asks for, already checked.</param>
    /// <param name="publicKey">The key to certify.</param>
    /// <param name="isTaken">Whether a serial number is in use.</param>
    public X509Certificate Issue(CertificateWish wish, SubjectPublicKeyInfo publicKey, Func<string,
        bool> isTaken)
    {
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(NewSerial(isTaken));
        generator.SetIssuerDN(Name);
        generator.SetSubjectDN(wish.Subject);
        generator.SetNotBefore(wish.NotBefore.UtcDateTime);
        generator.SetNotAfter(wish.NotAfter.UtcDateTime);
        generator.SetSubjectPublicKeyInfo(publicKey);
        if (_options.Profile == LabCaProfile.Modern)
        {
            bool rsa = PublicKeyFactory.CreateKey(publicKey) is RsaKeyParameters;
            generator.AddExtension(X509Extensions.BasicConstraints, true,
                new BasicConstraints(false));
            generator.AddExtension(X509Extensions.KeyUsage, true,
                new KeyUsage(KeyUsage.DigitalSignature | (rsa ? KeyUsage.KeyEncipherment : 0)));
            generator.AddExtension(X509Extensions.ExtendedKeyUsage, false,
                new ExtendedKeyUsage(KeyPurposeID.id_kp_clientAuth, KeyPurposeID.id_kp_serverAuth));
            generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
                X509ExtensionUtilities.CreateSubjectKeyIdentifier(publicKey));
            generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false,
                X509ExtensionUtilities.CreateAuthorityKeyIdentifier(
                    Certificate.SubjectPublicKeyInfo));
        }

        if (wish.AlternativeName is not null)
            generator.AddExtension(wish.AlternativeName);
        return generator.Generate(Signer(_key, _random));
    }

    /// <summary>The longest validity that the CA gives now.</summary>
    public (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity()
    {
        DateTimeOffset now = Truncate(_options.Clock.GetUtcNow());
        DateTimeOffset end = _options.Validity.After(now);
        DateTimeOffset caEnd = new(Certificate.NotAfter, TimeSpan.Zero);
        return (Truncate(now - _options.Backdate), end < caEnd ? end : caEnd);
    }

    /// <summary>A key that nobody asked for, of the same kind.</summary>
    public SubjectPublicKeyInfo StrangersKey(SubjectPublicKeyInfo like)
    {
        bool rsa = PublicKeyFactory.CreateKey(like) is RsaKeyParameters;
        CaKeyAlgorithm algorithm = rsa ? new CaKeyAlgorithm(CaKeyAlgorithm.RsaBitsMin, null)
            : CaKeyAlgorithm.P256;
        return SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(
            PublicOf(GenerateKey(algorithm, _options, _random)));
    }

    public static string SerialText(BigInteger serial) =>
        Convert.ToHexStringLower(serial.ToByteArrayUnsigned());

    private BigInteger NewSerial(Func<string, bool> isTaken)
    {
        int length = _options.Profile == LabCaProfile.Classic ? ClassicSerialLength
            : ModernSerialLength;
        BigInteger serial;
        do
            serial = RandomSerial(_random, length);
        while (isTaken(SerialText(serial)));
        return serial;
    }

    // Positive, and exactly this long.
    private static BigInteger RandomSerial(SecureRandom random, int length)
    {
        byte[] octets = SecureRandom.GetNextBytes(random, length);
        octets[0] = (byte)((octets[0] & 0x7F) | 0x40);
        return new BigInteger(1, octets);
    }

    // The platform makes RSA keys several times faster, but only from its own randomness.
    private static AsymmetricKeyParameter GenerateKey(CaKeyAlgorithm algorithm,
        LabCaOptions options, SecureRandom random)
    {
        if (algorithm.Curve is not null)
        {
            var curves = new ECKeyPairGenerator("ECDSA");
            DerObjectIdentifier curve = algorithm == CaKeyAlgorithm.P384
                ? SecObjectIdentifiers.SecP384r1 : SecObjectIdentifiers.SecP256r1;
            curves.Init(new ECKeyGenerationParameters(curve, random));
            return curves.GenerateKeyPair().Private;
        }

        if (options.RandomSeed is null)
        {
            using RSA rsa = RSA.Create(algorithm.RsaBits);
            byte[] pkcs8 = rsa.ExportPkcs8PrivateKey();
            AsymmetricKeyParameter key = PrivateKeyFactory.CreateKey(pkcs8);
            CryptographicOperations.ZeroMemory(pkcs8);
            return key;
        }

        var generator = new RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), random,
            algorithm.RsaBits, 100));
        return generator.GenerateKeyPair().Private;
    }

    private static AsymmetricKeyParameter PublicOf(AsymmetricKeyParameter key) => key switch
    {
        RsaPrivateCrtKeyParameters rsa =>
            new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
        ECPrivateKeyParameters ec => new ECPublicKeyParameters(
            ec.AlgorithmName, ec.Parameters.G.Multiply(ec.D).Normalize(), ec.PublicKeyParamSet),
        _ => throw new LabCaException("ca.key is neither an RSA nor a named-curve EC key"),
    };

    private static CaKeyAlgorithm AlgorithmOf(AsymmetricKeyParameter key) => key switch
    {
        RsaKeyParameters rsa => new CaKeyAlgorithm(rsa.Modulus.BitLength, null),
        ECKeyParameters ec when SecObjectIdentifiers.SecP384r1.Equals(ec.PublicKeyParamSet) =>
            CaKeyAlgorithm.P384,
        _ => CaKeyAlgorithm.P256,
    };

    private static Asn1SignatureFactory Signer(AsymmetricKeyParameter key, SecureRandom random) =>
        new(key is RsaKeyParameters ? "SHA256WITHRSA" : "SHA256WITHECDSA", key, random);

    private static X509Name DistinguishedNameOf(string text) =>
        DistinguishedName.TryParse(text, out X509Name name, out string reason)
            ? name : throw new LabCaException("subject: " + reason);

    private static DateTimeOffset Truncate(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}

/// <summary>What a client wants certified.</summary>
/// <param name="Subject">Subject name.</param>
/// <param name="AlternativeName">Subject alternative name, or null.</param>
/// <param name="NotBefore">Start of validity.</param>
/// <param name="NotAfter">End of validity.</param>
internal sealed record CertificateWish(
    X509Name Subject, Extension? AlternativeName, DateTimeOffset NotBefore,
        DateTimeOffset NotAfter);

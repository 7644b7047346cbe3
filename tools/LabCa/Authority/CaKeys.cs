using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Key pairs of the CA: how they are made, told apart and signed with.</summary>
internal static class CaKeys
{
    private const int PrimeCertainty = 100;
    private const int PublicExponent = 65537;

    // The platform makes RSA keys several times faster, but only from its own randomness.
    public static AsymmetricKeyParameter Generate(CaKeyAlgorithm algorithm, LabCaOptions options,
        SecureRandom random)
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
        generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(PublicExponent), random,
            algorithm.RsaBits, PrimeCertainty));
        return generator.GenerateKeyPair().Private;
    }

    public static AsymmetricKeyParameter PublicOf(AsymmetricKeyParameter key) => key switch
    {
        RsaPrivateCrtKeyParameters rsa =>
            new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
        ECPrivateKeyParameters ec => new ECPublicKeyParameters(
            ec.AlgorithmName, ec.Parameters.G.Multiply(ec.D).Normalize(), ec.PublicKeyParamSet),
        _ => throw new LabCaException("ca.key is neither an RSA nor a named-curve EC key"),
    };

    /// <summary>SubjectPublicKeyInfo of a private key.</summary>
    public static SubjectPublicKeyInfo PublicInfo(AsymmetricKeyParameter key) =>
        SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(PublicOf(key));

    public static CaKeyAlgorithm AlgorithmOf(AsymmetricKeyParameter key) => key switch
    {
        RsaKeyParameters rsa => new CaKeyAlgorithm(rsa.Modulus.BitLength, null),
        ECKeyParameters ec when SecObjectIdentifiers.SecP384r1.Equals(ec.PublicKeyParamSet) =>
            CaKeyAlgorithm.P384,
        _ => CaKeyAlgorithm.P256,
    };

    /// <summary>Signs with a key: SHA-256, SHA-384 under a P-384 key; an RSA key also by
    /// RSASSA-PSS. Out of seeded randomness a P-256 key signs repeatably, and quickly.</summary>
    public static ISignatureFactory Signer(AsymmetricKeyParameter key, SecureRandom random,
        bool pss = false) =>
        random is SeededSecureRandom && key is ECPrivateKeyParameters ec
            && AlgorithmOf(key) == CaKeyAlgorithm.P256
            ? new P256SignatureFactory(ec)
            : new Asn1SignatureFactory(SignatureName(key, pss), key, random);

    private static string SignatureName(AsymmetricKeyParameter key, bool pss)
    {
        if (key is RsaKeyParameters)
            return pss ? "SHA256WITHRSAANDMGF1" : "SHA256WITHRSA";
        return AlgorithmOf(key) == CaKeyAlgorithm.P384 ? "SHA384WITHECDSA" : "SHA256WITHECDSA";
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Gateway.LabCa;

/// <summary>The CA's key and name: makes certificates and revocation lists, knows nothing of
/// messages.</summary>
internal sealed class CertificateAuthority
{
    private readonly AsymmetricKeyParameter _key;
    private readonly SecureRandom _random;
    private readonly LabCaOptions _options;

    private CertificateAuthority(AsymmetricKeyParameter key, IReadOnlyList<X509Certificate> chain,
        SecureRandom random, LabCaOptions options)
    {
        _key = key;
        _random = random;
        _options = options;
        Chain = chain;
        CertificateDer = Certificate.GetEncoded();
    }

    /// <summary>The issuing CA first, the root last.</summary>
    public IReadOnlyList<X509Certificate> Chain { get; }

    public X509Certificate Certificate => Chain[0];

    public X509Certificate Root => Chain[^1];

    public byte[] CertificateDer { get; }

    public X509Name Name => Certificate.SubjectDN;

    /// <summary>The CA's own key, for the protection of its answers.</summary>
    public AsymmetricKeyParameter Key => _key;

    /// <summary>Takes the CA of the folder, or makes one and saves it.</summary>
    public static CertificateAuthority LoadOrCreate(CaStore store, LabCaOptions options,
        SecureRandom random)
    {
        (AsymmetricKeyParameter Key, X509Certificate Certificate)? stored = store.LoadCa();
        if (stored is null)
            return Create(store, options, random);

        (AsymmetricKeyParameter key, X509Certificate certificate) = stored.Value;
        if (!CaKeys.PublicInfo(key).Equals(certificate.SubjectPublicKeyInfo))
            throw new LabCaException(
                $"ca.key and ca.cer in {store.Directory} do not belong together");
        if (options.Subject is not null
            && !DistinguishedName.Parse(options.Subject).Equivalent(certificate.SubjectDN,
                inOrder: true))
            throw new LabCaException($"the folder {store.Directory} holds the CA "
                + $"'{DistinguishedName.Format(certificate.SubjectDN)}', not '{options.Subject}'");
        if (options.Key is not null && options.Key != CaKeys.AlgorithmOf(key))
            throw new LabCaException(
                $"the folder {store.Directory} holds a CA with a key "
                + $"{CaKeys.AlgorithmOf(key)}, not {options.Key}");
        X509Certificate[] chain = [certificate, .. store.LoadUpperChain()];
        if (options.ChainLength is { } length && length != chain.Length)
            throw new LabCaException($"the folder {store.Directory} holds a chain of "
                + $"{chain.Length} CA certificates, not {length}");
        return new CertificateAuthority(key, chain, random, options);
    }

    private static CertificateAuthority Create(CaStore store, LabCaOptions options,
        SecureRandom random)
    {
        X509Name name = DistinguishedName.Parse(options.Subject ?? LabCaOptions.DefaultSubject);
        CaKeyAlgorithm algorithm = options.Key ?? CaKeyAlgorithm.Rsa3072;
        var maker = new CaCertificateMaker(options, random);
        var chain = new List<X509Certificate>();
        AsymmetricKeyParameter? key = null;
        for (int above = (options.ChainLength ?? 1) - 1; above >= 0; above--)
        {
            X509Name subject = above == 0 ? name
                : DistinguishedName.Parse(chain.Count == 0 ? "O=Lab,CN=Lab Root CA"
                    : $"O=Lab,CN=Lab Intermediate CA {chain.Count}");
            AsymmetricKeyParameter next = CaKeys.Generate(algorithm, options, random);
            chain.Insert(0, maker.Make(new CaCertificateOrder(subject, CaKeys.PublicOf(next),
                chain.Count == 0 ? subject : chain[0].SubjectDN, key ?? next)));
            if (chain.Count == 1 && above > 0)
                SaveKey(next, store.SaveRootKey);
            key = next;
        }

        store.SaveUpperChain([.. chain.Skip(1).Select(one => one.GetEncoded())]);
        SaveKey(key!, pkcs8 => store.SaveCa(pkcs8, chain[0].GetEncoded()));
        return new CertificateAuthority(key!, chain, random, options);
    }

    /// <summary>Encodes a key for as long as it takes to save it.</summary>
    public static void SaveKey(AsymmetricKeyParameter key, Action<byte[]> save)
    {
        byte[] pkcs8 = PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded();
        save(pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
    }

    /// <summary>Issues a certificate.</summary>
    /// <param name="wish">What the client asks for, already checked.</param>
    /// <param name="publicKey">The key to certify.</param>
    /// <param name="isTaken">Whether a serial number is in use.</param>
    public X509Certificate Issue(CertificateWish wish, SubjectPublicKeyInfo publicKey, Func<string,
        bool> isTaken)
    {
        X509V3CertificateGenerator generator = Prepare(wish, publicKey, isTaken);
        if (_options.Profile == LabCaProfile.Modern)
        {
            bool rsa = PublicKeyFactory.CreateKey(publicKey) is RsaKeyParameters;
            AddUsages(generator, publicKey,
                KeyUsage.DigitalSignature | (rsa ? KeyUsage.KeyEncipherment : 0),
                new ExtendedKeyUsage(KeyPurposeID.id_kp_clientAuth, KeyPurposeID.id_kp_serverAuth));
        }

        if (wish.AlternativeName is not null)
            generator.AddExtension(wish.AlternativeName);
        return generator.Generate(CaKeys.Signer(_key, _random));
    }

    /// <summary>Issues a certificate for a signer of CMP answers, whatever the profile.</summary>
    /// <param name="wish">Name and validity.</param>
    /// <param name="publicKey">The signer's key.</param>
    /// <param name="usage">Key usage bits.</param>
    /// <param name="purpose">Extended key usage.</param>
    public X509Certificate IssueSigner(CertificateWish wish, SubjectPublicKeyInfo publicKey,
        int usage, DerObjectIdentifier purpose)
    {
        X509V3CertificateGenerator generator = Prepare(wish, publicKey, _ => false);
        AddUsages(generator, publicKey, usage,
            ExtendedKeyUsage.GetInstance(new DerSequence(purpose)));
        return generator.Generate(CaKeys.Signer(_key, _random));
    }

    private X509V3CertificateGenerator Prepare(CertificateWish wish,
        SubjectPublicKeyInfo publicKey, Func<string, bool> isTaken)
    {
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(NewSerial(isTaken));
        generator.SetIssuerDN(Name);
        generator.SetSubjectDN(wish.Subject);
        generator.SetNotBefore(wish.NotBefore.UtcDateTime);
        generator.SetNotAfter(wish.NotAfter.UtcDateTime);
        generator.SetSubjectPublicKeyInfo(publicKey);
        return generator;
    }

    private void AddUsages(X509V3CertificateGenerator generator, SubjectPublicKeyInfo publicKey,
        int usage, ExtendedKeyUsage purposes)
    {
        generator.AddExtension(X509Extensions.BasicConstraints, true,
            new BasicConstraints(false));
        generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(usage));
        generator.AddExtension(X509Extensions.ExtendedKeyUsage, false, purposes);
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
            X509ExtensionUtilities.CreateSubjectKeyIdentifier(publicKey));
        generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false,
            X509ExtensionUtilities.CreateAuthorityKeyIdentifier(Certificate.SubjectPublicKeyInfo));
    }

    /// <summary>Signs a revocation list in the CA's name.</summary>
    public X509Crl Sign(X509V2CrlGenerator generator)
    {
        generator.SetIssuerDN(Name);
        generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false,
            X509ExtensionUtilities.CreateAuthorityKeyIdentifier(Certificate.SubjectPublicKeyInfo));
        return generator.Generate(CaKeys.Signer(_key, _random));
    }

    /// <summary>The longest validity that the CA gives now.</summary>
    public (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity()
    {
        DateTimeOffset now = SerialNumbers.WholeSeconds(_options.Clock.GetUtcNow());
        DateTimeOffset end = _options.Validity.After(now);
        DateTimeOffset caEnd = new(Certificate.NotAfter, TimeSpan.Zero);
        return (SerialNumbers.WholeSeconds(now - _options.Backdate), end < caEnd ? end : caEnd);
    }

    /// <summary>A key that nobody asked for, of the same kind.</summary>
    public SubjectPublicKeyInfo StrangersKey(SubjectPublicKeyInfo like)
    {
        bool rsa = PublicKeyFactory.CreateKey(like) is RsaKeyParameters;
        CaKeyAlgorithm algorithm = rsa ? new CaKeyAlgorithm(CaKeyAlgorithm.RsaBitsMin, null)
            : CaKeyAlgorithm.P256;
        return CaKeys.PublicInfo(CaKeys.Generate(algorithm, _options, _random));
    }

    private BigInteger NewSerial(Func<string, bool> isTaken)
    {
        int length = _options.Profile == LabCaProfile.Classic ? SerialNumbers.ClassicLength
            : SerialNumbers.ModernLength;
        BigInteger serial;
        do
            serial = SerialNumbers.Draw(_random, length);
        while (isTaken(SerialNumbers.Text(serial)));
        return serial;
    }
}

/// <summary>What a client wants certified.</summary>
/// <param name="Subject">Subject name.</param>
/// <param name="AlternativeName">Subject alternative name, or null.</param>
/// <param name="NotBefore">Start of validity.</param>
/// <param name="NotAfter">End of validity.</param>
internal sealed record CertificateWish(
    X509Name Subject, Extension? AlternativeName, DateTimeOffset NotBefore,
        DateTimeOffset NotAfter);

using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Gateway.LabCa;

/// <summary>A CA under construction: who issues, who is certified.</summary>
/// <param name="Subject">Name that is certified.</param>
/// <param name="Key">Public key that is certified.</param>
/// <param name="Issuer">Name of the issuer.</param>
/// <param name="IssuerKey">Private key of the issuer.</param>
internal sealed record CaCertificateOrder(
    X509Name Subject, AsymmetricKeyParameter Key, X509Name Issuer,
    AsymmetricKeyParameter IssuerKey);

/// <summary>Makes CA certificates: the root, those between, and those of a key update.</summary>
internal sealed class CaCertificateMaker(LabCaOptions options, SecureRandom random)
{
    private const int CaYears = 20;
    private const string Comment = "xca certificate";

    public X509Certificate Make(CaCertificateOrder order)
    {
        bool classic = options.Profile == LabCaProfile.Classic;
        DateTimeOffset start = SerialNumbers.WholeSeconds(
            options.Clock.GetUtcNow() - options.Backdate);
        bool selfSigned = CaKeys.PublicOf(order.IssuerKey).Equals(order.Key);
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(classic && selfSigned ? BigInteger.Two
            : SerialNumbers.Draw(random, SerialNumbers.ModernLength));
        generator.SetIssuerDN(order.Issuer);
        generator.SetSubjectDN(order.Subject);
        generator.SetNotBefore(start.UtcDateTime);
        generator.SetNotAfter(start.UtcDateTime.AddYears(CaYears));
        generator.SetPublicKey(order.Key);
        generator.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(true));
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
            X509ExtensionUtilities.CreateSubjectKeyIdentifier(order.Key));
        if (!selfSigned)
            generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false,
                X509ExtensionUtilities.CreateAuthorityKeyIdentifier(
                    CaKeys.PublicOf(order.IssuerKey)));
        generator.AddExtension(X509Extensions.KeyUsage, !classic, new KeyUsage(
            KeyUsage.KeyCertSign | KeyUsage.CrlSign | (classic ? 0 : KeyUsage.DigitalSignature)));
        AddNetscape(generator, classic);
        return generator.Generate(CaKeys.Signer(order.IssuerKey, random));
    }

    // The comment is also what makes a certificate as long as a test wants it.
    private void AddNetscape(X509V3CertificateGenerator generator, bool classic)
    {
        if (classic)
            generator.AddExtension(MiscObjectIdentifiers.NetscapeCertType, false,
                new NetscapeCertType(
                    NetscapeCertType.SslCA | NetscapeCertType.SmimeCA
                    | NetscapeCertType.ObjectSigningCA));
        string text = (classic ? Comment : "") + new string('x', options.CertificatePadding);
        if (text.Length > 0)
            generator.AddExtension(MiscObjectIdentifiers.NetscapeCertComment, false,
                new DerIA5String(text));
    }
}

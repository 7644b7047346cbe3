using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cmp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.Tests.LabCa;

/// <summary>A client's key and certificate, whose every use a test can spoil.</summary>
internal sealed class TestSigner
{
    internal TestSigner(byte[] certificate, AsymmetricKeyParameter key, string algorithm)
    {
        Certificate = new X509Certificate(certificate);
        Key = key;
        Algorithm = algorithm;
        Sender = Certificate.SubjectDN;
        Kid = Certificate.GetExtensionValue(X509Extensions.SubjectKeyIdentifier) is { } value
            ? SubjectKeyIdentifier.GetInstance(Asn1Object.FromByteArray(value.GetOctets()))
                .GetKeyIdentifier() : null;
    }

    internal X509Certificate Certificate { get; }

    internal AsymmetricKeyParameter Key { get; set; }

    internal string Algorithm { get; }

    internal X509Name Sender { get; set; }

    internal byte[]? Kid { get; set; }

    internal bool SendsCertificate { get; set; } = true;

    internal static (byte[] Public, AsymmetricKeyParameter Private) EcKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key.ExportSubjectPublicKeyInfo(),
            PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
    }

    internal static (byte[] Public, AsymmetricKeyParameter Private) RsaKey()
    {
        using RSA key = RSA.Create(2048);
        return (key.ExportSubjectPublicKeyInfo(),
            PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
    }

    internal byte[] Sign(ProtectedPkiMessageBuilder builder)
    {
        if (SendsCertificate)
            builder.AddCmpCertificate(Certificate);
        return builder.Build(new Asn1SignatureFactory(Algorithm, Key)).ToAsn1Message()
            .GetDerEncoded();
    }
}

using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.Tests.Cmp;

/// <summary>A CA whose signatures name no hash.</summary>
internal static class Ed25519Ca
{
    private static readonly Ed25519PrivateKeyParameters Key = new(new byte[32], 0);

    internal static byte[] Issue(CertTemplate template)
    {
        X509V3CertificateGenerator generator = new();
        generator.SetSerialNumber(BigInteger.ValueOf(77));
        generator.SetIssuerDN(new X509Name("CN=ed"));
        generator.SetSubjectDN(template.Subject);
        generator.SetNotBefore(TestCa.Start.UtcDateTime);
        generator.SetNotAfter(TestCa.Start.AddYears(1).UtcDateTime);
        generator.SetPublicKey(PublicKeyFactory.CreateKey(template.PublicKey));
        return generator.Generate(new Asn1SignatureFactory("Ed25519", Key)).GetEncoded();
    }
}

using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cmp;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>Checks the protection of requests, by BouncyCastle's means alone.</summary>
internal static class PeerCheck
{
    /// <summary>Whether the protection is that of the secret or of extraCerts' first.</summary>
    internal static bool IsRight(BcMessage message, string secret)
    {
        if (message.Header.ProtectionAlg == null || message.Protection == null) return false;
        ProtectedPkiMessage sealedMessage = new(message);
        if (sealedMessage.HasPasswordBasedMacProtected)
        {
            return sealedMessage.Verify(new PKMacBuilder(), secret.ToCharArray());
        }

        if (PeerPbmac1.IsMeant(message.Header.ProtectionAlg))
        {
            byte[] expected = PeerPbmac1.Of(message.Header.ProtectionAlg, secret)
                .Protect(ProtectedPart(message));
            return Arrays.FixedTimeEquals(expected, message.Protection.GetOctets());
        }

        X509CertificateStructure? signer = Signer(message);
        return signer != null && sealedMessage.Verify(new Asn1VerifierFactory(
            message.Header.ProtectionAlg,
            PublicKeyFactory.CreateKey(signer.SubjectPublicKeyInfo)));
    }

    /// <summary>Whether it has a signature, not a MAC.</summary>
    internal static bool IsSigned(BcMessage message)
    {
        AlgorithmIdentifier? algorithm = message.Header.ProtectionAlg;
        return algorithm != null && !PeerPbmac1.IsMeant(algorithm)
            && !algorithm.Algorithm.Equals(CmpObjectIdentifiers.passwordBasedMac);
    }

    /// <summary>The first of extraCerts, or null.</summary>
    internal static X509CertificateStructure? Signer(BcMessage message)
    {
        CmpCertificate[]? certificates = message.GetExtraCerts();
        return certificates == null || certificates.Length == 0 ? null
            : certificates[0].X509v3PKCert;
    }

    private static byte[] ProtectedPart(BcMessage message) =>
        new DerSequence(message.Header, message.Body).GetDerEncoded();
}

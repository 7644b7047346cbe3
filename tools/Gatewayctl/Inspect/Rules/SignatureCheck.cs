using System;
using System.Collections.Generic;
using System.IO;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Signatures of messages, proofs of possession and certification requests.</summary>
internal static class SignatureCheck
{
    private const int CertificatesMax = 10;

    /// <summary>Tries the certificates in their order.</summary>
    public static Verification VerifyWithAny(IReadOnlyList<CertificateView> certificates,
        DerNode algorithm, byte[] data, byte[] signature)
    {
        bool known = false;
        for (int i = 0; i < certificates.Count && i < CertificatesMax; i++)
        {
            byte[] key = certificates[i].PublicKeyInfo.Encoded.ToArray();
            Verification one = Verify(key, algorithm, data, signature);
            if (one.IsValid)
                return Verification.Valid(i);
            known |= one.IsKnown;
        }

        return known
            ? Verification.Invalid("the signature does not verify with any key of extraCerts")
            : Verification.Unknown;
    }

    /// <summary>Verifies with a key.</summary>
    /// <param name="publicKeyInfo">DER of SubjectPublicKeyInfo.</param>
    /// <param name="algorithm">AlgorithmIdentifier.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">Its signature.</param>
    public static Verification Verify(
        byte[] publicKeyInfo, DerNode algorithm, ReadOnlySpan<byte> data, byte[] signature)
    {
        if (!SignatureHash.IsSignature(algorithm))
            return Verification.Unknown;
        const string Wrong = "the signature does not verify";
        try
        {
            AsymmetricKeyParameter key = PublicKeyFactory.CreateKey(publicKeyInfo);
            var identifier = AlgorithmIdentifier.GetInstance(algorithm.Encoded.ToArray());
            IStreamCalculator<IVerifier> calculator =
                new Asn1VerifierFactory(identifier, key).CreateCalculator();
            using (Stream stream = calculator.Stream)
                stream.Write(data);
            return calculator.GetResult().IsVerified(signature)
                ? Verification.Valid(0) : Verification.Invalid(Wrong);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Keys and parameters from strangers: the library has no one kind of exception.
            return Verification.Invalid(Wrong + " (key or parameters do not fit)");
        }
    }
}

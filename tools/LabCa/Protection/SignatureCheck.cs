using System;
using System.Collections.Generic;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Gateway.LabCa;

/// <summary>Signatures of clients: proofs of possession and protections (RFC 9481 3).</summary>
internal static class SignatureCheck
{
    private static readonly HashSet<DerObjectIdentifier> s_algorithms =
    [
        PkcsObjectIdentifiers.Sha256WithRsaEncryption,
        PkcsObjectIdentifiers.Sha384WithRsaEncryption,
        PkcsObjectIdentifiers.Sha512WithRsaEncryption, PkcsObjectIdentifiers.IdRsassaPss,
        X9ObjectIdentifiers.ECDsaWithSha256, X9ObjectIdentifiers.ECDsaWithSha384,
        X9ObjectIdentifiers.ECDsaWithSha512,
    ];

    /// <summary>Refuses an algorithm that the CA does not take.</summary>
    /// <param name="algorithm">From the message.</param>
    /// <param name="where">For the reason.</param>
    public static void Require(AlgorithmIdentifier algorithm, string where)
    {
        if (!s_algorithms.Contains(algorithm.Algorithm))
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"signature algorithm {algorithm.Algorithm.Id} is not supported in {where}");
    }

    /// <summary>Whether a signature is by a key; false too for a key of another kind.</summary>
    public static bool Verify(AlgorithmIdentifier algorithm, AsymmetricKeyParameter key,
        byte[] signed, byte[] signature)
    {
        try
        {
            if (key is ECPublicKeyParameters ec
                && SecObjectIdentifiers.SecP256r1.Equals(ec.PublicKeyParamSet)
                && X9ObjectIdentifiers.ECDsaWithSha256.Equals(algorithm.Algorithm))
                return P256Ecdsa.Verify(ec.Q.GetEncoded(), signed, signature);
            IStreamCalculator<IVerifier> verifier =
                new Asn1VerifierFactory(algorithm, key).CreateCalculator();
            verifier.Stream.Write(signed, 0, signed.Length);
            return verifier.GetResult().IsVerified(signature);
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            return false;
        }
    }
}

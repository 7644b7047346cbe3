using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>A MAC from a shared secret with one set of parameters: the password-based MAC or
/// PBMAC1.</summary>
internal abstract class MessageMac
{
    /// <summary>Above this many iterations a MAC is no longer computed: it is sent to see the
    /// client refuse it.</summary>
    protected const int IterationsComputedMax = 1_000_000;

    private const int SaltLengthMin = 8;
    private const int SaltLengthMax = 128;

    private static readonly Dictionary<string, HashAlgorithmName> s_hmacs = new()
    {
        ["1.3.6.1.5.5.8.1.2"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.7"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.9"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.2.10"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.2.11"] = HashAlgorithmName.SHA512,
    };

    /// <summary>protectionAlg with the parameters.</summary>
    public abstract AlgorithmIdentifier Algorithm { get; }

    /// <summary>The salt.</summary>
    public abstract byte[] Salt { get; }

    /// <summary>The same algorithms with another salt, and another number of iterations where one
    /// is given.</summary>
    public abstract MessageMac With(byte[] salt, int? iterations = null);

    /// <summary>The MAC over the DER of ProtectedPart.</summary>
    public abstract byte[] Compute(byte[] secret, ReadOnlySpan<byte> protectedPart);

    /// <summary>Whether an algorithm protects by a shared secret.</summary>
    public static bool IsMac(DerObjectIdentifier algorithm) =>
        algorithm.Equals(CmpObjectIdentifiers.passwordBasedMac)
        || algorithm.Equals(Pbmac1.Oid);

    /// <summary>Takes the parameters of a request, within the limits; throws <see
    /// cref="CmpRefusedException"/> otherwise.</summary>
    public static MessageMac FromRequest(AlgorithmIdentifier algorithm, LabCaOptions limits) =>
        algorithm.Algorithm.Equals(Pbmac1.Oid) ? Pbmac1.Read(algorithm, limits)
            : PasswordBasedMac.Read(algorithm, limits);

    /// <summary>The hash of an HMAC algorithm.</summary>
    protected static HashAlgorithmName Hmac(AlgorithmIdentifier algorithm) =>
        s_hmacs.TryGetValue(algorithm.Algorithm.Id, out HashAlgorithmName hash) ? hash
            : throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"MAC {algorithm.Algorithm.Id} is not supported");

    /// <summary>An iteration count within the limits.</summary>
    protected static int Iterations(DerInteger count, LabCaOptions limits) =>
        count.TryGetIntValueExact(out int iterations)
            && iterations >= limits.MacIterationsMin && iterations <= limits.MacIterationsMax
            ? iterations : throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"iterationCount is not within {limits.MacIterationsMin} "
                    + $"to {limits.MacIterationsMax}");

    /// <summary>Refuses a salt that is too short or too long.</summary>
    protected static void CheckSalt(Asn1OctetString salt)
    {
        int length = salt.GetOctetsLength();
        if (length is < SaltLengthMin or > SaltLengthMax)
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"the salt has {length} bytes, not {SaltLengthMin} to {SaltLengthMax}");
    }
}

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>The password-based MAC (RFC 9810 5.1.3.1, RFC 9481 6.1.1) with one set of
/// parameters.</summary>
internal sealed class PasswordBasedMac
{
    private const int SaltLengthMin = 8;
    private const int SaltLengthMax = 128;

    private static readonly Dictionary<string, HashAlgorithmName> s_oneWayFunctions = new()
    {
        ["1.3.14.3.2.26"] = HashAlgorithmName.SHA1,
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> s_macs = new()
    {
        ["1.3.6.1.5.5.8.1.2"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.7"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.9"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.2.10"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.2.11"] = HashAlgorithmName.SHA512,
    };

    private readonly PbmParameter _parameters;
    private readonly byte[] _salt;
    private readonly int _iterations;
    private readonly HashAlgorithmName _oneWayFunction;
    private readonly HashAlgorithmName _mac;

    private PasswordBasedMac(PbmParameter parameters, HashAlgorithmName oneWayFunction,
        HashAlgorithmName mac)
    {
        _parameters = parameters;
        _salt = parameters.Salt.GetOctets();
        _iterations = parameters.IterationCount.IntValueExact;
        _oneWayFunction = oneWayFunction;
        _mac = mac;
    }

    public AlgorithmIdentifier Algorithm => new(CmpObjectIdentifiers.passwordBasedMac, _parameters);

    /// <summary>Takes the parameters of a request, within the limits; throws <see
    /// cref="CmpRefusedException"/> otherwise.</summary>
    public static PasswordBasedMac FromRequest(AlgorithmIdentifier algorithm, LabCaOptions limits)
    {
        if (!algorithm.Algorithm.Equals(CmpObjectIdentifiers.passwordBasedMac))
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"protection algorithm {algorithm.Algorithm.Id} "
                    + "is not supported, only the password-based MAC is");
        PbmParameter parameters = PbmParameter.GetInstance(algorithm.Parameters);
        if (!s_oneWayFunctions.TryGetValue(parameters.Owf.Algorithm.Id,
            out HashAlgorithmName oneWayFunction))
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"one-way function {parameters.Owf.Algorithm.Id} is not supported");
        if (!s_macs.TryGetValue(parameters.Mac.Algorithm.Id, out HashAlgorithmName mac))
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"MAC {parameters.Mac.Algorithm.Id} is not supported");

        if (!parameters.IterationCount.TryGetIntValueExact(out int iterations)
            || iterations < limits.MacIterationsMin || iterations > limits.MacIterationsMax)
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"iterationCount is not within {limits.MacIterationsMin} "
                    + $"to {limits.MacIterationsMax}");
        int saltLength = parameters.Salt.GetOctetsLength();
        if (saltLength < SaltLengthMin || saltLength > SaltLengthMax)
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"the salt has {saltLength} bytes, not {SaltLengthMin} to {SaltLengthMax}");
        return new PasswordBasedMac(parameters, oneWayFunction, mac);
    }

    /// <summary>The same algorithms and iterations with another salt.</summary>
    public PasswordBasedMac WithSalt(byte[] salt) =>
        new(new PbmParameter(new DerOctetString(salt), _parameters.Owf, _parameters.IterationCount,
            _parameters.Mac),
            _oneWayFunction, _mac);

    /// <summary>The MAC over the DER of ProtectedPart.</summary>
    public byte[] Compute(byte[] secret, ReadOnlySpan<byte> protectedPart)
    {
        byte[] start = new byte[secret.Length + _salt.Length];
        secret.CopyTo(start, 0);
        _salt.CopyTo(start, secret.Length);
        byte[] key = CryptographicOperations.HashData(_oneWayFunction, start);
        CryptographicOperations.ZeroMemory(start);
        for (int i = 1; i < _iterations; i++)
            CryptographicOperations.HashData(_oneWayFunction, key, key);
        byte[] mac = CryptographicOperations.HmacData(_mac, key, protectedPart);
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }
}

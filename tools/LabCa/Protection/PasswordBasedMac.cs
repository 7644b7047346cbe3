using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>The password-based MAC (RFC 9810 5.1.3.1, RFC 9481 6.1.1) with one set of
/// parameters.</summary>
internal sealed class PasswordBasedMac : MessageMac
{
    private const int UsualIterations = 500;

    private static readonly Dictionary<string, HashAlgorithmName> s_oneWayFunctions = new()
    {
        ["1.3.14.3.2.26"] = HashAlgorithmName.SHA1,
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    private readonly PbmParameter _parameters;
    private readonly int _iterations;
    private readonly HashAlgorithmName _oneWayFunction;
    private readonly HashAlgorithmName _mac;

    private PasswordBasedMac(PbmParameter parameters, HashAlgorithmName oneWayFunction,
        HashAlgorithmName mac)
    {
        _parameters = parameters;
        _iterations = parameters.IterationCount.IntValueExact;
        _oneWayFunction = oneWayFunction;
        _mac = mac;
    }

    public override AlgorithmIdentifier Algorithm =>
        new(CmpObjectIdentifiers.passwordBasedMac, _parameters);

    public override byte[] Salt => _parameters.Salt.GetOctets();

    /// <summary>SHA-256, HMAC-SHA256, 500 iterations.</summary>
    public static PasswordBasedMac Usual(byte[] salt) => new(
        new PbmParameter(salt, new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256),
            UsualIterations, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256)),
        HashAlgorithmName.SHA256, HashAlgorithmName.SHA256);

    /// <summary>Takes the parameters of a request, within the limits.</summary>
    public static PasswordBasedMac Read(AlgorithmIdentifier algorithm, LabCaOptions limits)
    {
        PbmParameter parameters = PbmParameter.GetInstance(algorithm.Parameters);
        if (!s_oneWayFunctions.TryGetValue(parameters.Owf.Algorithm.Id,
            out HashAlgorithmName oneWayFunction))
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"one-way function {parameters.Owf.Algorithm.Id} is not supported");
        HashAlgorithmName mac = Hmac(parameters.Mac);
        _ = Iterations(parameters.IterationCount, limits);
        CheckSalt(parameters.Salt);
        return new PasswordBasedMac(parameters, oneWayFunction, mac);
    }

    public override MessageMac With(byte[] salt, int? iterations = null) =>
        new PasswordBasedMac(
            new PbmParameter(new DerOctetString(salt), _parameters.Owf,
                iterations is { } count ? DerInteger.ValueOf(count) : _parameters.IterationCount,
                _parameters.Mac),
            _oneWayFunction, _mac);

    public override byte[] Compute(byte[] secret, ReadOnlySpan<byte> protectedPart)
    {
        byte[] salt = Salt;
        byte[] start = new byte[secret.Length + salt.Length];
        secret.CopyTo(start, 0);
        salt.CopyTo(start, secret.Length);
        byte[] key = CryptographicOperations.HashData(_oneWayFunction, start);
        CryptographicOperations.ZeroMemory(start);
        for (int i = 1; i < Math.Min(_iterations, IterationsComputedMax); i++)
            CryptographicOperations.HashData(_oneWayFunction, key, key);
        byte[] mac = CryptographicOperations.HmacData(_mac, key, protectedPart);
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }
}

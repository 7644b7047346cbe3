using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>PBMAC1 (RFC 8018 7.1, RFC 9481 6.1.2): PBKDF2 makes the key of an HMAC.</summary>
internal sealed class Pbmac1 : MessageMac
{
    /// <summary>id-PBMAC1.</summary>
    public static readonly DerObjectIdentifier Oid = new("1.2.840.113549.1.5.14");

    private const int KeyLengthMin = 16;
    private const int KeyLengthMax = 128;
    private const int ParameterCount = 2;

    private readonly Pbkdf2Params _derivation;
    private readonly AlgorithmIdentifier _scheme;
    private readonly HashAlgorithmName _prf;
    private readonly HashAlgorithmName _mac;
    private readonly int _keyLength;

    private Pbmac1(Pbkdf2Params derivation, AlgorithmIdentifier scheme, int keyLength)
    {
        _derivation = derivation;
        _scheme = scheme;
        _keyLength = keyLength;
        _prf = Hmac(derivation.Prf);
        _mac = Hmac(scheme);
    }

    public override AlgorithmIdentifier Algorithm => new(Oid, new DerSequence(
        new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbkdf2, _derivation), _scheme));

    public override byte[] Salt => _derivation.GetSalt();

    /// <summary>Takes the parameters of a request, within the limits.</summary>
    public static Pbmac1 Read(AlgorithmIdentifier algorithm, LabCaOptions limits)
    {
        Asn1Sequence parameters = Asn1Sequence.GetInstance(algorithm.Parameters);
        if (parameters.Count != ParameterCount)
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                "PBMAC1 needs a key derivation and a MAC");
        AlgorithmIdentifier derivation = AlgorithmIdentifier.GetInstance(parameters[0]);
        if (!derivation.Algorithm.Equals(PkcsObjectIdentifiers.IdPbkdf2))
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"key derivation {derivation.Algorithm.Id} is not supported, only PBKDF2 is");
        Pbkdf2Params values = Pbkdf2Params.GetInstance(derivation.Parameters);
        _ = Iterations(values.IterationCountObject, limits);
        CheckSalt(values.Salt);
        int keyLength = 0;
        if (values.KeyLengthObject is null
            || !values.KeyLengthObject.TryGetIntValueExact(out keyLength)
            || keyLength is < KeyLengthMin or > KeyLengthMax)
            throw new CmpRefusedException(CmpFailInfo.BadAlg,
                $"keyLength is missing or not {KeyLengthMin} to {KeyLengthMax}"); // RFC 9579 4
        return new Pbmac1(values, AlgorithmIdentifier.GetInstance(parameters[1]), keyLength);
    }

    public override MessageMac With(byte[] salt, int? iterations = null) => new Pbmac1(
        new Pbkdf2Params(salt, iterations ?? _derivation.IterationCountObject.IntValueExact,
            _keyLength, _derivation.Prf),
        _scheme, _keyLength);

    public override byte[] Compute(byte[] secret, ReadOnlySpan<byte> protectedPart)
    {
        int iterations = Math.Min(_derivation.IterationCountObject.IntValueExact,
            IterationsComputedMax);
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(secret, Salt, iterations, _prf, _keyLength);
        byte[] mac = CryptographicOperations.HmacData(_mac, key, protectedPart);
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }
}

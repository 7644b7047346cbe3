using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Gateway.Core;
using Gateway.Hal;
using Gateway.LabCa;

namespace Gateway.Soak;

/// <summary>
/// A key engine whose generations take keys from a pool after a simulated while; it signs and
/// verifies for real, by the platform, and repeatably.
/// </summary>
internal sealed class PooledKeyEngine(KeyPool pool, IClock clock, long generationMs) : IKeyEngine
{
    private const int ScalarBytes = 32;

    // The bytes of a P-256 SubjectPublicKeyInfo before the point (RFC 5480 2.1.1).
    private static readonly byte[] s_spkiHead =
        Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    public string Name => "pooled";

    /// <summary>Keys that were made.</summary>
    public int Generated { get; private set; }

    public bool CanVerify(SignatureAlgorithm algorithm) => algorithm != SignatureAlgorithm.None;

    public IKeyGeneration Generate(KeyAlgorithm algorithm, int bits) => new Generation(
        clock, generationMs, () =>
        {
            Generated++;
            return algorithm == KeyAlgorithm.EcP256 ? pool.TakeEc() : pool.TakeRsa(bits);
        });

    public byte[] PublicKey(byte[] privateKey)
    {
        if (ScalarOf(privateKey) is { } scalar)
            return [.. s_spkiHead, .. pool.PointOf(scalar)];
        using RSA? rsa = ImportRsa(privateKey);
        return rsa?.ExportSubjectPublicKeyInfo()!;
    }

    public byte[] Sign(SignatureAlgorithm algorithm, byte[] privateKey, byte[] data, int offset,
        int count)
    {
        if (ScalarOf(privateKey) is { } scalar)
        {
            return algorithm == SignatureAlgorithm.EcdsaSha256
                ? P256Ecdsa.Sign(scalar, data.AsSpan(offset, count)) : null!;
        }

        if (HashOf(algorithm) is not { } hash || IsEcdsa(algorithm) || IsPss(algorithm))
            return null!;
        using RSA? rsa = ImportRsa(privateKey);
        return rsa?.SignData(data, offset, count, hash, RSASignaturePadding.Pkcs1)!;
    }

    public bool Verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset,
        int count, byte[] signature, int signatureOffset, int signatureCount)
    {
        ReadOnlySpan<byte> message = data.AsSpan(offset, count);
        ReadOnlySpan<byte> value = signature.AsSpan(signatureOffset, signatureCount);
        bool isP256 = publicKey.AsSpan().StartsWith(s_spkiHead);
        if (algorithm == SignatureAlgorithm.EcdsaSha256 && isP256)
            return P256Ecdsa.Verify(publicKey.AsSpan(s_spkiHead.Length), message, value);
        if (HashOf(algorithm) is not { } hash || IsEcdsa(algorithm)) return false;
        try
        {
            using RSA rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return rsa.VerifyData(message, value, hash,
                IsPss(algorithm) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // Null for anything but the P-256 keys of this world.
    private static byte[]? ScalarOf(byte[] privateKey)
    {
        try
        {
            AsnReader info = new AsnReader(privateKey, AsnEncodingRules.DER).ReadSequence();
            info.ReadInteger();
            if (info.ReadSequence().ReadObjectIdentifier() != "1.2.840.10045.2.1") return null;
            AsnReader key =
                new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
            key.ReadInteger();
            byte[] scalar = key.ReadOctetString();
            return scalar.Length == ScalarBytes ? scalar : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static RSA? ImportRsa(byte[] privateKey)
    {
        RSA rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(privateKey, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            return null;
        }
    }

    private static bool IsEcdsa(SignatureAlgorithm algorithm) =>
        algorithm is >= SignatureAlgorithm.EcdsaSha256 and <= SignatureAlgorithm.EcdsaSha512;

    private static bool IsPss(SignatureAlgorithm algorithm) =>
        algorithm >= SignatureAlgorithm.RsaPssSha256;

    private static HashAlgorithmName? HashOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaSha1 => HashAlgorithmName.SHA1,
        SignatureAlgorithm.RsaSha256 or SignatureAlgorithm.RsaPssSha256
            or SignatureAlgorithm.EcdsaSha256 => HashAlgorithmName.SHA256,
        SignatureAlgorithm.RsaSha384 or SignatureAlgorithm.RsaPssSha384
            or SignatureAlgorithm.EcdsaSha384 => HashAlgorithmName.SHA384,
        SignatureAlgorithm.RsaSha512 or SignatureAlgorithm.RsaPssSha512
            or SignatureAlgorithm.EcdsaSha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private sealed class Generation(IClock clock, long durationMs, Func<byte[]> take)
        : IKeyGeneration
    {
        private readonly long _startMs = clock.MonotonicMs;
        private bool _isCancelled;
        private byte[]? _key;

        public int Percent => durationMs == 0 ? 100
            : (int)Math.Min(100, (clock.MonotonicMs - _startMs) * 100 / durationMs);

        public bool Step()
        {
            if (_isCancelled || _key is not null) return false;
            if (clock.MonotonicMs - _startMs < durationMs) return true;
            _key = take();
            return false;
        }

        public byte[] TakePrivateKey()
        {
            byte[]? key = _key;
            _key = null;
            return key!;
        }

        public void Cancel() => _isCancelled = true;
    }
}

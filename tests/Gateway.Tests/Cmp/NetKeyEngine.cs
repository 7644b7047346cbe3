using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Core;

namespace Gateway.Tests.Cmp;

/// <summary>
/// A key engine over the platform's RSA and ECDSA, for tests alone. Its PSS verifies the usual
/// salt, as long as the hash, and no other.
/// </summary>
internal sealed class NetKeyEngine : IKeyEngine
{
    // The seeded exchanges ask for the same RSA signature thousands of times.
    private static readonly ConcurrentDictionary<string, byte[]> Known = new();

    public string Name => "platform";

    /// <summary>How often a signature was verified.</summary>
    internal int VerifyCount { get; private set; }

    /// <summary>Verifies instead of the platform, or null.</summary>
    internal IKeyEngine? Verifier { get; init; }

    /// <summary>Null for EC keys on other curves than P-256, as the contract has it.</summary>
    public IKeyGeneration Generate(KeyAlgorithm algorithm, int bits)
    {
        if (algorithm == KeyAlgorithm.EcP256)
            return bits == 256 ? new Generation(bits, true) : null!;
        return bits is >= 2048 and <= 4096 ? new Generation(bits, false) : null!;
    }

    public byte[] PublicKey(byte[] privateKey)
    {
        string id = Convert.ToHexString(privateKey);
        if (Known.TryGetValue(id, out byte[]? known)) return (byte[])known.Clone();
        using AsymmetricAlgorithm? key = Import(privateKey);
        if (key == null) return null!;
        byte[] publicKey = key.ExportSubjectPublicKeyInfo();
        Known[id] = publicKey;
        return (byte[])publicKey.Clone();
    }

    public bool CanVerify(SignatureAlgorithm algorithm) => Verifier == null
        ? algorithm != SignatureAlgorithm.None : Verifier.CanVerify(algorithm);

    public byte[] Sign(SignatureAlgorithm algorithm, byte[] privateKey, byte[] data, int offset,
        int count)
    {
        string id = algorithm + Convert.ToHexString(privateKey)
            + Convert.ToHexString(data, offset, count);
        if (Known.TryGetValue(id, out byte[]? known)) return (byte[])known.Clone();
        using AsymmetricAlgorithm? key = Import(privateKey);
        HashAlgorithmName hash = HashOf(algorithm);
        if (key is ECDsa ecdsa && IsEcdsa(algorithm))
        {
            return ecdsa.SignData(data, offset, count, hash, DSASignatureFormat.Rfc3279DerSequence);
        }

        if (key is not RSA rsa || IsEcdsa(algorithm) || IsPss(algorithm)) return null!;
        byte[] signature = rsa.SignData(data, offset, count, hash, RSASignaturePadding.Pkcs1);
        Known[id] = signature;
        return (byte[])signature.Clone();
    }

    public bool Verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset,
        int count,
        byte[] signature, int signatureOffset, int signatureCount)
    {
        VerifyCount++;
        if (Verifier != null)
        {
            return Verifier.Verify(algorithm, publicKey, data, offset, count, signature,
                signatureOffset, signatureCount);
        }

        HashAlgorithmName hash = HashOf(algorithm);
        ReadOnlySpan<byte> message = data.AsSpan(offset, count);
        ReadOnlySpan<byte> value = signature.AsSpan(signatureOffset, signatureCount);
        try
        {
            if (IsEcdsa(algorithm))
            {
                using ECDsa ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(publicKey, out _);
                return ecdsa.VerifyData(message, value, hash,
                    DSASignatureFormat.Rfc3279DerSequence);
            }

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

    private static AsymmetricAlgorithm? Import(byte[] privateKey)
    {
        foreach (AsymmetricAlgorithm key in new AsymmetricAlgorithm[] { RSA.Create(),
            ECDsa.Create() })
        {
            try
            {
                key.ImportPkcs8PrivateKey(privateKey, out _);
                return key;
            }
            catch (CryptographicException)
            {
                key.Dispose();
            }
        }

        return null;
    }

    private static bool IsEcdsa(SignatureAlgorithm algorithm) =>
        algorithm is >= SignatureAlgorithm.EcdsaSha256 and <= SignatureAlgorithm.EcdsaSha512;

    private static bool IsPss(SignatureAlgorithm algorithm) =>
        algorithm >= SignatureAlgorithm.RsaPssSha256;

    private static HashAlgorithmName HashOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaSha1 => HashAlgorithmName.SHA1,
        SignatureAlgorithm.RsaSha256 or SignatureAlgorithm.EcdsaSha256
            or SignatureAlgorithm.RsaPssSha256 => HashAlgorithmName.SHA256,
        SignatureAlgorithm.RsaSha384 or SignatureAlgorithm.EcdsaSha384
            or SignatureAlgorithm.RsaPssSha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    // In one step: the platform knows no smaller ones.
    private sealed class Generation(int bits, bool isEc) : IKeyGeneration
    {
        private byte[]? _key;

        public int Percent => _key == null ? 0 : 100;

        public bool Step()
        {
            using AsymmetricAlgorithm key =
                isEc ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(bits);
            _key = key.ExportPkcs8PrivateKey();
            return false;
        }

        public byte[] TakePrivateKey()
        {
            byte[] key = _key!;
            _key = null;
            return key;
        }

        public void Cancel()
        {
            if (_key != null) Array.Clear(_key);
            _key = null;
        }
    }
}

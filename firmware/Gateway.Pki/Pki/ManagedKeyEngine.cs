using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// Key engine in plain C#, for firmware that gives managed code no public-key cryptography: RSA
/// with 2048 to 4096 bits (verifies from 1024). It knows no elliptic curves.
/// </summary>
public sealed class ManagedKeyEngine : IKeyEngine
{
    private readonly IRandom _random;

    /// <summary>An engine on a random source, which must be seeded.</summary>
    public ManagedKeyEngine(IRandom random)
    {
        if (random == null) throw new System.ArgumentException("random");
        _random = random;
    }

    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public IKeyGeneration Generate(KeyAlgorithm algorithm, int bits)
    {
        if (algorithm != KeyAlgorithm.Rsa || !RsaKeyGeneration.IsSupported(bits)) return null;
        return new ManagedKeyGeneration(new RsaKeyGeneration(bits, _random));
    }

    /// <inheritdoc/>
    public byte[] PublicKey(byte[] privateKey)
    {
        RsaPrivateKey key = PrivateKeyInfo.Parse(privateKey);
        if (key == null) return null;
        byte[] publicKey = SubjectPublicKeyInfo.FromRsa(key.Modulus, key.PublicExponent);
        key.Wipe();
        return publicKey;
    }

    /// <inheritdoc/>
    public byte[] Sign(
        SignatureAlgorithm algorithm, byte[] privateKey, byte[] data, int offset, int count)
    {
        if (!AlgorithmIdentifiers.IsRsa(algorithm)) return null;
        RsaPrivateKey key = PrivateKeyInfo.Parse(privateKey);
        if (key == null) return null;
        HashAlgorithm hash = AlgorithmIdentifiers.HashOf(algorithm);
        byte[] digest = Hashes.Compute(hash, data, offset, count);
        byte[] signature = RsaPkcs1.Sign(hash, key, digest, _random);
        key.Wipe();
        return signature;
    }

    /// <inheritdoc/>
    public bool CanVerify(SignatureAlgorithm algorithm) => AlgorithmIdentifiers.IsRsa(algorithm);

    /// <inheritdoc/>
    public bool Verify(
        SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset, int count,
        byte[] signature, int signatureOffset, int signatureCount)
    {
        if (!AlgorithmIdentifiers.IsRsa(algorithm)) return false;
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.Parse(publicKey, 0, publicKey.Length);
        if (key == null || key.Kind != PublicKeyKind.Rsa) return false;
        HashAlgorithm hash = AlgorithmIdentifiers.HashOf(algorithm);
        byte[] digest = Hashes.Compute(hash, data, offset, count);
        RsaPublicKey rsa = new RsaPublicKey(key.Modulus(), key.Exponent());
        return RsaPkcs1.Verify(hash, rsa, digest, signature, signatureOffset, signatureCount);
    }

    private sealed class ManagedKeyGeneration : IKeyGeneration
    {
        private readonly RsaKeyGeneration _generation;

        internal ManagedKeyGeneration(RsaKeyGeneration generation)
        {
            _generation = generation;
        }

        public int Percent => _generation.Percent;

        public bool Step() => _generation.Step();

        public byte[] TakePrivateKey()
        {
            RsaPrivateKey key = _generation.TakeKey();
            if (key == null) return null;
            byte[] der = PrivateKeyInfo.Write(key);
            key.Wipe();
            return der;
        }

        public void Cancel() => _generation.Cancel();
    }
}

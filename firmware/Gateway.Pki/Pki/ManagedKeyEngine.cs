using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// Key engine in plain C#, for firmware that gives managed code no public-key cryptography: RSA
/// with 2048 to 4096 bits (verifies from 1024, PSS as well). ECDSA on P-256 and P-384 is
/// verified only.
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
        if (!AlgorithmIdentifiers.IsRsaPkcs1(algorithm)) return null;
        RsaPrivateKey key = PrivateKeyInfo.Parse(privateKey);
        if (key == null) return null;
        HashAlgorithm hash = AlgorithmIdentifiers.HashOf(algorithm);
        byte[] digest = Hashes.Compute(hash, data, offset, count);
        byte[] signature = RsaPkcs1.Sign(hash, key, digest, _random);
        key.Wipe();
        return signature;
    }

    /// <inheritdoc/>
    public bool CanVerify(SignatureAlgorithm algorithm) =>
        AlgorithmIdentifiers.HashOf(algorithm) != HashAlgorithm.None;

    /// <inheritdoc/>
    public bool Verify(
        SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset, int count,
        byte[] signature, int signatureOffset, int signatureCount)
    {
        HashAlgorithm hash = AlgorithmIdentifiers.HashOf(algorithm);
        if (hash == HashAlgorithm.None) return false;
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.Parse(publicKey, 0, publicKey.Length);
        if (key == null) return false;
        byte[] digest = Hashes.Compute(hash, data, offset, count);
        if (AlgorithmIdentifiers.IsEcdsa(algorithm))
        {
            return VerifyEcdsa(key, digest, signature, signatureOffset, signatureCount);
        }

        if (key.Kind != PublicKeyKind.Rsa) return false;
        RsaPublicKey rsa = new RsaPublicKey(key.Modulus(), key.Exponent());
        return AlgorithmIdentifiers.IsRsaPss(algorithm)
            ? RsaPss.Verify(hash, rsa, digest, signature, signatureOffset, signatureCount)
            : RsaPkcs1.Verify(hash, rsa, digest, signature, signatureOffset, signatureCount);
    }

    // Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }, RFC 3279 2.2.3.
    private static bool VerifyEcdsa(
        SubjectPublicKeyInfo key, byte[] digest, byte[] signature, int offset, int count)
    {
        byte[] point = key.Point();
        if (point == null || offset < 0 || count < 0 || count > signature.Length - offset)
        {
            return false;
        }

        DerReader reader = new DerReader(signature, offset, count);
        reader.Enter(Tag.Sequence);
        reader.ReadUnsigned(Tag.Integer);
        byte[] r = reader.ValueBytes();
        reader.ReadUnsigned(Tag.Integer);
        byte[] s = reader.ValueBytes();
        reader.Leave();
        if (!reader.End()) return false;
        EllipticCurve curve = key.Kind == PublicKeyKind.EcP384
            ? EllipticCurve.P384
            : EllipticCurve.P256;
        return Ecdsa.Verify(new EcPublicKey(curve, point), digest, r, s);
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

namespace Gateway.Core;

/// <summary>Kinds of key pair.</summary>
public enum KeyAlgorithm
{
    /// <summary>RSA, modulus 2048 to 4096 bits.</summary>
    Rsa = 1,

    /// <summary>NIST P-256 (secp256r1).</summary>
    EcP256 = 2,
}

/// <summary>Signature algorithms by their public key and hash.</summary>
public enum SignatureAlgorithm
{
    /// <summary>None known.</summary>
    None = 0,

    /// <summary>
    /// sha1WithRSAEncryption, RFC 8017 8.2; verified only where a policy allows it.
    /// </summary>
    RsaSha1 = 1,

    /// <summary>sha256WithRSAEncryption.</summary>
    RsaSha256 = 2,

    /// <summary>sha384WithRSAEncryption.</summary>
    RsaSha384 = 3,

    /// <summary>sha512WithRSAEncryption.</summary>
    RsaSha512 = 4,

    /// <summary>ecdsa-with-SHA256.</summary>
    EcdsaSha256 = 5,

    /// <summary>ecdsa-with-SHA384.</summary>
    EcdsaSha384 = 6,

    /// <summary>ecdsa-with-SHA512.</summary>
    EcdsaSha512 = 7,

    /// <summary>
    /// RSASSA-PSS with SHA-256 for message and mask, RFC 4055 3.1; the salt may have any length.
    /// Verified only.
    /// </summary>
    RsaPssSha256 = 8,

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    RsaPssSha384 = 9,

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    RsaPssSha512 = 10,
}

/// <summary>
/// Key pairs: generated, used for signatures, checked. Private keys are PKCS#8 PrivateKeyInfo
/// (RFC 5208), public ones SubjectPublicKeyInfo (RFC 5280 4.1.2.7), both DER.
/// </summary>
public interface IKeyEngine
{
    /// <summary>Short name for <c>display version</c>: <c>managed</c> or <c>native</c>.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Verify"/> knows the algorithm.</summary>
    bool CanVerify(SignatureAlgorithm algorithm);

    /// <summary>
    /// Starts a key generation; null when the engine lacks that algorithm or size.
    /// </summary>
    IKeyGeneration Generate(KeyAlgorithm algorithm, int bits);

    /// <summary>SubjectPublicKeyInfo of a private key; null when the key cannot be read.</summary>
    byte[] PublicKey(byte[] privateKey);

    /// <summary>
    /// Signs the range's hash; null when key and algorithm do not fit each other.
    /// </summary>
    byte[] Sign(SignatureAlgorithm algorithm, byte[] privateKey, byte[] data, int offset,
        int count);

    /// <summary>
    /// Whether the signature over the range is right; false for anything malformed.
    /// </summary>
    bool Verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset, int count,
        byte[] signature, int signatureOffset, int signatureCount);
}

/// <summary>A key generation in steps, so that whoever drives it stays responsive.</summary>
public interface IKeyGeneration
{
    /// <summary>Does one bounded piece of work; true while there is more to do.</summary>
    bool Step();

    /// <summary>How far it probably is, 0 to 100; never falls.</summary>
    int Percent { get; }

    /// <summary>
    /// The finished private key (the caller owns and wipes it), or null before the end.
    /// </summary>
    byte[] TakePrivateKey();

    /// <summary>Ends the generation and wipes what it holds.</summary>
    void Cancel();
}

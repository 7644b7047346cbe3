using Gateway.Asn1;
using Gateway.Crypto;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// Parameters of PBMAC1, RFC 8018 A.5 with PBKDF2 (A.2), as RFC 9481 6.1.2 profiles it.
/// <code>
/// PBMAC1-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier,
///     messageAuthScheme AlgorithmIdentifier }
/// </code>
/// </summary>
public sealed class Pbmac1Parameters : MacParameters
{
    /// <summary>
    /// Shortest MAC key in bytes that a peer may ask for, HMAC-SHA1's own: whoever may choose the
    /// length and take 1 guesses the key of an answer with 256 attempts.
    /// </summary>
    public const int KeyLengthMin = 20;

    /// <summary>Longest MAC key in bytes that is derived.</summary>
    public const int KeyLengthMax = 64;

    /// <summary>Hash of the HMAC in PBKDF2; None when it is not known here.</summary>
    public HashAlgorithm Prf { get; set; }

    /// <summary>
    /// Bytes of the derived key; 0 when a peer left it out: then the size of the MAC's hash.
    /// </summary>
    public int KeyLength { get; set; }

    /// <inheritdoc/>
    public override bool IsSupported => Prf != HashAlgorithm.None && Mac != HashAlgorithm.None
        && KeyLength >= 0 && KeyLength <= KeyLengthMax;

    private int KeyBytes => KeyLength == 0 ? Hashes.Create(Mac).SizeBytes : KeyLength;

    /// <summary>Parameters with one hash throughout and a key of its size.</summary>
    public static Pbmac1Parameters With(HashAlgorithm hash, byte[] salt, int iterations)
    {
        Pbmac1Parameters parameters = new Pbmac1Parameters();
        parameters.Salt = salt;
        parameters.Iterations = iterations;
        parameters.Prf = hash;
        parameters.Mac = hash;
        parameters.KeyLength = Hashes.Create(hash).SizeBytes;
        return parameters;
    }

    /// <inheritdoc/>
    public override byte[] ToAlgorithmIdentifier()
    {
        DerWriter writer = new DerWriter(128);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pbmac1);
        writer.Begin(Tag.Sequence);
        Pbkdf2Parameters derivation = new Pbkdf2Parameters();
        derivation.Salt = Salt;
        derivation.Iterations = Iterations;
        derivation.KeyLength = KeyBytes; // RFC 9579 5: always there in what is sent.
        derivation.Prf = Prf;
        derivation.Write(writer);
        AlgorithmIdentifiers.WriteHmac(writer, Mac);
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    /// <inheritdoc/>
    public override bool DerivesLike(MacParameters other)
    {
        Pbmac1Parameters pbmac1 = other as Pbmac1Parameters;
        return pbmac1 != null && Prf == pbmac1.Prf && KeyBytes == pbmac1.KeyBytes
            && HasSaltAndIterationsOf(other);
    }

    /// <inheritdoc/>
    public override IKeyDerivation StartDerivation(byte[] secret) =>
        Pbkdf2Derivation.Start(Prf, secret, Salt, Iterations, KeyBytes);

    internal override void ReadContents(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        bool isPbkdf2 = reader.ReadOid() && reader.ValueEquals(Oids.Pbkdf2);
        if (isPbkdf2) ReadPbkdf2(reader);
        else while (!reader.AtEnd) reader.ReadAny();
        reader.Leave();
        Mac = AlgorithmIdentifiers.ReadHmac(reader);
    }

    private void ReadPbkdf2(DerReader reader)
    {
        Pbkdf2Parameters derivation = new Pbkdf2Parameters();
        derivation.ReadContents(reader, CmpLimits.OctetsMax);
        Salt = derivation.Salt;
        Iterations = derivation.Iterations;
        KeyLength = derivation.KeyLength;
        Prf = derivation.Prf;
        if (KeyLength > 0 && KeyLength < KeyLengthMin) reader.Fail(DerError.OutOfRange);
    }
}

using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Cmp;

/// <summary>
/// Parameters of a MAC whose key is derived from a shared secret: those of the password-based MAC
/// (<see cref="PbmParameters"/>) or of PBMAC1 (<see cref="Pbmac1Parameters"/>).
/// </summary>
public abstract class MacParameters
{
    /// <summary>The salt, at most <see cref="CmpLimits.OctetsMax"/> bytes.</summary>
    public byte[] Salt { get; set; }

    /// <summary>Iterations of the key derivation; not bounded here.</summary>
    public int Iterations { get; set; }

    /// <summary>The hash of the HMAC; None when the MAC is not known here.</summary>
    public HashAlgorithm Mac { get; set; }

    /// <summary>Whether the algorithms are known here and the sizes possible.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>The AlgorithmIdentifier of protectionAlg, DER.</summary>
    public abstract byte[] ToAlgorithmIdentifier();

    /// <summary>Whether both derive the same key from the same secret.</summary>
    public abstract bool DerivesLike(MacParameters other);

    /// <summary>Starts the derivation of the MAC key; the secret is not kept.</summary>
    public abstract IKeyDerivation StartDerivation(byte[] secret);

    /// <summary>
    /// Reads the AlgorithmIdentifier of either kind. Null when it is another algorithm (then
    /// <paramref name="reader"/> has no error) or malformed (then it has).
    /// </summary>
    public static MacParameters Read(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (!reader.ReadOid()) return null;
        MacParameters parameters = null;
        if (reader.ValueEquals(Oids.PasswordBasedMac)) parameters = new PbmParameters();
        else if (reader.ValueEquals(Oids.Pbmac1)) parameters = new Pbmac1Parameters();
        if (parameters == null) return null;
        reader.Enter(Tag.Sequence);
        parameters.ReadContents(reader);
        reader.Leave();
        reader.Leave();
        return reader.End() ? parameters : null;
    }

    /// <summary>Reads what is inside the parameters' SEQUENCE.</summary>
    internal abstract void ReadContents(DerReader reader);

    /// <summary>Reads the salt, an OCTET STRING of bounded size.</summary>
    internal void ReadSalt(DerReader reader)
    {
        reader.ReadOctetString(Tag.OctetString);
        if (reader.ValueLength > CmpLimits.OctetsMax) reader.Fail(DerError.OutOfRange);
        Salt = reader.ValueBytes();
    }

    /// <summary>Whether salt and iterations are the same.</summary>
    internal bool HasSaltAndIterationsOf(MacParameters other) =>
        Iterations == other.Iterations && Bytes.Equal(Salt, other.Salt);
}

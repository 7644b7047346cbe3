using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// Parameters of the password-based MAC, RFC 9810 5.1.3.1.
/// <code>
/// PBMParameter ::= SEQUENCE { salt OCTET STRING, owf AlgorithmIdentifier,
///     iterationCount INTEGER, mac AlgorithmIdentifier }
/// </code>
/// </summary>
public sealed class PbmParameters
{
    /// <summary>The salt, at most <see cref="CmpLimits.OctetsMax"/> bytes.</summary>
    public byte[] Salt { get; set; }

    /// <summary>The one-way function; None when it is not known here.</summary>
    public HashAlgorithm Owf { get; set; }

    /// <summary>How often the one-way function is applied; not bounded here.</summary>
    public int Iterations { get; set; }

    /// <summary>The hash of the HMAC; None when the MAC is not known here.</summary>
    public HashAlgorithm Mac { get; set; }

    /// <summary>The AlgorithmIdentifier of protectionAlg, DER.</summary>
    public byte[] ToAlgorithmIdentifier()
    {
        DerWriter writer = new DerWriter(128);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.PasswordBasedMac);
        writer.Begin(Tag.Sequence);
        writer.OctetString(Salt);
        AlgorithmIdentifiers.WriteHash(writer, Owf);
        writer.Integer(Iterations);
        WriteMac(writer);
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    /// <summary>
    /// Reads the AlgorithmIdentifier. Null when it is another algorithm (then
    /// <paramref name="reader"/> has no error) or malformed (then it has).
    /// </summary>
    public static PbmParameters Read(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        if (!reader.ValueEquals(Oids.PasswordBasedMac)) return null;
        PbmParameters parameters = new PbmParameters();
        reader.Enter(Tag.Sequence);
        reader.ReadOctetString(Tag.OctetString);
        if (reader.ValueLength > CmpLimits.OctetsMax) reader.Fail(DerError.OutOfRange);
        parameters.Salt = reader.ValueBytes();
        parameters.Owf = AlgorithmIdentifiers.ReadHash(reader);
        parameters.Iterations = reader.ReadInt32(Tag.Integer);
        parameters.Mac = AlgorithmIdentifiers.ReadHmac(reader);
        reader.Leave();
        reader.Leave();
        return reader.End() ? parameters : null;
    }

    /// <summary>Whether both derive the same key from the same secret.</summary>
    public bool DerivesLike(PbmParameters other) =>
        Owf == other.Owf && Iterations == other.Iterations && Bytes.Equal(Salt, other.Salt);

    // Peers of RFC 4210 know HMAC-SHA1 by the name that its 5.1.3.1 gives, without parameters.
    private void WriteMac(DerWriter writer)
    {
        if (Mac != HashAlgorithm.Sha1)
        {
            AlgorithmIdentifiers.WriteHmac(writer, Mac);
            return;
        }

        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.HmacSha1);
        writer.End();
    }
}

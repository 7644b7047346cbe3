using Gateway.Asn1;
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
public sealed class PbmParameters : MacParameters
{
    /// <summary>The one-way function; None when it is not known here.</summary>
    public HashAlgorithm Owf { get; set; }

    /// <inheritdoc/>
    public override bool IsSupported => Owf != HashAlgorithm.None && Mac != HashAlgorithm.None;

    /// <inheritdoc/>
    public override byte[] ToAlgorithmIdentifier()
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

    /// <inheritdoc/>
    public override bool DerivesLike(MacParameters other)
    {
        PbmParameters pbm = other as PbmParameters;
        return pbm != null && Owf == pbm.Owf && HasSaltAndIterationsOf(other);
    }

    /// <inheritdoc/>
    public override IKeyDerivation StartDerivation(byte[] secret) =>
        PasswordBasedMacDerivation.Start(Owf, secret, Salt, Iterations);

    internal override void ReadContents(DerReader reader)
    {
        ReadSalt(reader);
        Owf = AlgorithmIdentifiers.ReadHash(reader);
        Iterations = reader.ReadInt32(Tag.Integer);
        Mac = AlgorithmIdentifiers.ReadHmac(reader);
    }

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

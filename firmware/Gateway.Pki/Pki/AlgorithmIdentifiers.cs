using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// <c>AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }</c>
/// of signatures, hashes and MACs. Parameters of RSA signatures, hashes and MACs are written as
/// NULL and read as NULL or nothing (RFC 4055 2.1, 5); those of ECDSA are left out (RFC 5758 3.2),
/// those of RSASSA-PSS name its hashes (RFC 4055 3.1) and are only read.
/// </summary>
public static class AlgorithmIdentifiers
{
    /// <summary>
    /// Steps over a signature's AlgorithmIdentifier; None (and no error) when it is not known here
    /// or its parameters are not those of the algorithm.
    /// </summary>
    public static SignatureAlgorithm ReadSignature(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        bool isPss = reader.ReadOid() && reader.ValueEquals(Oids.Pkcs1(Oids.RsaSsaPss));
        SignatureAlgorithm algorithm = isPss
            ? ReadPssParameters(reader)
            : ReadNullParameters(reader);
        reader.Leave();
        return reader.IsOk ? algorithm : SignatureAlgorithm.None;
    }

    /// <summary>Steps over a hash's AlgorithmIdentifier; None when it is not known here.</summary>
    public static HashAlgorithm ReadHash(DerReader reader) => ReadHash(reader, false);

    /// <summary>
    /// Steps over an HMAC's AlgorithmIdentifier; None when it is not known here. HMAC-SHA1 goes by
    /// two object identifiers (RFC 9481 6.2).
    /// </summary>
    public static HashAlgorithm ReadHmac(DerReader reader) => ReadHash(reader, true);

    private static HashAlgorithm ReadHash(DerReader reader, bool isHmac)
    {
        HashAlgorithm algorithm = HashAlgorithm.None;
        reader.Enter(Tag.Sequence);
        if (reader.ReadOid()) algorithm = isHmac ? FromHmacOid(reader) : FromHashOid(reader);
        if (!SkipParameters(reader)) algorithm = HashAlgorithm.None;
        reader.Leave();
        return reader.IsOk ? algorithm : HashAlgorithm.None;
    }

    /// <summary>
    /// Writes a signature's AlgorithmIdentifier; a bug to ask for None or RSASSA-PSS.
    /// </summary>
    public static void WriteSignature(DerWriter writer, SignatureAlgorithm algorithm)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(SignatureOid(algorithm));
        if (IsRsaPkcs1(algorithm)) writer.Null();
        writer.End();
    }

    /// <summary>Writes a hash's AlgorithmIdentifier.</summary>
    public static void WriteHash(DerWriter writer, HashAlgorithm algorithm) =>
        WriteWithNull(writer, HashOid(algorithm));

    /// <summary>Writes an HMAC's AlgorithmIdentifier (PKCS #5 object identifiers).</summary>
    public static void WriteHmac(DerWriter writer, HashAlgorithm algorithm) =>
        WriteWithNull(writer, HmacOid(algorithm));

    /// <summary>Hash of a signature algorithm, and of a certHash (RFC 9810 5.3.18).</summary>
    public static HashAlgorithm HashOf(SignatureAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case SignatureAlgorithm.RsaSha1: return HashAlgorithm.Sha1;
            case SignatureAlgorithm.RsaSha256:
            case SignatureAlgorithm.RsaPssSha256:
            case SignatureAlgorithm.EcdsaSha256: return HashAlgorithm.Sha256;
            case SignatureAlgorithm.RsaSha384:
            case SignatureAlgorithm.RsaPssSha384:
            case SignatureAlgorithm.EcdsaSha384: return HashAlgorithm.Sha384;
            case SignatureAlgorithm.RsaSha512:
            case SignatureAlgorithm.RsaPssSha512:
            case SignatureAlgorithm.EcdsaSha512: return HashAlgorithm.Sha512;
            default: return HashAlgorithm.None;
        }
    }

    /// <summary>Whether it is one of RSASSA-PKCS1-v1_5.</summary>
    public static bool IsRsaPkcs1(SignatureAlgorithm algorithm) =>
        algorithm >= SignatureAlgorithm.RsaSha1 && algorithm <= SignatureAlgorithm.RsaSha512;

    /// <summary>Whether it is one of RSASSA-PSS.</summary>
    public static bool IsRsaPss(SignatureAlgorithm algorithm) =>
        algorithm >= SignatureAlgorithm.RsaPssSha256
        && algorithm <= SignatureAlgorithm.RsaPssSha512;

    /// <summary>Whether it is one of ECDSA.</summary>
    public static bool IsEcdsa(SignatureAlgorithm algorithm) =>
        algorithm >= SignatureAlgorithm.EcdsaSha256 && algorithm <= SignatureAlgorithm.EcdsaSha512;

    /// <summary>
    /// Object identifier of a signature algorithm whose parameters are fixed; a bug to ask for
    /// None or RSASSA-PSS.
    /// </summary>
    public static byte[] SignatureOid(SignatureAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case SignatureAlgorithm.RsaSha1: return Oids.Sha1WithRsa;
            case SignatureAlgorithm.RsaSha256: return Oids.Sha256WithRsa;
            case SignatureAlgorithm.RsaSha384: return Oids.Sha384WithRsa;
            case SignatureAlgorithm.RsaSha512: return Oids.Sha512WithRsa;
            case SignatureAlgorithm.EcdsaSha256: return Oids.EcdsaWithSha256;
            case SignatureAlgorithm.EcdsaSha384: return Oids.EcdsaWithSha384;
            case SignatureAlgorithm.EcdsaSha512: return Oids.EcdsaWithSha512;
            default: throw new System.ArgumentException("algorithm");
        }
    }

    /// <summary>Object identifier of a hash; a bug to ask for None.</summary>
    public static byte[] HashOid(HashAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case HashAlgorithm.Sha1: return Oids.Sha1;
            case HashAlgorithm.Sha256: return Oids.Sha256;
            case HashAlgorithm.Sha384: return Oids.Sha384;
            case HashAlgorithm.Sha512: return Oids.Sha512;
            default: throw new System.ArgumentException("algorithm");
        }
    }

    /// <summary>Object identifier of an HMAC in PKCS #5; a bug to ask for None.</summary>
    public static byte[] HmacOid(HashAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case HashAlgorithm.Sha1: return Oids.HmacWithSha1;
            case HashAlgorithm.Sha256: return Oids.HmacWithSha256;
            case HashAlgorithm.Sha384: return Oids.HmacWithSha384;
            case HashAlgorithm.Sha512: return Oids.HmacWithSha512;
            default: throw new System.ArgumentException("algorithm");
        }
    }

    private static void WriteWithNull(DerWriter writer, byte[] oid)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(oid);
        writer.Null();
        writer.End();
    }

    // Anything but NULL or nothing belongs to an algorithm that is not known here.
    private static bool SkipParameters(DerReader reader)
    {
        if (reader.AtEnd) return true;
        if (reader.PeekTag() == Tag.Null) return reader.ReadNull();
        reader.ReadAny();
        return false;
    }

    private static SignatureAlgorithm ReadNullParameters(DerReader reader)
    {
        SignatureAlgorithm algorithm = FromSignatureOid(reader);
        return SkipParameters(reader) ? algorithm : SignatureAlgorithm.None;
    }

    // Whatever is wrong inside them is an algorithm that is not known here, like other parameters.
    private static SignatureAlgorithm ReadPssParameters(DerReader reader)
    {
        if (reader.AtEnd || !reader.ReadAny()) return SignatureAlgorithm.None;
        return RsaPssParameters.Read(reader.Buffer, reader.TlvOffset, reader.TlvLength);
    }

    private static SignatureAlgorithm FromSignatureOid(DerReader reader)
    {
        if (reader.ValueEquals(Oids.Sha256WithRsa)) return SignatureAlgorithm.RsaSha256;
        if (reader.ValueEquals(Oids.EcdsaWithSha256)) return SignatureAlgorithm.EcdsaSha256;
        if (reader.ValueEquals(Oids.Sha384WithRsa)) return SignatureAlgorithm.RsaSha384;
        if (reader.ValueEquals(Oids.Sha512WithRsa)) return SignatureAlgorithm.RsaSha512;
        if (reader.ValueEquals(Oids.EcdsaWithSha384)) return SignatureAlgorithm.EcdsaSha384;
        if (reader.ValueEquals(Oids.EcdsaWithSha512)) return SignatureAlgorithm.EcdsaSha512;
        if (reader.ValueEquals(Oids.Sha1WithRsa)) return SignatureAlgorithm.RsaSha1;
        return SignatureAlgorithm.None;
    }

    private static HashAlgorithm FromHashOid(DerReader reader)
    {
        if (reader.ValueEquals(Oids.Sha256)) return HashAlgorithm.Sha256;
        if (reader.ValueEquals(Oids.Sha1)) return HashAlgorithm.Sha1;
        if (reader.ValueEquals(Oids.Sha384)) return HashAlgorithm.Sha384;
        if (reader.ValueEquals(Oids.Sha512)) return HashAlgorithm.Sha512;
        return HashAlgorithm.None;
    }

    private static HashAlgorithm FromHmacOid(DerReader reader)
    {
        if (reader.ValueEquals(Oids.HmacWithSha256)) return HashAlgorithm.Sha256;
        if (reader.ValueEquals(Oids.HmacSha1)) return HashAlgorithm.Sha1;
        if (reader.ValueEquals(Oids.HmacWithSha1)) return HashAlgorithm.Sha1;
        if (reader.ValueEquals(Oids.HmacWithSha384)) return HashAlgorithm.Sha384;
        if (reader.ValueEquals(Oids.HmacWithSha512)) return HashAlgorithm.Sha512;
        return HashAlgorithm.None;
    }
}

using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// <c>RSASSA-PSS-params ::= SEQUENCE { [0] hashAlgorithm DEFAULT sha1, [1] maskGenAlgorithm DEFAULT
/// mgf1SHA1, [2] saltLength DEFAULT 20, [3] trailerField DEFAULT 1 }</c>, all explicit
/// (RFC 4055 3.1).
/// </summary>
internal static class RsaPssParameters
{
    private const int TrailerFieldBc = 1;

    /// <summary>
    /// The algorithm of parameters that fill the range; None when they are malformed, or when hash
    /// and mask are not of the same SHA-2, or for another trailer. Both hashes have to be
    /// there, since what their absence stands for is SHA-1.
    /// </summary>
    internal static SignatureAlgorithm Read(byte[] buffer, int offset, int count)
    {
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.ContextConstructed(0));
        HashAlgorithm hash = AlgorithmIdentifiers.ReadHash(reader);
        reader.Leave();
        reader.Enter(Tag.ContextConstructed(1));
        reader.Enter(Tag.Sequence);
        bool isMgf1 = reader.ReadOid() && reader.ValueEquals(Oids.Pkcs1(Oids.Mgf1));
        HashAlgorithm mask = AlgorithmIdentifiers.ReadHash(reader);
        reader.Leave();
        reader.Leave();
        int salt = ReadNumber(reader, 2, 0);
        int trailer = ReadNumber(reader, 3, TrailerFieldBc);
        reader.Leave();
        bool isKnown = reader.End() && isMgf1 && mask == hash && salt >= 0
            && trailer == TrailerFieldBc;
        return isKnown ? Algorithm(hash) : SignatureAlgorithm.None;
    }

    private static int ReadNumber(DerReader reader, int tag, int absent)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(tag))) return absent;
        int value = reader.ReadInt32(Tag.Integer);
        reader.Leave();
        return value;
    }

    private static SignatureAlgorithm Algorithm(HashAlgorithm hash)
    {
        switch (hash)
        {
            case HashAlgorithm.Sha256: return SignatureAlgorithm.RsaPssSha256;
            case HashAlgorithm.Sha384: return SignatureAlgorithm.RsaPssSha384;
            case HashAlgorithm.Sha512: return SignatureAlgorithm.RsaPssSha512;
            default: return SignatureAlgorithm.None;
        }
    }
}

using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// <c>PrivateKeyInfo ::= SEQUENCE { version INTEGER (0), privateKeyAlgorithm AlgorithmIdentifier,
/// privateKey OCTET STRING, attributes [0] OPTIONAL }</c> (RFC 5208 5) with an RSAPrivateKey of two
/// primes inside (RFC 8017 A.1.2). The form is checked here; whether the numbers belong together
/// shows when they sign.
/// </summary>
public static class PrivateKeyInfo
{
    /// <summary>Longest RSA modulus that is read, in bits.</summary>
    public const int RsaBitsMax = 4096;

    private const int Version = 0;
    private const int TwoPrimes = 0;
    private const int IntegersOverhead = 128;

    /// <summary>The DER of an RSA key; the caller owns and wipes it.</summary>
    public static byte[] Write(RsaPrivateKey key)
    {
        DerWriter writer = new DerWriter((key.Modulus.Length * 5) + IntegersOverhead);
        writer.Begin(Tag.Sequence);
        writer.Integer(Version);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.RsaEncryption);
        writer.Null();
        writer.End();
        writer.BeginOctetString();
        writer.Begin(Tag.Sequence);
        writer.Integer(TwoPrimes);
        writer.Integer(key.Modulus);
        writer.Integer(key.PublicExponent);
        writer.Integer(key.PrivateExponent);
        writer.Integer(key.P);
        writer.Integer(key.Q);
        writer.Integer(key.DP);
        writer.Integer(key.DQ);
        writer.Integer(key.QInv);
        writer.End();
        writer.End();
        writer.End();
        byte[] der = writer.ToArray();
        writer.Wipe();
        return der;
    }

    /// <summary>
    /// The RSA key of a range that holds nothing else (the caller owns and wipes it); null when it
    /// is malformed or another kind of key.
    /// </summary>
    public static RsaPrivateKey Parse(byte[] der, int offset, int count)
    {
        DerReader reader = new DerReader(der, offset, count);
        RsaPrivateKey key = new RsaPrivateKey();
        reader.Enter(Tag.Sequence);
        ExpectVersion(reader, Version);
        reader.Enter(Tag.Sequence);
        bool isRsa = reader.ReadOid() && reader.ValueEquals(Oids.RsaEncryption);
        if (!isRsa) reader.Fail(DerError.Unsupported);
        reader.TryRead(Tag.Null);
        reader.Leave();
        reader.ReadOctetString(Tag.OctetString);
        if (reader.EnterValue()) ReadRsa(reader, key);
        reader.Leave();
        reader.TryRead(Tag.ContextConstructed(0));
        reader.Leave();
        if (reader.End()) return key;
        key.Wipe();
        return null;
    }

    /// <summary>The RSA key of a whole array.</summary>
    public static RsaPrivateKey Parse(byte[] der) => Parse(der, 0, der.Length);

    /// <summary>
    /// The key of an RSAPrivateKey (RFC 8017 A.1.2) that fills the array; null when it is none.
    /// </summary>
    public static RsaPrivateKey ParsePkcs1(byte[] der)
    {
        DerReader reader = new DerReader(der, 0, der.Length);
        RsaPrivateKey key = new RsaPrivateKey();
        ReadRsa(reader, key);
        if (reader.End()) return key;
        key.Wipe();
        return null;
    }

    /// <summary>
    /// Kind of key in a PrivateKeyInfo by its algorithm and curve; Unknown for anything else. The
    /// key itself is not looked at.
    /// </summary>
    public static PublicKeyKind KindOf(byte[] der)
    {
        DerReader reader = new DerReader(der, 0, der.Length);
        reader.Enter(Tag.Sequence);
        reader.ReadInt32(Tag.Integer);
        reader.Enter(Tag.Sequence);
        if (!reader.ReadOid()) return PublicKeyKind.Unknown;
        if (reader.ValueEquals(Oids.RsaEncryption)) return PublicKeyKind.Rsa;
        if (!reader.ValueEquals(Oids.EcPublicKey)) return PublicKeyKind.Unknown;
        if (!reader.ReadOid()) return PublicKeyKind.Unknown;
        if (reader.ValueEquals(Oids.EcP256)) return PublicKeyKind.EcP256;
        return reader.ValueEquals(Oids.EcP384) ? PublicKeyKind.EcP384 : PublicKeyKind.Unknown;
    }

    private static void ReadRsa(DerReader reader, RsaPrivateKey key)
    {
        reader.Enter(Tag.Sequence);
        ExpectVersion(reader, TwoPrimes);
        key.Modulus = ReadMagnitude(reader);
        key.PublicExponent = ReadMagnitude(reader);
        key.PrivateExponent = ReadMagnitude(reader);
        key.P = ReadMagnitude(reader);
        key.Q = ReadMagnitude(reader);
        key.DP = ReadMagnitude(reader);
        key.DQ = ReadMagnitude(reader);
        key.QInv = ReadMagnitude(reader);
        reader.Leave();
    }

    private static void ExpectVersion(DerReader reader, int version)
    {
        if (reader.ReadInt32(Tag.Integer) != version) reader.Fail(DerError.Unsupported);
    }

    // Positive, without leading zeros; null after a failure.
    private static byte[] ReadMagnitude(DerReader reader)
    {
        if (!reader.ReadUnsigned(Tag.Integer)) return null;
        int offset = reader.ValueOffset;
        int count = reader.ValueLength;
        if (reader.Buffer[offset] == 0)
        {
            offset++;
            count--;
        }

        if (count == 0 || count > RsaBitsMax / 8)
        {
            reader.Fail(DerError.OutOfRange);
            return null;
        }

        return Bytes.Slice(reader.Buffer, offset, count);
    }
}

using Gateway.Asn1;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// How a key is derived from a password, RFC 8018 A.2.
/// <code>
/// PBKDF2-params ::= SEQUENCE { salt CHOICE { specified OCTET STRING, otherSource ... },
///     iterationCount INTEGER, keyLength INTEGER OPTIONAL, prf DEFAULT hmacWithSHA1 }
/// </code>
/// </summary>
public sealed class Pbkdf2Parameters
{
    /// <summary>The salt.</summary>
    public byte[] Salt { get; set; }

    /// <summary>Number of iterations; not bounded here.</summary>
    public int Iterations { get; set; }

    /// <summary>Bytes of the key; 0 when it is left to the scheme that uses it.</summary>
    public int KeyLength { get; set; }

    /// <summary>Hash of the HMAC; None when it is not known here.</summary>
    public HashAlgorithm Prf { get; set; }

    /// <summary>Writes the AlgorithmIdentifier of PBKDF2.</summary>
    public void Write(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pbkdf2);
        writer.Begin(Tag.Sequence);
        writer.OctetString(Salt);
        writer.Integer(Iterations);
        if (KeyLength > 0) writer.Integer(KeyLength);
        if (Prf != HashAlgorithm.Sha1) AlgorithmIdentifiers.WriteHmac(writer, Prf);
        writer.End();
        writer.End();
    }

    /// <summary>Reads the parameters behind the object identifier; a longer salt is an error.
    /// </summary>
    public void ReadContents(DerReader reader, int saltBytesMax)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadOctetString(Tag.OctetString);
        if (reader.ValueLength > saltBytesMax) reader.Fail(DerError.OutOfRange);
        Salt = reader.ValueBytes();
        Iterations = reader.ReadInt32(Tag.Integer);
        if (reader.PeekTag() == Tag.Integer)
        {
            KeyLength = reader.ReadInt32(Tag.Integer);
            if (KeyLength < 1) reader.Fail(DerError.OutOfRange);
        }

        Prf = reader.AtEnd ? HashAlgorithm.Sha1 : AlgorithmIdentifiers.ReadHmac(reader);
        reader.Leave();
    }
}

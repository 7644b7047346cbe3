using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// <c>SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }</c>
/// (RFC 5280 4.1.2.7), read in place: the ranges point into the caller's buffer.
/// </summary>
public sealed class SubjectPublicKeyInfo
{
    /// <summary>Longest RSA modulus, in bits.</summary>
    public const int RsaBitsMax = 16384;

    private const byte UncompressedPoint = 4;

    private SubjectPublicKeyInfo()
    {
    }

    /// <summary>The caller's buffer.</summary>
    public byte[] Buffer { get; private set; }

    /// <summary>Start of the whole structure.</summary>
    public int Offset { get; private set; }

    /// <summary>Length of the whole structure.</summary>
    public int Length { get; private set; }

    /// <summary>Start of the algorithm's object identifier (content octets).</summary>
    public int AlgorithmOffset { get; private set; }

    /// <summary>Length of the algorithm's object identifier.</summary>
    public int AlgorithmLength { get; private set; }

    /// <summary>Kind of key.</summary>
    public PublicKeyKind Kind { get; private set; }

    /// <summary>Bits of the RSA modulus or of the curve; 0 when the kind is unknown.</summary>
    public int Bits { get; private set; }

    /// <summary>Start of the key inside the BIT STRING (for EC the point, RFC 5480 2.2).</summary>
    public int KeyOffset { get; private set; }

    /// <summary>Length of the key inside the BIT STRING.</summary>
    public int KeyLength { get; private set; }

    /// <summary>Start of the RSA modulus: INTEGER contents, so maybe with a leading zero.</summary>
    public int ModulusOffset { get; private set; }

    /// <summary>Length of the RSA modulus's contents.</summary>
    public int ModulusLength { get; private set; }

    /// <summary>Start of the RSA exponent: INTEGER contents.</summary>
    public int ExponentOffset { get; private set; }

    /// <summary>Length of the RSA exponent's contents.</summary>
    public int ExponentLength { get; private set; }

    /// <summary>Parses a range that holds nothing else; null when it is malformed.</summary>
    public static SubjectPublicKeyInfo Parse(byte[] buffer, int offset, int count)
    {
        DerReader reader = new DerReader(buffer, offset, count);
        SubjectPublicKeyInfo key = Read(reader);
        return reader.End() ? key : null;
    }

    /// <summary>Reads one; null with the reader's error when it is malformed.</summary>
    public static SubjectPublicKeyInfo Read(DerReader reader)
    {
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo();
        key.Buffer = reader.Buffer;
        key.Offset = reader.Position;
        reader.Enter(Tag.Sequence);
        key.ReadAlgorithm(reader);
        if (!reader.ReadBitString(Tag.BitString)) return null;
        key.KeyOffset = reader.ValueOffset;
        key.KeyLength = reader.ValueLength;
        if (key.Kind == PublicKeyKind.Rsa) key.ReadRsa(reader);
        else if (key.Kind != PublicKeyKind.Unknown) key.CheckPoint(reader);
        reader.Leave();
        key.Length = reader.Position - key.Offset;
        return reader.IsOk ? key : null;
    }

    /// <summary>Writes an RSA key of big-endian magnitudes (RFC 3279 2.3.1).</summary>
    public static byte[] FromRsa(byte[] modulus, byte[] exponent)
    {
        DerWriter writer = new DerWriter(modulus.Length + 48);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.RsaEncryption);
        writer.Null();
        writer.End();
        writer.BeginBitString();
        writer.Begin(Tag.Sequence);
        writer.Integer(modulus);
        writer.Integer(exponent);
        writer.End();
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    /// <summary>Writes an EC key of an uncompressed point (RFC 5480 2.1.1, 2.2).</summary>
    public static byte[] FromEcPoint(PublicKeyKind curve, byte[] point)
    {
        DerWriter writer = new DerWriter(point.Length + 32);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.EcPublicKey);
        writer.Oid(curve == PublicKeyKind.EcP384 ? Oids.EcP384 : Oids.EcP256);
        writer.End();
        writer.BitString(point, 0, point.Length, 0);
        writer.End();
        return writer.ToArray();
    }

    /// <summary>Big-endian RSA modulus without leading zeros; null for other kinds.</summary>
    public byte[] Modulus() => Magnitude(ModulusOffset, ModulusLength);

    /// <summary>Big-endian RSA exponent without leading zeros; null for other kinds.</summary>
    public byte[] Exponent() => Magnitude(ExponentOffset, ExponentLength);

    /// <summary>Uncompressed EC point <c>04 || X || Y</c>, not checked to be on its curve; null for
    /// a compressed one and other kinds.</summary>
    public byte[] Point()
    {
        bool isEc = Kind == PublicKeyKind.EcP256 || Kind == PublicKeyKind.EcP384;
        if (!isEc || Buffer[KeyOffset] != UncompressedPoint) return null;
        return Bytes.Slice(Buffer, KeyOffset, KeyLength);
    }

    private byte[] Magnitude(int offset, int length)
    {
        if (Kind != PublicKeyKind.Rsa) return null;
        int skip = length > 1 && Buffer[offset] == 0 ? 1 : 0;
        return Bytes.Slice(Buffer, offset + skip, length - skip);
    }

    private void ReadAlgorithm(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (reader.ReadOid())
        {
            AlgorithmOffset = reader.ValueOffset;
            AlgorithmLength = reader.ValueLength;
            if (reader.ValueEquals(Oids.RsaEncryption))
            {
                Kind = PublicKeyKind.Rsa;
                reader.TryRead(Tag.Null);
            }
            else if (reader.ValueEquals(Oids.EcPublicKey) && reader.PeekTag() == Tag.Oid)
            {
                reader.ReadOid();
                Kind = reader.ValueEquals(Oids.EcP256) ? PublicKeyKind.EcP256
                    : reader.ValueEquals(Oids.EcP384) ? PublicKeyKind.EcP384
                    : PublicKeyKind.Unknown;
            }
            else if (!reader.AtEnd)
            {
                reader.ReadAny();
            }
        }

        reader.Leave();
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }, RFC 8017 A.1.1.
    private void ReadRsa(DerReader reader)
    {
        reader.EnterValue();
        reader.Enter(Tag.Sequence);
        if (!reader.ReadUnsigned(Tag.Integer)) return;
        ModulusOffset = reader.ValueOffset;
        ModulusLength = reader.ValueLength;
        Bits = BitLength(Buffer, ModulusOffset, ModulusLength);
        if (Bits == 0 || Bits > RsaBitsMax) reader.Fail(DerError.OutOfRange);
        reader.ReadUnsigned(Tag.Integer);
        ExponentOffset = reader.ValueOffset;
        ExponentLength = reader.ValueLength;
        reader.Leave();
        reader.Leave();
    }

    private void CheckPoint(DerReader reader)
    {
        Bits = Kind == PublicKeyKind.EcP256 ? 256 : 384;
        int size = Bits / 8;
        bool isUncompressed = KeyLength == (2 * size) + 1 && Buffer[KeyOffset] == UncompressedPoint;
        bool isCompressed = KeyLength == size + 1
            && (Buffer[KeyOffset] == 2 || Buffer[KeyOffset] == 3);
        if (reader.UnusedBits != 0) reader.Fail(DerError.BadBitString);
        else if (!isUncompressed && !isCompressed) reader.Fail(DerError.BadValue);
    }

    internal static int BitLength(byte[] buffer, int offset, int count)
    {
        while (count > 0 && buffer[offset] == 0)
        {
            offset++;
            count--;
        }

        if (count == 0) return 0;
        int bits = 8 * count;
        for (int top = buffer[offset]; top < 0x80; top <<= 1) bits--;
        return bits;
    }
}

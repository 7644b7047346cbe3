using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>
/// A cipher text and how it was made, of the two forms that hold one:
/// <code>
/// EncryptedPrivateKeyInfo ::= SEQUENCE { AlgorithmIdentifier, OCTET STRING }  (RFC 5958 3)
/// EncryptedContentInfo ::= SEQUENCE { contentType, AlgorithmIdentifier,
///     [0] IMPLICIT OCTET STRING }                                             (RFC 5652 8)
/// </code>
/// </summary>
public sealed class EncryptedPrivateKey
{
    /// <summary>PEM label of an EncryptedPrivateKeyInfo.</summary>
    public const string PemLabel = "ENCRYPTED PRIVATE KEY";

    private EncryptedPrivateKey(Pbes2 scheme, byte[] cipherText)
    {
        Scheme = scheme;
        CipherText = cipherText;
    }

    /// <summary>How it is encrypted.</summary>
    public Pbes2 Scheme { get; }

    /// <summary>What is encrypted.</summary>
    public byte[] CipherText { get; }

    /// <summary>Reads an EncryptedPrivateKeyInfo; what is malformed is the reader's error.
    /// </summary>
    public static EncryptedPrivateKey Read(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        Pbes2 scheme = Pbes2.Read(reader);
        reader.ReadOctetString(Tag.OctetString);
        EncryptedPrivateKey read = new EncryptedPrivateKey(scheme, reader.ValueBytes());
        reader.Leave();
        return read;
    }

    /// <summary>Reads what an EncryptedContentInfo holds behind its contentType.</summary>
    internal static EncryptedPrivateKey ReadContent(DerReader reader)
    {
        Pbes2 scheme = Pbes2.Read(reader);
        reader.ReadOctetString(Tag.Context(0));
        return new EncryptedPrivateKey(scheme, reader.ValueBytes());
    }

    /// <summary>Writes an EncryptedPrivateKeyInfo.</summary>
    public static void Write(DerWriter writer, Pbes2 scheme, byte[] cipherText)
    {
        writer.Begin(Tag.Sequence);
        scheme.Write(writer);
        writer.OctetString(cipherText);
        writer.End();
    }
}

using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// Encryption under a password, RFC 8018 6.2: a key by PBKDF2, AES in CBC mode (B.2.5).
/// <code>
/// PBES2-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier,
///     encryptionScheme AlgorithmIdentifier { OID, iv OCTET STRING } }
/// </code>
/// </summary>
public sealed class Pbes2
{
    private const int Pkcs5Arc = 5;
    private const int SchemeNumber = 13;
    private const int SaltBytes = 16;
    private const int Aes128Number = 2;
    private const int Aes192Number = 22;
    private const int Aes256Number = 42;
    private const int Aes256KeyBytes = 32;

    private readonly Pbkdf2Parameters _derivation = new Pbkdf2Parameters();
    private byte[] _iv;
    private int _keyBytes;

    private Pbes2()
    {
    }

    /// <summary>Why it cannot be used: its algorithms, or too many iterations.</summary>
    public KeyFileError Error { get; private set; }

    /// <summary>AES-256-CBC and PBKDF2 with HMAC-SHA256, fresh salt and IV.</summary>
    public static Pbes2 Fresh(IRandom random)
    {
        Pbes2 scheme = new Pbes2();
        scheme._iv = Random(random, Aes.BlockBytes);
        scheme._keyBytes = Aes256KeyBytes;
        scheme._derivation.Salt = Random(random, SaltBytes);
        scheme._derivation.Iterations = KeyFileLimits.IterationsWritten;
        scheme._derivation.Prf = HashAlgorithm.Sha256;
        return scheme;
    }

    /// <summary>
    /// Steps over an AlgorithmIdentifier; of one that is not known here <see cref="Error"/> tells.
    /// What is malformed is the reader's error.
    /// </summary>
    public static Pbes2 Read(DerReader reader)
    {
        Pbes2 scheme = new Pbes2();
        reader.Enter(Tag.Sequence);
        bool isKnown = reader.ReadOid() && reader.ValueEquals(Oids.Pkcs(Pkcs5Arc, SchemeNumber));
        if (isKnown)
        {
            reader.Enter(Tag.Sequence);
            scheme.ReadDerivation(reader);
            scheme.ReadCipher(reader);
            reader.Leave();
            reader.Leave();
        }
        else
        {
            reader.LeaveRest();
            scheme.Refuse(KeyFileError.UnsupportedProtection);
        }

        return scheme;
    }

    /// <summary>Writes the AlgorithmIdentifier.</summary>
    public void Write(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs(Pkcs5Arc, SchemeNumber));
        writer.Begin(Tag.Sequence);
        _derivation.Write(writer);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.NistCipher(Aes256Number));
        writer.OctetString(_iv);
        writer.End();
        writer.End();
        writer.End();
    }

    /// <summary>Starts the derivation of the key; null when a limit is broken.</summary>
    public IKeyDerivation Start(byte[] password) => Pbkdf2Derivation.Start(_derivation.Prf,
        password, _derivation.Salt, _derivation.Iterations, _keyBytes);

    /// <summary>The cipher text of a plain text, padded.</summary>
    public byte[] Encrypt(byte[] key, byte[] plain)
    {
        byte[] data = AesCbc.Pad(plain);
        Aes cipher = new Aes(key);
        AesCbc.Encrypt(cipher, _iv, data, 0, data.Length);
        cipher.Wipe();
        return data;
    }

    /// <summary>The plain text (the caller wipes it); null when its padding is wrong.</summary>
    public byte[] Decrypt(byte[] key, byte[] cipherText)
    {
        if (cipherText.Length == 0 || cipherText.Length % Aes.BlockBytes != 0) return null;
        byte[] data = Bytes.Slice(cipherText, 0, cipherText.Length);
        Aes cipher = new Aes(key);
        AesCbc.Decrypt(cipher, _iv, data, 0, data.Length);
        cipher.Wipe();
        int length = AesCbc.UnpaddedLength(data, 0, data.Length);
        byte[] plain = length < 0 ? null : Bytes.Slice(data, 0, length);
        Bytes.Wipe(data);
        return plain;
    }

    private static byte[] Random(IRandom random, int count)
    {
        byte[] bytes = new byte[count];
        random.Fill(bytes, 0, count);
        return bytes;
    }

    private void ReadDerivation(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (reader.ReadOid() && reader.ValueEquals(Oids.Pbkdf2))
        {
            _derivation.ReadContents(reader, Pbkdf2.SaltBytesMax);
            if (_derivation.Iterations < 1) reader.Fail(DerError.OutOfRange);
            if (_derivation.Iterations > KeyFileLimits.IterationsMax)
            {
                Refuse(KeyFileError.TooManyIterations);
            }

            if (_derivation.Prf == HashAlgorithm.None) Refuse(KeyFileError.UnsupportedProtection);
        }
        else
        {
            Refuse(KeyFileError.UnsupportedProtection);
        }

        reader.LeaveRest();
    }

    private void ReadCipher(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (reader.ReadOid()) _keyBytes = KeyBytesOf(reader);
        if (_keyBytes == 0)
        {
            Refuse(KeyFileError.UnsupportedProtection);
        }
        else
        {
            reader.ReadOctetString(Tag.OctetString);
            if (reader.ValueLength != Aes.BlockBytes) reader.Fail(DerError.OutOfRange);
            _iv = reader.ValueBytes();
            int told = _derivation.KeyLength;
            if (told != 0 && told != _keyBytes) reader.Fail(DerError.BadValue);
        }

        reader.LeaveRest();
    }

    private static int KeyBytesOf(DerReader reader)
    {
        if (reader.ValueEquals(Oids.NistCipher(Aes256Number))) return Aes256KeyBytes;
        if (reader.ValueEquals(Oids.NistCipher(Aes128Number))) return 16;
        return reader.ValueEquals(Oids.NistCipher(Aes192Number)) ? 24 : 0;
    }

    private void Refuse(KeyFileError error)
    {
        if (Error == KeyFileError.None) Error = error;
    }
}

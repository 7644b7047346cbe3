using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// A PKCS #12 file as far as its private key is concerned, RFC 7292 4. Integrity by a password with
/// a SHA-2 MAC, privacy by a password with <see cref="Pbes2"/>; definite lengths only.
/// <code>
/// PFX ::= SEQUENCE { version 3, authSafe ContentInfo { data }, macData MacData OPTIONAL }
/// MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations DEFAULT 1 }
/// AuthenticatedSafe ::= SEQUENCE OF ContentInfo       -- data or encryptedData
/// SafeBag ::= SEQUENCE { bagId, [0] bagValue, bagAttributes SET OPTIONAL }
/// </code>
/// </summary>
internal sealed class Pkcs12
{
    internal const int Version = 3;
    internal const int Pkcs7Arc = 7;
    internal const int Data = 1;
    internal const int KeyBag = 1;
    internal const int ShroudedKeyBag = 2;
    internal const int CertificateBag = 3;
    private const int EncryptedData = 6;

    private readonly EncryptedPrivateKey[] _pending =
        new EncryptedPrivateKey[KeyFileLimits.ContentCountMax];

    private byte[] _safe;
    private HashAlgorithm _macHash;
    private byte[] _mac;
    private byte[] _macSalt;
    private int _macIterations;
    private int _pendingCount;
    private int _pendingNext;

    private Pkcs12()
    {
    }

    /// <summary>What is wrong so far.</summary>
    internal KeyFileError Error { get; private set; }

    /// <summary>The key when it was not encrypted, PrivateKeyInfo (the caller wipes it).</summary>
    internal byte[] PlainKey { get; private set; }

    /// <summary>The key when it was encrypted.</summary>
    internal EncryptedPrivateKey ShroudedKey { get; private set; }

    private bool HasKey => PlainKey != null || ShroudedKey != null;

    /// <summary>Reads the outer form; never null, see <see cref="Error"/>.</summary>
    internal static Pkcs12 Parse(byte[] der)
    {
        Pkcs12 file = new Pkcs12();
        DerReader reader = new DerReader(der, 0, der.Length);
        reader.Enter(Tag.Sequence);
        if (reader.ReadInt32(Tag.Integer) != Version) reader.Fail(DerError.Unsupported);
        reader.Enter(Tag.Sequence);
        bool isData = reader.ReadOid() && reader.ValueEquals(Oids.Pkcs(Pkcs7Arc, Data));
        if (!isData) file.Refuse(KeyFileError.NoMac);
        reader.Enter(Tag.ContextConstructed(0));
        if (isData && reader.ReadOctetString(Tag.OctetString)) file._safe = reader.ValueBytes();
        reader.LeaveRest();
        reader.Leave();
        if (reader.AtEnd) file.Refuse(KeyFileError.NoMac);
        else file.ReadMac(reader);
        reader.Leave();
        if (!reader.End()) file.Error = KeyFileError.Malformed;
        return file;
    }

    /// <summary>Starts the derivation of the MAC key (B.3).</summary>
    internal IKeyDerivation StartMac(byte[] password) =>
        Pkcs12Derivation.Start(_macHash, password, _macSalt, _macIterations);

    /// <summary>Checks the MAC, then finds the key in what is not encrypted.</summary>
    internal void Examine(byte[] macKey)
    {
        byte[] mac = Hmac.Compute(_macHash, macKey, _safe, 0, _safe.Length);
        bool isRight = mac.Length == _mac.Length
            && Bytes.EqualConstantTime(mac, 0, _mac, 0, mac.Length);
        if (!isRight)
        {
            Refuse(KeyFileError.WrongPassword);
            return;
        }

        DerReader reader = new DerReader(_safe, 0, _safe.Length);
        reader.Enter(Tag.Sequence);
        for (int count = 0; !reader.AtEnd; count++)
        {
            if (count == KeyFileLimits.ContentCountMax) reader.Fail(DerError.TooMany);
            else ReadContent(reader);
        }

        reader.Leave();
        if (!reader.End()) Refuse(KeyFileError.Malformed);
    }

    /// <summary>
    /// The next encrypted content in which the key may be; null when it was found or none is left.
    /// </summary>
    internal EncryptedPrivateKey NextEncrypted()
    {
        if (Error != KeyFileError.None || HasKey) return null;
        if (_pendingNext < _pendingCount) return _pending[_pendingNext++];
        Refuse(KeyFileError.NoKey);
        return null;
    }

    /// <summary>Finds the key in a decrypted content.</summary>
    internal void Search(byte[] safeContents)
    {
        DerReader reader = new DerReader(safeContents, 0, safeContents.Length);
        ReadBags(reader);
        if (!reader.End()) Refuse(KeyFileError.Malformed);
    }

    /// <summary>Overwrites a key that was not encrypted.</summary>
    internal void Wipe()
    {
        Bytes.Wipe(PlainKey);
        Bytes.Wipe(_safe);
    }

    private void ReadMac(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.Sequence);
        _macHash = AlgorithmIdentifiers.ReadHash(reader);
        reader.ReadOctetString(Tag.OctetString);
        _mac = reader.ValueBytes();
        reader.Leave();
        reader.ReadOctetString(Tag.OctetString);
        if (reader.ValueLength > Pbkdf2.SaltBytesMax) reader.Fail(DerError.OutOfRange);
        _macSalt = reader.ValueBytes();
        _macIterations = reader.AtEnd ? 1 : reader.ReadInt32(Tag.Integer);
        reader.Leave();
        if (_macIterations < 1) reader.Fail(DerError.OutOfRange);
        bool isOld = _macHash == HashAlgorithm.None || _macHash == HashAlgorithm.Sha1;
        if (isOld) Refuse(KeyFileError.UnsupportedProtection);
        if (_macIterations > KeyFileLimits.IterationsMax) Refuse(KeyFileError.TooManyIterations);
    }

    private void ReadContent(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        bool isData = reader.ValueEquals(Oids.Pkcs(Pkcs7Arc, Data));
        bool isEncrypted = reader.ValueEquals(Oids.Pkcs(Pkcs7Arc, EncryptedData));
        reader.Enter(Tag.ContextConstructed(0));
        if (isData)
        {
            reader.ReadOctetString(Tag.OctetString);
            if (reader.EnterValue())
            {
                ReadBags(reader);
                reader.Leave();
            }
        }
        else if (isEncrypted)
        {
            ReadEncrypted(reader);
        }

        reader.LeaveRest();
        reader.Leave();
    }

    // EncryptedData ::= SEQUENCE { version, encryptedContentInfo, ... }, RFC 5652 8.
    private void ReadEncrypted(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadInt32(Tag.Integer);
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        EncryptedPrivateKey content = EncryptedPrivateKey.ReadContent(reader);
        if (reader.IsOk) _pending[_pendingCount++] = content;
        reader.LeaveRest();
        reader.LeaveRest();
    }

    private void ReadBags(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        for (int count = 0; !reader.AtEnd; count++)
        {
            if (count == KeyFileLimits.BagCountMax) reader.Fail(DerError.TooMany);
            else ReadBag(reader);
        }

        reader.Leave();
    }

    private void ReadBag(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        bool isPlain = reader.ValueEquals(Oids.Pkcs12Bag(KeyBag));
        bool isShrouded = reader.ValueEquals(Oids.Pkcs12Bag(ShroudedKeyBag));
        reader.Enter(Tag.ContextConstructed(0));
        if ((isPlain || isShrouded) && HasKey) Refuse(KeyFileError.ManyKeys);
        else if (isShrouded) ShroudedKey = EncryptedPrivateKey.Read(reader);
        else if (isPlain && reader.Read(Tag.Sequence)) PlainKey = reader.TlvBytes();
        reader.LeaveRest();
        reader.LeaveRest();
    }

    private void Refuse(KeyFileError error)
    {
        if (Error == KeyFileError.None) Error = error;
    }
}

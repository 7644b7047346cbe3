using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// Puts a private key into a file under a password, in steps: PEM with an EncryptedPrivateKeyInfo,
/// or PKCS #12 (RFC 7292) with the key's certificates. AES-256-CBC by PBKDF2 with HMAC-SHA256, and
/// HMAC-SHA256 over a PKCS #12 file; what OpenSSL 3 makes and reads by default.
/// </summary>
public sealed class PrivateKeySealing
{
    private const int FriendlyName = 20;
    private const int LocalKeyId = 21;
    private const int SaltBytes = 16;
    private const int DerivationCount = 2;

    private readonly IRandom _random;
    private readonly byte[] _password;
    private readonly Pbes2 _scheme;
    private readonly bool _isPkcs12;
    private readonly string _name;
    private readonly byte[][] _certificates;
    private byte[] _privateKey;
    private IKeyDerivation _derivation;
    private byte[] _safe;
    private byte[] _macSalt;
    private byte[] _content;

    private PrivateKeySealing(byte[] privateKey, byte[] password, IRandom random, string name,
        byte[][] certificates)
    {
        _privateKey = privateKey;
        _password = password;
        _random = random;
        _isPkcs12 = name != null;
        _name = name;
        _certificates = certificates;
        _scheme = Pbes2.Fresh(random);
        _derivation = _scheme.Start(password);
    }

    /// <summary>Share of all derivations that is done, 0 to 100.</summary>
    public int Percent
    {
        get
        {
            if (_derivation == null) return 100;
            if (!_isPkcs12) return _derivation.Percent;
            int before = _safe == null ? 0 : 100;
            return (before + _derivation.Percent) / DerivationCount;
        }
    }

    /// <summary>
    /// Starts a PEM file. The key (PrivateKeyInfo) is taken over and wiped; the password, printable
    /// ASCII, must stay until the last step.
    /// </summary>
    public static PrivateKeySealing ToPem(byte[] privateKey, byte[] password, IRandom random) =>
        new PrivateKeySealing(privateKey, password, random, null, null);

    /// <summary>
    /// Starts a PKCS #12 file of a key under a name, with its certificates (DER, the key's own
    /// first; at most <see cref="KeyFileLimits.CertificateCountMax"/>; maybe none).
    /// </summary>
    public static PrivateKeySealing ToPkcs12(byte[] privateKey, byte[] password, IRandom random,
        string name, byte[][] certificates)
    {
        if (name == null || certificates.Length > KeyFileLimits.CertificateCountMax)
        {
            throw new System.ArgumentException("certificates");
        }

        return new PrivateKeySealing(privateKey, password, random, name, certificates);
    }

    /// <summary>Does at most so many iterations; true while there is more to do.</summary>
    public bool Step(int iterationsMax)
    {
        if (_derivation == null) return false;
        if (_derivation.Step(iterationsMax)) return true;
        byte[] derived = _derivation.TakeKey();
        _derivation = null;
        if (_safe != null) WriteFile(derived);
        else Encrypt(derived);
        Bytes.Wipe(derived);
        return _derivation != null;
    }

    /// <summary>The finished file; null before the end.</summary>
    public byte[] TakeFile() => _derivation == null ? _content : null;

    /// <summary>Ends it and overwrites what it holds.</summary>
    public void Cancel()
    {
        if (_derivation != null) _derivation.Cancel();
        _derivation = null;
        Bytes.Wipe(_privateKey);
        _privateKey = null;
    }

    private void Encrypt(byte[] key)
    {
        byte[] cipherText = _scheme.Encrypt(key, _privateKey);
        Bytes.Wipe(_privateKey);
        _privateKey = null;
        DerWriter writer = new DerWriter(cipherText.Length + 256);
        if (!_isPkcs12)
        {
            EncryptedPrivateKey.Write(writer, _scheme, cipherText);
            _content =
                Pem.Encode(EncryptedPrivateKey.PemLabel, writer.Buffer, 0, writer.Length);
            return;
        }

        WriteSafe(writer, cipherText);
        _safe = writer.ToArray();
        _macSalt = new byte[SaltBytes];
        _random.Fill(_macSalt, 0, SaltBytes);
        _derivation = Pkcs12Derivation.Start(HashAlgorithm.Sha256, _password, _macSalt,
            KeyFileLimits.IterationsWritten);
    }

    // AuthenticatedSafe: one content with the certificates, which are no secret, one with the key.
    private void WriteSafe(DerWriter writer, byte[] cipherText)
    {
        writer.Begin(Tag.Sequence);
        if (_certificates.Length > 0)
        {
            BeginData(writer);
            writer.Begin(Tag.Sequence);
            for (int i = 0; i < _certificates.Length; i++)
            {
                WriteCertificate(writer, _certificates[i], i == 0);
            }

            writer.End();
            EndData(writer);
        }

        BeginData(writer);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs12Bag(Pkcs12.ShroudedKeyBag));
        writer.Begin(Tag.ContextConstructed(0));
        EncryptedPrivateKey.Write(writer, _scheme, cipherText);
        writer.End();
        WriteAttributes(writer);
        writer.End();
        writer.End();
        EndData(writer);
        writer.End();
    }

    private void WriteCertificate(DerWriter writer, byte[] certificate, bool isOfKey)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs12Bag(Pkcs12.CertificateBag));
        writer.Begin(Tag.ContextConstructed(0));
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.X509CertificateBag);
        writer.Begin(Tag.ContextConstructed(0));
        writer.OctetString(certificate);
        writer.End();
        writer.End();
        writer.End();
        if (isOfKey) WriteAttributes(writer);
        writer.End();
    }

    // The name, and the same identifier on the key and its certificate. In the order of DER's SET:
    // the shorter encoding stands first wherever the lengths differ.
    private void WriteAttributes(DerWriter writer)
    {
        byte[] name = Attribute(FriendlyName);
        byte[] id = _certificates.Length == 0 ? new byte[0] : Attribute(LocalKeyId);
        writer.Begin(Tag.Set);
        bool isNameFirst = IsBefore(name, id);
        writer.Raw(isNameFirst ? name : id);
        writer.Raw(isNameFirst ? id : name);
        writer.End();
    }

    private byte[] Attribute(int number)
    {
        DerWriter writer = new DerWriter();
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs9(number));
        writer.Begin(Tag.Set);
        if (number == FriendlyName)
        {
            byte[] wide = new byte[2 * _name.Length];
            for (int i = 0; i < _name.Length; i++)
            {
                wide[2 * i] = (byte)(_name[i] >> 8);
                wide[(2 * i) + 1] = (byte)_name[i];
            }

            writer.Element(Tag.BmpString, wide, 0, wide.Length);
        }
        else
        {
            byte[] certificate = _certificates[0];
            writer.OctetString(
                Hashes.Compute(HashAlgorithm.Sha1, certificate, 0, certificate.Length));
        }

        writer.End();
        writer.End();
        return writer.ToArray();
    }

    private static bool IsBefore(byte[] a, byte[] b)
    {
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i]) return a[i] < b[i];
        }

        return a.Length < b.Length;
    }

    private void WriteFile(byte[] macKey)
    {
        byte[] mac = Hmac.Compute(HashAlgorithm.Sha256, macKey, _safe, 0, _safe.Length);
        DerWriter writer = new DerWriter(_safe.Length + 256);
        writer.Begin(Tag.Sequence);
        writer.Integer(Pkcs12.Version);
        BeginData(writer);
        writer.Raw(_safe);
        EndData(writer);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        AlgorithmIdentifiers.WriteHash(writer, HashAlgorithm.Sha256);
        writer.OctetString(mac);
        writer.End();
        writer.OctetString(_macSalt);
        writer.Integer(KeyFileLimits.IterationsWritten);
        writer.End();
        writer.End();
        _content = writer.ToArray();
    }

    private static void BeginData(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs(Pkcs12.Pkcs7Arc, Pkcs12.Data));
        writer.Begin(Tag.ContextConstructed(0));
        writer.BeginOctetString();
    }

    private static void EndData(DerWriter writer)
    {
        writer.End();
        writer.End();
        writer.End();
    }
}

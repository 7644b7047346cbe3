using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Pki;

/// <summary>
/// Takes the private key out of a file, PEM or PKCS #12, in steps: the derivation of its keys takes
/// minutes on the board. The file is a stranger's: whatever is wrong with it is an
/// <see cref="Error"/>.
/// </summary>
public sealed class PrivateKeyOpening
{
    private const string Pkcs1Label = "RSA PRIVATE KEY";
    private const string PlainLabel = "PRIVATE KEY";
    private const string Sec1Label = "EC PRIVATE KEY";

    private Pkcs12 _file;
    private EncryptedPrivateKey _encrypted;
    private bool _isContent;
    private bool _isChecked;
    private byte[] _password;
    private IKeyDerivation _derivation;
    private byte[] _key;

    private PrivateKeyOpening()
    {
    }

    /// <summary>What is wrong; None while nothing is.</summary>
    public KeyFileError Error { get; private set; }

    /// <summary>Whether <see cref="UsePassword"/> must come before the first step.</summary>
    public bool NeedsPassword => Error == KeyFileError.None && _key == null;

    /// <summary>Share of the present derivation that is done, 0 to 100.</summary>
    public int Percent => _derivation == null ? 100 : _derivation.Percent;

    /// <summary>Looks at a PEM text; never null.</summary>
    public static PrivateKeyOpening OfPem(byte[] text)
    {
        PrivateKeyOpening opening = new PrivateKeyOpening();
        opening.ReadPem(text);
        return opening;
    }

    /// <summary>Looks at a PKCS #12 file; never null.</summary>
    public static PrivateKeyOpening OfPkcs12(byte[] der)
    {
        PrivateKeyOpening opening = new PrivateKeyOpening();
        opening._file = Pkcs12.Parse(der);
        opening.Error = opening._file.Error;
        return opening;
    }

    /// <summary>
    /// The password, printable ASCII; it is not copied and must stay until the last step.
    /// </summary>
    public void UsePassword(byte[] password)
    {
        _password = password;
        if (NeedsPassword) Begin(_file != null ? _file.StartMac(password) : StartEncrypted());
    }

    /// <summary>Does at most so many iterations, or a check; true while there is more to do.
    /// </summary>
    public bool Step(int iterationsMax)
    {
        if (Error != KeyFileError.None || _isChecked) return false;
        if (_derivation == null)
        {
            Check();
            return false;
        }

        if (_derivation.Step(iterationsMax)) return true;
        byte[] derived = _derivation.TakeKey();
        _derivation = null;
        Use(derived);
        Bytes.Wipe(derived);
        return Error == KeyFileError.None;
    }

    /// <summary>
    /// The key, checked, PrivateKeyInfo without attributes (the caller owns and wipes it); null
    /// before the last step and after an error.
    /// </summary>
    public byte[] TakeKey()
    {
        if (!_isChecked || Error != KeyFileError.None) return null;
        byte[] taken = _key;
        _key = null;
        return taken;
    }

    /// <summary>Overwrites what it holds; no use after that.</summary>
    public void Wipe()
    {
        if (_derivation != null) _derivation.Cancel();
        _derivation = null;
        Bytes.Wipe(_key);
        _key = null;
        _isChecked = true;
        _password = null;
        if (_file != null) _file.Wipe();
    }

    private void ReadPem(byte[] text)
    {
        int count = text.Length;
        if (Pem.HasHeaders(text, count)) Error = KeyFileError.UnsupportedProtection;
        else if (Pem.Has(text, count, Pkcs1Label)) TakePkcs1(Pem.Decode(text, count, Pkcs1Label));
        else if (Pem.Has(text, count, PlainLabel)) TakePlain(Pem.Decode(text, count, PlainLabel));
        else if (Pem.Has(text, count, EncryptedPrivateKey.PemLabel))
        {
            ReadEncrypted(Pem.Decode(text, count, EncryptedPrivateKey.PemLabel));
        }
        else
        {
            Error = Pem.Has(text, count, Sec1Label) ? KeyFileError.UnsupportedKey
                : KeyFileError.NoKey;
        }
    }

    private void TakePkcs1(byte[] der)
    {
        RsaPrivateKey key = der == null ? null : PrivateKeyInfo.ParsePkcs1(der);
        Bytes.Wipe(der);
        if (key == null)
        {
            Error = KeyFileError.Malformed;
            return;
        }

        _key = PrivateKeyInfo.Write(key);
        key.Wipe();
    }

    private void TakePlain(byte[] der)
    {
        _key = der;
        if (der == null) Error = KeyFileError.Malformed;
    }

    private void ReadEncrypted(byte[] der)
    {
        if (der == null)
        {
            Error = KeyFileError.Malformed;
            return;
        }

        DerReader reader = new DerReader(der, 0, der.Length);
        _encrypted = EncryptedPrivateKey.Read(reader);
        Error = reader.End() ? _encrypted.Scheme.Error : KeyFileError.Malformed;
    }

    private IKeyDerivation StartEncrypted() => _encrypted.Scheme.Start(_password);

    private void Begin(IKeyDerivation derivation)
    {
        _derivation = derivation;
        if (derivation == null && Error == KeyFileError.None) Error = KeyFileError.WrongPassword;
    }

    // A derived key was for the MAC, for a content in which the key may be, or for the key.
    private void Use(byte[] derived)
    {
        if (_encrypted == null)
        {
            _file.Examine(derived);
            GoOn();
            return;
        }

        byte[] plain = _encrypted.Scheme.Decrypt(derived, _encrypted.CipherText);
        if (plain == null)
        {
            Error = _file == null ? KeyFileError.WrongPassword : KeyFileError.Malformed;
        }
        else if (_isContent)
        {
            _file.Search(plain);
            Bytes.Wipe(plain);
            GoOn();
        }
        else
        {
            _key = plain;
        }
    }

    private void GoOn()
    {
        _encrypted = _file.NextEncrypted();
        _isContent = _encrypted != null;
        Error = _file.Error;
        if (Error != KeyFileError.None) return;
        if (!_isContent) _encrypted = _file.ShroudedKey;
        if (_encrypted == null)
        {
            _key = Bytes.Slice(_file.PlainKey, 0, _file.PlainKey.Length);
            return;
        }

        Error = _encrypted.Scheme.Error;
        if (Error == KeyFileError.None) Begin(StartEncrypted());
    }

    private void Check()
    {
        _isChecked = true;
        if (PrivateKeyInfo.KindOf(_key) == PublicKeyKind.Rsa)
        {
            CheckRsa();
            return;
        }

        bool isEc = PrivateKeyInfo.KindOf(_key) != PublicKeyKind.Unknown;
        DerReader reader = new DerReader(_key, 0, _key.Length);
        bool isWhole = reader.Read(Tag.Sequence) && reader.End();
        if (!isWhole) Error = Undecipherable();
        else if (!isEc) Error = KeyFileError.UnsupportedKey;
    }

    private void CheckRsa()
    {
        RsaPrivateKey key = PrivateKeyInfo.Parse(_key);
        Bytes.Wipe(_key);
        _key = null;
        if (key == null)
        {
            Error = KeyFileError.Malformed;
            return;
        }

        int bits = SubjectPublicKeyInfo.BitLength(key.Modulus, 0, key.Modulus.Length);
        if (bits < RsaPkcs1.SignModulusBitsMin) Error = KeyFileError.UnsupportedKey;
        else if (!RsaKeyCheck.IsConsistent(key)) Error = KeyFileError.BadKey;
        else _key = PrivateKeyInfo.Write(key);
        key.Wipe();
    }

    // Without a MAC a wrong password shows as garbage, once in 256 times behind a good padding.
    private KeyFileError Undecipherable() => _encrypted != null && _file == null
        ? KeyFileError.WrongPassword : KeyFileError.Malformed;
}

using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The device's key pairs, as the console sees them.</summary>
internal sealed class KeyService : IKeyService
{
    private readonly KeyStore _keys;
    private readonly KeyUses _uses;
    private readonly IKeyEngine _engine;
    private readonly RandomSource _random;
    private readonly BoardClock _clock;
    private readonly ConfigurationTransaction _transaction;

    public KeyService(KeyStore keys, KeyUses uses, IKeyEngine engine, RandomSource random,
        BoardClock clock, ConfigurationTransaction transaction)
    {
        _keys = keys;
        _uses = uses;
        _engine = engine;
        _random = random;
        _clock = clock;
        _transaction = transaction;
    }

    /// <inheritdoc/>
    public string[] Names() => NameList.Sort(_keys.Names());

    /// <inheritdoc/>
    public KeyDescription Find(string name)
    {
        StoredKey key = _keys.Find(name);
        if (key == null) return null;
        KeyDescription description = new KeyDescription();
        description.Name = key.Name;
        description.Algorithm = AlgorithmOf(key.PublicKey);
        description.Bits = BitsOf(key.PublicKey);
        description.IsExportable = key.IsExportable;
        description.CreatedUtc = key.CreatedUtcSeconds;
        description.PublicKey = key.PublicKey;
        return description;
    }

    /// <summary>Size of a SubjectPublicKeyInfo's key in bits; 0 when it cannot be read.</summary>
    public static int BitsOf(byte[] publicKeyInfo)
    {
        SubjectPublicKeyInfo publicKey =
            SubjectPublicKeyInfo.Parse(publicKeyInfo, 0, publicKeyInfo.Length);
        return publicKey == null ? 0 : publicKey.Bits;
    }

    /// <summary>Kind of a SubjectPublicKeyInfo's key; RSA unless it is another.</summary>
    public static KeyAlgorithm AlgorithmOf(byte[] publicKeyInfo)
    {
        SubjectPublicKeyInfo publicKey =
            SubjectPublicKeyInfo.Parse(publicKeyInfo, 0, publicKeyInfo.Length);
        bool isEc = publicKey != null && (publicKey.Kind == PublicKeyKind.EcP256
            || publicKey.Kind == PublicKeyKind.EcP384);
        return isEc ? KeyAlgorithm.EcP256 : KeyAlgorithm.Rsa;
    }

    /// <inheritdoc/>
    public string WhyInUse(string name)
    {
        for (int place = 0; place <= (int)KeyPlace.Previous; place++)
        {
            StoredKey key = _keys.FindAt(name, (KeyPlace)place);
            bool isLast = key != null && !IsElsewhere(name, key.PublicKey);
            string reason = isLast ? WhyInUse(name, key.PublicKey) : null;
            if (reason != null) return reason;
        }

        return null;
    }

    // The same key pair under another name serves whatever needs it.
    private bool IsElsewhere(string name, byte[] publicKey)
    {
        foreach (string other in _keys.Names())
        {
            if (RecordName.IsSame(other, name)) continue;
            for (int place = 0; place <= (int)KeyPlace.Previous; place++)
            {
                StoredKey key = _keys.FindAt(other, (KeyPlace)place);
                if (key != null && Bytes.Equal(key.PublicKey, publicKey)) return true;
            }
        }

        return false;
    }

    private string WhyInUse(string name, byte[] publicKey)
    {
        // What is imported and not yet committed would be left without its key by the commit.
        string file = _uses.Import(publicKey, _transaction.Running);
        if (file == null) file = _uses.Import(publicKey, _transaction.Lasting);
        if (file == null) file = _uses.Import(publicKey, _transaction.Candidate);
        if (file != null)
        {
            return "The key pair " + name + " belongs to the certificate " + file
                + " in use; delete that certificate first.";
        }

        string session = _uses.WaitingSession(publicKey);
        return session == null ? null : "The key pair " + name + " is needed by session " + session
            + ", which waits for its CA; end that with 'pki cmp stop session " + session
            + "' first.";
    }

    /// <inheritdoc/>
    public IShellJob Create(string name, int bits, bool isExportable)
    {
        string reason = WhyNoRoom(_keys, name) ?? _random.WhyNotReady();
        if (reason != null) return new FailedJob(reason);
        StoredKey key = new StoredKey();
        key.Name = name;
        key.IsExportable = isExportable;
        key.CreatedUtcSeconds = _clock.UtcNow();
        return new KeyGenerationJob(_engine.Generate(KeyAlgorithm.Rsa, bits), _engine, _keys, key);
    }

    /// <summary>Why no key pair of that name can be stored; null when it can.</summary>
    internal static string WhyNoRoom(KeyStore keys, string name)
    {
        if (!keys.HasRoom(name))
        {
            return "There are " + StoreLimits.KeyPairCountMax.ToString() + " key pairs, as many as"
                + " the board keeps; destroy one that is not needed with 'pki rsa local-key-pair"
                + " destroy'.";
        }

        return keys.HasSpace(name) ? null
            : "The key pair would not be stored: " + FlashText.Of(FlashResult.Full) + ".";
    }

    /// <inheritdoc/>
    public string Destroy(string name)
    {
        FlashResult result = _keys.Delete(name);
        return result == FlashResult.Ok ? null
            : "The key pair " + name + " was not destroyed: " + FlashText.Of(result) + ".";
    }
}

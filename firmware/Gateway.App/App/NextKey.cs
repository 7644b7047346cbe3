using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The key of an update that regenerates its key pair. One that an earlier update made and no
/// certificate uses yet serves again when it has the right size: a generation is long.
/// </summary>
internal sealed class NextKey
{
    private readonly CmpParts _parts;
    private readonly string _name;
    private readonly IKeyGeneration _generation;

    /// <summary>A key of so many bits, of the kind of the current key of a key pair that
    /// exists.</summary>
    public NextKey(CmpParts parts, string keyPairName, int bits)
    {
        _parts = parts;
        _name = keyPairName;
        StoredKey current = parts.Keys.Find(keyPairName);
        bool isEc = current != null && SigningKeys.IsEc(current.PublicKey);
        StoredKey made = parts.Keys.FindAt(keyPairName, KeyPlace.Next);
        if (made != null && SigningKeys.IsLike(made.PublicKey, current.PublicKey, bits))
        {
            PublicKey = made.PublicKey;
            return;
        }

        _generation = parts.Engine.Generate(
            isEc ? KeyAlgorithm.EcP256 : KeyAlgorithm.Rsa, bits);
        if (_generation == null)
        {
            Error = isEc ? "The key engine cannot make a key pair on this curve; update without"
                    + " 'regenerate', or apply with an RSA key pair."
                : "The key engine cannot make a key pair of " + bits.ToString()
                    + " bits; choose another size with 'cmp-request rsa local-key-pair'.";
        }
    }

    /// <summary>
    /// Why a key pair has no place for a next key that can be stored, one sentence; null when it has
    /// one. A key that anything needs stays: that of a certificate in a trial, say, or of one
    /// whose promotion flash did not take.
    /// </summary>
    public static string WhyNoPlace(CmpParts parts, string keyPairName)
    {
        ConfigurationTransaction configurations = parts.Configurations;
        StoredKey next = parts.Keys.FindAt(keyPairName, KeyPlace.Next);
        bool isNeeded = next != null
            && parts.Uses.IsNeededAnywhere(next.PublicKey, configurations);
        if (!isNeeded) return null;
        string refused = "The key pair " + keyPairName + " has no place for another key: ";
        string session = parts.Uses.WaitingSession(next.PublicKey);
        if (session != null) return refused + "session " + session + " has a request under way.";
        if (configurations.IsTrial) return refused + "a trial configuration is running.";
        StoredKey previous = parts.Keys.FindAt(keyPairName, KeyPlace.Previous);
        string file = previous == null ? null
            : parts.Uses.User(previous.PublicKey, configurations.Running);
        return file == null ? refused + "flash did not take its last key as the current one."
            : refused + "the certificate " + file + " needs an older one; delete it with 'pki"
                + " delete-certificate local filename " + file + "' when no session signs with it.";
    }

    /// <summary>SubjectPublicKeyInfo (DER) once it is there.</summary>
    public byte[] PublicKey { get; private set; }

    /// <summary>Why there is none, one sentence, or null.</summary>
    public string Error { get; private set; }

    /// <summary>Whether the key is there and stored.</summary>
    public bool IsDone => PublicKey != null;

    /// <summary>How far the generation is, 0 to 100.</summary>
    public int Percent => _generation == null ? 0 : _generation.Percent;

    /// <summary>One piece of the generation; true while there is more to do.</summary>
    public bool Step()
    {
        if (IsDone || Error != null) return false;
        if (_generation.Step()) return true;
        byte[] privateKey = _generation.TakePrivateKey();
        if (privateKey == null) Error = "The generation of the key pair failed; try again.";
        else Keep(privateKey);
        Bytes.Wipe(privateKey);
        return false;
    }

    /// <summary>Gives the generation up.</summary>
    public void Cancel()
    {
        if (_generation != null && !IsDone) _generation.Cancel();
    }

    private void Keep(byte[] privateKey)
    {
        StoredKey current = _parts.Keys.Find(_name);
        StoredKey key = new StoredKey();
        key.Name = current == null ? _name : current.Name;
        key.IsExportable = current != null && current.IsExportable;
        key.CreatedUtcSeconds = _parts.Clock.UtcNow();
        key.PublicKey = _parts.Engine.PublicKey(privateKey);

        // A generation is long: meanwhile the place may have been taken.
        Error = WhyNoPlace(_parts, key.Name);
        if (Error != null) return;
        FlashResult result = _parts.Keys.WriteNext(key, privateKey);
        if (result == FlashResult.Ok) PublicKey = key.PublicKey;
        else Error = "The key pair was not stored: " + FlashText.Of(result) + ".";
    }
}

using Gateway.Config;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Follows a commit with the keys: the next key of a pair becomes the current one once a
/// certificate for it is committed, the previous one is erased when nothing needs it any more.
/// Whatever a power cut leaves undone, the next start does: until then every key is still found by
/// its public key.
/// </summary>
internal sealed class KeySuccession : IConfigurationParticipant
{
    private readonly KeyStore _keys;
    private readonly KeyUses _uses;

    public KeySuccession(KeyStore keys, KeyUses uses)
    {
        _keys = keys;
        _uses = uses;
    }

    /// <inheritdoc/>
    public string Prepare(Configuration running, Configuration candidate) => null;

    /// <inheritdoc/>
    public void Apply(Configuration running, Configuration candidate) => Settle(candidate);

    /// <inheritdoc/>
    public void Abort()
    {
    }

    /// <summary>
    /// Brings the key pairs to what a running configuration needs; does nothing when they are. False
    /// when flash did not take it: that costs nothing, the keys are found, and it can be repeated.
    /// </summary>
    public bool Settle(Configuration running)
    {
        bool isSettled = true;
        foreach (string name in _keys.Names())
        {
            // A previous key that nobody needs any more makes room.
            isSettled &= DropPrevious(name, running);
            if (!IsDue(name, running)) continue;
            FlashResult result = _keys.FindAt(name, KeyPlace.Previous) == null
                ? _keys.Promote(name) : _keys.PromoteBeside(name);
            isSettled &= result == FlashResult.Ok && DropPrevious(name, running);
        }

        return isSettled;
    }

    private bool DropPrevious(string name, Configuration running)
    {
        StoredKey previous = _keys.FindAt(name, KeyPlace.Previous);
        return previous == null || _uses.IsNeeded(previous.PublicKey, running)
            || _keys.DropPrevious(name) == FlashResult.Ok;
    }

    // A previous key that is still there is needed, by a certificate that was left imported, say:
    // then the next key waits until nobody needs the current one.
    private bool IsDue(string name, Configuration running)
    {
        StoredKey next = _keys.FindAt(name, KeyPlace.Next);
        bool isUsed = next != null && _uses.Import(next.PublicKey, running) != null;
        return isUsed && (_keys.FindAt(name, KeyPlace.Previous) == null
            || !_uses.IsNeeded(_keys.Find(name).PublicKey, running));
    }
}

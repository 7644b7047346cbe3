using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// A key that is a hash of a hash of a hash and so on, in steps: many iterations take minutes on
/// the board, and the console has to stay responsive. Subclasses say what is hashed first.
/// </summary>
public abstract class IteratedHash : IKeyDerivation
{
    private readonly Hash _hash;
    private readonly int _iterations;
    private int _done;
    private byte[] _key;

    /// <summary>For subclasses: a derivation before its first iteration.</summary>
    protected IteratedHash(Hash hash, int iterations)
    {
        _hash = hash;
        _iterations = iterations;
    }

    /// <inheritdoc/>
    public int Percent => (int)((long)_done * 100 / _iterations);

    /// <summary>Does at most so many iterations; true while there are more to do.</summary>
    public bool Step(int iterationsMax)
    {
        if (_key == null) return false;
        int size = _key.Length;
        for (; iterationsMax > 0 && _done < _iterations; iterationsMax--)
        {
            _hash.Update(_key, 0, size);
            _hash.Finish(_key, 0);
            _done++;
        }

        return _done < _iterations;
    }

    /// <summary>The finished key (the caller owns and wipes it); null before the end.</summary>
    public byte[] TakeKey()
    {
        if (_key == null || _done < _iterations) return null;
        byte[] taken = _key;
        _key = null;
        _hash.Wipe();
        return taken;
    }

    /// <summary>Ends the derivation and wipes what it holds.</summary>
    public void Cancel()
    {
        Bytes.Wipe(_key);
        _key = null;
        _hash.Wipe();
    }

    /// <summary>Ends the first iteration: the hash was fed by the subclass.</summary>
    protected void FinishFirst()
    {
        _key = new byte[_hash.SizeBytes];
        _hash.Finish(_key, 0);
        _done = 1;
    }
}

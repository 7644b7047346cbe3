using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// The key derivation of <see cref="PasswordBasedMac"/> in steps: 100,000 iterations take minutes
/// on the board, and the console has to stay responsive.
/// </summary>
public sealed class PasswordBasedMacDerivation : IKeyDerivation
{
    private readonly Hash _hash;
    private readonly int _iterations;
    private int _done;
    private byte[] _key;

    private PasswordBasedMacDerivation(Hash hash, int iterations)
    {
        _hash = hash;
        _iterations = iterations;
    }

    /// <summary>Share of the iterations that is done, 0 to 100.</summary>
    public int Percent => (int)((long)_done * 100 / _iterations);

    /// <summary>Starts; null when salt or iteration count is out of its limits.</summary>
    public static PasswordBasedMacDerivation Start(HashAlgorithm owf, byte[] secret,
        byte[] salt, int iterations)
    {
        if (iterations < PasswordBasedMac.IterationsMin) return null;
        if (iterations > PasswordBasedMac.IterationsMax) return null;
        if (salt.Length > PasswordBasedMac.SaltBytesMax) return null;
        Hash hash = Hashes.Create(owf);
        PasswordBasedMacDerivation derivation = new PasswordBasedMacDerivation(hash, iterations);
        derivation._key = new byte[hash.SizeBytes];
        hash.Update(secret, 0, secret.Length);
        hash.Update(salt, 0, salt.Length);
        hash.Finish(derivation._key, 0);
        derivation._done = 1;
        return derivation;
    }

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
}

using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// The key derivation of <see cref="PasswordBasedMac"/> in steps: 100,000 iterations take minutes
/// on the board, and the console has to stay responsive.
/// </summary>
public sealed class PasswordBasedMacDerivation
{
    private readonly Hash hash;
    private readonly int iterations;
    private int done;
    private byte[] key;

    private PasswordBasedMacDerivation(Hash hash, int iterations)
    {
        this.hash = hash;
        this.iterations = iterations;
    }

    /// <summary>Share of the iterations that is done, 0 to 100.</summary>
    public int Percent => (int)((long)done * 100 / iterations);

    /// <summary>Starts; null when salt or iteration count is out of its limits.</summary>
    public static PasswordBasedMacDerivation Start(HashAlgorithm owf, byte[] secret,
        byte[] salt, int iterations)
    {
        if (iterations < PasswordBasedMac.IterationsMin) return null;
        if (iterations > PasswordBasedMac.IterationsMax) return null;
        if (salt.Length > PasswordBasedMac.SaltBytesMax) return null;
        Hash hash = Hashes.Create(owf);
        PasswordBasedMacDerivation derivation = new PasswordBasedMacDerivation(hash, iterations);
        derivation.key = new byte[hash.SizeBytes];
        hash.Update(secret, 0, secret.Length);
        hash.Update(salt, 0, salt.Length);
        hash.Finish(derivation.key, 0);
        derivation.done = 1;
        return derivation;
    }

    /// <summary>Does at most so many iterations; true while there are more to do.</summary>
    public bool Step(int iterationsMax)
    {
        if (key == null) return false;
        int size = key.Length;
        for (; iterationsMax > 0 && done < iterations; iterationsMax--)
        {
            hash.Update(key, 0, size);
            hash.Finish(key, 0);
            done++;
        }

        return done < iterations;
    }

    /// <summary>The finished key (the caller owns and wipes it); null before the end.</summary>
    public byte[] TakeKey()
    {
        if (key == null || done < iterations) return null;
        byte[] taken = key;
        key = null;
        hash.Wipe();
        return taken;
    }

    /// <summary>Ends the derivation and wipes what it holds.</summary>
    public void Cancel()
    {
        Bytes.Wipe(key);
        key = null;
        hash.Wipe();
    }
}

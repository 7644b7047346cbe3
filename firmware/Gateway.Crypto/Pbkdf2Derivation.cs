using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// The key derivation of <see cref="Pbkdf2"/> in steps: many iterations take minutes on the board,
/// and the console has to stay responsive.
/// </summary>
public sealed class Pbkdf2Derivation : IKeyDerivation
{
    private const int IndexBytes = 4;
    private readonly Hmac _hmac;
    private readonly byte[] _salt;
    private readonly int _iterations;
    private readonly int _total;
    private readonly byte[] _u;
    private readonly byte[] _t;
    private byte[] _key;
    private int _done;

    private Pbkdf2Derivation(Hmac hmac, byte[] salt, int iterations, int keyBytes)
    {
        int size = hmac.SizeBytes;
        _hmac = hmac;
        _salt = salt;
        _iterations = iterations;
        _total = iterations * ((keyBytes + size - 1) / size);
        _u = new byte[size];
        _t = new byte[size];
        _key = new byte[keyBytes];
    }

    /// <summary>Share of the iterations of all blocks that is done, 0 to 100.</summary>
    public int Percent => (int)((long)_done * 100 / _total);

    /// <summary>
    /// Starts; null when salt, iteration count or key length is out of the limits of
    /// <see cref="Pbkdf2"/>. The password is not needed afterwards.
    /// </summary>
    public static Pbkdf2Derivation Start(HashAlgorithm prf, byte[] password, byte[] salt,
        int iterations, int keyBytes)
    {
        if (iterations < 1 || iterations > Pbkdf2.IterationsMax) return null;
        if (keyBytes < 1 || keyBytes > Pbkdf2.KeyBytesMax) return null;
        if (salt.Length > Pbkdf2.SaltBytesMax) return null;
        return new Pbkdf2Derivation(new Hmac(prf, password),
            Bytes.Slice(salt, 0, salt.Length), iterations, keyBytes);
    }

    /// <summary>Does at most so many iterations; true while there are more to do.</summary>
    public bool Step(int iterationsMax)
    {
        if (_key == null) return false;
        for (; iterationsMax > 0 && _done < _total; iterationsMax--)
        {
            Iterate(_done / _iterations, _done % _iterations == 0);
            if (++_done % _iterations == 0) TakeBlock((_done / _iterations) - 1);
        }

        return _done < _total;
    }

    /// <summary>The finished key (the caller owns and wipes it); null before the end.</summary>
    public byte[] TakeKey()
    {
        if (_key == null || _done < _total) return null;
        byte[] taken = _key;
        Forget();
        return taken;
    }

    /// <summary>Ends the derivation and wipes what it holds.</summary>
    public void Cancel()
    {
        Bytes.Wipe(_key);
        Forget();
    }

    // U1 = PRF(P, S || INT(i)), Uj = PRF(P, Uj-1); T = U1 xor .. xor Uc.
    private void Iterate(int block, bool isFirst)
    {
        int size = _u.Length;
        if (isFirst)
        {
            byte[] index = new byte[IndexBytes];
            BigEndian.WriteUInt32((uint)block + 1, index, 0);
            _hmac.Update(_salt, 0, _salt.Length);
            _hmac.Update(index, 0, IndexBytes);
            Bytes.Wipe(_t);
        }
        else
        {
            _hmac.Update(_u, 0, size);
        }

        _hmac.Finish(_u, 0);
        for (int i = 0; i < size; i++) _t[i] ^= _u[i];
    }

    private void TakeBlock(int block)
    {
        int at = block * _t.Length;
        int rest = _key.Length - at;
        Array.Copy(_t, 0, _key, at, rest < _t.Length ? rest : _t.Length);
    }

    private void Forget()
    {
        _key = null;
        Bytes.Wipe(_u);
        Bytes.Wipe(_t);
        _hmac.Wipe();
    }
}

using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// HMAC, RFC 2104 / FIPS 198-1. The two chaining values after the padded key are computed once, so
/// a further message under the same key costs two blocks less.
/// </summary>
public sealed class Hmac
{
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;
    private readonly Hash _hash;
    private readonly byte[] _digest;
    private readonly ulong[] _inner = new ulong[Hash.StateWords];
    private readonly ulong[] _outer = new ulong[Hash.StateWords];

    /// <summary>A MAC at the start of a message; the whole array is the key.</summary>
    public Hmac(HashAlgorithm algorithm, byte[] key)
        : this(algorithm, key, 0, key.Length)
    {
    }

    /// <summary>A MAC at the start of a message; the range is the key.</summary>
    public Hmac(HashAlgorithm algorithm, byte[] key, int offset, int count)
    {
        _hash = Hashes.Create(algorithm);
        _digest = new byte[_hash.SizeBytes];
        SetKey(key, offset, count);
    }

    /// <summary>Length of the MAC, in bytes.</summary>
    public int SizeBytes => _hash.SizeBytes;

    /// <summary>Takes another key and starts a new message.</summary>
    public void SetKey(byte[] key, int offset, int count)
    {
        byte[] padded = new byte[_hash.BlockBytes];
        _hash.Reset();
        if (count > padded.Length)
        {
            _hash.Update(key, offset, count);
            _hash.Finish(padded, 0);
        }
        else
        {
            Array.Copy(key, offset, padded, 0, count);
        }

        for (int i = 0; i < padded.Length; i++) padded[i] ^= InnerPad;
        _hash.Update(padded, 0, padded.Length);
        _hash.SaveState(_inner);
        _hash.Reset();
        for (int i = 0; i < padded.Length; i++) padded[i] ^= InnerPad ^ OuterPad;
        _hash.Update(padded, 0, padded.Length);
        _hash.SaveState(_outer);
        Bytes.Wipe(padded);
        Reset();
    }

    /// <summary>Starts a new message under the same key.</summary>
    public void Reset() => _hash.LoadState(_inner, _hash.BlockBytes);

    /// <summary>Takes in the next bytes of the message.</summary>
    public void Update(byte[] data, int offset, int count) => _hash.Update(data, offset, count);

    /// <summary>
    /// Writes the MAC (<see cref="SizeBytes"/> bytes) and starts a new message. The output may be
    /// the array that went in.
    /// </summary>
    public void Finish(byte[] output, int offset)
    {
        _hash.Finish(_digest, 0);
        _hash.LoadState(_outer, _hash.BlockBytes);
        _hash.Update(_digest, 0, _digest.Length);
        _hash.Finish(output, offset);
        Reset();
    }

    /// <summary>Overwrites all that was derived from key and message; no use after that.</summary>
    public void Wipe()
    {
        _hash.Wipe();
        Bytes.Wipe(_digest);
        Array.Clear(_inner, 0, _inner.Length);
        Array.Clear(_outer, 0, _outer.Length);
    }

    /// <summary>The MAC of a range under a key.</summary>
    public static byte[] Compute(HashAlgorithm algorithm, byte[] key, byte[] data, int offset,
        int count)
    {
        Hmac hmac = new Hmac(algorithm, key);
        hmac.Update(data, offset, count);
        byte[] mac = new byte[hmac.SizeBytes];
        hmac.Finish(mac, 0);
        hmac.Wipe();
        return mac;
    }
}

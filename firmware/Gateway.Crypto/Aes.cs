using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// AES with keys of 128, 192 and 256 bits, one block at a time, FIPS 197. Byte-wise over S-box
/// tables of 256 bytes: small, and not constant-time against somebody who can watch the data cache.
/// </summary>
public sealed class Aes
{
    /// <summary>Length of a block, in bytes.</summary>
    public const int BlockBytes = 16;

    private const int WordBytes = 4;
    private const int ShortKeyBytes = 16;
    private const int LongKeyBytes = 32;
    private readonly byte[] _box = new byte[256];
    private readonly byte[] _inverseBox = new byte[256];
    private readonly byte[] _roundKeys;
    private readonly byte[] _state = new byte[BlockBytes];
    private readonly int _rounds;

    /// <summary>Expands a key of 16, 24 or 32 bytes (5.2).</summary>
    public Aes(byte[] key)
    {
        if (!IsKeyLength(key.Length)) throw new ArgumentException("key");
        BuildBoxes();
        _rounds = (key.Length / WordBytes) + 6;
        _roundKeys = new byte[BlockBytes * (_rounds + 1)];
        Array.Copy(key, 0, _roundKeys, 0, key.Length);
        int roundConstant = 1;
        for (int i = key.Length; i < _roundKeys.Length; i += WordBytes)
        {
            bool isFirst = i % key.Length == 0;
            ExpandWord(i, key.Length, isFirst);
            if (!isFirst) continue;
            _roundKeys[i] ^= (byte)roundConstant;
            roundConstant = Double(roundConstant);
        }
    }

    /// <summary>Whether a key may have so many bytes.</summary>
    public static bool IsKeyLength(int bytes) =>
        bytes >= ShortKeyBytes && bytes <= LongKeyBytes && bytes % 8 == 0;

    /// <summary>Encrypts one block (5.1); input and output may be the same.</summary>
    public void EncryptBlock(byte[] input, int inputOffset, byte[] output, int outputOffset)
    {
        byte[] s = _state;
        for (int i = 0; i < BlockBytes; i++) s[i] = (byte)(input[inputOffset + i] ^ _roundKeys[i]);
        for (int round = 1; round <= _rounds; round++)
        {
            for (int i = 0; i < BlockBytes; i++) s[i] = _box[s[i]];
            ShiftRows(s, 1);
            if (round < _rounds) MixColumns(s);
            AddRoundKey(s, round);
        }

        Array.Copy(s, 0, output, outputOffset, BlockBytes);
    }

    /// <summary>Decrypts one block (5.3); input and output may be the same.</summary>
    public void DecryptBlock(byte[] input, int inputOffset, byte[] output, int outputOffset)
    {
        byte[] s = _state;
        Array.Copy(input, inputOffset, s, 0, BlockBytes);
        for (int round = _rounds; round > 0; round--)
        {
            AddRoundKey(s, round);
            if (round < _rounds) InverseMixColumns(s);
            ShiftRows(s, 3);
            for (int i = 0; i < BlockBytes; i++) s[i] = _inverseBox[s[i]];
        }

        AddRoundKey(s, 0);
        Array.Copy(s, 0, output, outputOffset, BlockBytes);
    }

    /// <summary>Overwrites the expanded key; no use after that.</summary>
    public void Wipe()
    {
        Bytes.Wipe(_roundKeys);
        Bytes.Wipe(_state);
    }

    // A word is the one a key's length before it, changed by the word before it: by RotWord and
    // SubWord where the key begins again, by SubWord in the middle of a 256-bit key.
    private void ExpandWord(int at, int keyBytes, bool isFirst)
    {
        int turn = isFirst ? 1 : 0;
        bool isBoxed = isFirst || (keyBytes == LongKeyBytes && at % keyBytes == ShortKeyBytes);
        for (int j = 0; j < WordBytes; j++)
        {
            byte previous = _roundKeys[at - WordBytes + ((j + turn) & 3)];
            if (isBoxed) previous = _box[previous];
            _roundKeys[at + j] = (byte)(_roundKeys[at + j - keyBytes] ^ previous);
        }
    }

    private static int Double(int value) => ((value << 1) ^ ((value >> 7) * 0x11b)) & 0xff;

    // Row r is every fourth byte from r on; it turns left by r * steps places.
    private static void ShiftRows(byte[] s, int steps)
    {
        for (int row = 1; row < 4; row++)
        {
            byte a = s[row];
            byte b = s[row + 4];
            byte c = s[row + 8];
            byte d = s[row + 12];
            int turn = -row * steps;
            s[(row + (4 * turn)) & 15] = a;
            s[(row + (4 * (turn + 1))) & 15] = b;
            s[(row + (4 * (turn + 2))) & 15] = c;
            s[(row + (4 * (turn + 3))) & 15] = d;
        }
    }

    private static void MixColumns(byte[] s)
    {
        for (int i = 0; i < BlockBytes; i += 4)
        {
            int a = s[i];
            int b = s[i + 1];
            int c = s[i + 2];
            int d = s[i + 3];
            int all = a ^ b ^ c ^ d;
            s[i] = (byte)(a ^ all ^ Double(a ^ b));
            s[i + 1] = (byte)(b ^ all ^ Double(b ^ c));
            s[i + 2] = (byte)(c ^ all ^ Double(c ^ d));
            s[i + 3] = (byte)(d ^ all ^ Double(d ^ a));
        }
    }

    // The inverse matrix is the forward one times {04}x^2 + {05}.
    private static void InverseMixColumns(byte[] s)
    {
        for (int i = 0; i < BlockBytes; i += 4)
        {
            byte even = (byte)Double(Double(s[i] ^ s[i + 2]));
            byte odd = (byte)Double(Double(s[i + 1] ^ s[i + 3]));
            s[i] ^= even;
            s[i + 1] ^= odd;
            s[i + 2] ^= even;
            s[i + 3] ^= odd;
        }

        MixColumns(s);
    }

    private void AddRoundKey(byte[] s, int round)
    {
        int at = round * BlockBytes;
        for (int i = 0; i < BlockBytes; i++) s[i] ^= _roundKeys[at + i];
    }

    // 5.1.1: inverses in GF(2^8) by walking the powers of the generator 3 forwards and those of
    // its inverse backwards, then the affine map. Cheaper than 512 bytes of tables for ever.
    private void BuildBoxes()
    {
        int p = 1;
        int q = 1;
        do
        {
            p ^= Double(p);
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q &= 0xff;
            if ((q & 0x80) != 0) q ^= 0x09;
            int spread = q * 0x101;
            int affine = (spread >> 7) ^ (spread >> 6) ^ (spread >> 5) ^ (spread >> 4);
            int value = (q ^ affine ^ 0x63) & 0xff;
            _box[p] = (byte)value;
            _inverseBox[value] = (byte)p;
        }
        while (p != 1);
        _box[0] = 0x63;
        _inverseBox[0x63] = 0;
    }
}

using System;

namespace Gateway.Crypto;

/// <summary>
/// SHA-256, FIPS 180-4 6.2, shaped for an interpreter: every word that is rotated stands twice in
/// a ulong, so that a rotation is one shift; bits above the low 32 of a sum are dropped once.
/// </summary>
public sealed class Sha256 : Hash
{
    private const int Rounds = 64;

    /// <summary>Times a 32-bit word: the word in both halves.</summary>
    private const ulong Twice = 0x100000001;

    private static readonly uint[] RoundConstants =
    {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
        0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
        0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
        0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
        0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
        0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
        0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
        0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };

    private readonly ulong[] _state = new ulong[StateWords];
    private readonly ulong[] _schedule = new ulong[Rounds];

    /// <summary>A hash at the start of a message.</summary>
    public Sha256()
        : base(64, 32)
    {
        Reset();
    }

    /// <inheritdoc/>
    protected override void ResetState()
    {
        _state[0] = 0x6a09e667;
        _state[1] = 0xbb67ae85;
        _state[2] = 0x3c6ef372;
        _state[3] = 0xa54ff53a;
        _state[4] = 0x510e527f;
        _state[5] = 0x9b05688c;
        _state[6] = 0x1f83d9ab;
        _state[7] = 0x5be0cd19;
    }

    /// <inheritdoc/>
    protected override void Compress(byte[] data, int offset)
    {
        ulong[] w = _schedule;
        for (int i = 0; i < 16; i++)
        {
            w[i] = (uint)((data[offset] << 24) | (data[offset + 1] << 16) |
                (data[offset + 2] << 8) | data[offset + 3]) * Twice;
            offset += 4;
        }

        ulong z = w[0];
        for (int i = 16; i < Rounds; i++)
        {
            ulong x = w[i - 15];
            ulong y = w[i - 2];
            w[i] = (uint)(z + ((x >> 7) ^ (x >> 18) ^ ((uint)x >> 3)) +
                w[i - 7] + ((y >> 17) ^ (y >> 19) ^ ((uint)y >> 10))) * Twice;
            z = x;
        }

        Mix(w);
    }

    /// <inheritdoc/>
    protected override void WriteDigest(byte[] output, int offset)
    {
        for (int i = 0; i < StateWords; i++)
        {
            BigEndian.WriteUInt32((uint)_state[i], output, offset + (4 * i));
        }
    }

    /// <inheritdoc/>
    protected override void CopyState(ulong[] target) =>
        Array.Copy(_state, 0, target, 0, StateWords);

    /// <inheritdoc/>
    protected override void SetState(ulong[] source) =>
        Array.Copy(source, 0, _state, 0, StateWords);

    /// <inheritdoc/>
    protected override void WipeSchedule() => Array.Clear(_schedule, 0, Rounds);

    // The state holds plain words; the working variables hold them twice.
    private void Mix(ulong[] w)
    {
        ulong[] s = _state;
        uint[] k = RoundConstants;
        ulong a = s[0] * Twice;
        ulong b = s[1] * Twice;
        ulong c = s[2] * Twice;
        ulong d = s[3] * Twice;
        ulong e = s[4] * Twice;
        ulong f = s[5] * Twice;
        ulong g = s[6] * Twice;
        ulong h = s[7] * Twice;

        // Eight rounds a turn: the variables change roles instead of places.
        for (int i = 0; i < Rounds; i += 8)
        {
            h += ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) +
                k[i] + w[i];
            d = (uint)(d + h) * Twice;
            h = (uint)(h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) * Twice;
            g += ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) +
                k[i + 1] + w[i + 1];
            c = (uint)(c + g) * Twice;
            g = (uint)(g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) * Twice;
            f += ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) +
                k[i + 2] + w[i + 2];
            b = (uint)(b + f) * Twice;
            f = (uint)(f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) * Twice;
            e += ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) +
                k[i + 3] + w[i + 3];
            a = (uint)(a + e) * Twice;
            e = (uint)(e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) * Twice;
            d += ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) +
                k[i + 4] + w[i + 4];
            h = (uint)(h + d) * Twice;
            d = (uint)(d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) * Twice;
            c += ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) +
                k[i + 5] + w[i + 5];
            g = (uint)(g + c) * Twice;
            c = (uint)(c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) * Twice;
            b += ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) +
                k[i + 6] + w[i + 6];
            f = (uint)(f + b) * Twice;
            b = (uint)(b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) * Twice;
            a += ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) +
                k[i + 7] + w[i + 7];
            e = (uint)(e + a) * Twice;
            a = (uint)(a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) * Twice;
        }

        s[0] = (uint)(s[0] + a);
        s[1] = (uint)(s[1] + b);
        s[2] = (uint)(s[2] + c);
        s[3] = (uint)(s[3] + d);
        s[4] = (uint)(s[4] + e);
        s[5] = (uint)(s[5] + f);
        s[6] = (uint)(s[6] + g);
        s[7] = (uint)(s[7] + h);
    }
}

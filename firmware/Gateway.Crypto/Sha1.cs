using System;

namespace Gateway.Crypto;

/// <summary>SHA-1, FIPS 180-4 6.1; broken, for old peers and fingerprints only.</summary>
public sealed class Sha1 : Hash
{
    private const int Words = 5;
    private const int Rounds = 80;
    private readonly uint[] _state = new uint[Words];
    private readonly uint[] _schedule = new uint[Rounds];

    /// <summary>A hash at the start of a message.</summary>
    public Sha1()
        : base(64, 20)
    {
        Reset();
    }

    /// <inheritdoc/>
    protected override void ResetState()
    {
        _state[0] = 0x67452301;
        _state[1] = 0xefcdab89;
        _state[2] = 0x98badcfe;
        _state[3] = 0x10325476;
        _state[4] = 0xc3d2e1f0;
    }

    /// <inheritdoc/>
    protected override void Compress(byte[] data, int offset)
    {
        uint[] w = _schedule;
        for (int i = 0; i < 16; i++)
        {
            w[i] = BigEndian.ReadUInt32(data, offset);
            offset += 4;
        }

        for (int i = 16; i < Rounds; i++)
        {
            uint x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16];
            w[i] = (x << 1) | (x >> 31);
        }

        uint a = _state[0];
        uint b = _state[1];
        uint c = _state[2];
        uint d = _state[3];
        uint e = _state[4];
        for (int i = 0; i < Rounds; i++)
        {
            uint f;
            if (i < 20) f = (d ^ (b & (c ^ d))) + 0x5a827999;
            else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
            else if (i < 60) f = ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
            else f = (b ^ c ^ d) + 0xca62c1d6;
            f += ((a << 5) | (a >> 27)) + e + w[i];
            e = d;
            d = c;
            c = (b << 30) | (b >> 2);
            b = a;
            a = f;
        }

        _state[0] += a;
        _state[1] += b;
        _state[2] += c;
        _state[3] += d;
        _state[4] += e;
    }

    /// <inheritdoc/>
    protected override void WriteDigest(byte[] output, int offset)
    {
        for (int i = 0; i < Words; i++) BigEndian.WriteUInt32(_state[i], output, offset + (4 * i));
    }

    /// <inheritdoc/>
    protected override void CopyState(ulong[] target)
    {
        for (int i = 0; i < Words; i++) target[i] = _state[i];
    }

    /// <inheritdoc/>
    protected override void SetState(ulong[] source)
    {
        for (int i = 0; i < Words; i++) _state[i] = (uint)source[i];
    }

    /// <inheritdoc/>
    protected override void WipeSchedule() => Array.Clear(_schedule, 0, _schedule.Length);
}

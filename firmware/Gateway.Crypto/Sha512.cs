using System;

namespace Gateway.Crypto;

/// <summary>SHA-512 and SHA-384, FIPS 180-4 6.4 and 6.5.</summary>
public sealed class Sha512 : Hash
{
    private const int Rounds = 80;
    private readonly bool _is384;
    private readonly ulong[] _roundConstants = CreateRoundConstants();
    private readonly ulong[] _state = new ulong[StateWords];
    private readonly ulong[] _schedule = new ulong[Rounds];

    /// <summary>A hash at the start of a message; SHA-384 or SHA-512.</summary>
    public Sha512(HashAlgorithm algorithm)
        : base(128, Hashes.SizeBytes(algorithm))
    {
        if (algorithm != HashAlgorithm.Sha384 && algorithm != HashAlgorithm.Sha512)
        {
            throw new ArgumentException("hash algorithm");
        }

        _is384 = algorithm == HashAlgorithm.Sha384;
        Reset();
    }

    /// <inheritdoc/>
    protected override void ResetState()
    {
        ulong[] initial = _is384
            ? new ulong[]
            {
                0xcbbb9d5dc1059ed8, 0x629a292a367cd507,
                0x9159015a3070dd17, 0x152fecd8f70e5939,
                0x67332667ffc00b31, 0x8eb44a8768581511,
                0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
            }
            : new ulong[]
            {
                0x6a09e667f3bcc908, 0xbb67ae8584caa73b,
                0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
            };
        Array.Copy(initial, 0, _state, 0, StateWords);
    }

    /// <inheritdoc/>
    protected override void Compress(byte[] data, int offset)
    {
        ulong[] w = _schedule;
        for (int i = 0; i < 16; i++)
        {
            w[i] = ((ulong)BigEndian.ReadUInt32(data, offset) << 32) |
                BigEndian.ReadUInt32(data, offset + 4);
            offset += 8;
        }

        for (int i = 16; i < Rounds; i++)
        {
            ulong x = w[i - 15];
            ulong y = w[i - 2];
            w[i] = w[i - 16] + w[i - 7] +
                (((x >> 1) | (x << 63)) ^ ((x >> 8) | (x << 56)) ^ (x >> 7)) +
                (((y >> 19) | (y << 45)) ^ ((y >> 61) | (y << 3)) ^ (y >> 6));
        }

        Mix(w);
    }

    /// <inheritdoc/>
    protected override void WriteDigest(byte[] output, int offset)
    {
        for (int i = 0; i < SizeBytes / 8; i++)
        {
            BigEndian.WriteUInt32((uint)(_state[i] >> 32), output, offset + (8 * i));
            BigEndian.WriteUInt32((uint)_state[i], output, offset + (8 * i) + 4);
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

    private void Mix(ulong[] w)
    {
        ulong[] s = _state;
        ulong[] k = _roundConstants;
        ulong a = s[0];
        ulong b = s[1];
        ulong c = s[2];
        ulong d = s[3];
        ulong e = s[4];
        ulong f = s[5];
        ulong g = s[6];
        ulong h = s[7];
        for (int i = 0; i < Rounds; i++)
        {
            ulong t = h + k[i] + w[i] + (g ^ (e & (f ^ g))) +
                (((e >> 14) | (e << 50)) ^ ((e >> 18) | (e << 46)) ^ ((e >> 41) | (e << 23)));
            h = g;
            g = f;
            f = e;
            e = d + t;
            t += (((a >> 28) | (a << 36)) ^ ((a >> 34) | (a << 30)) ^ ((a >> 39) | (a << 25))) +
                ((a & b) | (c & (a | b)));
            d = c;
            c = b;
            b = a;
            a = t;
        }

        s[0] += a;
        s[1] += b;
        s[2] += c;
        s[3] += d;
        s[4] += e;
        s[5] += f;
        s[6] += g;
        s[7] += h;
    }

    // Made by each instance: a static table would hold 640 bytes of the board's heap for ever.
    private static ulong[] CreateRoundConstants() => new ulong[]
    {
        0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
        0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
        0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
        0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
        0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
        0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
        0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
        0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
        0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
        0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
        0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
        0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
        0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
        0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
        0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
        0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
    };
}

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>
/// Entropy of the host, or a stream that one seed determines so that a whole run replays:
/// block i is SHA-256 of a key drawn from the seed and i as 64 bits, most significant byte first.
/// </summary>
public sealed class SimEntropy : IEntropy
{
    /// <summary>Bytes that a seed may have at most.</summary>
    public const int SeedSizeMax = 64;

    private readonly Lock _gate = new();
    private readonly byte[]? _key;
    private readonly byte[] _block = new byte[SHA256.HashSizeInBytes];
    private int _used = SHA256.HashSizeInBytes;
    private ulong _counter;

    /// <summary>A source of entropy.</summary>
    /// <param name="seed">Determines the stream; null takes the host's random numbers.</param>
    /// <param name="bitsPerByte">What a byte is said to be worth; 0 is a board whose chip gives
    /// managed code nothing good.</param>
    public SimEntropy(byte[]? seed = null, int bitsPerByte = 8)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bitsPerByte, 8u);
        _key = seed is null ? null : Derive(seed, "entropy");
        BitsPerByte = bitsPerByte;
    }

    /// <inheritdoc/>
    public int BitsPerByte { get; }

    /// <summary>Reads a seed: 1 to <see cref="SeedSizeMax"/> bytes in hex.</summary>
    public static bool TryParseSeed(string text, out byte[] seed)
    {
        seed = [];
        if (text.Length is 0 or > 2 * SeedSizeMax || text.Length % 2 != 0) return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c)) return false;
        }

        seed = Convert.FromHexString(text);
        return true;
    }

    /// <summary>32 bytes that the seed and the purpose determine.</summary>
    public static byte[] Derive(byte[] seed, string purpose) =>
        HMACSHA256.HashData(seed, System.Text.Encoding.ASCII.GetBytes(purpose));

    /// <inheritdoc/>
    public void Fill(byte[] buffer, int offset, int count)
    {
        Span<byte> target = buffer.AsSpan(offset, count);
        if (_key is null)
        {
            RandomNumberGenerator.Fill(target);
            return;
        }

        lock (_gate)
        {
            while (!target.IsEmpty)
            {
                if (_used == _block.Length) NextBlock(_key);
                int part = Math.Min(target.Length, _block.Length - _used);
                _block.AsSpan(_used, part).CopyTo(target);
                _used += part;
                target = target[part..];
            }
        }
    }

    private void NextBlock(byte[] key)
    {
        Span<byte> input = stackalloc byte[SHA256.HashSizeInBytes + sizeof(ulong)];
        key.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input[SHA256.HashSizeInBytes..], _counter++);
        SHA256.HashData(input, _block);
        _used = 0;
    }
}

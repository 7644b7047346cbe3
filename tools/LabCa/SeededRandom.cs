using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>SHA-256 over seed and counter: the same numbers in every run.</summary>
internal sealed class SeededRandom : IRandomGenerator
{
    private readonly byte[] _state;
    private ulong _counter;

    private SeededRandom(byte[] seed) => _state = SHA256.HashData(seed);

    public static SecureRandom Create(byte[]? seed) =>
        seed is null ? new SecureRandom() : new SeededSecureRandom(new SeededRandom(seed));

    public void AddSeedMaterial(byte[] seed)
    {
    }

    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    public void AddSeedMaterial(long seed)
    {
    }

    public void NextBytes(byte[] bytes) => NextBytes(bytes.AsSpan());

    public void NextBytes(byte[] bytes, int start, int len) => NextBytes(bytes.AsSpan(start, len));

    public void NextBytes(Span<byte> bytes)
    {
        Span<byte> block = stackalloc byte[_state.Length + sizeof(ulong)];
        _state.CopyTo(block);
        while (bytes.Length > 0)
        {
            BitConverter.TryWriteBytes(block[_state.Length..], _counter++);
            byte[] next = SHA256.HashData(block);
            int taken = Math.Min(next.Length, bytes.Length);
            next.AsSpan(0, taken).CopyTo(bytes);
            bytes = bytes[taken..];
        }
    }
}

/// <summary>Randomness that a seed determines, known for what it is.</summary>
internal sealed class SeededSecureRandom(SeededRandom source) : SecureRandom(source, 0);

using System;
using Gateway.Core;

namespace Gateway.Tests.Crypto;

/// <summary>Repeatable bytes for tests: not a generator for anything else.</summary>
internal sealed class SeededRandom(int seed) : IRandom
{
    private readonly Random random = new(seed);

    public long Drawn { get; private set; }

    public void Fill(byte[] buffer, int offset, int count)
    {
        random.NextBytes(buffer.AsSpan(offset, count));
        Drawn += count;
    }
}

using System;

namespace Gateway.Crypto;

/// <summary>
/// The odd primes below a limit, one after the other, sieved in segments: a table of them all
/// would not fit into the board's heap.
/// </summary>
internal sealed class SmallPrimes
{
    /// <summary>All primes lie below; the square of <see cref="RootLimit"/>.</summary>
    internal const int Limit = RootLimit * RootLimit;

    private const int RootLimit = 512;
    private const int RootCountMax = 97;
    private const int SegmentOdds = 2048;
    private readonly int[] roots = new int[RootCountMax];
    private readonly byte[] crossed = new byte[SegmentOdds];
    private int rootCount;
    private int segment;
    private int at;

    /// <summary>At the start: the first prime is 3.</summary>
    internal SmallPrimes()
    {
        for (int candidate = 3; candidate < RootLimit; candidate += 2)
        {
            bool prime = true;
            for (int i = 0; prime && i < rootCount; i++) prime = candidate % roots[i] != 0;
            if (prime) roots[rootCount++] = candidate;
        }

        Restart();
    }

    /// <summary>Starts again at 3.</summary>
    internal void Restart()
    {
        segment = 0;
        Sieve();
        at = 1;
    }

    /// <summary>The next prime; 0 after the last one.</summary>
    internal int Next()
    {
        while (segment < Limit)
        {
            while (at < SegmentOdds && crossed[at] != 0) at++;
            if (at < SegmentOdds) return segment + (2 * at++) + 1;
            segment += 2 * SegmentOdds;
            at = 0;
            if (segment < Limit) Sieve();
        }

        return 0;
    }

    // Element i stands for segment + 2 i + 1.
    private void Sieve()
    {
        Array.Clear(crossed, 0, SegmentOdds);
        for (int i = 0; i < rootCount; i++)
        {
            int prime = roots[i];
            int multiple = prime * prime;
            if (multiple < segment)
            {
                multiple = (segment / prime * prime) + prime;
                if ((multiple & 1) == 0) multiple += prime;
            }

            for (int j = (multiple - segment) >> 1; j < SegmentOdds; j += prime) crossed[j] = 1;
        }
    }
}

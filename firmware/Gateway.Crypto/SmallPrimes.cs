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
    private readonly int[] _roots = new int[RootCountMax];
    private readonly byte[] _crossed = new byte[SegmentOdds];
    private int _rootCount;
    private int _segment;
    private int _at;

    /// <summary>At the start: the first prime is 3.</summary>
    internal SmallPrimes()
    {
        for (int candidate = 3; candidate < RootLimit; candidate += 2)
        {
            bool prime = true;
            for (int i = 0; prime && i < _rootCount; i++) prime = candidate % _roots[i] != 0;
            if (prime) _roots[_rootCount++] = candidate;
        }

        Restart();
    }

    /// <summary>Starts again at 3.</summary>
    internal void Restart()
    {
        _segment = 0;
        Sieve();
        _at = 1;
    }

    /// <summary>The next prime; 0 after the last one.</summary>
    internal int Next()
    {
        while (_segment < Limit)
        {
            while (_at < SegmentOdds && _crossed[_at] != 0) _at++;
            if (_at < SegmentOdds) return _segment + (2 * _at++) + 1;
            _segment += 2 * SegmentOdds;
            _at = 0;
            if (_segment < Limit) Sieve();
        }

        return 0;
    }

    // Element i stands for segment + 2 i + 1.
    private void Sieve()
    {
        Array.Clear(_crossed, 0, SegmentOdds);
        for (int i = 0; i < _rootCount; i++)
        {
            int prime = _roots[i];
            int multiple = prime * prime;
            if (multiple < _segment)
            {
                multiple = (_segment / prime * prime) + prime;
                if ((multiple & 1) == 0) multiple += prime;
            }

            for (int j = (multiple - _segment) >> 1; j < SegmentOdds; j += prime) _crossed[j] = 1;
        }
    }
}

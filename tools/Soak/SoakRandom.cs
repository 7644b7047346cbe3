using System;

namespace Gateway.Soak;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for a seed on every platform and in every
/// version.
/// </summary>
public sealed class SoakRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>The stream of a seed and a purpose; streams of other purposes are
    /// independent.</summary>
    public SoakRandom(long seed, string purpose)
    {
        _state = unchecked((ulong)seed);
        foreach (char c in purpose) _state = Next() ^ c;
    }

    /// <summary>64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong z = _state += Increment;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both
    /// included.</summary>
    public long Between(long low, long high)
    {
        ulong range = unchecked((ulong)(high - low)) + 1;
        return range == 0 ? unchecked((long)Next())
            : low + (long)(ulong)((UInt128)Next() * range >> 64);
    }

    /// <summary>Whether something of this probability happens.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>A number whose logarithm is spread evenly.</summary>
    public double LogUniform(double low, double high) =>
        low * Math.Exp(Fraction() * Math.Log(high / low));

    /// <summary>The time to the next of events that happen at random.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Fraction());

    /// <summary>One of the choices.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) =>
        choices[(int)Between(0, choices.Length - 1)];

    /// <summary>So many bytes.</summary>
    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte)(Next() >> 56);
        return bytes;
    }
}

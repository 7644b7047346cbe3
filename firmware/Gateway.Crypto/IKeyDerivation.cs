namespace Gateway.Crypto;

/// <summary>
/// The derivation of a MAC key in steps: many iterations take minutes on the board, and the console
/// has to stay responsive.
/// </summary>
public interface IKeyDerivation
{
    /// <summary>Share of the iterations that is done, 0 to 100.</summary>
    int Percent { get; }

    /// <summary>Does at most so many iterations; true while there are more to do.</summary>
    bool Step(int iterationsMax);

    /// <summary>The finished key (the caller owns and wipes it); null before the end.</summary>
    byte[] TakeKey();

    /// <summary>Ends the derivation and wipes what it holds.</summary>
    void Cancel();
}

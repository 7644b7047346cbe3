using System;

namespace Gateway.Hal.Sim;

/// <summary>A serial line of the simulation: what a board reads and writes, and its host's
/// view.</summary>
public interface ISimSerialLine : ISerialLine, IDisposable
{
    /// <summary>Where the other end is, in one line: a path, an address.</summary>
    string Description { get; }

    /// <summary>Whether all that will ever arrive was read: nobody can type any more.</summary>
    bool IsAtEnd { get; }
}

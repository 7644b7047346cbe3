using System;
using Gateway.Hal.Sim;
using Gateway.Simulator;

namespace Gateway.Ctl.Commands;

/// <summary>What <c>gatewayctl sim</c> was asked for.</summary>
public sealed record SimOptions
{
    /// <summary>Folder of the board's flash.</summary>
    public required string Flash { get; init; }

    /// <summary>Where the console is, unless a script types.</summary>
    public ConsoleChoice Console { get; init; } = new(ConsoleKind.Stdio);

    /// <summary>The network.</summary>
    public AddressMap Map { get; init; } = new();

    /// <summary>The word before a port's number.</summary>
    public string PortType { get; init; } = SimBoard.DefaultPortType;

    /// <summary>Determines all random numbers; null takes the host's.</summary>
    public byte[]? Seed { get; init; }

    /// <summary>Calendar at the start, in seconds since 1970; null takes the host's.</summary>
    public long? ClockSeconds { get; init; }

    /// <summary>File to type instead of a console.</summary>
    public string? ScriptPath { get; init; }

    /// <summary>Whether the script goes on after an error.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>The hardware that the options describe.</summary>
    public SimBoardOptions ToBoard() => new()
    {
        PortType = PortType,
        Seed = Seed,
        Map = Map,
        Clock = ClockSeconds is { } seconds ? SimClock.StartingAt(seconds) : null,
    };
}

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.Simulator;

namespace Gateway.Ctl.Demo;

/// <summary>A CA that the demo's board enrols at.</summary>
public interface IDemoAuthority : IAsyncDisposable
{
    /// <summary>Where it listens on this host.</summary>
    IPEndPoint Endpoint { get; }
}

/// <summary>What the demo is made of; tests put in their own.</summary>
public sealed record DemoParts
{
    /// <summary>Starts the CA with its state in the folder, at the given time.</summary>
    public required Func<DemoProcedure, string, TimeProvider, CancellationToken,
        Task<IDemoAuthority>> StartAuthority
    {
        get;
        init;
    }

    /// <summary>What runs on the board.</summary>
    public required BoardFirmware Firmware { get; init; }

    /// <summary>Makes a board ready for its first start, as a factory does.</summary>
    public required Action<SimBoard> Prepare { get; init; }

    /// <summary>Puts the procedure's secret into the flash of a board before its first
    /// start.</summary>
    public required Action<SimBoard, DemoProcedure> Provision { get; init; }

    /// <summary>Reads a certificate or another file of the board, as DER; null when there is
    /// none.</summary>
    public required Func<SimBoard, string, byte[]?> ReadFile { get; init; }

    /// <summary>Name of the certificate that the board signs with, null without one.</summary>
    public required Func<SimBoard, string?> ReadIdentity { get; init; }

    /// <summary>Whether the board has the private key of a certificate (DER).</summary>
    public required Func<SimBoard, byte[], bool> HasKeyOf { get; init; }
}

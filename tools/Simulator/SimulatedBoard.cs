using System;
using System.Threading;
using Gateway.Hal.Sim;

namespace Gateway.Simulator;

/// <summary>
/// A board under power: the composition root on the host, and the main loop of the firmware. Step
/// it from one thread, or let <see cref="Run"/> do so.
/// </summary>
public sealed class SimulatedBoard : IDisposable
{
    private const int IdleWaitMs = 5;

    private readonly BoardFirmware _firmware;
    private IBoardApplication? _application;

    /// <summary>A board that has power but did not start yet.</summary>
    /// <param name="parts">The hardware, disposed of with the board.</param>
    /// <param name="firmware">Makes the application, at each start.</param>
    public SimulatedBoard(SimBoard parts, BoardFirmware firmware)
    {
        Parts = parts;
        _firmware = firmware;
    }

    /// <summary>The hardware.</summary>
    public SimBoard Parts { get; }

    /// <summary>How often the firmware was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Whether the console stands at a prompt.</summary>
    public bool IsWaitingForInput =>
        _application is { IsWaitingForInput: true, RebootRequested: false };

    /// <summary>
    /// Milliseconds for which the board will do nothing unless a byte arrives: a simulation may
    /// leap over them. 0 while it works or waits for an answer.
    /// </summary>
    public long IdleMs => Parts.Http.IsBusy || _application is not { RebootRequested: false } running
        ? 0
        : Math.Max(0, running.DueMs - Parts.Clock.MonotonicMs);

    /// <summary>Does one step of the main loop; the first one, and one after a reboot, starts the
    /// firmware.</summary>
    /// <returns>Whether there was work.</returns>
    public bool Step()
    {
        if (_application is null || _application.RebootRequested)
        {
            if (_application is not null) Parts.Restart();
            _application = _firmware(Parts);
            Starts++;
            _application.Start(Parts.Clock.MonotonicMs);
            return true;
        }

        return _application.Poll();
    }

    /// <summary>
    /// Runs the board until it is told to stop, or until its console is at its end: nothing is left
    /// to read, the last command is done.
    /// </summary>
    public void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (Step()) continue;
            if (Parts.Serial is ISimSerialLine { IsAtEnd: true } && IsWaitingForInput) return;
            Rest(stop);
        }
    }

    /// <summary>Rests as the main loop does when a step found no work.</summary>
    public static void Rest(CancellationToken stop) => stop.WaitHandle.WaitOne(IdleWaitMs);

    /// <summary>Cuts the power.</summary>
    public void Dispose() => Parts.Dispose();
}

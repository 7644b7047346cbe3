using System;
using System.Collections.Generic;
using Gateway.Cmp;

namespace Gateway.Tests.Cmp;

/// <summary>Drives a machine in virtual time against a function that answers.</summary>
internal sealed class Drive
{
    private const int RoundsMax = 100000;
    private readonly Func<byte[], byte[]?> _answer;
    private readonly long _utcSeconds;

    /// <summary>An answer of null is a failed transport.</summary>
    internal Drive(CmpMachine machine, Func<byte[], byte[]?> answer, long? utcSeconds = null)
    {
        Machine = machine;
        _answer = answer;
        _utcSeconds = utcSeconds ?? TestCa.Now;
    }

    /// <summary>The present machine: at a wait another may take over.</summary>
    internal CmpMachine Machine { get; private set; }

    /// <summary>Gives the machine that goes on after a wait; null: it waits itself.</summary>
    internal Func<CmpMachine, long, CmpMachine>? TakeOver { get; init; }

    internal long NowMs { get; private set; }

    /// <summary>Calls of Work.</summary>
    internal int Steps { get; private set; }

    /// <summary>Pauses that the CA asked for, in the order in which they were kept.</summary>
    internal List<long> PausesMs { get; } = [];

    /// <summary>Runs to the end.</summary>
    internal CmpMachine Run()
    {
        Machine.Start(NowMs, _utcSeconds);
        for (int round = 0; !Machine.IsFinished; round++)
        {
            if (round > RoundsMax) throw new InvalidOperationException("it does not end");
            Steps++;
            if (Machine.Work(NowMs)) continue;
            byte[]? message = Machine.Outgoing;
            if (message != null) Deliver(message);
            else if (!Machine.IsFinished) Wait();
        }

        return Machine;
    }

    private void Deliver(byte[] message)
    {
        Machine.OutgoingTaken(NowMs++);
        byte[]? body = _answer(message);
        if (body == null) Machine.TransportFailed("connection refused", NowMs);
        else Machine.Receive(body, 0, body.Length, NowMs, _utcSeconds);
    }

    private void Wait()
    {
        if (Machine.DeadlineMs == CmpMachine.NoDeadline) return;
        if (Machine.IsWaiting)
        {
            PausesMs.Add(Machine.DeadlineMs - NowMs);
            if (TakeOver != null)
            {
                CmpMachine next = TakeOver(Machine, NowMs);
                if (next != Machine)
                {
                    NowMs = Math.Max(NowMs, Machine.DeadlineMs);
                    Machine = next;
                    Machine.Start(NowMs, _utcSeconds);
                    return;
                }
            }
        }

        NowMs = Math.Max(NowMs, Machine.DeadlineMs);
        Machine.Tick(NowMs);
    }
}

using System;
using System.Net;
using System.Net.Sockets;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Simulator;
using Xunit;

namespace Gateway.Tests.Simulator;

/// <summary>How much time a simulation may leap over.</summary>
public sealed class IdleBoardTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly LoopbackSerialLine _line = new();
    private readonly SimulatedBoard _board;
    private long _dueMs = long.MaxValue;

    public IdleBoardTests()
    {
        _silent.Start();
        AddressMap map = new();
        Assert.Null(map.TryAdd($"10.3.0.1:8080={_silent.LocalEndpoint}"));
        SimBoard parts = new(new MemoryFlash(), _line, new SimBoardOptions
        {
            Seed = [1],
            Map = map,
            Clock = SimClock.FromHost(_time),
        });
        _board = new SimulatedBoard(parts, _ => new StubApplication(this));
    }

    public void Dispose()
    {
        _board.Dispose();
        _line.Dispose();
        _silent.Dispose();
    }

    [Fact]
    public void Is_idle_until_the_firmware_has_something_to_do()
    {
        Assert.Equal(0, _board.IdleMs);
        _board.Step();
        Assert.Equal(long.MaxValue, _board.IdleMs);
        _dueMs = 5000;
        Assert.Equal(5000, _board.IdleMs);
        _time.Advance(TimeSpan.FromMilliseconds(4000));
        Assert.Equal(1000, _board.IdleMs);
        _time.Advance(TimeSpan.FromMilliseconds(4000));
        Assert.Equal(0, _board.IdleMs);
    }

    [Fact]
    public void Is_not_idle_while_an_answer_is_awaited()
    {
        _board.Step();
        SocketHttpTransport http = _board.Parts.Http;
        IHttpExchange exchange = http.Post("http://10.3.0.1:8080/", "application/pkixcmp", [1], 0,
            1, new byte[16], new HttpTimeouts());
        Assert.True(http.IsBusy);
        Assert.Equal(0, _board.IdleMs);
        exchange.Cancel();
        Assert.False(http.IsBusy);
        Assert.Equal(long.MaxValue, _board.IdleMs);
    }

    private sealed class StubApplication(IdleBoardTests owner) : IBoardApplication
    {
        public bool IsWaitingForInput => true;

        public bool RebootRequested => false;

        public long DueMs => owner._dueMs;

        public void Start(long nowMs)
        {
        }

        public bool Poll() => false;
    }
}

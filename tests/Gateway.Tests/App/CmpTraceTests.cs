using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Bounds of what tracing prints and statistics keep.</summary>
public class CmpTraceTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly Lines _lines = new();
    private readonly CmpTrace _trace;

    public CmpTraceTests() =>
        _trace = new CmpTrace(_lines, new BoardClock(SimClock.FromHost(_time))) { IsOn = true };

    [Fact]
    public void Nothing_is_printed_while_it_is_off()
    {
        _trace.IsOn = false;
        _trace.Verdict("cmp", "done");
        _trace.Sent("cmp", [1], 0, 1);
        Assert.Empty(_lines.All);
    }

    [Fact]
    public void So_many_lines_a_period_and_then_how_many_were_left_out()
    {
        for (int i = 0; i < CmpTrace.LinesMax + 7; i++) _trace.Verdict("cmp", "waiting");
        Assert.Equal(CmpTrace.LinesMax, _lines.All.Count);
        _time.Advance(TimeSpan.FromMilliseconds(CmpTrace.PeriodMs));
        _trace.Verdict("cmp", "done");
        Assert.Equal(" CMP: 7 lines left out", _lines.All[^2]);
        Assert.Equal(" CMP 60.000 cmp == done", _lines.All[^1]);
    }

    [Fact]
    public void A_line_is_bounded_and_garbage_is_named_so()
    {
        _trace.Verdict("cmp", new string('x', 1000));
        Assert.Equal(200, _lines.All[0].Length);
        Random random = new(20260101);
        for (int length = 0; length < 60; length++)
        {
            byte[] noise = new byte[length];
            random.NextBytes(noise);
            _time.Advance(TimeSpan.FromMinutes(1));
            _trace.Sent("cmp", noise, 0, length);
            Assert.EndsWith("cmp -> malformed message " + length + " B", _lines.All[^1]);
        }
    }

    [Fact]
    public void The_session_counted_first_is_forgotten_first()
    {
        CmpStatistics statistics = new();
        for (int i = 0; i <= CmpStatistics.SessionsMax; i++) statistics.Of("s" + i).Polls = i;
        Assert.Null(statistics.Find("s0"));
        Assert.Equal(1, statistics.Find("S1").Polls);
        statistics.Reset("s1");
        Assert.Null(statistics.Find("s1"));
        statistics.Print(new Configuration("gateway", []), null!, _lines);
        Assert.Equal(CmpStatistics.SessionsMax - 1,
            _lines.All.Count(l => l == " CMP Statistics:"));
        statistics.Reset(null!);
        Assert.Null(statistics.Find("s5"));
    }

    [Fact]
    public void One_at_a_time_has_the_turn()
    {
        CmpTurn turn = new();
        object first = new();
        object second = new();
        Assert.True(turn.TryTake(first));
        Assert.True(turn.TryTake(first));
        Assert.False(turn.TryTake(second));
        turn.Release(second);
        Assert.False(turn.TryTake(second));
        turn.Release(first);
        Assert.True(turn.TryTake(second));
    }

    private sealed class Lines : ITextSink
    {
        public List<string> All { get; } = [];

        public void Line(string text) => All.Add(text);
    }
}

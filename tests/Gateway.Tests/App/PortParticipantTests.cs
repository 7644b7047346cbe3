using System;
using System.Collections.Generic;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Ports that do not take what is configured for them.</summary>
public sealed class PortParticipantTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly Lines _said = new();
    private readonly Lines _notices = new();
    private readonly Port[] _hardware = [new("1/0/1"), new("1/0/2")];
    private readonly SimClock _clock;
    private readonly PortParticipant _ports;
    private readonly ConfigurationTransaction _transaction;

    public PortParticipantTests()
    {
        _clock = SimClock.Unset(_time);
        _ports = new PortParticipant(_hardware, "E", _clock, _notices);
        Configuration running = new("A", ["E1/0/1", "E1/0/2"]);
        Set(running, 0, "10.1.0.1");
        Set(running, 1, "10.2.0.1");
        _transaction = new ConfigurationTransaction(running);
        _transaction.Add(_ports);
    }

    [Fact]
    public void Ports_that_take_their_settings_are_not_asked_again()
    {
        _ports.Start(_transaction.Running, _said);
        Assert.Empty(_said.All);
        Assert.Equal([10, 1, 0, 1], _hardware[0].Address!);
        Assert.Equal([10, 2, 0, 1], _hardware[1].Address!);
        Assert.Equal(long.MaxValue, _ports.DueMs);
        Assert.False(_ports.Poll(1_000_000));
    }

    [Theory]
    [InlineData("it is broken", "it is broken.")]
    [InlineData("It is broken.", "It is broken.")]
    public void A_port_that_refuses_at_the_start_is_told_and_asked_each_minute(string reason,
        string shown)
    {
        StartWithout(0, reason);
        Assert.Equal(["Warning: E1/0/1 refused its settings: " + shown,
            "It is asked again every minute; everything else is in effect."], _said.All);
        Assert.Equal([10, 2, 0, 1], _hardware[1].Address!);
        for (int minute = 1; minute <= 3; minute++)
        {
            Assert.Equal(minute * 60_000, _ports.DueMs);
            Assert.False(_ports.Poll(_ports.DueMs - 1));
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(_ports.Poll(_clock.MonotonicMs));
        }

        Assert.Empty(_notices.All);
        _hardware[0].Refusal = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_ports.Poll(_clock.MonotonicMs));
        Assert.Equal([" Info: E1/0/1 took its settings."], _notices.All);
        Assert.Equal([10, 1, 0, 1], _hardware[0].Address!);
        Assert.Equal(long.MaxValue, _ports.DueMs);
    }

    [Fact]
    public void It_hinders_no_commit_that_leaves_the_port_as_it_was()
    {
        StartWithout(0, "no");
        Set(_transaction.Candidate, 1, "10.3.0.1");
        Assert.Null(_transaction.Commit());
        Assert.Equal([10, 3, 0, 1], _hardware[1].Address!);
        Assert.Equal(60_000, _ports.DueMs);

        Set(_transaction.Candidate, 0, "10.4.0.1");
        Set(_transaction.Candidate, 1, "10.5.0.1");
        Assert.Equal("E1/0/1 refused its settings: no.", _transaction.Commit());
        Assert.Equal([10, 3, 0, 1], _hardware[1].Address!);
        Assert.Equal(60_000, _ports.DueMs);

        _hardware[0].Refusal = null;
        Assert.Null(_transaction.Commit());
        Assert.Equal([10, 4, 0, 1], _hardware[0].Address!);
        Assert.Equal(long.MaxValue, _ports.DueMs);
    }

    [Fact]
    public void A_port_that_refuses_what_is_new_refuses_the_commit_and_stays_as_it_was()
    {
        _ports.Start(_transaction.Running, _said);
        Set(_transaction.Candidate, 0, "10.3.0.1");
        Set(_transaction.Candidate, 1, "10.4.0.1");
        _hardware[1].Refused = 4;
        Assert.Equal("E1/0/2 refused its settings: not this.", _transaction.Commit());
        Assert.Equal([10, 1, 0, 1], _hardware[0].Address!);
        Assert.Equal([10, 2, 0, 1], _hardware[1].Address!);
        Assert.Equal(long.MaxValue, _ports.DueMs);
    }

    private static void Set(Configuration configuration, int port, string address)
    {
        configuration.Interfaces[port].Address = address;
        configuration.Interfaces[port].PrefixLength = 24;
    }

    private void StartWithout(int port, string reason)
    {
        _hardware[port].Refusal = reason;
        _ports.Start(_transaction.Running, _said);
    }

    private sealed class Lines : ITextSink
    {
        public List<string> All { get; } = [];

        public void Line(string text) => All.Add(text);
    }

    private sealed class Port(string number) : IEthernetPort
    {
        public string Number => number;

        public byte[] PhysicalAddress => new byte[6];

        public bool IsLinkUp => true;

        public string? Refusal { get; set; }

        // The second octet of an address that it does not take.
        public int Refused { get; set; } = -1;

        public byte[]? Address { get; private set; }

        public string Configure(byte[] address, int maskLength, bool enabled)
        {
            if (Refusal != null) return Refusal;
            if (address != null && address[1] == Refused) return "not this";
            Address = address;
            return null!;
        }
    }
}

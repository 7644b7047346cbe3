using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>
/// A client against a server that lies, delays and repeats itself. Time stands still unless the
/// test lets it pass.
/// </summary>
public sealed class UdpNetworkTimeTests : IDisposable
{
    private static readonly DateTimeOffset s_told = new(2028, 2, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly SntpPeer _peer = new();
    private readonly UdpNetworkTime _network;

    public UdpNetworkTimeTests() => _network = new UdpNetworkTime(_peer.Map(), null, _time);

    public void Dispose()
    {
        _network.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public void The_time_goes_on_from_the_answer()
    {
        byte[] nonce = Ask();
        Assert.False(_network.IsDone);
        _peer.Answer(s_told, nonce);
        Finish();
        Assert.Null(_network.Failure);
        Assert.Equal(s_told.ToUnixTimeSeconds(), _network.UtcSeconds);
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(s_told.ToUnixTimeSeconds() + 90, _network.UtcSeconds);
    }

    [Fact]
    public void Half_of_a_delay_is_added()
    {
        byte[] nonce = Ask();
        _time.Advance(TimeSpan.FromSeconds(4));
        _peer.Answer(s_told, nonce);
        Finish();
        Assert.Equal(s_told.ToUnixTimeSeconds() + 2, _network.UtcSeconds);
    }

    [Fact]
    public void Silence_ends_with_the_time_out()
    {
        Ask();
        _time.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.False(_network.IsDone);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_network.IsDone);
        Assert.Equal("the server did not answer within 5 s", _network.Failure);
    }

    [Fact]
    public void What_is_no_answer_is_ignored()
    {
        byte[] nonce = Ask();
        _peer.Send([]);
        _peer.Send([1, 2, 3]);
        _peer.Send(new byte[2000]);
        _peer.Answer(s_told.AddYears(9), new byte[8]);
        byte[] question = SntpPacketTests.Answer(s_told.AddYears(9), nonce: nonce);
        question[0] = 0b00_100_011;
        _peer.Send(question);
        _peer.Answer(s_told, nonce);
        Finish();
        Assert.Null(_network.Failure);
        Assert.Equal(s_told.ToUnixTimeSeconds(), _network.UtcSeconds);
    }

    [Fact]
    public void A_flood_of_no_answers_ends_the_question()
    {
        Ask();
        for (int i = 0; i < 16; i++) _peer.Send([1, 2, 3]);
        Finish();
        Assert.Equal("what came is no answer to the question", _network.Failure);
    }

    [Fact]
    public void Another_address_is_not_listened_to()
    {
        byte[] nonce = Ask();
        using Socket other = SntpPeer.Bind();
        other.SendTo(SntpPacketTests.Answer(s_told.AddYears(9), nonce: nonce), _peer.Client);
        Assert.False(_network.IsDone);
        _peer.Answer(s_told, nonce);
        Finish();
        Assert.Equal(s_told.ToUnixTimeSeconds(), _network.UtcSeconds);
    }

    [Fact]
    public void Of_two_answers_the_first_counts()
    {
        byte[] nonce = Ask();
        _peer.Answer(s_told, nonce);
        _peer.Answer(s_told.AddYears(9), nonce);
        Finish();
        Assert.Equal(s_told.ToUnixTimeSeconds(), _network.UtcSeconds);
    }

    [Fact]
    public void An_answer_to_an_earlier_question_is_none()
    {
        byte[] first = Ask();
        byte[] second = Ask();
        Assert.NotEqual(first, second);
        _peer.Answer(s_told.AddYears(9), first);
        _peer.Answer(s_told, second);
        Finish();
        Assert.Equal(s_told.ToUnixTimeSeconds(), _network.UtcSeconds);
    }

    [Fact]
    public void Who_denies_is_not_asked_again_for_a_day_or_before_a_restart()
    {
        byte[] nonce = Ask();
        _peer.Send(Kiss("DENY", nonce));
        Finish();
        Assert.Equal("the server refused to tell the time (DENY)", _network.Failure);
        _network.Ask(SntpPeer.Address, 5000);
        Assert.True(_network.IsDone);
        Assert.Equal("the server wants not to be asked for a day",
            _network.Failure);
        Assert.False(_peer.HasQuestion);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        _network.Ask(SntpPeer.Address, 5000);
        Assert.True(_network.IsDone);
        _time.Advance(TimeSpan.FromSeconds(1));
        _peer.Send(Kiss("RSTR", Ask()));
        Finish();
        _network.Ask(SntpPeer.Address, 5000);
        Assert.True(_network.IsDone);
        _network.Restart();
        _peer.Answer(s_told, Ask());
        Finish();
        Assert.Null(_network.Failure);
    }

    [Fact]
    public void Who_is_asked_too_often_may_be_asked_later()
    {
        byte[] nonce = Ask();
        _peer.Send(Kiss("RATE", nonce));
        Finish();
        Assert.Equal("the server refused to tell the time (RATE)", _network.Failure);
        _peer.Answer(s_told, Ask());
        Finish();
        Assert.Null(_network.Failure);
    }

    [Fact]
    public void A_port_without_a_server_is_told()
    {
        AddressMap map = _peer.Map();
        _peer.Dispose();
        using UdpNetworkTime network = new(map, null, _time);
        network.Ask(SntpPeer.Address, 5000);
        Finish(network);
        Assert.Equal("nothing answers at the server", network.Failure);
    }

    [Theory]
    [InlineData("10.9.9.9")]
    [InlineData("time.example.com")]
    [InlineData("::1")]
    public void An_address_without_a_route_is_not_asked(string server)
    {
        _network.Ask(server, 5000);
        Assert.True(_network.IsDone);
        Assert.Equal("the server cannot be reached", _network.Failure);
    }

    [Fact]
    public void Without_a_link_nothing_is_sent()
    {
        using UdpNetworkTime network = new(_peer.Map(), () => false, _time);
        network.Ask(SntpPeer.Address, 5000);
        Assert.True(network.IsDone);
        Assert.Equal("the server cannot be reached", network.Failure);
        Assert.False(_peer.HasQuestion);
    }

    private static byte[] Kiss(string code, byte[] nonce)
    {
        byte[] packet = SntpPacketTests.Answer(s_told, nonce: nonce);
        packet[1] = 0;
        for (int i = 0; i < 4; i++) packet[12 + i] = (byte)code[i];
        return packet;
    }

    private byte[] Ask()
    {
        _network.Ask(SntpPeer.Address, 5000);
        return _peer.TakeQuestion();
    }

    private void Finish() => Finish(_network);

    // What the host's loopback carries is there soon; only a test that fails waits long.
    private static void Finish(UdpNetworkTime network)
    {
        long start = Stopwatch.GetTimestamp();
        while (!network.IsDone)
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 30, "nothing came");
            Thread.Sleep(1);
        }
    }
}

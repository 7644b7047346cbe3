using System;
using System.Net;
using System.Net.Sockets;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>A time server on the host's loopback that answers when the test says so.</summary>
internal sealed class SntpPeer : IDisposable
{
    public const string Address = "10.1.0.9";

    private readonly Socket _socket = Bind();
    private EndPoint _client = new IPEndPoint(IPAddress.Any, 0);

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public bool HasQuestion => _socket.Available > 0;

    public IPEndPoint Client => (IPEndPoint)_client;

    /// <summary>The network in which the server has its address.</summary>
    public AddressMap Map()
    {
        AddressMap map = new();
        Assert.Null(map.TryAdd(Address, 123, "127.0.0.1", Port));
        return map;
    }

    /// <summary>Takes a question and returns its random octets.</summary>
    public byte[] TakeQuestion()
    {
        byte[] question = new byte[100];
        Assert.Equal(48, _socket.ReceiveFrom(question, ref _client));
        return question[40..48];
    }

    public void Send(byte[] datagram) => _socket.SendTo(datagram, _client);

    public void Answer(DateTimeOffset time, byte[] nonce) =>
        Send(SntpPacketTests.Answer(time, nonce: nonce));

    public static Socket Bind()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            // Only a test that fails waits so long.
            ReceiveTimeout = 30000,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    public void Dispose() => _socket.Dispose();
}

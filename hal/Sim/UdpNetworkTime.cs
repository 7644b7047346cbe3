using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Gateway.Hal.Sim;

/// <summary>
/// SNTP over real sockets of the host, through an <see cref="AddressMap"/>. Everything happens
/// when the main loop asks whether it is done. The socket is connected, so that the host passes on
/// what comes from the asked address and port alone.
/// </summary>
public sealed class UdpNetworkTime : INetworkTime, IDisposable
{
    // What is no answer to the question is ignored, so often.
    private const int ForeignCountMax = 16;

    // RFC 5905 7.4 has a denier never asked again. But nobody authenticates it: one forged packet
    // must not cost the time for good.
    private static readonly TimeSpan s_denied = TimeSpan.FromDays(1);

    // Larger datagrams are cut off: what follows the packet is not read.
    private const int BufferSize = 512;

    private readonly AddressMap _map;
    private readonly Func<bool> _isLinkUp;
    private readonly TimeProvider _time;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly byte[] _nonce = new byte[SntpPacket.NonceSize];
    private Socket? _socket;
    private string _server = "";
    private string? _denier;
    private long _deniedAt;
    private int _timeoutMs;
    private int _foreignCount;
    private long _sentAt;
    private long _arrivedAt;
    private long _utcMs;

    /// <summary>A client.</summary>
    /// <param name="map">The network.</param>
    /// <param name="isLinkUp">Whether any port has a link; null means always.</param>
    /// <param name="time">For the time-out and the round trip; null takes the host's.</param>
    public UdpNetworkTime(AddressMap map, Func<bool>? isLinkUp = null, TimeProvider? time = null)
    {
        _map = map;
        _isLinkUp = isLinkUp ?? (() => true);
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public bool IsDone
    {
        get
        {
            while (_socket is { } socket && TryReceive(socket))
            {
            }

            return _socket is null;
        }
    }

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public long UtcSeconds =>
        (_utcMs + (long)_time.GetElapsedTime(_arrivedAt).TotalMilliseconds) / 1000;

    /// <inheritdoc/>
    public void Ask(string server, int timeoutMs)
    {
        Reset();
        _server = server;
        _timeoutMs = timeoutMs;
        _foreignCount = 0;
        RandomNumberGenerator.Fill(_nonce);
        if (server == _denier && _time.GetElapsedTime(_deniedAt) < s_denied)
        {
            Failure = "the server wants not to be asked for a day";
            return;
        }

        IPEndPoint? target = _isLinkUp() ? Resolve(server) : null;
        if (target is null)
        {
            Failure = "the server cannot be reached";
            return;
        }

        Send(target);
    }

    /// <summary>Gives up what is under way.</summary>
    public void Reset()
    {
        _socket?.Dispose();
        _socket = null;
        Failure = null;
    }

    /// <summary>What a restart does: whoever denied is asked again.</summary>
    public void Restart()
    {
        Reset();
        _denier = null;
    }

    /// <summary>Gives up what is under way, for good.</summary>
    public void Dispose() => Reset();

    private IPEndPoint? Resolve(string server)
    {
        DnsEndPoint? target = _map.Resolve(server, SntpPacket.Port);
        if (target is null) return null;
        string host = target.Host == "localhost" ? "127.0.0.1" : target.Host;
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetwork;
        return isAddress ? new IPEndPoint(address!, target.Port) : null;
    }

    private void Send(IPEndPoint target)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            Blocking = false,
        };
        try
        {
            socket.Connect(target);
            socket.Send(SntpPacket.Request(_nonce));
            _sentAt = _time.GetTimestamp();
            _socket = socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            Failure = "the server cannot be reached";
        }
    }

    // Whether there was something, so that there may be more.
    private bool TryReceive(Socket socket)
    {
        int count;
        try
        {
            count = socket.Receive(_buffer, 0, BufferSize, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock) return WaitOn();
            if (error == SocketError.MessageSize) count = BufferSize;
            else if (error != SocketError.Success) return End("nothing answers at the server");
        }
        catch (SocketException)
        {
            return End("nothing answers at the server");
        }

        _arrivedAt = _time.GetTimestamp();
        Take(SntpPacket.Read(_buffer, count, _nonce));
        return true;
    }

    private bool WaitOn()
    {
        if (_time.GetElapsedTime(_sentAt).TotalMilliseconds < _timeoutMs) return false;
        return End("the server did not answer within "
            + TimeSpan.FromMilliseconds(_timeoutMs).TotalSeconds + " s");
    }

    private void Take(SntpPacket packet)
    {
        if (packet.IsForeign)
        {
            if (++_foreignCount == ForeignCountMax) End(packet.Refusal);
            return;
        }

        if (packet.IsDenial)
        {
            _denier = _server;
            _deniedAt = _time.GetTimestamp();
        }

        long roundTripMs = (long)_time.GetElapsedTime(_sentAt, _arrivedAt).TotalMilliseconds;
        _utcMs = packet.Refusal is null ? packet.UtcMs(roundTripMs) : 0;
        End(packet.Refusal);
    }

    private bool End(string? failure)
    {
        Reset();
        Failure = failure;
        return false;
    }
}

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>
/// A console on a TCP port, for one client at a time; another may come when it has left. What the
/// board prints meanwhile is kept, up to a bound, for the next one. Serves telnet, nc and socat.
/// </summary>
public sealed class TcpSerialLine : ISimSerialLine
{
    private const int InputBytes = 4096;
    private const int BacklogBytes = 16 * 1024;
    private const int ChunkBytes = 1024;
    private const int SendTimeoutMs = 2000;
    private const int LingerMs = 1000;

    private readonly TcpListener _listener;
    private readonly ByteQueue _input = new(InputBytes);
    private readonly ByteQueue _backlog = new(BacklogBytes);
    private readonly Lock _gate = new();
    private TcpClient? _client;
    private TelnetFilter _filter = new();
    private bool _isLeaving;
    private bool _isDisposed;

    /// <summary>Starts to listen.</summary>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    public TcpSerialLine(IPEndPoint endpoint)
    {
        _listener = new TcpListener(endpoint);
        _listener.Start(backlog: 4);
        Endpoint = (IPEndPoint)_listener.LocalEndpoint;
        StartThread(AcceptClients, "console accept");
    }

    /// <summary>Where the line listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <inheritdoc/>
    public string Description => $"tcp {Endpoint}";

    /// <inheritdoc/>
    public bool IsAtEnd => _input.IsCompleted && _input.Count == 0;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (_client is null) _backlog.WriteOverOldest(buffer.AsSpan(offset, count));
            else Send(_client, Escape(buffer.AsSpan(offset, count)));
        }
    }

    /// <summary>Closes the port and the connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _client?.Dispose();
            _client = null;
        }

        _input.Complete();
        _listener.Dispose();
    }

    private static void StartThread(ThreadStart work, string name) =>
        new Thread(work) { IsBackground = true, Name = name }.Start();

    private void AcceptClients()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = _listener.AcceptTcpClient();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException
                or InvalidOperationException)
            {
                return;
            }

            if (!Attach(client)) client.Dispose();
        }
    }

    private bool Attach(TcpClient client)
    {
        client.NoDelay = true;
        client.SendTimeout = SendTimeoutMs;
        lock (_gate)
        {
            if (_isDisposed) return false;
            if (_client is not null && !_isLeaving)
            {
                Send(client, Encoding.ASCII.GetBytes("The console is in use.\r\n"));
                return false;
            }

            _client?.Dispose();
            _client = client;
            _isLeaving = false;
            _filter = new TelnetFilter();
            byte[] chunk = new byte[BacklogBytes];
            int count = _backlog.Read(chunk, 0, chunk.Length);
            Send(client, chunk.AsSpan(0, count));
        }

        StartThread(() => ReadClient(client), "console read");
        return true;
    }

    private void ReadClient(TcpClient client)
    {
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            NetworkStream stream = client.GetStream();
            for (int count; (count = stream.Read(chunk, 0, chunk.Length)) > 0;)
            {
                int typed;
                lock (_gate)
                {
                    typed = _filter.Reduce(chunk.AsSpan(0, count));
                    byte[] replies = _filter.TakeReplies();
                    if (replies.Length > 0) Send(client, replies);
                }

                if (!_input.Write(chunk.AsSpan(0, typed), Timeout.Infinite)) break;
            }

            Linger(client);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The client is gone, as with an end of its stream.
        }

        lock (_gate)
        {
            Detach(client);
        }
    }

    // A client that has typed all (a pipe into nc) still wants to read the answer; unless another
    // one comes for its place.
    private void Linger(TcpClient client)
    {
        lock (_gate)
        {
            if (_client == client) _isLeaving = true;
        }

        Thread.Sleep(LingerMs);
    }

    private void Detach(TcpClient client)
    {
        client.Dispose();
        if (_client == client) _client = null;
    }

    // Blocks at most SendTimeoutMs: a client that does not read loses its place.
    private void Send(TcpClient client, ReadOnlySpan<byte> bytes)
    {
        try
        {
            client.GetStream().Write(bytes);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            Detach(client);
        }
    }

    private byte[] Escape(ReadOnlySpan<byte> bytes)
    {
        const byte InterpretAsCommand = 255;
        if (!_filter.IsTelnet || bytes.IndexOf(InterpretAsCommand) < 0) return bytes.ToArray();
        using MemoryStream escaped = new();
        foreach (byte b in bytes)
        {
            escaped.WriteByte(b);
            if (b == InterpretAsCommand) escaped.WriteByte(b);
        }

        return escaped.ToArray();
    }
}

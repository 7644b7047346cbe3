using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Gateway.Hal.Sim;

/// <summary>One connection to one server, for exchanges one after the other.</summary>
internal sealed class HttpConnection : IDisposable
{
    // Of what is received, and of what is sent under one bound of time.
    private const int BufferBytes = 4096;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Takes a connected socket over.</summary>
    public HttpConnection(string authority, Socket socket)
    {
        Authority = authority;
        _socket = socket;
    }

    /// <summary>Host and port of the server, as in the URL.</summary>
    public string Authority { get; }

    /// <summary>
    /// Whether nothing came since the last answer. What is readable now is the server's close, or
    /// bytes that no request asked for.
    /// </summary>
    public bool IsQuiet => !_socket.Poll(0, SelectMode.SelectRead);

    /// <summary>
    /// Sends the message and reads the answer into the exchange, until it is whole or the
    /// connection ends.
    /// </summary>
    /// <returns>Whether the connection may carry another exchange.</returns>
    public async Task<bool> CarryAsync(SocketHttpExchange exchange, byte[] message,
        CancellationToken token)
    {
        bool isSent = await SendAsync(exchange, message, token).ConfigureAwait(false);
        exchange.Enter(HttpFailure.ResponseTimedOut, exchange.ResponseMs);
        while (true)
        {
            int count = await _socket.ReceiveAsync(_buffer, token).ConfigureAwait(false);
            if (count == 0)
            {
                exchange.TakeClose();
                return false;
            }

            exchange.Enter(HttpFailure.IdleTimedOut, exchange.IdleMs);
            int taken = exchange.Take(_buffer, count);
            if (exchange.IsAnswered) return isSent && taken == count && exchange.KeepsConnection;
        }
    }

    public void Dispose() => _socket.Dispose();

    // A server that refuses early may close before it has read all: its answer is read all the
    // same.
    private async Task<bool> SendAsync(SocketHttpExchange exchange, byte[] message,
        CancellationToken token)
    {
        try
        {
            for (int sent = 0; sent < message.Length;)
            {
                exchange.Enter(HttpFailure.SendTimedOut, exchange.IdleMs);
                int count = Math.Min(BufferBytes, message.Length - sent);
                sent += await _socket.SendAsync(message.AsMemory(sent, count), token)
                    .ConfigureAwait(false);
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

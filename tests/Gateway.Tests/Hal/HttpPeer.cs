using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>The server's side of one connection: it sends exactly what a test says.</summary>
internal sealed class HttpPeer(Socket socket) : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Reads one request; what came so far when the client closes before.</summary>
    public async Task<string> ReadRequestAsync()
    {
        StringBuilder request = new();
        byte[] chunk = new byte[4096];
        while (!IsWhole(request.ToString()))
        {
            int count = await socket.ReceiveAsync(chunk, Stop);
            if (count == 0) break;
            request.Append(Encoding.Latin1.GetString(chunk, 0, count));
        }

        return request.ToString();
    }

    /// <summary>Sends; a client that has seen enough may have closed.</summary>
    public async Task SendAsync(string bytes)
    {
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), Stop);
        }
        catch (SocketException)
        {
            // What the client makes of it is the test's.
        }
    }

    /// <summary>Closes the sending side.</summary>
    public void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client was faster.
        }
    }

    /// <summary>Breaks the connection.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>Waits until the client has closed its side.</summary>
    public async Task ClosedAsync()
    {
        byte[] chunk = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(chunk, Stop) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is a close as well.
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(string request)
    {
        const string LengthHeader = "Content-Length: ";
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int length = request.IndexOf(LengthHeader, StringComparison.Ordinal);
        if (end < 0 || length < 0) return false;
        length += LengthHeader.Length;
        int count = int.Parse(request[length..request.IndexOf('\r', length)]);
        return request.Length - end - 4 >= count;
    }
}

using System;
using System.IO;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hal.Sim;

/// <summary>
/// The console on the process's own terminal, key by key: Tab, <c>?</c>, arrows and Ctrl+C all
/// reach the board. Ctrl+] leaves. When the input is a file or a pipe, its bytes are what is typed.
/// </summary>
public sealed class StdioSerialLine : ISimSerialLine
{
    private const byte LeaveKey = 0x1D;
    private const int InputBytes = 4096;

    // DECCKM and DECKPNM: the runtime's console may have asked for application keys (ESC O A).
    private const string NormalCursorKeys = "\x1b[?1l\x1b>";
    private const int ChunkBytes = 1024;

    private readonly ByteQueue _queue = new(InputBytes);
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly RawTerminal? _terminal;
    private readonly Action? _onLeave;

    /// <summary>The console on standard input and output.</summary>
    /// <param name="onLeave">Called on another thread when the user pressed Ctrl+].</param>
    public StdioSerialLine(Action? onLeave = null)
        : this(OpenInput(), Console.OpenStandardOutput(), RawTerminal.TryEnter(), onLeave)
    {
    }

    /// <summary>A console on two streams, as if standard input and output were
    /// redirected.</summary>
    public StdioSerialLine(Stream input, Stream output)
        : this(input, output, null, null)
    {
    }

    private StdioSerialLine(Stream input, Stream output, RawTerminal? terminal, Action? onLeave)
    {
        _input = input;
        _output = output;
        _terminal = terminal;
        _onLeave = onLeave;
        if (IsTerminal) Print(NormalCursorKeys);
        new Thread(ReadInput) { IsBackground = true, Name = "console read" }.Start();
    }

    /// <summary>Whether somebody sits at a terminal.</summary>
    public bool IsTerminal => _terminal is not null;

    /// <inheritdoc/>
    public string Description =>
        IsTerminal ? "this terminal (Ctrl+] leaves)" : "standard input and output";

    /// <inheritdoc/>
    public bool IsAtEnd => _queue.IsCompleted && _queue.Count == 0;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count) => _queue.Read(buffer, offset, count);

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _output.Write(buffer, offset, count);
            _output.Flush();
        }
        catch (IOException)
        {
            // Whoever read the output is gone: nobody is left at the console.
            _queue.Complete();
        }
    }

    /// <summary>Gives the terminal back.</summary>
    public void Dispose()
    {
        _queue.Complete();
        if (_terminal is null) return;
        Print("\r\n");
        _terminal.Dispose();
    }

    // Console.OpenStandardInput() would edit lines itself when the input is a terminal.
    private static Stream OpenInput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    private void Print(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Write(bytes, 0, bytes.Length);
    }

    private void ReadInput()
    {
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            for (int count; (count = _input.Read(chunk, 0, chunk.Length)) > 0;)
            {
                int leave = IsTerminal ? Array.IndexOf(chunk, LeaveKey, 0, count) : -1;
                if (!_queue.Write(chunk.AsSpan(0, leave < 0 ? count : leave), Timeout.Infinite))
                    return;
                if (leave < 0) continue;
                _onLeave?.Invoke();
                break;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The terminal is gone, as with an end of input.
        }

        _queue.Complete();
    }
}

using System;
using System.Text;
using Gateway.Hal;

namespace Gateway.Simulator;

/// <summary>
/// A board without firmware: answers each key at a prompt. It proves a serial line, a terminal
/// program and the simulator's main loop; <c>reboot</c> restarts it.
/// </summary>
public sealed class EchoApplication : IBoardApplication
{
    private const int ChunkBytes = 64;
    private const int LineLengthMax = 256;

    private readonly ISerialLine _line;
    private readonly string _prompt;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly StringBuilder _typed = new();

    /// <summary>An echo on the line.</summary>
    public EchoApplication(ISerialLine line, string name)
    {
        _line = line;
        _prompt = $"<{name}> ";
    }

    /// <inheritdoc/>
    public bool IsWaitingForInput { get; private set; }

    /// <inheritdoc/>
    public bool RebootRequested { get; private set; }

    /// <inheritdoc/>
    public void Start(long nowMs)
    {
        Print($"\r\n{_prompt}");
        IsWaitingForInput = true;
    }

    /// <inheritdoc/>
    public bool Poll()
    {
        int count = _line.Read(_chunk, 0, _chunk.Length);
        for (int i = 0; i < count; i++) Take((char)_chunk[i]);
        return count > 0;
    }

    private void Take(char key)
    {
        if (key is '\r' or '\n')
        {
            RebootRequested = _typed.ToString() == "reboot";
            Print($"\r\n You typed: {_typed}\r\n{_prompt}");
            _typed.Clear();
        }
        else if (key < ' ' || key > '~')
        {
            Print($"[{(int)key:X2}]");
        }
        else if (_typed.Length < LineLengthMax)
        {
            _typed.Append(key);
            Print(key.ToString());
        }
    }

    private void Print(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        _line.Write(bytes, 0, bytes.Length);
    }
}

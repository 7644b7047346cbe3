using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace Gateway.Hal.Sim;

/// <summary>
/// A console on a pseudo-terminal (Linux): any terminal program opens its path as it would a serial
/// port, leaves it and opens it again.
/// </summary>
public sealed class PtySerialLine : ISimSerialLine
{
    private const int NameSizeMax = 128;
    private const int WriteTimeoutMs = 250;
    private const int WritePauseMs = 2;

    private readonly Lock _gate = new();
    private int _master = -1;
    private int _slave = -1;
    private bool _isStalled;

    /// <summary>Makes a pseudo-terminal.</summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    /// <exception cref="IOException">The system gives none.</exception>
    public PtySerialLine()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("A pseudo-terminal needs Linux.");
        try
        {
            _master = Check(LibC.OpenPseudoTerminal(
                LibC.OpenReadWrite | LibC.OpenNoControllingTerminal), "posix_openpt");
            Check(LibC.GrantPseudoTerminal(_master), "grantpt");
            Check(LibC.UnlockPseudoTerminal(_master), "unlockpt");
            byte[] name = new byte[NameSizeMax];
            if (LibC.PseudoTerminalName(_master, name, name.Length) != 0)
                throw new IOException("The pseudo-terminal has no name.");
            Path = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));

            // Held open here too: otherwise each leaving client would end the line (EIO), and the
            // settings and what was printed meanwhile would be lost with it.
            _slave = Check(LibC.Open(name,
                LibC.OpenReadWrite | LibC.OpenNoControllingTerminal), "open");
            byte[] termios = new byte[LibC.TermiosSizeMax];
            Check(LibC.GetAttributes(_slave, termios), "tcgetattr");
            LibC.MakeRaw(termios);
            Check(LibC.SetAttributes(_slave, LibC.SetNow, termios), "tcsetattr");
            Check(LibC.Control(_master, LibC.SetStatusFlags,
                LibC.OpenReadWrite | LibC.OpenNonBlocking), "fcntl");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Path to open, such as <c>/dev/pts/4</c>.</summary>
    public string Path { get; } = "";

    /// <inheritdoc/>
    public string Description => $"pty {Path}";

    /// <inheritdoc/>
    public bool IsAtEnd => _master < 0;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> target = buffer.AsSpan(offset, count);
        lock (_gate)
        {
            if (_master < 0) return -1;
            if (target.IsEmpty) return 0;
            nint taken = LibC.Read(_master, ref MemoryMarshal.GetReference(target), target.Length);
            // No error ends the line: EAGAIN is silence, EIO a moment without a client.
            return taken > 0 ? (int)taken : 0;
        }
    }

    /// <summary>
    /// Sends the bytes; when nobody reads and the terminal's buffer is full, the rest is dropped
    /// after a short wait, and without one until somebody reads again.
    /// </summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        Span<byte> rest = buffer.AsSpan(offset, count);
        long deadline = Environment.TickCount64 + WriteTimeoutMs;
        lock (_gate)
        {
            while (!rest.IsEmpty && _master >= 0)
            {
                nint sent = LibC.Write(_master, ref MemoryMarshal.GetReference(rest), rest.Length);
                if (sent > 0)
                {
                    _isStalled = false;
                    rest = rest[(int)sent..];
                    continue;
                }

                if (Marshal.GetLastPInvokeError() == LibC.ErrorInterrupted) continue;
                _isStalled |= Environment.TickCount64 >= deadline;
                if (_isStalled) return;
                Thread.Sleep(WritePauseMs);
            }
        }
    }

    /// <summary>Removes the pseudo-terminal.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_slave >= 0) LibC.Close(_slave);
            if (_master >= 0) LibC.Close(_master);
            _slave = _master = -1;
        }
    }

    private static int Check(int result, string function)
    {
        if (result >= 0) return result;
        throw new IOException(
            $"No pseudo-terminal: {function} failed ({Marshal.GetLastPInvokeErrorMessage()}).");
    }
}

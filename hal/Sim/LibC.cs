using System.Runtime.InteropServices;

namespace Gateway.Hal.Sim;

/// <summary>The terminal functions of the C library (POSIX; the constants are Linux's).</summary>
internal static class LibC
{
    /// <summary>Bytes that hold any system's <c>struct termios</c>.</summary>
    public const int TermiosSizeMax = 256;

    public const int OpenReadWrite = 2;
    public const int OpenNoControllingTerminal = 0x100;
    public const int OpenNonBlocking = 0x800;
    public const int SetStatusFlags = 4;
    public const int SetNow = 0;
    public const int ErrorInterrupted = 4;

    [DllImport("libc", EntryPoint = "isatty")]
    public static extern int IsTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static extern int GetAttributes(int descriptor, byte[] termios);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static extern int SetAttributes(int descriptor, int when, byte[] termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    public static extern void MakeRaw(byte[] termios);

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static extern int OpenPseudoTerminal(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static extern int GrantPseudoTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static extern int UnlockPseudoTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    public static extern int PseudoTerminalName(int descriptor, byte[] name, nint size);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    public static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static extern int Control(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int descriptor, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int descriptor, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "close")]
    public static extern int Close(int descriptor);
}

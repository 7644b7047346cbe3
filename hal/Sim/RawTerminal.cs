using System;
using System.Runtime.InteropServices;

namespace Gateway.Hal.Sim;

/// <summary>
/// The process's terminal in raw mode: every key arrives as its bytes, at once and unechoed. The
/// old mode comes back on <see cref="Dispose"/>, at the end of the process (SIGTERM included) and
/// after an unhandled exception.
/// </summary>
internal sealed class RawTerminal : IDisposable
{
    private const int InputDescriptor = 0;

    private readonly Action _restore;
    private readonly PosixSignalRegistration? _hangUp;
    private bool _isRestored;

    private RawTerminal(Action restore)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
        if (!OperatingSystem.IsWindows())
            _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Restore());
    }

    /// <summary>Switches to raw mode; null when the input is no terminal.</summary>
    public static RawTerminal? TryEnter() =>
        OperatingSystem.IsWindows() ? TryEnterWindows() : TryEnterPosix();

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose()
    {
        Restore();
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        _hangUp?.Dispose();
    }

    private static RawTerminal? TryEnterPosix()
    {
        byte[] before = new byte[LibC.TermiosSizeMax];
        if (LibC.IsTerminal(InputDescriptor) == 0) return null;
        if (LibC.GetAttributes(InputDescriptor, before) != 0) return null;
        byte[] raw = (byte[])before.Clone();
        LibC.MakeRaw(raw);
        if (LibC.SetAttributes(InputDescriptor, LibC.SetNow, raw) != 0) return null;
        return new RawTerminal(
            () => _ = LibC.SetAttributes(InputDescriptor, LibC.SetNow, before));
    }

    private static RawTerminal? TryEnterWindows()
    {
        nint input = WindowsConsole.GetStandardHandle(WindowsConsole.StandardInput);
        nint output = WindowsConsole.GetStandardHandle(WindowsConsole.StandardOutput);
        if (!WindowsConsole.GetMode(input, out uint inputMode)) return null;
        bool hasScreen = WindowsConsole.GetMode(output, out uint outputMode);
        if (!WindowsConsole.SetMode(input, WindowsConsole.VirtualTerminalInput)) return null;
        if (hasScreen)
            WindowsConsole.SetMode(output, outputMode | WindowsConsole.VirtualTerminalProcessing);
        return new RawTerminal(() =>
        {
            WindowsConsole.SetMode(input, inputMode);
            if (hasScreen) WindowsConsole.SetMode(output, outputMode);
        });
    }

    private void OnEnd(object? sender, EventArgs e) => Restore();

    private void Restore()
    {
        if (_isRestored) return;
        _isRestored = true;
        _restore();
    }

    private static class WindowsConsole
    {
        public const int StandardInput = -10;
        public const int StandardOutput = -11;
        public const uint VirtualTerminalInput = 0x200;
        public const uint VirtualTerminalProcessing = 0x4;

        [DllImport("kernel32", EntryPoint = "GetStdHandle")]
        public static extern nint GetStandardHandle(int which);

        [DllImport("kernel32", EntryPoint = "GetConsoleMode")]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetMode(nint handle, out uint mode);

        [DllImport("kernel32", EntryPoint = "SetConsoleMode")]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetMode(nint handle, uint mode);
    }
}

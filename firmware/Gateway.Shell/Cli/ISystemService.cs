using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>
/// The board itself. Errors are one sentence without <c>Error:</c>; null means success.
/// </summary>
public interface ISystemService
{
    /// <summary>Prints the lines of <c>display version</c>.</summary>
    void PrintVersion(ITextSink output);

    /// <summary>Seconds since 1970 UTC, or UtcTime.Unknown.</summary>
    long UtcNow();

    /// <summary>Where the time comes from, such as <c>SNTP</c> or <c>last persisted</c>.</summary>
    string ClockSource { get; }

    /// <summary>Sets the clock.</summary>
    string SetClock(long utcSeconds);

    /// <summary>Whether the port of that full name has a link.</summary>
    bool HasLink(string portName);

    /// <summary>
    /// The saved configuration's text, lines ended by LF; null when there is none.
    /// </summary>
    string SavedConfiguration();

    /// <summary>Saves a configuration text, lines ended by LF.</summary>
    string SaveConfiguration(string text);

    /// <summary>Restarts the board, soon after it returned.</summary>
    string Reboot();
}

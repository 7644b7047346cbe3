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

    /// <summary>
    /// Prints the lines of <c>display clock</c>: the time, its source, how good it is.
    /// </summary>
    void PrintClock(ITextSink output);

    /// <summary>Why the clock cannot be set to that time; null when it can.</summary>
    string WhyNoClock(long utcSeconds);

    /// <summary>
    /// By how many seconds the clock would go back if it were set to that time; not above 0 when it
    /// would not.
    /// </summary>
    long SecondsBack(long utcSeconds);

    /// <summary>
    /// Sentences about what becomes of the gateway's certificates when the clock is set forward to
    /// that time; none when that is nothing.
    /// </summary>
    string[] ClockWarnings(long utcSeconds);

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

using System;
using System.IO;

namespace Gateway.Ctl;

/// <summary>What the process returns.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>What was asked for failed.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Says why, in one line on standard error.</summary>
    /// <returns>The code, for a return statement.</returns>
    public static int Fail(int code, string reason) => Fail(code, reason, Console.Error);

    /// <summary>Says why, in one line.</summary>
    /// <returns>The code, for a return statement.</returns>
    public static int Fail(int code, string reason, TextWriter error)
    {
        error.WriteLine($"Error: {reason.ReplaceLineEndings(" ")}");
        return code;
    }
}

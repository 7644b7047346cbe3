using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Gateway.Tests.Procedure;

/// <summary>The command-line tool as a user runs it: a process of its own.</summary>
internal static class GatewayctlProcess
{
    private const int DeadlineMs = 240000;

    internal sealed record Result(int ExitCode, string Stdout, string Stderr)
    {
        public string[] Lines => Stdout.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    public static async Task<Result> RunAsync(params string[] args)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "gatewayctl.dll"));
        foreach (string arg in args) start.ArgumentList.Add(arg);
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using System.Threading.CancellationTokenSource deadline = new(DeadlineMs);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(true);
            throw new TimeoutException($"gatewayctl {args[0]} hangs");
        }

        return new Result(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs <c>sim --script</c> with these lines on the flash in a folder.</summary>
    public static async Task<Result> SimAsync(
        string flash, string map, IEnumerable<string> script, params string[] more)
    {
        string file = flash + ".script";
        await File.WriteAllLinesAsync(file, script);
        try
        {
            string[] args = ["sim", "--flash", flash, "--map", map, "--script", file, .. more];
            return await RunAsync(args);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// The lines that a command printed: from behind its echo to the next prompt.
    /// </summary>
    public static string[] OutputOf(Result result, string command) => result.Lines
        .SkipWhile(l => !l.EndsWith(' ' + command, StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(l => !l.StartsWith('[') && !l.StartsWith('<'))
        .ToArray();
}

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>
/// The <c>openssl</c> program, an oracle that was not written here. Secrets go through files or
/// environment variables (<c>file:</c>, <c>env:</c>), never through arguments.
/// </summary>
internal static class OpenSsl
{
    private const int DeadlineMs = 30000;
    private static readonly Lazy<string?> Found = new(FindVersion);

    /// <summary>What a run left.</summary>
    internal sealed record Result(int ExitCode, byte[] Stdout, string Stderr)
    {
        /// <summary>Standard output as text.</summary>
        public string Text => Encoding.UTF8.GetString(Stdout);

        /// <summary>This result, after a check that the run succeeded.</summary>
        public Result Ok()
        {
            Assert.True(ExitCode == 0, $"openssl ended with {ExitCode}: {Stderr}");
            return this;
        }
    }

    /// <summary>Whether the program is there.</summary>
    internal static bool IsAvailable => Found.Value != null;

    /// <summary>Its version line, or null.</summary>
    internal static string? Version => Found.Value;

    /// <summary>
    /// Without the program: fails where CI=true (there it must be installed), else skips the test.
    /// </summary>
    internal static void RequireOrSkip()
    {
        if (IsAvailable) return;
        const string Reason = "the openssl program is not installed";
        bool isCi = string.Equals(
            Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        if (isCi) Assert.Fail(Reason + ", and this is CI");
        Assert.Skip(Reason);
    }

    /// <summary>Runs it to its end, with input, environment and folder as wanted.</summary>
    internal static Result Run(
        string[] args,
        byte[]? stdin = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingDirectory = null)
    {
        using Process process = Start(args, environment, workingDirectory);
        Task<byte[]> output = ReadAllAsync(process.StandardOutput.BaseStream);
        Task<byte[]> errors = ReadAllAsync(process.StandardError.BaseStream);
        try
        {
            if (stdin != null) process.StandardInput.BaseStream.Write(stdin);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; the exit code tells.
        }

        if (!process.WaitForExit(DeadlineMs))
        {
            process.Kill(true);
            throw new TimeoutException("openssl " + (args.Length > 0 ? args[0] : "") + " hangs");
        }

        process.WaitForExit();
        return new Result(
            process.ExitCode, output.Result, Encoding.UTF8.GetString(errors.Result));
    }

    /// <summary>Starts it with its streams redirected; the caller ends and disposes it.</summary>
    internal static Process Start(
        string[] args,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingDirectory = null)
    {
        ProcessStartInfo start = new("openssl")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string arg in args) start.ArgumentList.Add(arg);
        start.Environment["OPENSSL_CONF"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        start.Environment["LC_ALL"] = "C";
        if (environment != null)
        {
            foreach (KeyValuePair<string, string> pair in environment)
            {
                start.Environment[pair.Key] = pair.Value;
            }
        }

        if (workingDirectory != null) start.WorkingDirectory = workingDirectory;
        return Process.Start(start) ?? throw new InvalidOperationException("openssl did not start");
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        using MemoryStream all = new();
        await stream.CopyToAsync(all).ConfigureAwait(false);
        return all.ToArray();
    }

    private static string? FindVersion()
    {
        try
        {
            Result result = Run(new[] { "version" });
            return result.ExitCode == 0 ? result.Text.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

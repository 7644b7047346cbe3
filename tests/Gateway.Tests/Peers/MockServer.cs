using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Cmp;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Peers;

/// <summary>
/// OpenSSL's CMP mock server on a port of the loopback interface that the system picks. It answers
/// with one given certificate, whatever is asked for. Messages go to it through the HTTP of the
/// simulated board.
/// </summary>
internal sealed class MockServer : IDisposable
{
    private const string Address = "10.3.0.1:8080";
    private const string Url = "http://" + Address + "/pkix/";
    private const int DeadlineMs = 20000;
    private static readonly Lazy<string> Help = new(ReadHelp);
    private readonly Process _process;
    private readonly Task _watch;
    private readonly TaskCompletionSource<int> _port =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SocketHttpTransport? _transport;

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where the files that the options name lie.</param>
    /// <param name="options">Its options; secrets are named by <c>env:</c>.</param>
    /// <param name="secrets">The environment variables that hold the secrets.</param>
    internal MockServer(string folder, IEnumerable<string> options,
        IReadOnlyDictionary<string, string> secrets)
    {
        _process = OpenSsl.Start(["cmp", "-port", "0", .. options], secrets, folder);
        _watch = WatchAsync();
    }

    /// <summary>The options of a mock server that this version lists, with their dash.</summary>
    internal static IEnumerable<string> Options()
    {
        int start = Help.Value.IndexOf("Mock server options:", StringComparison.Ordinal);
        int end = Help.Value.IndexOf("\n\n", start, StringComparison.Ordinal);
        foreach (Match match in Regex.Matches(Help.Value[start..end], @"^ (-\w+)",
            RegexOptions.Multiline))
        {
            yield return match.Groups[1].Value;
        }
    }

    /// <summary>Whether this version lists the option, with a value or without one.</summary>
    internal static bool Has(string option, bool withValue) =>
        Regex.IsMatch(Help.Value, "^ " + option + (withValue ? @" [\w+]" : @"(\s|$)"),
            RegexOptions.Multiline);

    /// <summary>Where it listens, address and port.</summary>
    internal string Endpoint
    {
        get
        {
            bool isUp = _port.Task.Wait(DeadlineMs);
            if (!isUp) throw new TimeoutException("openssl cmp does not listen");
            return "127.0.0.1:" + _port.Task.Result;
        }
    }

    /// <summary>Why the last message got no answer, or "".</summary>
    internal string Failure { get; private set; } = "";

    /// <summary>
    /// Sends a message as the board does; null when the server does not answer or is gone.
    /// </summary>
    internal byte[]? Post(byte[] request)
    {
        _transport ??= Connect(Endpoint);
        byte[] answer = new byte[CmpLimits.MessageSizeMax];
        IHttpExchange exchange = _transport.Post(Url, CmpHttp.ContentType, request, 0,
            request.Length, answer, new HttpTimeouts());
        while (!exchange.IsDone) Thread.Sleep(1);
        Failure = exchange.Failure != HttpFailure.None ? exchange.Failure.ToString()
            : CmpHttp.Judge(exchange.Status, exchange.ContentType, exchange.Count) ?? "";
        return Failure.Length == 0 ? answer[..exchange.Count] : null;
    }

    public void Dispose()
    {
        _transport?.Dispose();
        _process.Kill(true);
        _process.WaitForExit();
        _watch.Wait();
        _process.Dispose();
    }

    private static string ReadHelp()
    {
        OpenSsl.Result result = OpenSsl.Run(["cmp", "-help"]);
        return (result.Text + result.Stderr).ReplaceLineEndings("\n");
    }

    private static SocketHttpTransport Connect(string endpoint)
    {
        AddressMap map = new();
        Assert.Null(map.TryAdd(Address + "=" + endpoint));
        return new SocketHttpTransport(map);
    }

    private async Task WatchAsync()
    {
        string[] said = await Task.WhenAll(ReadAsync(_process.StandardOutput),
            ReadAsync(_process.StandardError)).ConfigureAwait(false);
        _port.TrySetException(new InvalidOperationException(
            "openssl cmp has ended: " + string.Join("\n", said)));
    }

    // It says "ACCEPT [::]:45425 PID=30728" once it listens. Gives the last thing that it said.
    private async Task<string> ReadAsync(StreamReader reader)
    {
        string last = "";
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            last = line;
            Match match = Regex.Match(line, @"^ACCEPT .*:(\d+)");
            if (match.Success) _port.TrySetResult(int.Parse(match.Groups[1].Value));
        }

        return last;
    }
}

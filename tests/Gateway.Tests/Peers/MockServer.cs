using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Cmp;
using Gateway.Tests.Support;

namespace Gateway.Tests.Peers;

/// <summary>
/// OpenSSL's CMP mock server on a port of the loopback interface that the system picks. It answers
/// with one given certificate, whatever is asked for.
/// </summary>
internal sealed class MockServer : IDisposable
{
    private const int DeadlineMs = 20000;
    private static readonly Lazy<string> Help = new(ReadHelp);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMilliseconds(DeadlineMs) };
    private readonly Process _process;
    private readonly Task _output;
    private readonly Task _errors;
    private readonly TaskCompletionSource<int> _port =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where the files that the options name lie.</param>
    /// <param name="options">Its options; secrets are named by <c>env:</c>.</param>
    /// <param name="secrets">The environment variables that hold the secrets.</param>
    internal MockServer(string folder, IEnumerable<string> options,
        IReadOnlyDictionary<string, string> secrets)
    {
        _process = OpenSsl.Start(["cmp", "-port", "0", .. options], secrets, folder);
        _output = ReadAsync(_process.StandardOutput);
        _errors = ReadAsync(_process.StandardError);
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

    /// <summary>
    /// Sends a message and gives its answer; null when the server does not answer or is gone.
    /// </summary>
    internal byte[]? Post(byte[] request)
    {
        if (!_port.Task.Wait(DeadlineMs)) throw new TimeoutException("openssl cmp does not listen");
        try
        {
            return PostOnce(new Uri($"http://127.0.0.1:{_port.Task.Result}/pkix/"), request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill(true);
        _process.WaitForExit();
        Task.WaitAll(_output, _errors);
        _process.Dispose();
    }

    private static string ReadHelp()
    {
        OpenSsl.Result result = OpenSsl.Run(["cmp", "-help"]);
        return (result.Text + result.Stderr).ReplaceLineEndings("\n");
    }

    private byte[]? PostOnce(Uri url, byte[] request)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, url);

        // The server drops a kept connection now and then, before it reads the request on it.
        message.Headers.ConnectionClose = true;
        message.Content = new ByteArrayContent(request);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(CmpHttp.ContentType);
        using HttpResponseMessage response = _client.Send(message, CancellationToken.None);
        byte[] body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        string contentType = response.Content.Headers.ContentType?.MediaType ?? "";
        string? wrong = CmpHttp.Judge((int)response.StatusCode, contentType, body.Length);
        return wrong == null ? body : null;
    }

    // It says "ACCEPT [::]:45425 PID=30728" once it listens; when it ends before that, it will not.
    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            Match match = Regex.Match(line, @"^ACCEPT .*:(\d+)");
            if (match.Success) _port.TrySetResult(int.Parse(match.Groups[1].Value));
        }
    }
}

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

namespace Gateway.Tests.Cmp;

/// <summary>
/// OpenSSL's CMP mock server on a port of the loopback interface that the system picks. It answers
/// with one given certificate, whatever is asked for.
/// </summary>
internal sealed class OpenSslMock : IDisposable
{
    private const int StartDeadlineMs = 20000;
    private const int AttemptsMax = 3;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("gateway-cmp-");
    // One connection: the server handles one at a time.
    private readonly HttpClient client = new() { Timeout =
        TimeSpan.FromMilliseconds(StartDeadlineMs) };
    private readonly Process process;
    private readonly Task output;
    private readonly Task errors;
    private readonly TaskCompletionSource<int> port =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal OpenSslMock(byte[] certificate, string secret, params string[] options)
    {
        List<string> arguments = new()
        {
            "cmp", "-port", "0", "-srv_ref", BouncyPeer.Reference, "-srv_secret", "env:CMP_SECRET",
            "-rsp_cert", WritePem("ee.pem", certificate),
            "-rsp_capubs", WritePem("root.pem", TestCa.Root.RawData),
            "-rsp_extracerts", WritePem("other.pem", TestCa.OtherRoot.RawData),
        };
        arguments.AddRange(options);
        process = OpenSsl.Start(arguments.ToArray(),
            new Dictionary<string, string> { ["CMP_SECRET"] = secret });
        output = ReadAsync(process.StandardOutput);
        errors = ReadAsync(process.StandardError);
    }

    /// <summary>What each exchange sent and got, one after the other.</summary>
    internal List<byte[]> Messages { get; } = new();

    /// <summary>Enrols over HTTP.</summary>
    internal CmpMachine Enrol(Action<EnrolmentRequest>? change = null)
    {
        bool isUp = port.Task.Wait(StartDeadlineMs);
        if (!isUp) throw new TimeoutException("openssl cmp does not listen");
        Uri url = new($"http://127.0.0.1:{port.Task.Result}/pkix/");
        return Enrolling.Run(request => Post(url, request), change,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    public void Dispose()
    {
        client.Dispose();
        process.Kill(true);
        process.WaitForExit();
        Task.WaitAll(output, errors);
        process.Dispose();
        directory.Delete(true);
    }

    private byte[]? Post(Uri url, byte[] request)
    {
        // The server drops a kept connection now and then, before it reads the request on it.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return PostOnce(url, request);
            }
            catch (HttpRequestException) when (attempt < AttemptsMax)
            {
            }
        }
    }

    private byte[]? PostOnce(Uri url, byte[] request)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, url);
        message.Content = new ByteArrayContent(request);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(CmpHttp.ContentType);
        using HttpResponseMessage response = client.Send(message, CancellationToken.None);
        byte[] body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        string contentType = response.Content.Headers.ContentType?.MediaType ?? "";
        Messages.Add(request);
        Messages.Add(body);
        return CmpHttp.Judge((int)response.StatusCode, contentType, body.Length) == null ? body
            : null;
    }

    // It says "ACCEPT [::]:45425 PID=30728" once it listens.
    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            Match match = Regex.Match(line, @"^ACCEPT .*:(\d+)");
            if (match.Success) port.TrySetResult(int.Parse(match.Groups[1].Value));
        }
    }

    private string WritePem(string name, byte[] certificate)
    {
        string path = Path.Combine(directory.FullName, name);
        File.WriteAllText(path, "-----BEGIN CERTIFICATE-----\n"
            + Convert.ToBase64String(certificate, Base64FormattingOptions.InsertLineBreaks)
            + "\n-----END CERTIFICATE-----\n");
        return path;
    }
}

using System;
using System.Collections.Generic;
using Gateway.Cmp;
using Gateway.Hal;

namespace Gateway.Tests.App;

/// <summary>A transport whose exchanges end as a test says, at once or never.</summary>
internal sealed class ScriptedHttp : IHttpTransport
{
    /// <summary>Makes the answer to a POST of a body to a URL.</summary>
    public Func<string, byte[], ScriptedExchange> Answer { get; set; } = (_, _) => Silence();

    public List<string> Urls { get; } = [];

    public List<byte[]> Sent { get; } = [];

    public List<ScriptedExchange> Exchanges { get; } = [];

    public int IdleCloses { get; private set; }

    public static ScriptedExchange Silence() => new() { IsDone = false };

    public static ScriptedExchange Status(int status, string location = "") =>
        new() { Status = status, Location = location };

    public static ScriptedExchange Message(byte[] body, int status = 200) =>
        new() { Status = status, ContentType = CmpHttp.ContentType, Body = body };

    public IHttpExchange Post(string url, string contentType, byte[] request, int offset,
        int count, byte[] response, HttpTimeouts timeouts)
    {
        Urls.Add(url);
        Sent.Add(request.AsSpan(offset, count).ToArray());
        ScriptedExchange exchange = Answer(url, Sent[^1]);
        exchange.Body.CopyTo(response, 0);
        Exchanges.Add(exchange);
        return exchange;
    }

    public void CloseIdle() => IdleCloses++;
}

/// <summary>An exchange that is what a test made it.</summary>
internal sealed class ScriptedExchange : IHttpExchange
{
    public int Cancelled { get; private set; }

    public byte[] Body { get; init; } = [];

    public bool IsDone { get; init; } = true;

    public int Status { get; init; }

    public int Count => Body.Length;

    public string ContentType { get; init; } = "";

    public string Location { get; init; } = "";

    public HttpFailure Failure { get; init; }

    public void Cancel() => Cancelled++;
}

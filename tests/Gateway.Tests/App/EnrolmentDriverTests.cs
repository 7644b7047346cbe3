using System;
using System.Collections.Generic;
using Gateway.App;
using Gateway.Cmp;
using Gateway.Hal;
using Gateway.Tests.Cmp;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>The bytes between machine and transport when the transport is slow.</summary>
public class EnrolmentDriverTests
{
    [Fact]
    public void A_repetition_is_really_sent_though_the_exchange_before_it_never_ended()
    {
        SilentTransport http = new();
        CmpMachine machine = Enrolling.Machine(r =>
        {
            r.Settings.RequestAttemptsMax = 3;
            r.Settings.ResponseTimeoutMs = 1000;
            r.Settings.RetryDelayMs = 100;
        });
        EnrolmentDriver driver = new(machine, http, "http://ca", 60000);
        machine.Start(0, TestCa.Now);
        long nowMs = 0;
        while (driver.Step(nowMs, TestCa.Now))
        {
            Assert.True(nowMs < 60000);
            if (!driver.HasComputed) nowMs += 50;
        }

        Assert.Equal(CmpOutcome.Timeout, machine.Outcome);
        Assert.Equal(3, http.Sent.Count);
        Assert.Equal(http.Sent[0], http.Sent[1]);
        Assert.Equal(http.Sent[0], http.Sent[2]);
        Assert.All(http.Exchanges, e => Assert.Equal(1, e.Cancelled));
    }

    private sealed class SilentTransport : IHttpTransport
    {
        public List<byte[]> Sent { get; } = [];

        public List<SilentExchange> Exchanges { get; } = [];

        public IHttpExchange Post(string url, string contentType, byte[] request, int offset,
            int count, byte[] response, int timeoutMs)
        {
            Sent.Add(request.AsSpan(offset, count).ToArray());
            Exchanges.Add(new SilentExchange());
            return Exchanges[^1];
        }
    }

    private sealed class SilentExchange : IHttpExchange
    {
        public int Cancelled { get; private set; }

        public bool IsDone => false;

        public int Status => 0;

        public int Count => 0;

        public string ContentType => "";

        public HttpFailure Failure => HttpFailure.None;

        public void Cancel() => Cancelled++;
    }
}

using System.Net;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>The simulated network.</summary>
public class AddressMapTests
{
    [Theory]
    [InlineData("10.3.0.1:8080=127.0.0.1:18080", "10.3.0.1", 8080, "127.0.0.1", 18080)]
    [InlineData("CA.example:80=localhost:1", "ca.EXAMPLE", 80, "localhost", 1)]
    [InlineData("[2001:db8::1]:80=[::1]:65535", "[2001:DB8:0::1]", 80, "::1", 65535)]
    public void Maps_as_told(string entry, string host, int port, string target, int targetPort)
    {
        AddressMap map = new();
        Assert.Null(map.TryAdd(entry));
        Assert.Equal(new DnsEndPoint(target, targetPort), map.Resolve(host, port));
        Assert.Null(map.Resolve(host, port + 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("10.3.0.1:8080")]
    [InlineData("10.3.0.1=127.0.0.1:1")]
    [InlineData("10.3.0.1:8080=127.0.0.1")]
    [InlineData("10.3.0.1:0=127.0.0.1:1")]
    [InlineData("10.3.0.1:8080=127.0.0.1:65536")]
    [InlineData("10.3.0.1:8080=127.0.0.1:-1")]
    [InlineData("10.3.0.1:+80=127.0.0.1:1")]
    [InlineData("10.3.0.1: 80=127.0.0.1:1")]
    [InlineData(":8080=127.0.0.1:1")]
    [InlineData("10.3.0:8080=127.0.0.1:1")]
    [InlineData("10.3.0.256:8080=127.0.0.1:1")]
    [InlineData("010.3.0.1:8080=127.0.0.1:1")]
    [InlineData("a b:8080=127.0.0.1:1")]
    [InlineData("user@ca:8080=127.0.0.1:1")]
    [InlineData("http://ca:8080=127.0.0.1:1")]
    [InlineData("2001:db8::1:80=127.0.0.1:1")]
    [InlineData("[10.3.0.1]:80=127.0.0.1:1")]
    [InlineData("10.3.0.1:1=127.0.0.1:1=127.0.0.1:1")]
    public void Refuses_bad_entries_in_one_line(string entry)
    {
        AddressMap map = new();
        string? reason = map.TryAdd(entry);
        Assert.NotNull(reason);
        Assert.DoesNotContain('\n', reason);
        Assert.Equal(0, map.Count);
    }

    [Fact]
    public void Refuses_a_second_entry_for_an_address()
    {
        AddressMap map = new();
        Assert.Null(map.TryAdd("ca:1=127.0.0.1:1"));
        Assert.NotNull(map.TryAdd("CA:1=127.0.0.1:2"));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("10.3.0.1", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("localhost.example", false)]
    [InlineData("example.com", false)]
    public void Only_loopback_needs_no_entry(string host, bool isReachable) =>
        Assert.Equal(isReachable, new AddressMap().Resolve(host, 80) is not null);
}

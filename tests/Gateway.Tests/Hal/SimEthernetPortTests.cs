using System.Net;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>Ports of the simulated board.</summary>
public class SimEthernetPortTests
{
    private readonly SimEthernetPort[] _ports =
        SimEthernetPort.CreatePair([0xFF, 2, 3, 4, 5, 6, 7, 8]);

    [Fact]
    public void Mac_addresses_come_from_the_chip()
    {
        Assert.Equal([0xFC, 2, 3, 4, 5, 6], _ports[0].PhysicalAddress);
        Assert.Equal([0xFE, 2, 3, 4, 5, 6], _ports[1].PhysicalAddress);
        _ports[0].PhysicalAddress[0] = 0;
        Assert.Equal(0xFC, _ports[0].PhysicalAddress[0]);
        Assert.Equal(("1/0/1", "1/0/2"), (_ports[0].Number, _ports[1].Number));
    }

    [Theory]
    [InlineData("10.2.0.2", 24)]
    [InlineData("10.2.0.0", 31)]
    [InlineData("10.2.0.1", 32)]
    [InlineData("223.255.255.1", 24)]
    [InlineData("126.0.0.1", 1)]
    public void Takes_an_address(string address, int maskLength)
    {
        Assert.Null(Configure(0, address, maskLength));
        Assert.Equal(IPAddress.Parse(address).GetAddressBytes(), _ports[0].Address);
        Assert.Equal(maskLength, _ports[0].MaskLength);
    }

    [Theory]
    [InlineData("10.2.0.2", 0, "mask")]
    [InlineData("10.2.0.2", -1, "mask")]
    [InlineData("10.2.0.2", 33, "mask")]
    [InlineData("0.0.0.1", 24, "cannot")]
    [InlineData("127.0.0.1", 8, "cannot")]
    [InlineData("224.0.0.1", 24, "cannot")]
    [InlineData("255.255.255.255", 32, "cannot")]
    [InlineData("10.2.0.0", 24, "network")]
    [InlineData("10.2.0.255", 24, "broadcast")]
    [InlineData("10.1.0.2", 32, "address of port 1/0/2")]
    [InlineData("10.1.0.3", 24, "overlaps")]
    [InlineData("10.1.9.3", 16, "overlaps")]
    [InlineData("10.1.0.5", 30, "overlaps")]
    public void Refuses_an_address_and_keeps_what_it_had(string address, int maskLength,
        string reason)
    {
        Assert.Null(Configure(0, "10.9.0.1", 24));
        Assert.Null(Configure(1, "10.1.0.2", 24));
        string refusal = Configure(0, address, maskLength);
        Assert.Contains(reason, refusal);
        Assert.DoesNotContain('\n', refusal);
        Assert.Equal([10, 9, 0, 1], _ports[0].Address);
        Assert.Equal(1, _ports[0].Changes);
    }

    [Fact]
    public void Four_bytes_make_an_address() =>
        Assert.NotNull(_ports[0].Configure([10, 1, 1], 8, true));

    [Fact]
    public void Writes_only_what_changes()
    {
        Assert.Null(Configure(0, "10.2.0.2", 24));
        Assert.Null(Configure(0, "10.2.0.2", 24));
        Assert.Equal(1, _ports[0].Changes);
        Assert.Null(_ports[0].Configure([10, 2, 0, 2], 24, enabled: false));
        Assert.Null(_ports[0].Configure(null, 0, enabled: false));
        Assert.Null(_ports[0].Configure(null, 24, enabled: false));
        Assert.Equal(3, _ports[0].Changes);
        Assert.Null(_ports[0].Address);
    }

    [Fact]
    public void A_link_needs_a_cable_and_an_enabled_port()
    {
        Assert.True(_ports[0].IsLinkUp);
        _ports[0].Configure(null, 0, enabled: false);
        Assert.False(_ports[0].IsLinkUp);
        _ports[0].Configure(null, 0, enabled: true);
        _ports[0].SetLink(false);
        Assert.False(_ports[0].IsLinkUp);
        Assert.True(_ports[1].IsLinkUp);
    }

    private string Configure(int port, string address, int maskLength) =>
        _ports[port].Configure(IPAddress.Parse(address).GetAddressBytes(), maskLength,
            enabled: true);
}

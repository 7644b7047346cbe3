using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Gateway.Config;
using Gateway.Hal;
using Xunit;

namespace Gateway.Tests.Config;

/// <summary>The configuration takes just the URLs that the transport can use.</summary>
public class UrlAgreementTests
{
    private const int LengthMax = 128;

    [Theory]
    [InlineData("http://10.3.0.1:8080", true)]
    [InlineData("HTTP://CA.Example/Path?q#f", true)]
    [InlineData("http://ca?q=/a", true)]
    [InlineData("http://ca#f", true)]
    [InlineData("http://ca:000000000080/", true)]
    [InlineData("http://[2001:DB8::1]:81/x", true)]
    [InlineData("http://a_b-1.3com/", true)]
    [InlineData("http://ca/it's<>", true)]
    [InlineData("http://", false)]
    [InlineData("http://ca./", false)]
    [InlineData("http://ca:/", false)]
    [InlineData("http://ca:0/", false)]
    [InlineData("http://ca:65536/", false)]
    [InlineData("http://ca:99999999999999999999/", false)]
    [InlineData("http://ca:80:80/", false)]
    [InlineData("http://*.example/", false)]
    [InlineData("http://10.3.1/", false)]
    [InlineData("http://10.3.0.256/", false)]
    [InlineData("http://10.3.0.01/", false)]
    [InlineData("http://127.0.0.0X1/", false)]
    [InlineData("http://[::1/", false)]
    [InlineData("http://[ca]/", false)]
    [InlineData("http://[]:1/", false)]
    [InlineData("http://user@ca/", false)]
    [InlineData("http://ca/\"", false)]
    [InlineData("http://ca/\u007f", false)]
    public void Known_ones(string text, bool isUsable)
    {
        Assert.Equal(isUsable, HttpUrl.Parse(text) != null);
        Assert.Equal(isUsable, ConfigurationSchema.Check("url", text) == null);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    public void The_length_of_a_label(int length)
    {
        string text = "http://" + new string('a', length) + ".b/";
        Assert.Equal(HttpUrl.Parse(text) != null, ConfigurationSchema.Check("url", text) == null);
    }

    [Fact]
    public void Random_ones()
    {
        const int Seed = 9811;
        const int Rounds = 100_000;
        string[] starts = ["http://", "http://ca", "HTTP://10.3.0.1", "http://[::1]", "http:/", ""];
        string[] parts = [.. "0|1|9|10.3.0.1|256|.|:|/|?|#|@|[|]|::1|ca|0x|0X1|-|_|*|80|65535|65536"
            .Split('|'), " ", "\"", "%", "\u00e9", "\0", "\u007f", "Z", "|"];
        Random random = new(Seed);
        Dictionary<bool, int> count = new() { [true] = 0, [false] = 0 };
        for (int round = 0; round < Rounds; round++)
        {
            StringBuilder text = new(starts[random.Next(starts.Length)]);
            int more = random.Next(8);
            for (int i = 0; i < more; i++) text.Append(parts[random.Next(parts.Length)]);
            string value = text.ToString();
            if (value.Length > LengthMax) continue;
            bool isUsable = HttpUrl.Parse(value) != null;
            Assert.True(isUsable == (ConfigurationSchema.Check("url", value) == null), value);
            count[isUsable]++;
        }

        Assert.True(count.Values.Min() > Rounds / 20);
    }
}

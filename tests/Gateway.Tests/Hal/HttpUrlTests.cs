using System;
using System.Text;
using Gateway.Hal;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>URLs and the references that answers carry.</summary>
public class HttpUrlTests
{
    [Theory]
    [InlineData("http://10.3.0.1:8080", "10.3.0.1", 8080, "/")]
    [InlineData("HTTP://CA.Example/Path?q#f", "ca.example", 80, "/Path?q")]
    [InlineData("http://ca:080?q=/a", "ca", 80, "/?q=/a")]
    [InlineData("http://[2001:DB8::1]:81/x", "[2001:db8::1]", 81, "/x")]
    [InlineData("http://[::1]", "[::1]", 80, "/")]
    [InlineData("http://a_b-1.3com/", "a_b-1.3com", 80, "/")]
    [InlineData("http://ca:65535/%20/..", "ca", 65535, "/%20/..")]
    [Rule(42)]
    public void Rule42_Usable_urls_are_read(string text, string host, int port, string target)
    {
        HttpUrl url = HttpUrl.Parse(text);
        Assert.Equal((host, port, target), (url.Host, url.Port, url.Target));
        Assert.Equal(port == 80 ? host : $"{host}:{port}", url.Authority);
        Assert.Equal($"http://{url.Authority}{target}", url.Text);
        Assert.Equal(url.Text, HttpUrl.Parse(url.Text).Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/x")]
    [InlineData("10.3.0.1:8080")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://:80/")]
    [InlineData("https://ca/")]
    [InlineData("ftp://ca/")]
    [InlineData("http://user@ca/")]
    [InlineData("http://user:word@ca:80/")]
    [InlineData("http://ca:/")]
    [InlineData("http://ca:0/")]
    [InlineData("http://ca:65536/")]
    [InlineData("http://ca:99999999999999999999/")]
    [InlineData("http://ca:8o/")]
    [InlineData("http://ca:80:80/")]
    [InlineData("http://ca..example/")]
    [InlineData("http://ca./")]
    [InlineData("http://c%61/")]
    [InlineData("http://10.3.1/")]
    [InlineData("http://10.3.0.256/")]
    [InlineData("http://10.3.0.01/")]
    [InlineData("http://1/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://127.0.0.0x1/")]
    [InlineData("http://[::1/")]
    [InlineData("http://[ca]/")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://ca/a b")]
    [InlineData("http://ca/\"")]
    [InlineData("http://ca/\r\nX: y")]
    [InlineData("http://ca/\u007f")]
    [InlineData("http://\u00fc.example/")]
    [Rule(42, Breaks = true)]
    public void Rule42_Others_are_not(string? text) => Assert.Null(HttpUrl.Parse(text));

    [Theory]
    [InlineData(HttpUrl.CharsMax, true)]
    [InlineData(HttpUrl.CharsMax + 1, false)]
    public void The_length_is_bounded(int length, bool isUsable)
    {
        const string Start = "http://ca/";
        string text = Start + new string('x', length - Start.Length);
        Assert.Equal(isUsable, HttpUrl.Parse(text) != null);
        Assert.Equal(isUsable, HttpUrl.Parse("http://a/").Resolve(text) != null);
        Assert.Null(HttpUrl.Parse(Start).Resolve(new string('x', length)));
    }

    // The examples of RFC 3986 5.4 with http, the base without its odd scheme.
    [Theory]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g/")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q")]
    [InlineData("g#s", "http://a/b/c/g")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("g;x?y#s", "http://a/b/c/g;x?y")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/./h", "http://a/b/c/g/h")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    [InlineData("g#s/../x", "http://a/b/c/g")]
    [InlineData("HTTP://B:81/x/../y", "http://b:81/x/../y")]
    [InlineData("g:h", null)]
    [InlineData("http:g", null)]
    [InlineData("https://a/b", null)]
    [InlineData("//user@g", null)]
    [InlineData("g h", null)]
    [InlineData("/\u00ff", null)]
    [InlineData("javascript:alert(1)", null)]
    public void References_are_resolved(string reference, string? expected) => Assert.Equal(
        expected,
        HttpUrl.Parse("http://a/b/c/d;p?q").Resolve(reference)?.Text);

    [Fact]
    public void Random_references_are_refused_or_lead_to_a_url_that_reads_the_same()
    {
        const int Seed = 3986;
        const int Rounds = 50_000;
        const string Parts = "http://|//|/|..|.|?|#|:|@|[|]|::1|ca|10.3.0.1|80| |%|\u00e9|\0|;";
        string[] parts = Parts.Split('|');
        Random random = new(Seed);
        HttpUrl start = HttpUrl.Parse("http://a/b/c/d;p?q");
        int usable = 0;
        for (int round = 0; round < Rounds; round++)
        {
            StringBuilder text = new();
            int count = random.Next(10);
            for (int i = 0; i < count; i++) text.Append(parts[random.Next(parts.Length)]);
            HttpUrl? url = start.Resolve(text.ToString());
            if (url == null) continue;
            usable++;
            Assert.Equal(url.Text, HttpUrl.Parse(url.Text)?.Text);
            Assert.True(Uri.TryCreate(url.Text, UriKind.Absolute, out Uri? peer)
                || url.Host[0] == '[', url.Text);
            if (peer != null) Assert.Equal((url.Host, url.Port), (peer.Host, peer.Port));
        }

        Assert.InRange(usable, Rounds / 10, Rounds);
    }
}

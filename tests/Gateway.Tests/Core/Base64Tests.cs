using System;
using System.Linq;
using System.Text;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Core;

/// <summary>Base64 against RFC 4648 and the platform's own.</summary>
public class Base64Tests
{
    // RFC 4648 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "Zg==")]
    [InlineData("fo", "Zm8=")]
    [InlineData("foo", "Zm9v")]
    [InlineData("foob", "Zm9vYg==")]
    [InlineData("fooba", "Zm9vYmE=")]
    [InlineData("foobar", "Zm9vYmFy")]
    public void Has_the_published_vectors(string plain, string text)
    {
        byte[] data = Encoding.ASCII.GetBytes(plain);
        Assert.Equal(text, new string(Base64.Encode(data, 0, data.Length)));
        Assert.Equal(data, Base64.Decode(text.ToCharArray(), text.Length));
    }

    [Fact]
    public void Agrees_with_the_platform_on_every_length()
    {
        Random random = new(1);
        for (int length = 0; length < 200; length++)
        {
            byte[] data = new byte[length];
            random.NextBytes(data);
            string text = Convert.ToBase64String(data);
            Assert.Equal(text, new string(Base64.Encode(data, 0, length)));
            Assert.Equal(data, Base64.Decode(text.ToCharArray(), text.Length));
        }
    }

    [Theory]
    [InlineData("Z")]
    [InlineData("Zg")]
    [InlineData("Zg=")]
    [InlineData("Zg==Zg==")]
    [InlineData("Zh==")]
    [InlineData("Zm9=")]
    [InlineData("Z===")]
    [InlineData("====")]
    [InlineData("Zm 9")]
    [InlineData("Zm\n9")]
    [InlineData("Zm9-")]
    [InlineData("Zm9_")]
    [InlineData("=Zm9")]
    [InlineData("Z=m9")]
    [InlineData("Zm9\u00e4")]
    public void Refuses_what_is_none(string text) =>
        Assert.Null(Base64.Decode(text.ToCharArray(), text.Length));

    [Fact]
    public void Takes_only_the_digits_of_the_alphabet()
    {
        string digits = string.Concat(Enumerable.Range('A', 26).Select(c => (char)c))
            + string.Concat(Enumerable.Range('a', 26).Select(c => (char)c)) + "0123456789+/";
        for (int c = 0; c < 300; c++)
        {
            char[] text = { 'Z', 'm', '9', (char)c };
            bool isDigit = digits.Contains((char)c);
            bool isPadding = c == '=';
            Assert.Equal(isDigit, !isPadding && Base64.Decode(text, 4) != null);
        }
    }
}

using Gateway.Core;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>Fields of payloads: bit-exact, and no field beyond the end.</summary>
public class FieldTests
{
    [Fact]
    public void Fields_have_the_bits_of_the_specification()
    {
        FieldWriter writer = new();
        writer.Text("ä");
        writer.Byte(7);
        writer.Int64(-2);
        writer.Range(new byte[] { 1, 2, 3 });
        byte[] all = writer.Take();
        Assert.Equal("0002C3A407FFFFFFFFFFFFFFFE0003010203", Bytes.ToHex(all, 0, all.Length, '\0'));

        FieldReader reader = new(all);
        Assert.Equal("ä", reader.Text());
        Assert.Equal(7, reader.Byte());
        Assert.Equal(-2, reader.Int64());
        Assert.Equal(new byte[] { 1, 2, 3 }, reader.Range());
        Assert.True(reader.IsComplete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0001")]
    [InlineData("FFFF00")]
    public void A_range_beyond_the_end_is_an_error_that_sticks(string hex)
    {
        FieldReader reader = new(Bytes.FromHex(hex));
        Assert.Empty(reader.Range());
        Assert.False(reader.IsOk);
        Assert.Equal(0, reader.Int64());
        Assert.Equal("", reader.Text());
        Assert.False(reader.IsComplete);
    }

    [Fact]
    public void Something_left_is_not_complete() =>
        Assert.False(new FieldReader(new byte[] { 1 }).IsComplete);
}

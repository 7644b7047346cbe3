using System.Linq;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>Names of an operator as names of records.</summary>
public class RecordNameTests
{
    [Theory]
    [InlineData("cmp_ir.cer", "file-cmp_ir.cer")]
    [InlineData("CMP_Ir.CER", "file-cmp_ir.cer")]
    [InlineData("\u00e9", "file--c3-a9")]
    [InlineData("a-b", "file-a-2db")]
    [InlineData("-2e", "file--2d2e")]
    [InlineData("../x", "file-..-2fx")]
    [InlineData("~", "file--7e")]
    public void The_name_is_that_of_the_specification(string name, string record) =>
        Assert.Equal(record, RecordName.Encode("file-", name));

    [Fact]
    public void Different_names_are_different_records()
    {
        // A character whose low octet is that of another one, and names that spell an escape.
        string[] names = ["A", "\u0141", "-", "\u012d", "-2d", "2d", "\u2d2d", "\u00e9", "\u00e8",
            "-c3-a9", "."];
        Assert.Equal(names.Length, names.Select(n => RecordName.Encode("", n)).Distinct().Count());
    }

    [Fact]
    public void The_longest_name_of_the_worst_characters_is_a_legal_record()
    {
        FileStore files = new(new RecordStore(new MemoryFlash()));
        string name = new('(', 73);
        Assert.Equal(FlashResult.Ok, files.Write(name, [1], 0));
        Assert.Equal([1], files.Read(name));
        Assert.Equal(name, Assert.Single(files.List()).Name);
    }
}

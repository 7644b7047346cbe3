using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Gateway.Tests.Inspect;

/// <summary>The messages recorded from OpenSSL, whole and damaged.</summary>
public sealed class CaptureTests : IDisposable
{
    // OpenSSL 3.0 names the subject in sender, not the reference.
    private static readonly int[] s_brokenByOpenSsl = [3];

    private static readonly string[] s_transaction = ["ir", "ip", "certconf", "pkiconf"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inspect");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Secret(string text) =>
        InspectRun.Write(_folder, "secret", Encoding.ASCII.GetBytes(text));

    private static byte[] Read(string name) => File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Vectors", "Cmp", name + ".der"));

    [Fact]
    public void The_recorded_transaction_keeps_every_rule_but_one()
    {
        InspectRun run = InspectRun.Of(
            [.. s_transaction.Select(Read)], "--secret-file", Secret("example secret\n"));
        Assert.Equal("", run.Error);
        Assert.Equal(s_brokenByOpenSsl, run.Broken);
        Assert.Equal(
            [1, 5, 6, 7, 8, 9, 12, 13, 14, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 30, 31, 32,
                33],
            run.Kept);
        Assert.Contains("2.der: CMP message, ", run.Output);
        Assert.EndsWith("\n24 rules kept, 1 broken, 18 not judged\n", run.Output);
    }

    [Theory]
    [InlineData("ir")]
    [InlineData("ip")]
    [InlineData("certconf")]
    [InlineData("pkiconf")]
    [InlineData("error")]
    public void Each_recorded_message_alone_breaks_no_other_rule(string name)
    {
        InspectRun run = InspectRun.Of([Read(name)], "--secret-file", Secret("example secret"));
        Assert.Empty(run.Broken.Except(s_brokenByOpenSsl));
        Assert.Contains(23, run.Kept);
        Assert.Equal([23], InspectRun.Of([Read(name)], "--secret-file", Secret("another secret"))
            .Broken.Except(s_brokenByOpenSsl));
    }

    [Fact]
    public void A_message_of_another_transaction_is_noticed()
    {
        InspectRun run = InspectRun.Of([Read("ir"), Read("error")], "--rules-only");
        Assert.Equal([3, 21], run.Broken);
        Assert.Matches(@"1\.der, offset \d+: transactionID is not that of the request", run.Output);
    }

    // The long messages in steps, so that the test takes seconds.
    [Theory]
    [InlineData("ir", 5)]
    [InlineData("ip", 5)]
    [InlineData("certconf", 1)]
    [InlineData("pkiconf", 1)]
    [InlineData("error", 1)]
    public void Any_damaged_byte_is_judged_and_never_more(string name, int step)
    {
        string secret = Secret("example secret");
        byte[] message = Read(name);
        var random = new Random(11);
        for (int i = 0; i < message.Length; i += random.Next(step) + 1)
        {
            byte[] damaged = [.. message];
            damaged[i] ^= (byte)random.Next(1, 256);
            InspectRun run = InspectRun.Of([damaged], "--secret-file", secret);
            Assert.True(run.Code is 0 or 1, run.Output + run.Error);
            Assert.True(run.Code == 0 || run.Broken.Any() || run.Error.StartsWith("Error: 0.der: "),
                run.Output);
        }
    }

    [Fact]
    public void Any_damaged_byte_of_a_transaction_is_judged_and_never_more()
    {
        byte[][] messages = [.. s_transaction.Select(Read)];
        var random = new Random(12);
        for (int file = 0; file < messages.Length; file++)
        {
            for (int i = random.Next(5); i < messages[file].Length; i += random.Next(1, 60))
            {
                byte[][] damaged = [.. messages.Select(one => one.ToArray())];
                damaged[file][i] ^= (byte)(1 << random.Next(8));
                Assert.InRange(InspectRun.Of(damaged, "--rules-only").Code, 0, 1);
            }
        }
    }
}

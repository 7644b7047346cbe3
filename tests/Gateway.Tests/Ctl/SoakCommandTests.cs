using System.Threading.Tasks;
using Gateway.Ctl;
using Xunit;

namespace Gateway.Tests.Ctl;

/// <summary>What <c>gatewayctl soak</c> takes and refuses.</summary>
public sealed class SoakCommandTests
{
    [Theory]
    [InlineData("--seeds 0")]
    [InlineData("--seeds many")]
    [InlineData("--count 0")]
    [InlineData("--jobs 0")]
    [InlineData("--years 0")]
    [InlineData("--years 99")]
    [InlineData("--first 1 --count 1 --else")]
    public void Values_beyond_their_limits_are_refused(string arguments) =>
        Assert.NotEmpty(Program.CreateRoot().Parse("soak " + arguments).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("--seeds 10 --jobs 2 --years 0.5")]
    [InlineData("--first 7 --count 3 --report dir --trace")]
    public void The_others_are_taken(string arguments) =>
        Assert.Empty(Program.CreateRoot().Parse("soak " + arguments).Errors);

    [Fact]
    public async Task Seeds_and_a_shard_contradict_each_other() => Assert.Equal(
        ExitCode.Usage,
        await Program.CreateRoot().Parse("soak --seeds 2 --first 3")
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
}

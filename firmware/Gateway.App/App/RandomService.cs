using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The random generator, as the console sees it.</summary>
internal sealed class RandomService : IRandomService
{
    private readonly RandomSource _random;
    private readonly DeviceSecrets _secrets;

    public RandomService(RandomSource random, DeviceSecrets secrets)
    {
        _random = random;
        _secrets = secrets;
    }

    /// <inheritdoc/>
    public string WhyNotReady() => _random.WhyNotReady();

    /// <inheritdoc/>
    public string AddSeed(byte[] seed)
    {
        FlashResult result = _random.AddSeed(seed);
        if (result == FlashResult.Ok) result = _secrets.Begin(_random);
        return result == FlashResult.Ok ? null
            : "The seed was not kept: " + FlashText.Of(result) + ".";
    }

    /// <inheritdoc/>
    public void Print(ITextSink output)
    {
        string reason = _random.WhyNotReady();
        output.Line("   Generator            : HMAC_DRBG, SHA-256");
        output.Line("   State                : " + (reason == null ? "seeded" : "not seeded"));
        output.Line("   Seeded by            : " + _random.Origin);
        output.Line("   Seeded so far        : " + _random.Boots.ToString()
            + (_random.Boots == 1 ? " time" : " times") + ", at starts and at provisioning");
        if (reason != null) output.Line(" " + reason);
    }
}

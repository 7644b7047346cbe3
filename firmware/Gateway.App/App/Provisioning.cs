using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>What is written to a board before it first starts.</summary>
public static class Provisioning
{
    /// <summary>Bytes of a random seed, at least.</summary>
    public const int RandomSeedSizeMin = RandomSource.SeedSizeMin;

    private const string NotReady = "The board's random generator or device key cannot be set up";

    /// <summary>
    /// Makes an empty flash a volume and gives the board its device key; null when done, else the
    /// reason in one line. A board whose chip gives no good random numbers needs a seed (null for
    /// none), which is used up; the caller wipes it. The time is <see cref="UtcTime.Unknown"/>
    /// without a clock.
    /// </summary>
    public static string Prepare(IFlash flash, IEntropy entropy, byte[] chipId, byte[] randomSeed,
        long utcSeconds)
    {
        return Open(new RecordStore(flash), entropy, chipId, randomSeed, utcSeconds,
            out DeviceSecrets _);
    }

    /// <summary>
    /// Stores a MAC secret under its reference value, sealed for the board with this chip, which is
    /// prepared where it is not; null when done, else the reason in one line. A one-time secret
    /// is erased once its certificate is confirmed. The caller wipes the secret.
    /// </summary>
    public static string StoreMacSecret(IFlash flash, IEntropy entropy, byte[] chipId,
        string reference, byte[] secret, bool isOneTime)
    {
        RecordStore records = new RecordStore(flash);
        string reason = Open(records, entropy, chipId, null, UtcTime.Unknown,
            out DeviceSecrets secrets);
        if (reason != null) return reason;
        FlashResult result =
            new MacSecretStore(records, secrets).Write(reference, secret, isOneTime);
        if (result == FlashResult.Ok) return null;
        return result == FlashResult.Full
            ? "The secret was not stored: the flash is full or holds "
                + StoreLimits.MacSecretCountMax.ToString() + " secrets, as many as it may."
            : "The secret was not stored: " + FlashText.Of(result) + ".";
    }

    private static string Open(RecordStore records, IEntropy entropy, byte[] chipId,
        byte[] randomSeed, long utcSeconds, out DeviceSecrets secrets)
    {
        secrets = null;
        Volume volume = Volume.Open(records, entropy, chipId, utcSeconds);
        if (volume.State == VolumeState.Newer) return "A newer firmware wrote the flash.";
        if (volume.State == VolumeState.Unreadable) return "The flash cannot be read.";
        if (volume.Result != FlashResult.Ok)
        {
            return "The flash was not prepared: " + FlashText.Of(volume.Result) + ".";
        }

        if (randomSeed != null && !KeepSeed(records, randomSeed)) return NotReady + ".";
        RandomSource random = RandomSource.Start(records, entropy, chipId);
        string reason = random.WhyNotReady();
        if (reason != null) return NotReady + ". " + reason;
        secrets = DeviceSecrets.Open(records, chipId, random);
        if (secrets == null) return NotReady + ".";
        return secrets.IsUnreadable || secrets.HasLostSecrets
            ? "The board's device key cannot be read, and what it sealed is still in flash." : null;
    }

    private static bool KeepSeed(RecordStore records, byte[] seed) =>
        seed.Length >= RandomSeedSizeMin
        && records.Keep(RecordKinds.RandomSeed, seed) == FlashResult.Ok;
}

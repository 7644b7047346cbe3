using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>What is written to a board before it first starts.</summary>
public static class Provisioning
{
    /// <summary>
    /// Stores a MAC secret under its reference value, sealed for the board with this chip; null
    /// when done, else the reason in one line. The caller wipes the secret.
    /// </summary>
    public static string StoreMacSecret(IFlash flash, IEntropy entropy, byte[] chipId,
        string reference, byte[] secret)
    {
        RecordStore records = new RecordStore(flash);
        RandomSource random = RandomSource.Start(records, entropy, chipId);
        DeviceSecrets secrets = random == null ? null : DeviceSecrets.Open(records, chipId, random);
        if (secrets == null) return "The board's random generator or device key cannot be set up.";
        FlashResult result = new MacSecretStore(records, secrets).Write(reference, secret);
        return result == FlashResult.Ok
            ? null
            : "The secret was not stored: " + FlashText.Of(result) + ".";
    }
}

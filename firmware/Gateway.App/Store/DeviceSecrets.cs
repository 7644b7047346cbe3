using System.Text;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// Seals what must not be readable in flash. Keys and provisioned secrets are sealed under a random
/// device key that lies in flash itself, mixed with the chip's number; the cipher text of the
/// configuration under the chip's number alone, so that a configuration text can be replayed on the
/// same board after its flash was erased. DESIGN.md says what that protects and what it does not.
/// </summary>
public sealed class DeviceSecrets
{
    private const int DeviceKeySize = 32;

    private readonly byte[] _storageKey;
    private readonly byte[] _configurationKey;
    private readonly IRandom _random;

    private DeviceSecrets(byte[] storageKey, byte[] configurationKey, IRandom random,
        bool hasLostSecrets)
    {
        _storageKey = storageKey;
        _configurationKey = configurationKey;
        _random = random;
        HasLostSecrets = hasLostSecrets;
    }

    /// <summary>
    /// Whether the device key was gone while secrets that it had sealed are still there: nothing
    /// opens them any more.
    /// </summary>
    public bool HasLostSecrets { get; }

    /// <summary>
    /// Reads the device key, or makes one on a new board; null when flash does not take it.
    /// </summary>
    public static DeviceSecrets Open(RecordStore records, byte[] chipId, IRandom random)
    {
        byte[] deviceKey = records.Read(RecordKinds.DeviceKey);
        bool hasLostSecrets = false;
        if (deviceKey == null || deviceKey.Length != DeviceKeySize)
        {
            hasLostSecrets = records.List(RecordKinds.Key).Length > 0
                || records.List(RecordKinds.MacSecret).Length > 0;
            deviceKey = new byte[DeviceKeySize];
            random.Fill(deviceKey, 0, DeviceKeySize);

            // Twice, so that both slots hold it: one that rots must not cost every key on
            // the board.
            if (records.Write(RecordKinds.DeviceKey, deviceKey) != FlashResult.Ok) return null;
            if (records.Write(RecordKinds.DeviceKey, deviceKey) != FlashResult.Ok) return null;
        }

        byte[] storageKey = Hash(deviceKey, chipId);
        byte[] configurationKey = Hash(Encoding.UTF8.GetBytes("gateway configuration"), chipId);
        Bytes.Wipe(deviceKey);
        return new DeviceSecrets(storageKey, configurationKey, random, hasLostSecrets);
    }

    /// <summary>Seals for storage in this flash; the purpose is bound to it.</summary>
    public byte[] Seal(string purpose, byte[] plain) =>
        SecretBox.Seal(_storageKey, purpose, _random, plain);

    /// <summary>
    /// Opens what <see cref="Seal"/> made for the same purpose; null when it is anything else.
    /// </summary>
    public byte[] Open(string purpose, byte[] sealedBytes) =>
        SecretBox.Open(_storageKey, purpose, sealedBytes);

    /// <summary>Seals for the text of the configuration.</summary>
    public byte[] SealForConfiguration(byte[] plain) =>
        SecretBox.Seal(_configurationKey, "configuration", _random, plain);

    /// <summary>
    /// Opens a cipher text of the configuration; null when this board did not make it.
    /// </summary>
    public byte[] OpenFromConfiguration(byte[] sealedBytes) =>
        SecretBox.Open(_configurationKey, "configuration", sealedBytes);

    private static byte[] Hash(byte[] first, byte[] second)
    {
        byte[] both = Bytes.Concat(first, second);
        byte[] key = Hashes.Compute(HashAlgorithm.Sha256, both, 0, both.Length);
        Bytes.Wipe(both);
        return key;
    }
}

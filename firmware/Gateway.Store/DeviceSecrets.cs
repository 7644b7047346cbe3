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

    private readonly RecordStore _records;
    private readonly byte[] _chipId;
    private readonly byte[] _configurationKey;
    private byte[] _storageKey;
    private IRandom _random;

    private DeviceSecrets(RecordStore records, byte[] chipId)
    {
        _records = records;
        _chipId = chipId;
        _configurationKey = Hash(Encoding.UTF8.GetBytes("gateway configuration"), chipId);
    }

    /// <summary>
    /// Whether the device key is gone while secrets that it had sealed are still there: nothing
    /// opens them. No other key is made as long as they stand.
    /// </summary>
    public bool HasLostSecrets { get; private set; }

    /// <summary>
    /// Whether a device key is there that cannot be read now. No other key is made.
    /// </summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>
    /// Reads the device key, or makes one on a new board; null when flash does not take it. Without
    /// a generator (null) what is there is opened and nothing is sealed.
    /// </summary>
    public static DeviceSecrets Open(RecordStore records, byte[] chipId, IRandom random)
    {
        DeviceSecrets secrets = new DeviceSecrets(records, chipId);
        secrets.Find();
        if (random != null && secrets.Begin(random) != FlashResult.Ok) return null;
        return secrets;
    }

    /// <summary>
    /// Seals with this generator from now on, which is seeded; a board that never had a device key
    /// gets one. Where one is lost or cannot be read nothing is sealed for storage.
    /// </summary>
    public FlashResult Begin(IRandom random)
    {
        _random = random;
        if (_storageKey == null) Find();
        if (_storageKey != null || IsUnreadable || HasLostSecrets) return FlashResult.Ok;
        byte[] deviceKey = new byte[DeviceKeySize];
        random.Fill(deviceKey, 0, DeviceKeySize);

        // Both slots: one that rots must not cost every key on the board.
        FlashResult result = _records.WriteBoth(RecordKinds.DeviceKey, deviceKey);
        if (result == FlashResult.Ok) Use(deviceKey);
        Bytes.Wipe(deviceKey);
        return result;
    }

    private void Find()
    {
        byte[] deviceKey = _records.Read(RecordKinds.DeviceKey);
        if (deviceKey != null && deviceKey.Length == DeviceKeySize)
        {
            Use(deviceKey);
            return;
        }

        Bytes.Wipe(deviceKey);
        IsUnreadable = _records.StateOf(RecordKinds.DeviceKey) == RecordState.Unreadable;
        HasLostSecrets = !IsUnreadable && (_records.List(RecordKinds.Key).Length > 0
            || _records.List(RecordKinds.MacSecret).Length > 0);
    }

    /// <summary>
    /// Seals for storage in this flash; the purpose is bound to it. Null before <see
    /// cref="Begin"/>.
    /// </summary>
    public byte[] Seal(string purpose, byte[] plain) => _random == null || _storageKey == null
        ? null : SecretBox.Seal(_storageKey, purpose, _random, plain);

    /// <summary>
    /// Opens what <see cref="Seal"/> made for the same purpose; null when it is anything else.
    /// </summary>
    public byte[] Open(string purpose, byte[] sealedBytes) =>
        _storageKey == null ? null : SecretBox.Open(_storageKey, purpose, sealedBytes);

    /// <summary>
    /// Seals for the text of the configuration; null before <see cref="Begin"/>.
    /// </summary>
    public byte[] SealForConfiguration(byte[] plain) => _random == null ? null
        : SecretBox.Seal(_configurationKey, "configuration", _random, plain);

    /// <summary>
    /// Opens a cipher text of the configuration; null when this board did not make it.
    /// </summary>
    public byte[] OpenFromConfiguration(byte[] sealedBytes) =>
        SecretBox.Open(_configurationKey, "configuration", sealedBytes);

    private void Use(byte[] deviceKey)
    {
        _storageKey = Hash(deviceKey, _chipId);
        Bytes.Wipe(deviceKey);
    }

    private static byte[] Hash(byte[] first, byte[] second)
    {
        byte[] both = Bytes.Concat(first, second);
        byte[] key = Hashes.Compute(HashAlgorithm.Sha256, both, 0, both.Length);
        Bytes.Wipe(both);
        return key;
    }
}

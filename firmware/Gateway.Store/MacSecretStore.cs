using System.Text;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>MAC secrets seeded at provisioning, by their reference value, sealed.</summary>
public sealed class MacSecretStore
{
    private const string Purpose = "provisioned MAC secret";

    // A payload of version 1 begins with the length of a reference, which is below 256.
    private const int FormatVersion = 2;
    private const int OneTimeFlag = 1;

    private readonly RecordStore _records;
    private readonly DeviceSecrets _secrets;

    /// <summary>Secrets in these records.</summary>
    public MacSecretStore(RecordStore records, DeviceSecrets secrets)
    {
        _records = records;
        _secrets = secrets;
    }

    /// <summary>Whether a readable secret of that reference is stored.</summary>
    public bool Has(string reference)
    {
        byte[] secret = Open(reference);
        Bytes.Wipe(secret);
        return secret != null;
    }

    /// <summary>
    /// The secret (the caller wipes it); null when there is none of that reference.
    /// </summary>
    public byte[] Open(string reference)
    {
        byte[] sealedSecret = Find(reference, out int _);
        return sealedSecret == null ? null : _secrets.Open(Purpose, sealedSecret);
    }

    /// <summary>
    /// Whether a secret of that reference is stored that serves for one certificate.
    /// </summary>
    public bool IsOneTime(string reference) =>
        Find(reference, out int flags) != null && (flags & OneTimeFlag) != 0;

    /// <summary>
    /// Stores a secret, replacing one of the same reference; one that is for one time is erased
    /// when its certificate is confirmed. <see cref="FlashResult.Full"/> also when there are
    /// <see cref="StoreLimits.MacSecretCountMax"/> others, <see cref="FlashResult.Failed"/> also
    /// without a device key.
    /// </summary>
    public FlashResult Write(string reference, byte[] secret, bool isOneTime)
    {
        string record = Record(reference);
        if (!_records.HasTrace(record)
            && _records.List(RecordKinds.MacSecret).Length >= StoreLimits.MacSecretCountMax)
        {
            return FlashResult.Full;
        }

        byte[] sealedSecret = _secrets.Seal(Purpose, secret);
        if (sealedSecret == null) return FlashResult.Failed;

        // Both slots: no rot must bring a secret back that was replaced.
        byte[] payload = Payload(isOneTime ? OneTimeFlag : 0, reference, sealedSecret);
        return StoreQuota.HasRoom(_records, record, payload.Length, false)
            ? _records.WriteBoth(record, payload) : FlashResult.Full;
    }

    /// <summary>Erases a secret, every copy of it.</summary>
    public FlashResult Delete(string reference) => _records.Erase(Record(reference));

    /// <summary>
    /// The payload of the present form for one of version 1, which had no flags; null when it is
    /// none of version 1.
    /// </summary>
    internal static byte[] Upgrade(byte[] payload)
    {
        FieldReader fields = new FieldReader(payload);
        string reference = fields.Text();
        byte[] sealedSecret = fields.Range();
        return fields.IsComplete ? Payload(0, reference, sealedSecret) : null;
    }

    private static byte[] Payload(int flags, string reference, byte[] sealedSecret)
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(FormatVersion);
        fields.Byte(flags);
        fields.Text(reference);
        fields.Range(sealedSecret);
        return fields.Take();
    }

    private byte[] Find(string reference, out int flags)
    {
        flags = 0;
        byte[] payload = _records.Read(Record(reference));
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        if (fields.Byte() != FormatVersion) return null;
        flags = fields.Byte();
        string stored = fields.Text();
        byte[] sealedSecret = fields.Range();
        return fields.IsComplete && stored == reference ? sealedSecret : null;
    }

    // A reference value is case-sensitive and up to 128 characters long, a record name is neither:
    // its hash is.
    private static string Record(string reference)
    {
        byte[] text = Encoding.UTF8.GetBytes(reference);
        byte[] hash = Crypto.Hashes.Compute(Crypto.HashAlgorithm.Sha256, text, 0, text.Length);
        return RecordKinds.MacSecret + Bytes.ToHex(hash, 0, 16, '\0');
    }
}

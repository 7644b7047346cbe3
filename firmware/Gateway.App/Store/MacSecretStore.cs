using System.Text;
using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>MAC secrets seeded at provisioning, by their reference value, sealed.</summary>
public sealed class MacSecretStore
{
    private const string Purpose = "provisioned MAC secret";

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
        byte[] payload = _records.Read(Record(reference));
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        string stored = fields.Text();
        byte[] sealedSecret = fields.Range();
        if (!fields.IsComplete || stored != reference) return null;
        return _secrets.Open(Purpose, sealedSecret);
    }

    /// <summary>Stores a secret, replacing one of the same reference.</summary>
    public FlashResult Write(string reference, byte[] secret)
    {
        FieldWriter fields = new FieldWriter();
        fields.Text(reference);
        fields.Range(_secrets.Seal(Purpose, secret));
        return _records.Write(Record(reference), fields.Take());
    }

    /// <summary>Erases a secret, every copy of it.</summary>
    public FlashResult Delete(string reference) => _records.Delete(Record(reference));

    // A reference value is case-sensitive and up to 128 characters long, a record name is neither:
    // its hash is.
    private static string Record(string reference)
    {
        byte[] text = Encoding.UTF8.GetBytes(reference);
        byte[] hash = Crypto.Hashes.Compute(Crypto.HashAlgorithm.Sha256, text, 0, text.Length);
        return RecordKinds.MacSecret + Bytes.ToHex(hash, 0, 16, '\0');
    }
}

using Gateway.Core;

namespace Gateway.Store;

/// <summary>A transaction that waits for its CA, as flash keeps it. No secret is in it.</summary>
public sealed class WaitingRecord
{
    /// <summary>Most bytes of <see cref="Plan"/>.</summary>
    public const int PlanSizeMax = 16 * 1024;

    /// <summary>Most bytes of <see cref="Snapshot"/>.</summary>
    public const int SnapshotSizeMax = 24 * 1024;

    private const int FormatVersion = 1;
    private static readonly byte[] Nothing = new byte[0];

    /// <summary>The session's name; one transaction a session waits.</summary>
    public string SessionName { get; set; }

    /// <summary>When it was started; <see cref="UtcTime.Unknown"/> without a clock.</summary>
    public long StartedUtcSeconds { get; set; }

    /// <summary>Seconds after which the CA wants to be asked again.</summary>
    public int CheckAfterSeconds { get; set; }

    /// <summary>How often it was asked so far.</summary>
    public int PollCount { get; set; }

    /// <summary>The transactionID, for the operator.</summary>
    public byte[] TransactionId { get; set; } = Nothing;

    /// <summary>SubjectPublicKeyInfo (DER) of the key to be certified; empty without one.</summary>
    public byte[] PublicKey { get; set; } = Nothing;

    /// <summary>
    /// SubjectPublicKeyInfo (DER) of the key that signs the messages; empty without one.
    /// </summary>
    public byte[] SigningPublicKey { get; set; } = Nothing;

    /// <summary>What the application needs to set the transaction up again.</summary>
    public byte[] Plan { get; set; } = Nothing;

    /// <summary>Where the transaction stood.</summary>
    public byte[] Snapshot { get; set; } = Nothing;

    /// <summary>Whether its parts keep their limits.</summary>
    internal bool IsBounded =>
        Plan.Length <= PlanSizeMax && Snapshot.Length <= SnapshotSizeMax;

    /// <summary>The record of a payload; null when it is none of this version.</summary>
    internal static WaitingRecord Parse(byte[] payload)
    {
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        if (fields.Byte() != FormatVersion) return null;
        WaitingRecord record = new WaitingRecord();
        record.SessionName = fields.Text();
        record.StartedUtcSeconds = fields.Int64();
        record.CheckAfterSeconds = (int)fields.Int64();
        record.PollCount = (int)fields.Int64();
        record.TransactionId = fields.Range();
        record.PublicKey = fields.Range();
        record.SigningPublicKey = fields.Range();
        record.Plan = fields.Range();
        record.Snapshot = fields.Range();
        bool isGood = fields.IsComplete && record.IsBounded && record.SessionName.Length > 0
            && record.CheckAfterSeconds >= 0;
        return isGood ? record : null;
    }

    /// <summary>The payload, SPEC.md.</summary>
    internal byte[] ToPayload()
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(FormatVersion);
        fields.Text(SessionName);
        fields.Int64(StartedUtcSeconds);
        fields.Int64(CheckAfterSeconds);
        fields.Int64(PollCount);
        fields.Range(TransactionId);
        fields.Range(PublicKey);
        fields.Range(SigningPublicKey);
        fields.Range(Plan);
        fields.Range(Snapshot);
        return fields.Take();
    }
}

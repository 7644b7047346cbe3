using Gateway.Core;

namespace Gateway.Store;

/// <summary>
/// How far a transaction is. Before it stands a key pair whose next key no certificate uses yet,
/// behind it a configuration that names the certificate: both are told by their own records.
/// </summary>
public enum JournalState
{
    /// <summary>Nothing of it is in flash.</summary>
    None = 0,

    /// <summary>The request is made or about to be; after a restart it is made anew.</summary>
    Requested = 1,

    /// <summary>The CA wants to be asked again.</summary>
    Waiting = 2,

    /// <summary>The certificate is here; certConf is sent again until it is acknowledged.</summary>
    Received = 3,

    /// <summary>The CA has acknowledged; only what follows on this side is left.</summary>
    Confirmed = 4,
}

/// <summary>A transaction that is not over, as flash keeps it. No secret is in it.</summary>
public sealed class JournalRecord
{
    /// <summary>Most bytes of <see cref="Plan"/>.</summary>
    public const int PlanSizeMax = 16 * 1024;

    /// <summary>Most bytes of <see cref="Snapshot"/>.</summary>
    public const int SnapshotSizeMax = 24 * 1024;

    private const int FormatVersion = 2;
    private const int WaitingVersion = 1;
    private const int AutomaticFlag = 1;
    private static readonly byte[] Nothing = new byte[0];

    /// <summary>The session's name; one transaction a session is under way.</summary>
    public string SessionName { get; set; }

    /// <summary>How far it is.</summary>
    public JournalState State { get; set; }

    /// <summary>Whether the device renews by itself and puts the certificate to use.</summary>
    public bool IsAutomatic { get; set; }

    /// <summary>When it was started; <see cref="UtcTime.Unknown"/> without a clock.</summary>
    public long StartedUtcSeconds { get; set; }

    /// <summary>Seconds after which the CA wants to be asked again.</summary>
    public int CheckAfterSeconds { get; set; }

    /// <summary>
    /// When that is, UTC; <see cref="UtcTime.Unknown"/> without a clock. A pause goes on while the
    /// power is off.
    /// </summary>
    public long CheckUtcSeconds { get; set; } = UtcTime.Unknown;

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

    /// <summary>Where the transaction stood; empty before an answer.</summary>
    public byte[] Snapshot { get; set; } = Nothing;

    /// <summary>Whether its parts keep their limits.</summary>
    internal bool IsBounded =>
        Plan.Length <= PlanSizeMax && Snapshot.Length <= SnapshotSizeMax;

    /// <summary>The record of a payload; null when it is none of this version.</summary>
    internal static JournalRecord Parse(byte[] payload)
    {
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        if (fields.Byte() != FormatVersion) return null;
        JournalRecord record = new JournalRecord();
        int state = fields.Byte();
        int flags = fields.Byte();
        record.State = (JournalState)state;
        record.IsAutomatic = (flags & AutomaticFlag) != 0;
        bool isKnown = state >= (int)JournalState.Requested && state <= (int)JournalState.Confirmed
            && (flags & ~AutomaticFlag) == 0;
        record.ReadCommon(fields);
        record.CheckUtcSeconds = fields.Int64();
        return isKnown && record.IsWhole(fields) ? record : null;
    }

    /// <summary>
    /// The record of a payload of version 1, which knew waiting alone; null when it is none.
    /// </summary>
    internal static JournalRecord ParseWaiting(byte[] payload)
    {
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        if (fields.Byte() != WaitingVersion) return null;
        JournalRecord record = new JournalRecord();
        record.State = JournalState.Waiting;
        record.ReadCommon(fields);
        return record.IsWhole(fields) ? record : null;
    }

    /// <summary>The payload, SPEC.md.</summary>
    internal byte[] ToPayload()
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(FormatVersion);
        fields.Byte((int)State);
        fields.Byte(IsAutomatic ? AutomaticFlag : 0);
        fields.Text(SessionName);
        fields.Int64(StartedUtcSeconds);
        fields.Int64(CheckAfterSeconds);
        fields.Int64(PollCount);
        fields.Range(TransactionId);
        fields.Range(PublicKey);
        fields.Range(SigningPublicKey);
        fields.Range(Plan);
        fields.Range(Snapshot);
        fields.Int64(CheckUtcSeconds);
        return fields.Take();
    }

    private void ReadCommon(FieldReader fields)
    {
        SessionName = fields.Text();
        StartedUtcSeconds = fields.Int64();
        CheckAfterSeconds = (int)fields.Int64();
        PollCount = (int)fields.Int64();
        TransactionId = fields.Range();
        PublicKey = fields.Range();
        SigningPublicKey = fields.Range();
        Plan = fields.Range();
        Snapshot = fields.Range();
    }

    private bool IsWhole(FieldReader fields) =>
        fields.IsComplete && IsBounded && SessionName.Length > 0 && CheckAfterSeconds >= 0;
}

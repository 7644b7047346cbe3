using Gateway.Core;

namespace Gateway.Store;

/// <summary>A configuration on trial, as flash keeps it.</summary>
public sealed class TrialRecord
{
    private const int FormatVersion = 1;
    private const int SecondsMax = 65535;
    private const long UtcMax = 253402300799;

    /// <summary>The text of the configuration on trial.</summary>
    public string Text { get; set; }

    /// <summary>Seconds that the trial has in all.</summary>
    public int TotalSeconds { get; set; }

    /// <summary>Seconds that were left when this was written.</summary>
    public int SecondsLeft { get; set; }

    /// <summary>When it ends; <see cref="UtcTime.Unknown"/> without a clock.</summary>
    public long EndUtc { get; set; } = UtcTime.Unknown;

    /// <summary>
    /// <see cref="ConfigurationStore.Digest"/> of what it goes back to: once another text is saved,
    /// the trial is over.
    /// </summary>
    public byte[] Base { get; set; } = new byte[0];

    /// <summary>The record of a payload; null when it is none of this version.</summary>
    internal static TrialRecord Parse(byte[] payload)
    {
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        if (fields.Byte() != FormatVersion) return null;
        TrialRecord record = new TrialRecord();
        record.TotalSeconds = (int)fields.Int64();
        record.SecondsLeft = (int)fields.Int64();
        record.EndUtc = fields.Int64();
        record.Base = fields.Range();
        record.Text = fields.Text();
        return fields.IsComplete && record.IsBounded ? record : null;
    }

    // The end is a time that the calendar can show, 9999-12-31 at most.
    private bool IsBounded => TotalSeconds > 0 && TotalSeconds <= SecondsMax
        && SecondsLeft >= 0 && SecondsLeft <= TotalSeconds
        && (EndUtc == UtcTime.Unknown || (EndUtc >= 0 && EndUtc <= UtcMax));

    /// <summary>The payload, SPEC.md.</summary>
    internal byte[] ToPayload()
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(FormatVersion);
        fields.Int64(TotalSeconds);
        fields.Int64(SecondsLeft);
        fields.Int64(EndUtc);
        fields.Range(Base);
        fields.Text(Text);
        return fields.Take();
    }
}

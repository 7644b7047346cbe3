using Gateway.Config;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// All that a transaction needs beside keys and secrets, taken from a configuration when the
/// operator asks: what is changed later does not change a transaction that waits.
/// </summary>
internal sealed class TransactionPlan
{
    private const int AuthoritiesMax = ConfigurationSchema.ImportCountMax;
    private static readonly byte[] Nothing = new byte[0];

    public TransactionPlan(TransactionKind kind, SessionSettings session)
    {
        Kind = kind;
        Session = session;
    }

    /// <summary>What it is about.</summary>
    public TransactionKind Kind { get; }

    /// <summary>The session's settings; the MAC secret is in them as cipher text only.</summary>
    public SessionSettings Session { get; }

    /// <summary>Whether messages are signed; with a MAC when not.</summary>
    public bool IsSigned => Authentication.Length > 0;

    /// <summary>The certificate whose key signs the messages, DER; empty with a MAC.</summary>
    public byte[] Authentication { get; set; } = Nothing;

    /// <summary>The only certificate that may sign answers, DER; empty: not bound to one.</summary>
    public byte[] Verification { get; set; } = Nothing;

    /// <summary>
    /// Names of the imported CA certificates that are trusted; one that is gone from the store is
    /// trusted no more.
    /// </summary>
    public string[] Authorities { get; set; } = new string[0];

    /// <summary>
    /// SubjectPublicKeyInfo of the key to be certified, DER; empty when none is to be.
    /// </summary>
    public byte[] PublicKey { get; set; } = Nothing;

    /// <summary>The subject asked for, DER of a Name; empty when none is.</summary>
    public byte[] Subject { get; set; } = Nothing;

    /// <summary>The subjectAltName asked for, DER, or null.</summary>
    public byte[] SubjectAltName { get; set; }

    /// <summary>
    /// The certificate that a revocation or general message is about, DER; else empty.
    /// </summary>
    public byte[] Certificate { get; set; } = Nothing;

    /// <summary>The name that the operator gave it.</summary>
    public string FileName { get; set; } = "";

    /// <summary>
    /// Whether the messages leave the time out, for a CA that may find the clock's wrong; flash
    /// does not keep it.
    /// </summary>
    public bool OmitsTime { get; set; }

    /// <summary>CRLReason of a revocation (RFC 5280 5.3.1).</summary>
    public int Reason { get; set; }

    /// <summary>The plan of a record; null when it is none.</summary>
    public static TransactionPlan Read(JournalRecord record)
    {
        FieldReader fields = new FieldReader(record.Plan);
        int kind = fields.Byte();
        if (kind >= TransactionKinds.Count) return null;
        SessionSettings session = SessionFields.Read(fields, record.SessionName);
        TransactionPlan plan = new TransactionPlan((TransactionKind)kind, session);
        plan.Authentication = fields.Range();
        plan.Verification = fields.Range();
        int count = fields.Byte();
        if (count > AuthoritiesMax) return null;
        plan.Authorities = new string[count];
        for (int i = 0; i < count; i++) plan.Authorities[i] = fields.Text();
        plan.Certificate = fields.Range();
        plan.FileName = fields.Text();
        plan.Reason = fields.Byte();
        plan.PublicKey = record.PublicKey;

        // Until version 2 of the volume the names were not kept: a wait does not need them.
        if (fields.IsComplete) return plan;
        plan.Subject = fields.Range();
        byte[] alternative = fields.Range();
        if (alternative.Length > 0) plan.SubjectAltName = alternative;
        return fields.IsComplete ? plan : null;
    }

    /// <summary>Its form in a record, SPEC.md.</summary>
    public byte[] ToBytes()
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte((int)Kind);
        SessionFields.Write(fields, Session);
        fields.Range(Authentication);
        fields.Range(Verification);
        fields.Byte(Authorities.Length);
        foreach (string name in Authorities) fields.Text(name);
        fields.Range(Certificate);
        fields.Text(FileName);
        fields.Byte(Reason);
        fields.Range(Subject);
        fields.Range(SubjectAltName ?? Nothing);
        return fields.Take();
    }
}

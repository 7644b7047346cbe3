using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// The body of pollReq, RFC 9810 5.3.22.
/// <code>PollReqContent ::= SEQUENCE OF SEQUENCE { certReqId INTEGER }</code>
/// </summary>
public static class PollRequest
{
    /// <summary>Writes the body with its context tag.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="certReqId">That of the waiting answer; -1 for a whole message (RFC 9483
    /// 4.4).</param>
    public static void Write(DerWriter writer, int certReqId)
    {
        writer.Begin(Tag.ContextConstructed(BodyType.PollReq));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Integer(certReqId);
        writer.End();
        writer.End();
        writer.End();
    }
}

/// <summary>
/// The body of pollRep with one element, RFC 9810 5.3.22.
/// <code>
/// PollRepContent ::= SEQUENCE OF SEQUENCE {
///     certReqId INTEGER, checkAfter INTEGER, reason PKIFreeText OPTIONAL }
/// </code>
/// </summary>
public sealed class PollResponse
{
    private PollResponse()
    {
    }

    /// <summary>What is wrong with the encoding; more than one element counts as wrong.</summary>
    public DerError Error { get; private set; }

    /// <summary>certReqId.</summary>
    public int CertReqId { get; private set; }

    /// <summary>checkAfter: seconds to wait at least.</summary>
    public int CheckAfterSeconds { get; private set; }

    /// <summary>reason as <see cref="TextGuard"/> shows it, or "".</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Reads the body's element; never null.</summary>
    public static PollResponse Parse(byte[] buffer, int offset, int count)
    {
        PollResponse body = new PollResponse();
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.Sequence);
        body.CertReqId = reader.ReadInt32(Tag.Integer);
        body.CheckAfterSeconds = reader.ReadInt32(Tag.Integer);
        if (body.CheckAfterSeconds < 0) reader.Fail(DerError.OutOfRange);
        if (!reader.AtEnd) body.Reason = PkiStatusInfo.ReadFreeText(reader);
        reader.Leave();
        reader.Leave();
        reader.End();
        body.Error = reader.Error;
        return body;
    }
}

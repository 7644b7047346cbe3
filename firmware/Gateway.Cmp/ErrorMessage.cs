using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// The body of error, RFC 9810 5.3.21.
/// <code>
/// ErrorMsgContent ::= SEQUENCE { pKIStatusInfo PKIStatusInfo,
///     errorCode INTEGER OPTIONAL, errorDetails SEQUENCE OF UTF8String OPTIONAL }
/// </code>
/// </summary>
public sealed class ErrorMessage
{
    private ErrorMessage()
    {
    }

    /// <summary>What is wrong with the encoding.</summary>
    public DerError Error { get; private set; }

    /// <summary>Offset in the buffer of the element that <see cref="Error"/> is about.</summary>
    public int ErrorOffset { get; private set; }

    /// <summary>The status.</summary>
    public PkiStatusInfo Status { get; } = new PkiStatusInfo();

    /// <summary>errorDetails as <see cref="TextGuard"/> shows it, or "".</summary>
    public string Details { get; private set; } = "";

    /// <summary>One phrase for the operator.</summary>
    public string Describe() =>
        Details.Length == 0 ? Status.Describe() : Status.Describe() + " [" + Details + "]";

    /// <summary>Reads the body's element; never null.</summary>
    public static ErrorMessage Parse(byte[] buffer, int offset, int count)
    {
        ErrorMessage body = new ErrorMessage();
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        body.Status.Read(reader);

        // An implementation's own number, of any size; its meaning is not ours to know.
        if (reader.PeekTag() == Tag.Integer) reader.ReadInteger(Tag.Integer);
        if (reader.PeekTag() == Tag.Sequence) body.Details = PkiStatusInfo.ReadFreeText(reader);
        reader.Leave();
        reader.End();
        body.Error = reader.Error;
        body.ErrorOffset = reader.ErrorOffset;
        return body;
    }

    /// <summary>
    /// Writes the body with its context tag: status rejection, a text and a failInfo bit.
    /// </summary>
    public static void Write(DerWriter writer, string text, int failBit)
    {
        writer.Begin(Tag.ContextConstructed(BodyType.Error));
        writer.Begin(Tag.Sequence);
        PkiStatusInfo.Write(writer, PkiStatus.Rejection, text, failBit);
        writer.End();
        writer.End();
    }
}

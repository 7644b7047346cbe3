using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// A received message as ranges of the receive buffer, RFC 9810 5.1; nothing is copied, so the
/// buffer must not change while it is used. Only the frame is read here: the body's contents are
/// read by the class of that body, certificates by Gateway.Pki.
/// <code>
/// PKIMessage ::= SEQUENCE {
///     header PKIHeader, body PKIBody,
///     protection [0] BIT STRING OPTIONAL, extraCerts [1] SEQUENCE OF CMPCertificate OPTIONAL }
/// </code>
/// </summary>
public sealed class PkiMessage
{
    private const int TagProtection = 0;
    private const int TagExtraCerts = 1;
    private readonly int[] _certificateOffsets = new int[CmpLimits.CertificatesMax];
    private readonly int[] _certificateLengths = new int[CmpLimits.CertificatesMax];
    private readonly byte[][] _certificates = new byte[CmpLimits.CertificatesMax][];

    private PkiMessage(byte[] buffer)
    {
        Buffer = buffer;
    }

    /// <summary>What is wrong; the other members are meaningful only when nothing is.</summary>
    public PkiMessageError Error { get; private set; }

    /// <summary>Offset in the buffer of the element that <see cref="Error"/> is about.</summary>
    public int ErrorOffset { get; private set; }

    /// <summary>
    /// Part and kind of the error, for instance <c>header: ends too early</c>; never null.
    /// </summary>
    public string ErrorText { get; private set; } = "";

    /// <summary>The buffer that all offsets refer to.</summary>
    public byte[] Buffer { get; }

    /// <summary>The header.</summary>
    public PkiHeader Header { get; } = new PkiHeader();

    /// <summary>Offset of the header, a SEQUENCE with its tag.</summary>
    public int HeaderOffset { get; private set; }

    /// <summary>One of <see cref="BodyType"/>.</summary>
    public int Body { get; private set; }

    /// <summary>
    /// Offset of what is inside the body's context tag, one element with its tag.
    /// </summary>
    public int BodyOffset { get; private set; }

    /// <summary>Length of what is inside the body's context tag.</summary>
    public int BodyLength { get; private set; }

    /// <summary>
    /// Offset of header and body, the contents of the protected part (RFC 9810 5.1.3).
    /// </summary>
    public int ProtectedOffset { get; private set; }

    /// <summary>Length of header and body together, as they were received.</summary>
    public int ProtectedLength { get; private set; }

    /// <summary>Whether there is a protection.</summary>
    public bool HasProtection { get; private set; }

    /// <summary>Offset of the octets of the protection.</summary>
    public int ProtectionOffset { get; private set; }

    /// <summary>Length of the protection.</summary>
    public int ProtectionLength { get; private set; }

    /// <summary>
    /// Certificates in extraCerts; those beyond <see cref="CmpLimits.CertificatesMax"/> are
    /// dropped.
    /// </summary>
    public int ExtraCertificateCount { get; private set; }

    /// <summary>Offset of a certificate in extraCerts.</summary>
    public int ExtraCertificateOffset(int index) => _certificateOffsets[index];

    /// <summary>Length of a certificate in extraCerts.</summary>
    public int ExtraCertificateLength(int index) => _certificateLengths[index];

    /// <summary>
    /// A certificate in extraCerts, copied once: every call gives the same array.
    /// </summary>
    public byte[] ExtraCertificate(int index)
    {
        if (_certificates[index] == null)
        {
            _certificates[index] = Bytes.Slice(Buffer, _certificateOffsets[index],
                _certificateLengths[index]);
        }

        return _certificates[index];
    }

    /// <summary>
    /// Spares copies: what of extraCerts is among these DER arrays is given as that array.
    /// </summary>
    internal void UseCopies(byte[][] known)
    {
        for (int i = 0; i < ExtraCertificateCount; i++)
        {
            int length = _certificateLengths[i];
            for (int k = 0; k < known.Length && _certificates[i] == null; k++)
            {
                bool isSame = known[k].Length == length
                    && Bytes.Equal(known[k], 0, Buffer, _certificateOffsets[i], length);
                if (isSame) _certificates[i] = known[k];
            }
        }
    }

    /// <summary>Reads the range, which must be one message and nothing else; never null.</summary>
    public static PkiMessage Parse(byte[] buffer, int offset, int count)
    {
        PkiMessage message = new PkiMessage(buffer);
        if (count > CmpLimits.MessageSizeMax)
        {
            message.Fail(PkiMessageError.TooLong, offset, "longer than "
                + CmpLimits.MessageSizeMax.ToString() + " bytes");
            return message;
        }

        message.Read(new DerReader(buffer, offset, count));
        return message;
    }

    private void Read(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (IsBroken(reader, "message")) return;
        HeaderOffset = reader.Position;
        ProtectedOffset = reader.Position;
        Header.Read(reader);
        if (IsBroken(reader, "header")) return;
        if (!ReadBody(reader)) return;
        ProtectedLength = reader.Position - ProtectedOffset;
        ReadProtection(reader);
        if (IsBroken(reader, "protection")) return;
        ReadExtraCertificates(reader);
        if (IsBroken(reader, "extraCerts")) return;
        reader.Leave();
        reader.End();
        IsBroken(reader, "message");
    }

    private bool ReadBody(DerReader reader)
    {
        int tag = reader.PeekTag();
        Body = tag & 0x1F;
        bool known = (tag & 0xE0) == 0xA0 && Body <= BodyType.Last;
        if (tag != 0 && !known)
        {
            Fail(PkiMessageError.UnknownBody, reader.Position, "body: unknown type");
            return false;
        }

        reader.Enter(Tag.ContextConstructed(Body));
        reader.ReadAny();
        BodyOffset = reader.TlvOffset;
        BodyLength = reader.TlvLength;
        reader.Leave();
        return !IsBroken(reader, "body");
    }

    private void ReadProtection(DerReader reader)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(TagProtection))) return;
        reader.ReadBitString(Tag.BitString);
        if (reader.UnusedBits != 0) reader.Fail(DerError.BadBitString);
        HasProtection = true;
        ProtectionOffset = reader.ValueOffset;
        ProtectionLength = reader.ValueLength;
        reader.Leave();
    }

    private void ReadExtraCertificates(DerReader reader)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(TagExtraCerts))) return;
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.Read(Tag.Sequence);
            if (ExtraCertificateCount == CmpLimits.CertificatesMax) continue;
            _certificateOffsets[ExtraCertificateCount] = reader.TlvOffset;
            _certificateLengths[ExtraCertificateCount] = reader.TlvLength;
            ExtraCertificateCount++;
        }

        reader.Leave();
        reader.Leave();
    }

    private bool IsBroken(DerReader reader, string part)
    {
        if (reader.IsOk) return false;
        Fail(PkiMessageError.BadEncoding, reader.ErrorOffset, part + ": "
            + DerErrors.Text(reader.Error));
        return true;
    }

    private void Fail(PkiMessageError error, int offset, string text)
    {
        Error = error;
        ErrorOffset = offset;
        ErrorText = text;
    }
}

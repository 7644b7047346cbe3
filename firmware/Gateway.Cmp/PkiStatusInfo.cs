using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// What a CA says about a request, RFC 9810 5.2.3.
/// <code>
/// PKIStatusInfo ::= SEQUENCE { status INTEGER,
///     statusString SEQUENCE SIZE (1..MAX) OF UTF8String OPTIONAL, failInfo BIT STRING OPTIONAL }
/// </code>
/// </summary>
public sealed class PkiStatusInfo
{
    /// <summary>One of <see cref="PkiStatus"/>, or another number.</summary>
    public int Status { get; private set; }

    /// <summary>
    /// statusString as <see cref="TextGuard"/> shows it, elements joined by <c>; </c>.
    /// </summary>
    public string Text { get; private set; } = "";

    /// <summary>failInfo as a set of <c>1 &lt;&lt; bit</c> (<see cref="FailInfo"/>).</summary>
    public int FailBits { get; private set; }

    /// <summary>
    /// One phrase for the operator: <c>rejection: badMessageCheck (wrong pbm value)</c>.
    /// </summary>
    public string Describe()
    {
        string names = FailInfo.Describe(FailBits);
        string text = PkiStatus.Name(Status);
        if (names.Length > 0) text += ": " + names;
        if (Text.Length > 0) text += " (" + Text + ")";
        return text;
    }

    /// <summary>The same without the status: <c>badMessageCheck (wrong pbm value)</c>.</summary>
    public string DescribeReason()
    {
        string names = FailInfo.Describe(FailBits);
        if (Text.Length == 0) return names.Length == 0 ? "no reason given" : names;
        return names.Length == 0 ? Text : names + " (" + Text + ")";
    }

    /// <summary>
    /// Writes a status; <paramref name="text"/> null and failBit -1 are left out.
    /// </summary>
    public static void Write(DerWriter writer, int status, string text, int failBit)
    {
        writer.Begin(Tag.Sequence);
        writer.Integer(status);
        if (text != null)
        {
            writer.Begin(Tag.Sequence);
            writer.Utf8String(text);
            writer.End();
        }

        if (failBit >= 0)
        {
            // X.690 11.2.2: a named bit list ends with its last one bit.
            byte[] bits = new byte[(failBit / 8) + 1];
            bits[failBit / 8] = (byte)(0x80 >> (failBit % 8));
            writer.BitString(bits, 0, bits.Length, 7 - (failBit % 8));
        }

        writer.End();
    }

    internal void Read(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        Status = reader.ReadInt32(Tag.Integer);
        if (reader.PeekTag() == Tag.Sequence) Text = ReadFreeText(reader);
        if (reader.PeekTag() == Tag.BitString && reader.ReadBitString(Tag.BitString))
        {
            ReadFailBits(reader);
        }

        reader.Leave();
    }

    internal static string ReadFreeText(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        string text = "";
        for (int count = 0; !reader.AtEnd; count++)
        {
            if (count == CmpLimits.ElementsMax) reader.FailAt(DerError.TooMany, reader.Position);
            if (!reader.Read(Tag.Utf8String)) break;
            string part = TextGuard.Clean(reader.Buffer, reader.ValueOffset, reader.ValueLength);
            if (text.Length < CmpLimits.TextCharsMax) text += count == 0 ? part : "; " + part;
        }

        reader.Leave();
        return TextGuard.Clean(text);
    }

    // Bits that have no name are ignored: a later version may have added them.
    private void ReadFailBits(DerReader reader)
    {
        int bits = (8 * reader.ValueLength) - reader.UnusedBits;
        for (int bit = 0; bit < FailInfo.Count && bit < bits; bit++)
        {
            int octet = reader.Buffer[reader.ValueOffset + (bit / 8)];
            if ((octet & (0x80 >> (bit % 8))) != 0) FailBits |= 1 << bit;
        }
    }
}

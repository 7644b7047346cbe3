using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>Puts messages together, RFC 9810 5.1.</summary>
public static class PkiMessageWriter
{
    /// <summary>
    /// A protected message; null when the protection's key cannot sign. The header's sender,
    /// senderKID and protectionAlg are set from the protection, which must be prepared.
    /// </summary>
    /// <param name="header">The other fields.</param>
    /// <param name="body">DER of the body with its context tag.</param>
    /// <param name="protection">Protects it and gives extraCerts.</param>
    public static byte[] Build(PkiHeaderWriter header, byte[] body, IMessageProtection protection)
    {
        header.Sender = protection.Sender;
        header.SenderKeyId = protection.SenderKeyId;
        header.ProtectionAlgorithm = protection.Algorithm;

        // RFC 9810 5.1.3: the protection covers the DER of SEQUENCE { header, body }.
        DerWriter part = new DerWriter(body.Length + 512);
        part.Begin(Tag.Sequence);
        header.Write(part);
        part.Raw(body);
        part.End();
        byte[] value = protection.Protect(part.Buffer, 0, part.Length);
        if (value == null) return null;

        DerReader contents = new DerReader(part.Buffer, 0, part.Length);
        contents.Read(Tag.Sequence);
        DerWriter message = new DerWriter(part.Length + value.Length + 16);
        message.Begin(Tag.Sequence);
        message.Raw(part.Buffer, contents.ValueOffset, contents.ValueLength);
        message.Begin(Tag.ContextConstructed(0));
        message.BitString(value, 0, value.Length, 0);
        message.End();
        WriteExtraCerts(message, protection.Certificates);
        message.End();
        return message.ToArray();
    }

    /// <summary>
    /// Tag and length octets of a SEQUENCE with so many bytes of contents, below 65536.
    /// </summary>
    public static byte[] SequencePrefix(int count)
    {
        // X.690 8.1.3, 10.1: definite, the fewest octets.
        if (count < 0x80) return new byte[] { Tag.Sequence, (byte)count };
        if (count < 0x100) return new byte[] { Tag.Sequence, 0x81, (byte)count };
        return new byte[] { Tag.Sequence, 0x82, (byte)(count >> 8), (byte)count };
    }

    private static void WriteExtraCerts(DerWriter writer, byte[][] certificates)
    {
        if (certificates.Length == 0) return;
        writer.Begin(Tag.ContextConstructed(1));
        writer.Begin(Tag.Sequence);
        for (int i = 0; i < certificates.Length; i++) writer.Raw(certificates[i]);
        writer.End();
        writer.End();
    }
}

using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>Puts messages together, RFC 9810 5.1.</summary>
public static class PkiMessageWriter
{
    /// <summary>
    /// A protected message. The header's sender, senderKID and protectionAlg are set from the
    /// protection, which must be prepared.
    /// </summary>
    /// <param name="header">The other fields.</param>
    /// <param name="body">DER of the body with its context tag.</param>
    /// <param name="protection">Protects it.</param>
    public static byte[] Build(PkiHeaderWriter header, byte[] body, IMessageProtection protection)
    {
        header.Sender = protection.Sender;
        header.SenderKeyId = protection.SenderKeyId;
        header.ProtectionAlgorithm = protection.Algorithm;
        DerWriter contents = new DerWriter(body.Length + 512);
        header.Write(contents);
        contents.Raw(body);
        byte[] value = protection.Protect(contents.Buffer, 0, contents.Length);

        DerWriter message = new DerWriter(contents.Length + value.Length + 16);
        message.Begin(Tag.Sequence);
        message.Raw(contents.Buffer, 0, contents.Length);
        message.Begin(Tag.ContextConstructed(0));
        message.BitString(value, 0, value.Length, 0);
        message.End();
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
}

using System.Collections;
using Gateway.Asn1;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// What a CA wants requests to contain, as lines for the operator (RFC 9483 4.3.3).
/// <code>
/// CertReqTemplateContent ::= SEQUENCE { certTemplate CertTemplate, keySpec Controls OPTIONAL }
/// </code>
/// </summary>
internal static class CertificateTemplate
{
    private const int TagSubject = 5;
    private const int TagPublicKey = 6;
    private const int TagExtensions = 9;
    private const int TagNumberMask = 0x1F;

    // id-regCtrl-algId and id-regCtrl-rsaKeyLen: 1.3.6.1.5.5.7.5.1.n, RFC 9810 5.3.19.16.
    private const int ControlAlgorithm = 11;
    private const int ControlRsaKeyLength = 12;

    /// <summary>Reads the value; errors stay in the reader.</summary>
    internal static string[] Read(DerReader reader)
    {
        ArrayList lines = new ArrayList();
        reader.Enter(Tag.Sequence);
        ReadTemplate(reader, lines);
        if (reader.TryEnter(Tag.Sequence))
        {
            for (int count = 0; !reader.AtEnd; count++)
            {
                if (count == CmpLimits.ElementsMax)
                {
                    reader.FailAt(DerError.TooMany, reader.Position);
                }

                ReadControl(reader, lines);
            }

            reader.Leave();
        }

        reader.Leave();
        string[] all = new string[lines.Count];
        for (int i = 0; i < all.Length; i++) all[i] = (string)lines[i];
        return all;
    }

    private static void ReadTemplate(DerReader reader, ArrayList lines)
    {
        int next = 0;
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            // RFC 4211 5: each field once and in order, which also bounds the lines.
            int tag = reader.PeekTag();
            int number = tag & TagNumberMask;
            if (number < next)
            {
                reader.FailAt(DerError.UnexpectedTag, reader.Position);
                break;
            }

            next = number + 1;
            if (tag == Tag.ContextConstructed(TagSubject))
            {
                reader.Enter(tag);
                reader.Read(Tag.Sequence);
                lines.Add("subject: " + TextGuard.Clean(DistinguishedName.ToText(reader.Buffer,
                    reader.TlvOffset, reader.TlvLength, NameStyle.Comma) ?? "unreadable"));
                reader.Leave();
            }
            else if (tag == Tag.ContextConstructed(TagExtensions))
            {
                ReadExtensions(reader, tag, lines);
            }
            else
            {
                reader.ReadAny();
                if (tag == Tag.ContextConstructed(TagPublicKey)) lines.Add("public key: given");
            }
        }

        reader.Leave();
    }

    private static void ReadExtensions(DerReader reader, int tag, ArrayList lines)
    {
        reader.Enter(tag);
        for (int count = 0; !reader.AtEnd; count++)
        {
            if (count == Certificate.ExtensionsMax) reader.Fail(DerError.TooMany);
            reader.Enter(Tag.Sequence);
            reader.ReadOid();
            lines.Add("extension: " + TextGuard.Clean(ObjectNames.Extension(reader.Buffer,
                reader.ValueOffset, reader.ValueLength)));
            if (reader.PeekTag() == Tag.Boolean) reader.ReadBoolean();
            reader.ReadOctetString(Tag.OctetString);
            reader.Leave();
        }

        reader.Leave();
    }

    private static void ReadControl(DerReader reader, ArrayList lines)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        int last = reader.ValueLength > 0
            ? reader.Buffer[reader.ValueOffset + reader.ValueLength - 1] : 0;
        bool isControl = reader.ValueLength == Oids.OldCertId.Length && Core.Bytes.Equal(
            Oids.OldCertId, 0, reader.Buffer, reader.ValueOffset, Oids.OldCertId.Length - 1);
        if (isControl && last == ControlRsaKeyLength)
        {
            lines.Add("key: RSA, " + reader.ReadInt32(Tag.Integer).ToString() + " bits");
        }
        else if (isControl && last == ControlAlgorithm)
        {
            reader.Enter(Tag.Sequence);
            reader.ReadOid();
            lines.Add("key: " + TextGuard.Clean(ObjectNames.Algorithm(reader.Buffer,
                reader.ValueOffset, reader.ValueLength)));
            while (!reader.AtEnd) reader.ReadAny();
            reader.Leave();
        }
        else if (!reader.AtEnd)
        {
            reader.ReadAny();
        }

        reader.Leave();
    }
}

using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>Takes a line of text.</summary>
internal delegate void LineWriter(string text);

/// <summary>
/// certificatePolicies (RFC 5280 4.2.1.4): <c>SEQUENCE OF SEQUENCE { policyIdentifier,
/// policyQualifiers SEQUENCE OF SEQUENCE { policyQualifierId, qualifier ANY } OPTIONAL }</c>.
/// </summary>
internal sealed class PolicyText
{
    private const int ListMax = 64;
    private const string AnyPolicy = "2.5.29.32.0";
    private const int QualifierArc = 2;
    private const int CpsQualifier = 1;
    private const int NoticeQualifier = 2;
    private readonly LineWriter _line;

    internal PolicyText(LineWriter line)
    {
        _line = line;
    }

    internal void Format(DerReader reader)
    {
        int count = 0;
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            if (++count > ListMax) reader.Fail(DerError.TooMany);
            reader.Enter(Tag.Sequence);
            reader.ReadOid();
            string policy = ObjectNames.Text(
                reader.Buffer, reader.ValueOffset, reader.ValueLength);
            _line("Policy: " + (policy == AnyPolicy ? "X509v3 Any Policy" : policy));
            if (reader.TryEnter(Tag.Sequence))
            {
                while (!reader.AtEnd) FormatQualifier(reader);
                reader.Leave();
            }

            reader.Leave();
        }

        reader.Leave();
    }

    private void FormatQualifier(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        switch (Oids.PkixNumber(
            QualifierArc, reader.Buffer, reader.ValueOffset, reader.ValueLength))
        {
            case CpsQualifier:
                _line("  CPS: " + Text(reader));
                break;
            case NoticeQualifier:
                _line("  User Notice:");
                FormatNotice(reader);
                break;
            default:
                _line("  Unknown Qualifier: " + ObjectNames.Text(
                    reader.Buffer, reader.ValueOffset, reader.ValueLength));
                reader.ReadAny();
                break;
        }

        reader.Leave();
    }

    // UserNotice ::= SEQUENCE { noticeRef SEQUENCE { organization, SEQUENCE OF INTEGER } OPTIONAL,
    // explicitText OPTIONAL }.
    private void FormatNotice(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (reader.TryEnter(Tag.Sequence))
        {
            _line("    Organization: " + Text(reader));
            string numbers = "";
            int count = 0;
            reader.Enter(Tag.Sequence);
            while (!reader.AtEnd)
            {
                if (++count > ListMax) reader.Fail(DerError.TooMany);
                numbers += (count > 1 ? ", " : "")
                    + reader.ReadInt32(Tag.Integer).ToString();
            }

            reader.Leave();
            _line("    Number" + (count > 1 ? "s" : "") + ": " + numbers);
            reader.Leave();
        }

        if (!reader.AtEnd) _line("    Explicit Text: " + Text(reader));
        reader.Leave();
    }

    private static string Text(DerReader reader) =>
        ExtensionText.Printable(reader.ReadText(Certificate.SizeMax) ?? "");
}

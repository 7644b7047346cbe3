using System.Text;
using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// Extensions in the words of openssl 3. Each is run through once without output: only one that
/// reads well to its end is written so, any other, and any that is not known, as its octets with
/// dots for what is not printable.
/// </summary>
internal sealed class ExtensionText
{
    private const string NameIndent = "            ";
    private const string Indent = "                ";
    private const int DumpCharactersPerLine = 256;
    private const int ListMax = 64;

    // Made when asked for: static arrays would take heap all the time.
    private static string[] KeyUsageNames => new string[]
    {
        "Digital Signature", "Non Repudiation", "Key Encipherment", "Data Encipherment",
        "Key Agreement", "Certificate Sign", "CRL Sign", "Encipher Only", "Decipher Only",
    };

    private static string[] NetscapeTypeNames => new string[]
    {
        "SSL Client", "SSL Server", "S/MIME", "Object Signing", "Unused", "SSL CA",
        "S/MIME CA", "Object Signing CA",
    };

    private static string[] ReasonNames => new string[]
    {
        "Unused", "Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded",
        "Cessation Of Operation", "Certificate Hold", "Privilege Withdrawn", "AA Compromise",
    };

    private readonly ITextSink _sink;
    private bool _trial;

    internal ExtensionText(ITextSink sink)
    {
        _sink = sink;
    }

    /// <summary>The text with dots for all that is not printable ASCII.</summary>
    internal static string Printable(string text) => Printable(text.ToCharArray());

    // In the array, not in a string: on the board a string ends at its first NUL.
    private static string Printable(char[] characters)
    {
        for (int i = 0; i < characters.Length; i++)
        {
            if (characters[i] < ' ' || characters[i] > '~') characters[i] = '.';
        }

        return new string(characters);
    }

    /// <summary>Writes all extensions of the certificate.</summary>
    internal void Write(Certificate certificate)
    {
        byte[] der = certificate.Der;
        CertificateExtensions extensions = certificate.Extensions;
        DerReader all = new DerReader(der, extensions.Offset, extensions.Length);
        all.Enter(Tag.Sequence);
        while (!all.AtEnd)
        {
            all.Enter(Tag.Sequence);
            all.ReadOid();
            int oidOffset = all.ValueOffset;
            int oidLength = all.ValueLength;
            bool critical = all.PeekTag() == Tag.Boolean && all.ReadBoolean();
            all.ReadOctetString(Tag.OctetString);
            _sink.Line(NameIndent + ObjectNames.Extension(der, oidOffset, oidLength)
                + (critical ? ": critical" : ":"));
            WriteValue(der, oidOffset, oidLength, all.ValueOffset, all.ValueLength);
            all.Leave();
        }
    }

    private void WriteValue(byte[] der, int oidOffset, int oidLength, int offset, int count)
    {
        DerReader reader = new DerReader(der, offset, count);
        int number = Oids.ExtensionNumber(der, oidOffset, oidLength);
        string name = number < 0 ? Oids.ToText(der, oidOffset, oidLength) : null;
        _trial = true;
        bool readable = Format(reader, number, name) && reader.End();
        _trial = false;
        if (!readable)
        {
            Dump(der, offset, count);
            return;
        }

        reader.Reset(der, offset, count);
        Format(reader, number, name);
    }

    private void Line(string text)
    {
        if (!_trial) _sink.Line((Indent + text).TrimEnd(' '));
    }

    private void Dump(byte[] der, int offset, int count)
    {
        int at = 0;
        do
        {
            int left = count - at;
            char[] text = new char[left < DumpCharactersPerLine ? left : DumpCharactersPerLine];
            for (int i = 0; i < text.Length; i++) text[i] = (char)der[offset + at + i];
            Line(Printable(text));
            at += DumpCharactersPerLine;
        }
        while (at < count);
    }

    // False when the extension is not known here; what is malformed shows in the reader.
    private bool Format(DerReader reader, int number, string name)
    {
        switch (number)
        {
            case ExtensionId.BasicConstraints:
                FormatBasicConstraints(reader);
                return true;
            case ExtensionId.KeyUsage:
                FormatBits(reader, Tag.BitString, KeyUsageNames, "");
                return true;
            case ExtensionId.SubjectKeyIdentifier:
                reader.ReadOctetString(Tag.OctetString);
                Line(UpperColons(reader));
                return true;
            case ExtensionId.AuthorityKeyIdentifier:
                FormatAuthorityKeyId(reader);
                return true;
            case ExtensionId.SubjectAltName:
            case ExtensionId.IssuerAltName:
                Line(GeneralNameText.Join(reader, Tag.Sequence));
                return true;
            case ExtensionId.ExtendedKeyUsage:
                FormatKeyPurposes(reader);
                return true;
            case ExtensionId.CrlDistributionPoints:
                FormatDistributionPoints(reader);
                return true;
            case ExtensionId.CertificatePolicies:
                new PolicyText(Line).Format(reader);
                return true;
        }

        switch (name)
        {
            case ObjectNames.AuthorityInformationAccess:
                FormatAccess(reader);
                return true;
            case ObjectNames.NetscapeCertType:
                FormatBits(reader, Tag.BitString, NetscapeTypeNames, "");
                return true;
            case ObjectNames.NetscapeComment:
                Line(Printable(reader.ReadText(Tag.Ia5String, Certificate.SizeMax) ?? ""));
                return true;
            default:
                return false;
        }
    }

    private void FormatBasicConstraints(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        bool isCa = reader.PeekTag() == Tag.Boolean && reader.ReadBoolean();
        string text = isCa ? "CA:TRUE" : "CA:FALSE";
        if (reader.PeekTag() == Tag.Integer)
        {
            text += ", pathlen:" + reader.ReadInt32(Tag.Integer).ToString();
        }

        reader.Leave();
        Line(text);
    }

    private void FormatBits(DerReader reader, int tag, string[] names, string indent)
    {
        StringBuilder text = new StringBuilder();
        reader.ReadBitString(tag);
        for (int bit = 0; bit < names.Length && bit < 8 * reader.ValueLength; bit++)
        {
            int octet = reader.Buffer[reader.ValueOffset + (bit >> 3)];
            if ((octet & (0x80 >> (bit & 7))) == 0) continue;
            if (text.Length > 0) text.Append(", ");
            text.Append(names[bit]);
        }

        if (text.Length == 0) reader.Fail(DerError.BadValue);
        Line(indent + text.ToString());
    }

    private void FormatAuthorityKeyId(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (reader.TryRead(Tag.Context(0)))
        {
            Line((reader.AtEnd ? "" : "keyid:") + UpperColons(reader));
        }

        if (reader.PeekTag() == Tag.ContextConstructed(1))
        {
            Line(GeneralNameText.Join(reader, Tag.ContextConstructed(1)));
        }

        if (reader.PeekTag() == Tag.Context(2))
        {
            reader.ReadInteger(Tag.Context(2));
            bool padded = reader.ValueLength > 1 && reader.Buffer[reader.ValueOffset] == 0;
            int skip = padded ? 1 : 0;
            Line("serial:" + Core.Bytes.ToHex(
                reader.Buffer, reader.ValueOffset + skip, reader.ValueLength - skip, ':'));
        }

        reader.Leave();
    }

    private void FormatKeyPurposes(DerReader reader)
    {
        StringBuilder text = new StringBuilder();
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.ReadOid();
            if (text.Length > 0) text.Append(", ");
            text.Append(ObjectNames.KeyPurpose(
                reader.Buffer, reader.ValueOffset, reader.ValueLength));
        }

        reader.Leave();
        Line(text.ToString());
    }

    // SEQUENCE OF SEQUENCE { accessMethod, accessLocation GeneralName }, RFC 5280 4.2.2.1.
    private void FormatAccess(DerReader reader)
    {
        int count = 0;
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            if (++count > ListMax) reader.Fail(DerError.TooMany);
            reader.Enter(Tag.Sequence);
            reader.ReadOid();
            string method = ObjectNames.AccessMethod(
                reader.Buffer, reader.ValueOffset, reader.ValueLength);
            Line(method + " - " + GeneralNameText.Read(reader, NameStyle.Slash));
            reader.Leave();
        }

        reader.Leave();
    }

    // DistributionPoint ::= SEQUENCE { [0] name, [1] reasons, [2] cRLIssuer }, RFC 5280 4.2.1.13.
    private void FormatDistributionPoints(DerReader reader)
    {
        int count = 0;
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            if (++count > ListMax) reader.Fail(DerError.TooMany);
            reader.Enter(Tag.Sequence);
            if (reader.TryEnter(Tag.ContextConstructed(0)))
            {
                FormatPointName(reader);
                reader.Leave();
            }

            if (reader.PeekTag() == Tag.Context(1))
            {
                Line("Reasons:");
                FormatBits(reader, Tag.Context(1), ReasonNames, "  ");
            }

            if (reader.PeekTag() == Tag.ContextConstructed(2))
            {
                Line("CRL Issuer:");
                ListNames(reader, Tag.ContextConstructed(2));
            }

            reader.Leave();
        }

        reader.Leave();
    }

    private void FormatPointName(DerReader reader)
    {
        if (reader.PeekTag() == Tag.ContextConstructed(0))
        {
            Line("Full Name:");
            ListNames(reader, Tag.ContextConstructed(0));
            return;
        }

        // nameRelativeToCRLIssuer [1]: one RDN, rarely met.
        reader.Read(Tag.ContextConstructed(1));
        Line("Relative Name:");
        Line("  " + Core.Bytes.ToHex(reader.Buffer, reader.ValueOffset, reader.ValueLength, ':'));
    }

    private void ListNames(DerReader reader, int tag)
    {
        reader.Enter(tag);
        while (!reader.AtEnd) Line("  " + GeneralNameText.Read(reader, NameStyle.Comma));
        reader.Leave();
    }

    private static string UpperColons(DerReader reader) => Core.Bytes.ToHex(
        reader.Buffer, reader.ValueOffset, reader.ValueLength, ':');
}

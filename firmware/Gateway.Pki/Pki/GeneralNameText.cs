using System.Text;
using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>One GeneralName (RFC 5280 4.2.1.6) as openssl prints it.</summary>
internal static class GeneralNameText
{
    private const string Unsupported = "<unsupported>";
    private const string UserPrincipalName = "1.3.6.1.4.1.311.20.2.3";

    /// <summary>Reads one and gives its text; directory names in the style asked for.</summary>
    internal static string Read(DerReader reader, NameStyle style)
    {
        int tag = reader.PeekTag();
        switch (tag)
        {
            case GeneralNames.Email: return "email:" + ReadIa5(reader, tag);
            case GeneralNames.Dns: return "DNS:" + ReadIa5(reader, tag);
            case GeneralNames.Uri: return "URI:" + ReadIa5(reader, tag);
            case GeneralNames.IpAddress:
                reader.Read(tag);
                return "IP Address:" + Address(
                    reader.Buffer, reader.ValueOffset, reader.ValueLength);
            case GeneralNames.RegisteredId:
                reader.ReadOid(tag);
                return "Registered ID:" + ObjectNames.Text(
                    reader.Buffer, reader.ValueOffset, reader.ValueLength);
            case GeneralNames.DirectoryName:
                reader.Read(tag);
                return "DirName:" + DirectoryName(reader, style);
            case GeneralNames.OtherName:
                return "othername: " + ReadOtherName(reader);
            case 0xA3:
                reader.Read(tag);
                return "X400Name:" + Unsupported;
            case 0xA5:
                reader.Read(tag);
                return "EdiPartyName:" + Unsupported;
            default:
                reader.ReadAny();
                reader.Fail(DerError.UnexpectedTag);
                return "";
        }
    }

    /// <summary>All names of a GeneralNames that has that tag, commas between.</summary>
    internal static string Join(DerReader reader, int tag)
    {
        StringBuilder text = new StringBuilder();
        reader.Enter(tag);
        while (!reader.AtEnd)
        {
            if (text.Length > 0) text.Append(", ");
            text.Append(Read(reader, NameStyle.Slash));
        }

        reader.Leave();
        return text.ToString();
    }

    private static string ReadIa5(DerReader reader, int tag) =>
        ExtensionText.Printable(
            reader.ReadText(tag, Tag.Ia5String, Certificate.SizeMax) ?? "");

    private static string DirectoryName(DerReader reader, NameStyle style)
    {
        string text = DistinguishedName.ToText(
            reader.Buffer, reader.ValueOffset, reader.ValueLength, style);
        if (text == null) reader.Fail(DerError.BadValue);
        return text ?? "";
    }

    // OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }.
    private static string ReadOtherName(DerReader reader)
    {
        reader.Enter(GeneralNames.OtherName);
        reader.ReadOid();
        string type = ObjectNames.Text(reader.Buffer, reader.ValueOffset, reader.ValueLength);
        if (type == UserPrincipalName) type = "UPN";
        else type += ":";
        string value = Unsupported;
        reader.Enter(Tag.ContextConstructed(0));
        int tag = reader.PeekTag();
        reader.ReadAny();
        if (tag == Tag.Utf8String || tag == Tag.Ia5String)
        {
            string text = NameValueText.Decode(reader);
            if (text != null) value = ExtensionText.Printable(text);
        }

        reader.Leave();
        reader.Leave();
        return type + (type == "UPN" ? "::" : ":") + value;
    }

    private static string Address(byte[] buffer, int offset, int count)
    {
        if (count != 4 && count != 16) return "<invalid>";
        StringBuilder text = new StringBuilder();
        int width = count == 4 ? 1 : 2;
        for (int i = 0; i < count; i += width)
        {
            if (i > 0) text.Append(width == 1 ? "." : ":");
            int value = buffer[offset + i];
            if (width == 1) text.Append(value.ToString());
            else text.Append(((value << 8) | buffer[offset + i + 1]).ToString("X"));
        }

        return text.ToString();
    }
}

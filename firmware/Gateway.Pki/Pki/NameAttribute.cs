using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>
/// Attribute types of names: short names as openssl prints them, object identifiers, string types
/// and upper bounds (RFC 5280 appendix A.1).
/// </summary>
internal static class NameAttribute
{
    internal const int TextLengthMax = 255;

    /// <summary>Content octets of the type of that short name or dotted text; or null.</summary>
    internal static byte[] Oid(string name)
    {
        switch (name.ToUpper())
        {
            case "CN": return Oids.Attribute(3);
            case "SN": return Oids.Attribute(4);
            case "SERIALNUMBER": return Oids.Attribute(5);
            case "C": return Oids.Attribute(6);
            case "L": return Oids.Attribute(7);
            case "ST":
            case "S": return Oids.Attribute(8);
            case "STREET": return Oids.Attribute(9);
            case "O": return Oids.Attribute(10);
            case "OU": return Oids.Attribute(11);
            case "T":
            case "TITLE": return Oids.Attribute(12);
            case "GN":
            case "G": return Oids.Attribute(42);
            case "DNQ":
            case "DNQUALIFIER": return Oids.Attribute(46);
            case "E":
            case "EMAILADDRESS": return Oids.EmailAddress;
            case "DC": return Oids.FromText("0.9.2342.19200300.100.1.25");
            case "UID": return Oids.FromText("0.9.2342.19200300.100.1.1");
            default: return name.IndexOf('.') > 0 ? Oids.FromText(name) : null;
        }
    }

    /// <summary>Short name of the type, or its dotted text.</summary>
    internal static string ShortName(byte[] buffer, int offset, int count)
    {
        switch (Oids.AttributeNumber(buffer, offset, count))
        {
            case 3: return "CN";
            case 4: return "SN";
            case 5: return "serialNumber";
            case 6: return "C";
            case 7: return "L";
            case 8: return "ST";
            case 9: return "street";
            case 10: return "O";
            case 11: return "OU";
            case 12: return "title";
            case 13: return "description";
            case 15: return "businessCategory";
            case 17: return "postalCode";
            case 41: return "name";
            case 42: return "GN";
            case 43: return "initials";
            case 44: return "generationQualifier";
            case 46: return "dnQualifier";
            case 65: return "pseudonym";
        }

        string text = Oids.ToText(buffer, offset, count);
        switch (text)
        {
            case "1.2.840.113549.1.9.1": return "emailAddress";
            case "1.2.840.113549.1.9.2": return "unstructuredName";
            case "0.9.2342.19200300.100.1.25": return "DC";
            case "0.9.2342.19200300.100.1.1": return "UID";
            case null: return "OID." + Core.Bytes.ToHex(buffer, offset, count, '\0');
            default: return text;
        }
    }

    /// <summary>
    /// String type for a type of attribute: IA5String for emailAddress and DC, PrintableString for
    /// countryName, serialNumber and dnQualifier, else UTF8String (RFC 5280 4.1.2.4).
    /// </summary>
    internal static int StringTag(byte[] oid)
    {
        switch (Oids.AttributeNumber(oid, 0, oid.Length))
        {
            case 5:
            case 6:
            case 46:
                return Tag.PrintableString;
        }

        return ShortName(oid, 0, oid.Length) is "emailAddress" or "DC"
            ? Tag.Ia5String : Tag.Utf8String;
    }

    /// <summary>Most characters of a value.</summary>
    internal static int LengthMax(byte[] oid)
    {
        switch (Oids.AttributeNumber(oid, 0, oid.Length))
        {
            case 6: return 2;
            case 3:
            case 5:
            case 10:
            case 11:
            case 12: return 64;
            case 7:
            case 8: return 128;
            default: return TextLengthMax;
        }
    }

    /// <summary>Why the text cannot be a value of the type; null when it can.</summary>
    internal static string Refuse(byte[] oid, string value)
    {
        if (value.Length == 0) return "the value is empty";
        if (Oids.AttributeNumber(oid, 0, oid.Length) == 6)
        {
            bool isCountry = value.Length == 2 && IsLetter(value[0]) && IsLetter(value[1]);
            if (!isCountry) return "a country is exactly two letters";
        }

        if (value.Length > LengthMax(oid)) return "the value is too long";
        int tag = StringTag(oid);
        if (tag == Tag.PrintableString && !DerText.IsPrintable(value))
        {
            return "the value has a character that this attribute cannot hold";
        }

        if (tag == Tag.Ia5String && !DerText.IsAscii(value)) return "the value is not ASCII";
        return null;
    }

    private static bool IsLetter(char c) => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>Names as people write them, in the order in which they write them.</summary>
internal static class DistinguishedName
{
    private const int TextLengthMax = 1024;
    private const int ValueLengthMax = 128;

    private static readonly Dictionary<string,
        DerObjectIdentifier> s_attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["C"] = X509Name.C,
        ["ST"] = X509Name.ST,
        ["S"] = X509Name.ST,
        ["L"] = X509Name.L,
        ["O"] = X509Name.O,
        ["OU"] = X509Name.OU,
        ["CN"] = X509Name.CN,
        ["E"] = X509Name.EmailAddress,
        ["emailAddress"] = X509Name.EmailAddress,
        ["DC"] = X509Name.DC,
        ["UID"] = X509Name.UID,
        ["STREET"] = X509Name.Street,
        ["title"] = X509Name.T,
        ["serialNumber"] = X509Name.SerialNumber,
    };

    /// <summary>Reads <c>C=cn,ST=beijing,CN=BB</c> or <c>/C=cn/ST=beijing/CN=BB</c>; a backslash
    /// takes the next character as it is.</summary>
    public static bool TryParse(string text, out X509Name name, out string reason)
    {
        name = X509Name.GetInstance(new DerSequence());
        if (text.Length > TextLengthMax)
        {
            reason = $"the name is longer than {TextLengthMax} characters";
            return false;
        }

        string trimmed = text.Trim();
        char separator = trimmed.StartsWith('/') ? '/' : ',';
        var entries = new Asn1EncodableVector();
        foreach (string part in Split(separator == '/' ? trimmed[1..] : trimmed, separator))
        {
            if (!TryReadEntry(part, out Asn1Encodable? entry, out reason))
                return false;
            entries.Add(entry!);
        }

        reason = "";
        name = X509Name.GetInstance(new DerSequence(entries));
        return true;
    }

    /// <summary>Reads a name; throws <see cref="LabCaException"/> for what is none.</summary>
    public static X509Name Parse(string text) =>
        TryParse(text, out X509Name name, out string reason)
            ? name : throw new LabCaException("subject: " + reason);

    private static bool TryReadEntry(string part, out Asn1Encodable? entry, out string reason)
    {
        entry = null;
        int equals = part.IndexOf('=');
        string kind = equals < 0 ? "" : part[..equals].Trim();
        string value = equals < 0 ? "" : Unescape(part[(equals + 1)..].Trim());
        if (equals < 0 || value.Length == 0)
            reason = $"'{part.Trim()}' in the name is no TYPE=value; an example: C=cn,O=BB,CN=BB";
        else if (!s_attributes.TryGetValue(kind, out DerObjectIdentifier? oid))
            reason = $"'{kind}' in the name is not known; known are "
                + string.Join(", ", s_attributes.Keys);
        else if (value.Length > ValueLengthMax)
            reason = $"the value of {kind} is longer than {ValueLengthMax} characters";
        else if (oid.Equals(X509Name.C) && (value.Length != 2 || !value.All(char.IsAsciiLetter)))
            reason = $"C is a country code of two letters, not '{value}'";
        else
        {
            reason = "";
            entry = new DerSet(new DerSequence(oid, ToValue(oid, value)));
        }

        return entry is not null;
    }

    private static Asn1Encodable ToValue(DerObjectIdentifier oid, string value)
    {
        if (oid.Equals(X509Name.C)
            || (oid.Equals(X509Name.SerialNumber) && DerPrintableString.IsPrintableString(value)))
            return new DerPrintableString(value);
        bool ia5 = oid.Equals(X509Name.EmailAddress) || oid.Equals(X509Name.DC);
        return ia5 && value.All(char.IsAscii) ? new DerIA5String(value) : new DerUtf8String(value);
    }

    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == separator)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
            plain.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
        return plain.ToString();
    }

    /// <summary>One line, <c>C=cn, ST=jiangsu, CN=hello</c>, fit for a terminal and a log whatever
    /// the name holds.</summary>
    public static string Format(X509Name name)
    {
        IList<DerObjectIdentifier> oids = name.GetOidList();
        IList<string> values = name.GetValueList();
        var text = new StringBuilder();
        for (int i = 0; i < oids.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            string? label = s_attributes.FirstOrDefault(pair => pair.Value.Equals(oids[i])).Key;
            text.Append(label ?? oids[i].Id).Append('=').Append(
                SafeText.OneLine(values[i], ValueLengthMax));
        }

        return text.ToString();
    }
}

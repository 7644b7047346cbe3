using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>The subjectAltName that a request asks for (RFC 5280 4.2.1.6).</summary>
public static class SubjectAltName
{
    /// <summary>Longest name, in characters.</summary>
    public const int NameLengthMax = 255;

    private const int EmptyNameLength = 2;

    /// <summary>
    /// The whole Extension, not critical: address, host name, mail address, in this order; null for
    /// what is absent. Null when all three are, or one cannot be written (see
    /// <see cref="IsWritable"/>, an address of another length than 4 or 16).
    /// </summary>
    public static byte[] Extension(byte[] ipAddress, string dnsName, string email)
    {
        byte[] names = Names(ipAddress, dnsName, email);
        if (names == null) return null;
        DerWriter writer = new DerWriter(names.Length + 16);
        WriteExtension(writer, names, null);
        return writer.ToArray();
    }

    /// <summary>
    /// Writes the Extension of these GeneralNames; critical when the subject (DER of a Name, or
    /// null) is empty, as RFC 5280 4.2.1.6 asks.
    /// </summary>
    public static void WriteExtension(DerWriter writer, byte[] names, byte[] subject)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Extension(ExtensionId.SubjectAltName));
        if (subject != null && subject.Length == EmptyNameLength) writer.Boolean(true);
        writer.OctetString(names);
        writer.End();
    }

    /// <summary>The GeneralNames alone; null as above.</summary>
    public static byte[] Names(byte[] ipAddress, string dnsName, string email)
    {
        bool isEmpty = ipAddress == null && dnsName == null && email == null;
        bool isAddress = ipAddress == null || ipAddress.Length == 4 || ipAddress.Length == 16;
        if (isEmpty || !isAddress) return null;
        if (dnsName != null && !IsWritable(dnsName)) return null;
        if (email != null && !IsWritable(email)) return null;
        DerWriter writer = new DerWriter();
        writer.Begin(Tag.Sequence);
        if (ipAddress != null)
        {
            writer.Element(GeneralNames.IpAddress, ipAddress, 0, ipAddress.Length);
        }

        if (dnsName != null) writer.Ia5String(GeneralNames.Dns, dnsName);
        if (email != null) writer.Ia5String(GeneralNames.Email, email);
        writer.End();
        return writer.ToArray();
    }

    /// <summary>Whether the text can be a host name or mail address: ASCII, not empty.</summary>
    public static bool IsWritable(string name) =>
        name.Length > 0 && name.Length <= NameLengthMax && DerText.IsAscii(name);
}

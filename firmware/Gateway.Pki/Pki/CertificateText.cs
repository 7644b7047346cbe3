using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// The text of a certificate, as the console shows it: the layout of <c>openssl x509 -text</c> with
/// rows of 15 octets for keys and 18 for the signature, a head line, and three lines of its own at
/// the end. Control characters of names are shown as dots.
/// </summary>
public static class CertificateText
{
    private const string LocalHead = " The  x509_obj type is Cert:";
    private const string CaHead = " The x509 object  type is certificate:";
    private const int KeyOctetsPerRow = 15;
    private const int SignatureOctetsPerRow = 18;
    private const int RealmLabelsMin = 3;

    /// <summary>Writes the block of a certificate of one's own.</summary>
    public static void WriteLocal(Certificate certificate, string fileName, ITextSink sink)
    {
        sink.Line(LocalHead);
        WriteBody(certificate, sink);
        WriteEnd(RealmName(certificate), fileName, sink);
    }

    /// <summary>Writes the block of a CA certificate.</summary>
    public static void WriteCa(Certificate certificate, string fileName, ITextSink sink)
    {
        sink.Line(CaHead);
        WriteBody(certificate, sink);
        WriteEnd("-", fileName, sink);
    }

    /// <summary>
    /// The realm: "-" and the label before the top-level domain of the first dNSName with at least
    /// three labels (<c>test.abc.com</c> gives <c>-abc</c>); "-" for CA certificates and without
    /// such a name.
    /// </summary>
    public static string RealmName(Certificate certificate)
    {
        CertificateExtensions extensions = certificate.Extensions;
        if (extensions.IsCa) return "-";
        string host = GeneralNames.FirstText(
            certificate.Der,
            extensions.SubjectAltNameOffset,
            extensions.SubjectAltNameLength,
            GeneralNames.Dns,
            RealmLabelsMin);
        if (host == null) return "-";
        int end = host.Length - 1;
        while (host[end] != '.' || end == host.Length - 1) end--;
        int start = end;
        while (host[start - 1] != '.') start--;
        return "-" + ExtensionText.Printable(host.Substring(start, end - start));
    }

    /// <summary>Writes from <c>Certificate:</c> to the last row of the signature.</summary>
    public static void WriteBody(Certificate certificate, ITextSink sink)
    {
        byte[] der = certificate.Der;
        string signature = ObjectNames.Algorithm(
            der, certificate.SignatureOidOffset, certificate.SignatureOidLength);
        sink.Line("Certificate:");
        sink.Line("    Data:");
        sink.Line("        Version: " + certificate.Version.ToString() + " (0x"
            + (certificate.Version - 1).ToString() + ")");
        WriteSerial(certificate, sink);
        sink.Line("        Signature Algorithm: " + signature);
        WriteName("        Issuer:", der, certificate.IssuerOffset, certificate.IssuerLength, sink);
        sink.Line("        Validity");
        sink.Line("            Not Before: "
            + Core.UtcTime.ToCertificateText(certificate.NotBefore));
        sink.Line("            Not After : "
            + Core.UtcTime.ToCertificateText(certificate.NotAfter));
        WriteName(
            "        Subject:", der, certificate.SubjectOffset, certificate.SubjectLength, sink);
        WritePublicKey(certificate.PublicKey, sink);
        if (certificate.Extensions.Count > 0)
        {
            sink.Line("        X509v3 extensions:");
            new ExtensionText(sink).Write(certificate);
        }

        sink.Line("    Signature Algorithm: " + signature);
        HexText.Rows(
            sink,
            "        ",
            der,
            certificate.SignatureOffset,
            certificate.SignatureLength,
            SignatureOctetsPerRow);
    }

    // An empty name leaves no blank at the end of the line.
    private static void WriteName(
        string label, byte[] der, int offset, int count, ITextSink sink)
    {
        string name = DistinguishedName.ToText(der, offset, count, NameStyle.Comma);
        sink.Line(name.Length == 0 ? label : label + " " + name);
    }

    private static void WriteEnd(string realm, string fileName, ITextSink sink)
    {
        sink.Line("");
        sink.Line("Pki realm name: " + realm);
        sink.Line("Certificate file name: " + fileName);
        sink.Line("Certificate peer name: -");
    }

    private static void WriteSerial(Certificate certificate, ITextSink sink)
    {
        const string Label = "        Serial Number:";
        int length = certificate.SerialLength;
        byte[] serial = certificate.SerialNumber();
        if (length <= 8)
        {
            sink.Line(Label + " " + HexText.Number(serial, 0, length));
            return;
        }

        bool negative = serial[0] >= 0x80;
        if (negative) Negate(serial);
        int skip = serial[0] == 0 ? 1 : 0;
        sink.Line(Label);
        sink.Line("            " + (negative ? " (Negative)" : "")
            + HexText.Colons(serial, skip, length - skip));
    }

    // Two's complement in place.
    private static void Negate(byte[] value)
    {
        int carry = 1;
        for (int i = value.Length - 1; i >= 0; i--)
        {
            int octet = (value[i] ^ 0xFF) + carry;
            value[i] = (byte)octet;
            carry = octet >> 8;
        }
    }

    private static void WritePublicKey(SubjectPublicKeyInfo key, ITextSink sink)
    {
        byte[] der = key.Buffer;
        sink.Line("        Subject Public Key Info:");
        sink.Line("            Public Key Algorithm: "
            + ObjectNames.Algorithm(der, key.AlgorithmOffset, key.AlgorithmLength));
        switch (key.Kind)
        {
            case PublicKeyKind.Rsa:
                WriteRsa(key, sink);
                break;
            case PublicKeyKind.EcP256:
                WriteEc(key, "prime256v1", "P-256", sink);
                break;
            case PublicKeyKind.EcP384:
                WriteEc(key, "secp384r1", "P-384", sink);
                break;
            default:
                sink.Line("            Unable to load Public Key");
                break;
        }
    }

    private static void WriteRsa(SubjectPublicKeyInfo key, ITextSink sink)
    {
        const string Indent = "                    ";
        sink.Line("                RSA Public-Key: (" + key.Bits.ToString() + " bit)");
        sink.Line("                Modulus:");
        HexText.Rows(
            sink, Indent, key.Buffer, key.ModulusOffset, key.ModulusLength, KeyOctetsPerRow);
        if (key.ExponentLength <= 8)
        {
            sink.Line("                Exponent: "
                + HexText.Number(key.Buffer, key.ExponentOffset, key.ExponentLength));
            return;
        }

        sink.Line("                Exponent:");
        HexText.Rows(
            sink, Indent, key.Buffer, key.ExponentOffset, key.ExponentLength, KeyOctetsPerRow);
    }

    private static void WriteEc(
        SubjectPublicKeyInfo key, string name, string curve, ITextSink sink)
    {
        sink.Line("                Public-Key: (" + key.Bits.ToString() + " bit)");
        sink.Line("                pub:");
        HexText.Rows(
            sink,
            "                    ",
            key.Buffer,
            key.KeyOffset,
            key.KeyLength,
            KeyOctetsPerRow);
        sink.Line("                ASN1 OID: " + name);
        sink.Line("                NIST CURVE: " + curve);
    }
}
